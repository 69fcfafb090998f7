import { ok } from '../../model/result.ts';
import { readStudentMonths, type StudentMonth } from '../../store/read/reports/attendance.ts';
import { readClassFigures, readSchoolFigures } from '../../store/rollup/read.ts';
import type { MissedFigures } from '../../store/rollup/types.ts';
import { type Absences, absenceCells, absenceColumns } from '../absences.ts';
import { whereOf } from '../asked.ts';
import { allOf, cell, gapOf } from '../cells.ts';
import { drillPeriod, figuresAsked } from '../figures.ts';
import type { ReportForm } from '../form.ts';
import { percent } from '../formulas.ts';
import { groupedBy, isWide, total } from '../grouping.ts';
import type { ReportGround, ReportRequest } from '../request.ts';
import { classKeys } from '../row-keys.ts';
import { type Rate, withSum } from '../sum-row.ts';
import type { Column, Row, Section } from '../table.ts';
import { noData } from '../words.ts';

const columns = (title: string): readonly Column[] => [
  { key: 'name', title, kind: 'text', width: 30 },
  ...absenceColumns,
];

const RATE: Rate = {
  key: 'rate',
  part: ({ possible = 0, missed = 0 }) => possible - missed,
  whole: ({ possible = 0 }) => possible,
};

const absencesOf = (figures: readonly MissedFigures[]): Absences => ({
  possible: total(figures, ({ possible }) => possible),
  missed: total(figures, ({ missed }) => missed),
  sick: total(figures, ({ missedSick }) => missedSick),
  excused: total(figures, ({ missedExcused }) => missedExcused),
  unexcused: total(figures, ({ missedUnexcused }) => missedUnexcused),
  event: total(figures, ({ missedEvent }) => missedEvent),
  notGiven: total(figures, ({ missedNotGiven }) => missedNotGiven),
  late: total(figures, ({ late }) => late),
  missedDays: total(figures, ({ missedDays }) => missedDays),
});

const NAMES = [
  'possible',
  'missed',
  'sick',
  'excused',
  'unexcused',
  'event',
  'notGiven',
  'late',
  'missedDays',
] as const;

const together = (months: readonly StudentMonth[]): Absences =>
  Object.fromEntries(
    NAMES.map((name) => [name, total(months, (month) => month[name])]),
  ) as unknown as Absences;

const EMPTY = 'За этот период посещаемости нет.';

async function bySchool(ground: ReportGround, request: ReportRequest): Promise<Section> {
  const figures = await readSchoolFigures(ground.database, figuresAsked(ground, request));
  const rows = [...groupedBy(figures, ({ schoolId }) => schoolId)].map(([schoolId, own]): Row => {
    const sources = [...new Set(own.flatMap((one) => one.sources))];
    const cells = absenceCells(ground, sources, absencesOf(own), {
      schoolId,
      ...drillPeriod(request.period),
    });
    const opens = { scope: `school:${schoolId}` };
    return { key: schoolId, kind: 'row', opens, cells: [cell(own[0]?.schoolName ?? ''), ...cells] };
  });
  const head = columns('Школа');
  const summed = withSum(rows, head, whereOf(ground, request.scope), [RATE]);
  return { key: 'attendance', title: null, columns: head, rows: summed, empty: EMPTY };
}

async function byClass(ground: ReportGround, request: ReportRequest): Promise<Section> {
  const figures = await readClassFigures(ground.database, figuresAsked(ground, request));
  const keyOf = classKeys(figures);
  const rows = figures.map((one): Row => {
    const { schoolId, classId, className, source } = one;
    const drill = { schoolId, classId, ...drillPeriod(request.period) };
    const cells = absenceCells(ground, [source], absencesOf([one]), drill);
    const opens = { scope: `class:${classId}` };
    return { key: keyOf(one), kind: 'row', opens, cells: [cell(className), ...cells] };
  });
  const head = columns('Класс');
  const summed = withSum(rows, head, whereOf(ground, request.scope), [RATE]);
  return { key: 'attendance', title: null, columns: head, rows: summed, empty: EMPTY };
}

