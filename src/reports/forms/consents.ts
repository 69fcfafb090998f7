import { addDays } from '../../model/dates.ts';
import { disclosurePurposeNames, disclosurePurposes } from '../../model/disclosure.ts';
import { ok } from '../../model/result.ts';
import type { DaysAsked } from '../../store/read/reports/asked-classes.ts';
import {
  type ConsentLine,
  type ConsentState,
  type PaperLine,
  readConsents,
  readPaperFamilies,
} from '../../store/read/reports/consents.ts';
import { readTelling, type Telling } from '../../store/read/reports/telling.ts';
import { daysAsked } from '../asked-days.ts';
import { allOf, cell, told } from '../cells.ts';
import type { DrillRef } from '../drill.ts';
import type { ReportForm } from '../form.ts';
import { groupedBy, isWide } from '../grouping.ts';
import type { ReportGround } from '../request.ts';
import { askedDrill, withSum } from '../sum-row.ts';
import type { Cell, Column, Row, Section } from '../table.ts';
import { partlyTold, untoldBy, untoldByAll } from '../untold.ts';
import { noData } from '../words.ts';

/** How long before its end a consent is said to run out. */
const SOON_DAYS = 30;

const PURPOSES = disclosurePurposeNames.filter((name) => disclosurePurposes[name].needsConsent);

const titleOf = (purpose: string): string =>
  PURPOSES.filter((name) => name === purpose).map((name) => disclosurePurposes[name].title)[0] ?? purpose;

const STATES: readonly (readonly [ConsentState, string, string])[] = [
  ['given', 'Дано', 'дано'],
  ['refused', 'Отказ', 'отказ'],
  ['withdrawn', 'Отозвано', 'отозвано'],
  ['expired', 'Истекло', 'срок истёк'],
  ['missing', 'Нет', 'нет согласия'],
];

const countColumns: readonly Column[] = [
  { key: 'students', title: 'Учащихся', kind: 'integer', width: 10 },
  ...STATES.map(([key, title]) => ({ key, title, kind: 'integer', width: 10 }) as const),
  { key: 'expiring', title: `Истекает за ${SOON_DAYS} дней`, kind: 'integer', width: 12 },
];

const purposeColumns: readonly Column[] = [
  { key: 'purpose', title: 'Для чего', kind: 'text', width: 40 },
  ...countColumns,
];

const schoolColumns: readonly Column[] = [
  { key: 'school', title: 'Школа', kind: 'text', width: 32 },
  ...countColumns,
];

const nameColumns: readonly Column[] = [
  { key: 'student', title: 'Ученик', kind: 'text', width: 32 },
  { key: 'class', title: 'Класс', kind: 'text', width: 8 },
  { key: 'purpose', title: 'Для чего', kind: 'text', width: 36 },
  { key: 'state', title: 'Состояние', kind: 'text', width: 16 },
  { key: 'since', title: 'С', kind: 'day', width: 11 },
  { key: 'until', title: 'По', kind: 'day', width: 11 },
  { key: 'document', title: 'Документ', kind: 'text', width: 16 },
];

const paperColumns: readonly Column[] = [
  { key: 'student', title: 'Ученик', kind: 'text', width: 32 },
  { key: 'class', title: 'Класс', kind: 'text', width: 8 },
  { key: 'since', title: 'С', kind: 'day', width: 11 },
  { key: 'document', title: 'Документ', kind: 'text', width: 16 },
];

const isExpiring = ({ state, until }: ConsentLine, day: string): boolean =>
  state === 'given' && until !== null && until <= addDays(day, SOON_DAYS);

function counts(
  lines: readonly ConsentLine[],
  gap: string | null,
  place: Omit<DrillRef, 'of'>,
  day: string,
): readonly Cell[] {
  const ref = { ...place, from: day, to: day };
  const { value: _, ...anybody } = ref;
  const students = { of: 'students', ...anybody } as const;
  const papers = (value: number, which: string): Cell => told(value, gap, { of: 'consents', ...ref, which });
  return [
    cell(lines.length, students),
    ...STATES.map(([state]) => {
      const value = lines.filter((line) => line.state === state).length;
      return papers(value, state);
    }),
    papers(lines.filter((line) => isExpiring(line, day)).length, 'expiring'),
  ];
}

