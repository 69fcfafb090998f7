import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { OFFICE_ZONE } from '../asked.ts';
import type { Freshness, Report, Section } from '../table.ts';
import { breakable } from './breaks.ts';
import { isWide, type Sheet, sectionTable, sizeFor } from './pdf-table.ts';
import { footOf, paper, print, signaturesOf } from './print.ts';

const SIDE = 36;
/** A4 in points. */
const [SHORT, LONG] = [595, 842];

/** A list of sources longer than this is told by its oldest only. */
const LISTED = 12;

const moment = new Intl.DateTimeFormat('ru-RU', {
  timeZone: OFFICE_ZONE,
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

const readText = ({ school, source, readAt }: Freshness): string =>
  `${school}, ${source}: ${readAt === null ? 'не читался' : moment.format(readAt)}`;

function freshness(all: readonly Freshness[]): Content[] {
  if (all.length === 0) return [];
  const byAge = [...all].sort((one, other) => Number(one.readAt ?? 0) - Number(other.readAt ?? 0));
  const told = all.length > LISTED ? byAge.slice(0, LISTED) : all;
  const lines = told.map(readText);
  const more = all.length - told.length;
  const rest = more === 0 ? [] : [`Остальные источники, их ${more}, прочитаны позже.`];
  return [
    { text: 'Когда прочитаны данные (время московское)', style: 'fine', bold: true, margin: [0, 6, 0, 0] },
    ...[...lines, ...rest].map((text): Content => ({ text: breakable(text, 50), style: 'fine' })),
  ];
}

function head({ title, about, period, comparedWith, madeAt }: Report): Content[] {
  const line = (text: string, more: object = {}): Content => ({
    text: breakable(text, 45),
    alignment: 'center',
    ...more,
  });
  const compared =
    comparedWith === null ? [] : [line(`Под числами, серым — ${comparedWith}`, { style: 'fine' })];
  return [
    line(title, { style: 'title' }),
    line(about, { bold: true }),
    line(period),
    ...compared,
    line(`Составлено ${moment.format(madeAt)}`, { style: 'fine', margin: [0, 0, 0, 8] }),
  ];
}

/** Notes, and why cells are empty under the numbers that stand in them. */
function notes(report: Report, { missing, cut }: Pick<Sheet, 'missing' | 'cut'>): Content[] {
  const reasons = [...missing].map(([reason, number]) => `н/д ${number} — ${reason}`);
  const names = [...cut].map(([short, whole]) => `${short} — ${whole}`);
  const texts = [...report.notes, ...reasons, ...names];
  return texts.map((text): Content => ({ text: breakable(text, 50), style: 'fine', margin: [0, 3, 0, 0] }));
}

const clipped = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

function documentOf(report: Report, sections: readonly Section[]): TDocumentDefinitions {
  const upright = SHORT - 2 * SIDE;
  const wide = sections.some(({ columns }) => isWide(columns, upright));
  const width = (wide ? LONG : SHORT) - 2 * SIDE;
  const found = { missing: new Map<string, number>(), cut: new Map<string, string>() };
  const tables = sections.flatMap((section) =>
    sectionTable(section, { width, ...found, fontSize: sizeFor(section.columns, width) }),
  );
  const signed = report.signatures.map((role) => ({ role, name: null }));
  return {
    ...paper,
    pageOrientation: wide ? 'landscape' : 'portrait',
    pageMargins: [SIDE, 32, SIDE, 44],
    info: { title: clipped(report.title, 200), creator: 'Перемена', creationDate: report.madeAt },
    content: [
      ...head(report),
      ...tables,
      ...notes(report, found),
      ...freshness(report.freshness),
      ...(signed.length > 0 ? [{ unbreakable: true, stack: [signaturesOf(signed)] }] : []),
    ],
    // A title alone at the foot of a page is of no use.
    pageBreakBefore: ({ headlineLevel }, { getFollowingNodesOnPage }) =>
      headlineLevel === 1 && getFollowingNodesOnPage().length === 0,
    footer: (page, pages) =>
      footOf(
        breakable(clipped(`${report.title}. ${report.about}. ${report.period}`, 110), 40),
        `стр. ${page} из ${pages}`,
        SIDE,
      ),
  };
}

/**
 * A report for print: A4, on its side where there are many columns; heads on every page. A paper is laid out whole, so
 * its sections are held together here, unlike in other formats.
 */
export async function* reportPdf(report: Report): AsyncIterable<Buffer> {
  const sections: Section[] = [];
  for await (const section of report.sections) sections.push(section);
  yield await print(documentOf(report, sections));
}
