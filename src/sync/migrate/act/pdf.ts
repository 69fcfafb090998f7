import { rename, writeFile } from 'node:fs/promises';
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { footOf, paper, print, signaturesOf } from '../../../reports/render/print.ts';
import { type Act, actDigest, isSame } from './act.ts';
import { exceptionsTable, kindsTable, marksTable, totalsTable } from './pdf-tables.ts';
import { countText, dayText, momentText } from './words.ts';

const fact = (name: string, value: string | null): [Content, Content][] =>
  value === null ? [] : [[{ text: name, color: '#555555' }, value]];

function parties(act: Act): Content {
  const at = (moment: string | null) => (moment === null ? null : momentText(moment, act.timeZone));
  const { name, municipality } = act.school;
  return {
    layout: 'noBorders',
    table: {
      widths: [130, '*'],
      body: [
        ...fact('Школа', municipality === null ? name : `${name}, ${municipality}`),
        ...fact('Источник', `${act.source.title}, ${act.source.place}`),
        ...fact('прочитан', at(act.source.readAt)),
        ...fact('Приёмник', `${act.target.title}, ${act.target.place}`),
        ...fact('прочитан', at(act.target.readAt)),
        ...fact('Новый оператор', act.operator),
        ...fact('Период', `${dayText(act.period.from)} – ${dayText(act.period.to)}`),
        ...fact('День перехода', act.switchDay === null ? null : dayText(act.switchDay)),
      ],
    },
  };
}

const section = (title: string): Content => ({ text: title, style: 'section' });

const EXPLAINED =
  'Каждая строка источника учтена один раз: «перенесено» — стоит в приёмнике такой же; «изменено по правилам» — стоит ' +
  'в приёмнике, но без того, чего приёмник не хранит; «удержано» — не передано без согласия; «оставлено» — не ' +
  'передано по иной причине. Сумма четырёх граф всегда равна числу строк источника.';

function marksSummary({ marks }: Act): string {
  const differing = marks.filter((line) => !isSame(line)).length;
  const lines = `Сверено сочетаний «класс, предмет, период»: ${countText(marks.length)}`;
  return differing === 0
    ? `${lines}, расхождений нет. Таблица — в приложении.`
    : `${lines}, из них с расхождениями: ${countText(differing)}. Таблица — в приложении.`;
}

const listed = ({ list }: Act): Content => [
  `Полный список хранится в файле ${list.file}, строк в нём: ${countText(list.rows)}. SHA-256 списка:`,
  { text: list.sha256, style: 'digest', margin: [0, 2, 0, 2] },
];

function body(act: Act): Content[] {
  const hasKinds = act.attendance.length > 0 || act.termMarks !== null;
  return [
    { text: `АКТ СВЕРКИ № ${act.number}`, style: 'title' },
    { text: 'о переносе электронного журнала', alignment: 'center' },
    { text: momentText(act.madeAt, act.timeZone), alignment: 'center', margin: [0, 2, 0, 10] },
    parties(act),
    section('1. Итоги по видам сведений'),
    totalsTable(act),
    { text: EXPLAINED, style: 'fine', margin: [0, 4, 0, 0] },
    section('2. Исключения и их причины'),
    act.exceptions.length > 0 ? exceptionsTable(act) : 'Исключений нет.',
    ...(hasKinds ? [section('3. Посещаемость и отметки за период'), kindsTable(act)] : []),
    section(`${hasKinds ? 4 : 3}. Текущие отметки`),
    marksSummary(act),
    {
      // On one page: a signature apart from what it is put under says nothing.
      unbreakable: true,
      stack: [section(`${hasKinds ? 5 : 4}. Список строк`), listed(act), signaturesOf(act.signatures)],
    },
    ...(act.marks.length > 0
      ? [{ ...(section('Приложение. Текущие отметки по классам') as object), pageBreak: 'before' } as Content]
      : []),
    ...(act.marks.length > 0 ? [{ ...(marksTable(act) as object), fontSize: 7.5 } as Content] : []),
  ];
}

function documentOf(act: Act): TDocumentDefinitions {
  const digest = actDigest(act);
  return {
    ...paper,
    pageMargins: [40, 36, 40, 48],
    info: { title: `Акт сверки № ${act.number}`, creator: 'Перемена', creationDate: new Date(act.madeAt) },
    content: body(act),
    footer: (page, pages) =>
      footOf(
        `Акт сверки № ${act.number}. SHA-256 акта: ${digest.slice(0, 32)}…`,
        `Страница ${page} из ${pages}`,
        40,
      ),
  };
}

/** Writes an act for print: A4, ready to be signed; the table of marks is its appendix. */
export async function writeActPdf(path: string, act: Act): Promise<void> {
  const bytes = await print(documentOf(act));
  await writeFile(`${path}.part`, bytes);
  await rename(`${path}.part`, path);
}