function byPurpose(asked: DaysAsked, lines: readonly ConsentLine[], gap: string | null): Section {
  const own = groupedBy(lines, ({ purpose }) => purpose);
  const rows = PURPOSES.map((purpose): Row => {
    const place = { ...askedDrill(asked), value: purpose };
    return {
      key: purpose,
      kind: 'row',
      cells: [cell(titleOf(purpose)), ...counts(own.get(purpose) ?? [], gap, place, asked.to)],
    };
  });
  return { key: 'purposes', title: 'По целям', columns: purposeColumns, rows, empty: '' };
}

function bySchool(
  ground: ReportGround,
  asked: DaysAsked,
  tellings: readonly Telling[],
  lines: readonly ConsentLine[],
): readonly Section[] {
  const own = groupedBy(lines, ({ purpose, schoolId }) => `${purpose}/${schoolId}`);
  return PURPOSES.map((purpose) => {
    const rows = tellings.map((telling): Row => {
      const { schoolId, school } = telling;
      const gap = untoldBy(ground, telling, 'consent');
      const place = { schoolId, value: purpose };
      const cells = counts(own.get(`${purpose}/${schoolId}`) ?? [], gap, place, asked.to);
      return {
        key: schoolId,
        kind: 'row',
        opens: { scope: `school:${schoolId}` },
        cells: [cell(school), ...cells],
      };
    });
    const summed = withSum(rows, schoolColumns, asked);
    return {
      key: purpose,
      title: titleOf(purpose),
      columns: schoolColumns,
      rows: summed,
      empty: 'Школ нет.',
    };
  });
}

/** Names of those whose consent is not simply there: what somebody has to do something about. */
function attention(lines: readonly ConsentLine[], day: string, gap: string | null): Section {
  const rows = lines
    .filter((line) => line.state !== 'given' || isExpiring(line, day))
    .map((line): Row => {
      const said = STATES.find(([state]) => state === line.state)?.[2] ?? line.state;
      const state = line.state === 'given' ? 'скоро истекает' : said;
      const cells = [
        cell(line.student),
        cell(line.className),
        cell(titleOf(line.purpose)),
        cell(state),
        cell(line.since),
        cell(line.until),
        cell(line.document),
      ];
      return { key: `${line.classId}/${line.studentId}/${line.purpose}`, kind: 'row', cells };
    });
  const empty = gap === null ? 'Все согласия даны.' : noData(gap);
  return {
    key: 'attention',
    title: 'Кого касается',
    columns: nameColumns,
    rows: gap === null ? rows : [],
    empty,
  };
}

function onPaper(lines: readonly PaperLine[], day: string): Section {
  const rows = lines.map(({ schoolId, studentId, student, className, since, document }): Row => {
    const drill = { of: 'refusals', schoolId, studentId, from: day, to: day } as const;
    return {
      key: `${className}/${studentId}`,
      kind: 'row',
      cells: [cell(student), cell(className), cell(since, drill), cell(document)],
    };
  });
  const title = `Отказались от электронной формы: ${lines.length}`;
  return {
    key: 'paper',
    title,
    columns: paperColumns,
    rows,
    empty: 'Никто не отказался от электронной формы.',
  };
}

/** Согласия и отказы: school-domain §7. */
export const consents: ReportForm = {
  id: 'consents',
  title: 'Согласия и отказы',
  about:
    'У скольких учащихся согласие на передачу данных дано, нет, отозвано, истекло или скоро истечёт, и для чего.',
  scopes: ['region', 'municipality', 'school', 'class'],
  period: 'day',
  compares: false,
  namesStudents: true,
  needs: ['consents.read'],
  async build(ground, request) {
    const asked = await daysAsked(ground, request);
    if (!asked.ok) return asked;
    const { database } = ground;
    const [tellings, lines, paper] = await Promise.all([
      readTelling(database, asked.value, 'consent'),
      readConsents(database, asked.value, PURPOSES),
      readPaperFamilies(database, asked.value),
    ]);
    const gap = untoldByAll(ground, tellings, 'consent');
    const day = asked.value.to;
    const sections = isWide(request.scope)
      ? bySchool(ground, asked.value, tellings, lines)
      : [byPurpose(asked.value, lines, gap), attention(lines, day, gap), onPaper(paper, day)];
    return ok({
      sections: allOf(sections),
      notes: [
        'Считается последнее слово семьи на этот день, чьей бы оно ни было подписи. Можно ли передать данные, решает проверка при выдаче: она смотрит и на подписи, и на получателя.',
        ...partlyTold(ground, tellings, 'consent', 'Согласия'),
      ],
      signatures: ['Директор', 'Ответственный за персональные данные'],
    });
  },
};