function byStudent(ground: ReportGround, request: ReportRequest, months: readonly StudentMonth[]): Section {
  const hidden = !ground.seesIllness;
  const rows = [...groupedBy(months, ({ classId, studentId }) => `${classId}/${studentId}`)].map(
    ([key, own]): Row => {
      const [{ schoolId = '', classId = '', studentId = '', student = '', source = '' } = {}] = own;
      const drill = { schoolId, classId, studentId, ...drillPeriod(request.period) };
      const cells = absenceCells(ground, [source], together(own), drill, hidden);
      return { key, kind: 'row', cells: [cell(student), ...cells] };
    },
  );
  return { key: 'students', title: 'По ученикам', columns: columns('Ученик'), rows, empty: EMPTY };
}

const signalColumns: readonly Column[] = [
  { key: 'student', title: 'Ученик', kind: 'text', width: 32 },
  { key: 'class', title: 'Класс', kind: 'text', width: 8 },
  { key: 'month', title: 'Месяц', kind: 'text', width: 10 },
  { key: 'possible', title: 'Уроков за месяц', kind: 'integer', width: 10 },
  { key: 'unexcused', title: 'Пропущено без уважительной причины', kind: 'integer', width: 16 },
  { key: 'share', title: 'Доля, %', kind: 'percent', width: 9 },
];

const lastDay = (month: string): string => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
};

/** Students who missed too much of a month without a good reason. */
function signals(ground: ReportGround, months: readonly StudentMonth[], threshold: number): Section {
  const rows = months
    .map((month) => ({ month, share: percent(month.unexcused, month.possible) }))
    .filter(({ share }) => share !== null && share >= threshold)
    .map(({ month: one, share }): Row => {
      const { schoolId, classId, studentId, month } = one;
      const days = { from: `${month}-01`, to: lastDay(month) };
      const drill = { of: 'attendance', schoolId, classId, studentId, ...days, value: 'unexcused' } as const;
      const cells = [
        cell(one.student),
        cell(one.className),
        cell(month.split('-').reverse().join('.')),
        cell(one.possible),
        cell(one.unexcused, drill),
        cell(share, drill),
      ];
      return { key: `${month}/${classId}/${studentId}`, kind: 'row', cells };
    });
  const sources = [...new Set(months.map(({ source }) => source))];
  const gap = gapOf(ground, sources, 'attendance', 'attendance.reason');
  const unknown = gap !== null && rows.length === 0;
  const empty = unknown
    ? noData(gap)
    : `Никто не пропустил без уважительной причины ${threshold} % уроков месяца.`;
  const title = `Сигналы: без уважительной причины не меньше ${threshold} % уроков месяца`;
  return { key: 'signals', title, columns: signalColumns, rows, empty };
}

/** Посещаемость (school-domain §3.2); `threshold`: from which share of a month, in percent, truancy is signalled. */
export const attendanceForm = (threshold: number): ReportForm => ({
  id: 'attendance',
  title: 'Посещаемость',
  about:
    'Пропуски по причинам, дни, опоздания, посещаемость по классам и школам; сигналы о систематических прогулах.',
  scopes: ['region', 'municipality', 'school', 'class'],
  period: 'term',
  compares: true,
  namesStudents: true,
  async build(ground, request) {
    const sections: Section[] = [];
    if (isWide(request.scope)) sections.push(await bySchool(ground, request));
    else {
      const months = await readStudentMonths(ground.database, figuresAsked(ground, request));
      sections.push(await byClass(ground, request));
      if (request.scope.kind === 'class') sections.push(byStudent(ground, request, months));
      sections.push(signals(ground, months, threshold));
    }
    return ok({
      sections: allOf(sections),
      notes: [
        'Посещаемость — доля посещённых уроков от тех, что ученики могли посетить, пока были в классе. Опоздание — не пропуск; пропущенный день — все уроки дня.',
        'Месяц считается по дням периода, которые уже прошли. Если причина указана не у всех пропусков, числа по причинам — не меньше показанных.',
      ],
      signatures: ['Директор', 'Классный руководитель'],
    });
  },
});

/** A regional custom, not a federal norm (school-domain §3.2). */
const TRUANCY_PERCENT = 30;

/** The form as it is offered. */
export const attendance = attendanceForm(TRUANCY_PERCENT);
