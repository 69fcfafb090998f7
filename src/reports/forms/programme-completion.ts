import { ok } from '../../model/result.ts';
import { type ProgrammeLine, readProgramme } from '../../store/read/reports/programme.ts';
import { whereOf } from '../asked.ts';
import { allOf, cell, gapOf, told } from '../cells.ts';
import type { DrillRef } from '../drill.ts';
import { drillPeriod, figuresAsked } from '../figures.ts';
import type { ReportForm } from '../form.ts';
import { percent } from '../formulas.ts';
import { groupedBy, isWide, total } from '../grouping.ts';
import type { ReportGround, ReportRequest } from '../request.ts';
import { classKeys } from '../row-keys.ts';
import { type Rate, withSum } from '../sum-row.ts';
import type { Cell, Column, Row } from '../table.ts';

const numbers: readonly Column[] = [
  { key: 'planned', title: 'План на сегодня, уроков', kind: 'decimal', width: 12 },
  { key: 'given', title: 'Дано уроков', kind: 'integer', width: 10 },
  { key: 'completion', title: 'Выполнение, %', kind: 'percent', width: 12 },
  { key: 'lag', title: 'Отставание, уроков', kind: 'decimal', width: 12 },
  { key: 'plan', title: 'Часов в КТП', group: 'КТП', kind: 'decimal', width: 10 },
  { key: 'covered', title: 'пройдено часов', group: 'КТП', kind: 'decimal', width: 10 },
  { key: 'coveredShare', title: 'пройдено, %', group: 'КТП', kind: 'percent', width: 10 },
];

const columnsOf = (kind: ReportRequest['scope']['kind']): readonly Column[] => {
  if (kind !== 'class') {
    const title = kind === 'school' ? 'Класс' : 'Школа';
    return [{ key: 'name', title, kind: 'text', width: 30 }, ...numbers];
  }
  return [
    { key: 'name', title: 'Предмет, группа', kind: 'text', width: 30 },
    { key: 'teacher', title: 'Учитель', kind: 'text', width: 28 },
    ...numbers,
  ];
};

/** Lessons that should have been given by now: by days of the plan, else by hours a week and days of study. */
export function plannedOf({
  dated,
  weeklyHours,
  studyDays,
  weekDays,
}: Pick<ProgrammeLine, 'dated' | 'weeklyHours' | 'studyDays' | 'weekDays'>): number | null {
  if (dated !== null) return dated;
  return weeklyHours === null ? null : (weeklyHours * studyDays) / weekDays;
}

/** Why hours are not known of these lines; null where they are. */
function hoursGap(ground: ReportGround, lines: readonly ProgrammeLine[]): string | null {
  if (lines.some((line) => plannedOf(line) !== null)) return null;
  const sources = [...new Set(lines.map(({ source }) => source))];
  return (
    gapOf(ground, sources, 'lessonPlanEntry', 'curriculumLine') ??
    'источник не передаёт ни КТП, ни учебного плана'
  );
}

function planGap(ground: ReportGround, lines: readonly ProgrammeLine[]): string | null {
  if (lines.some(({ plan }) => plan !== null)) return null;
  const sources = [...new Set(lines.map(({ source }) => source))];
  return gapOf(ground, sources, 'lessonPlanEntry') ?? 'источник не передаёт КТП';
}

/** Whether lessons say which hour of the plan they are: without that nothing was «covered». */
const coveredGap = (ground: ReportGround, lines: readonly ProgrammeLine[]): string | null =>
  planGap(ground, lines) ??
  gapOf(ground, [...new Set(lines.map(({ source }) => source))], 'lesson.planEntryId');

function numberCells(
  ground: ReportGround,
  lines: readonly ProgrammeLine[],
  ref: Omit<DrillRef, 'of'>,
): readonly Cell[] {
  const drill = { of: 'lessons', ...ref } as const;
  // Groups without hours stand in neither side of the ratio.
  const known = lines.filter((line) => plannedOf(line) !== null);
  const planned = total(known, (line) => plannedOf(line) ?? 0);
  const given = total(known, (line) => line.given);
  const withPlan = lines.filter(({ plan }) => plan !== null);
  const plan = total(withPlan, (line) => line.plan ?? 0);
  const covered = total(withPlan, (line) => line.covered);
  const [noHours, noPlan, notCovered] = [
    hoursGap(ground, lines),
    planGap(ground, lines),
    coveredGap(ground, lines),
  ];
  return [
    // Hours of a plan, and what is lacking, are no lessons: only those given lead to rows.
    told(planned, noHours),
    cell(
      total(lines, (line) => line.given),
      drill,
    ),
    told(percent(given, planned), noHours, drill),
    told(planned - given, noHours),
    told(plan, noPlan),
    told(covered, notCovered),
    told(percent(covered, plan), notCovered, drill),
  ];
}

function groupRow(ground: ReportGround, line: ProgrammeLine, period: Partial<DrillRef>): Row {
  const { schoolId, classId, groupId, subjectId } = line;
  const whole = line.group === `${line.className}/${line.subject}`;
  const part = line.group.split('/').at(-1) ?? '';
  const name = whole || part === line.subject ? line.subject : `${line.subject}, ${part}`;
  const cells = numberCells(ground, [line], { schoolId, classId, subjectId, groupId, ...period });
  return {
    key: `${line.subject}/${line.group}`,
    kind: 'row',
    cells: [cell(name), cell(line.teacher), ...cells],
  };
}

function rowsOf(
  ground: ReportGround,
  request: ReportRequest,
  lines: readonly ProgrammeLine[],
): readonly Row[] {
  const period = drillPeriod(request.period);
  if (request.scope.kind === 'class') return lines.map((line) => groupRow(ground, line, period));
  const wide = isWide(request.scope);
  const groups = groupedBy(lines, ({ schoolId, classId }) => (wide ? schoolId : classId));
  const keyOf = classKeys(lines);
  return [...groups].map(([id, own]): Row => {
    const [first] = own;
    const [{ schoolId = '', schoolName = '', className = '' } = {}] = own;
    const drill = wide ? { schoolId, ...period } : { schoolId, classId: id, ...period };
    return {
      key: wide || !first ? schoolId : keyOf(first),
      kind: 'row',
      opens: { scope: wide ? `school:${id}` : `class:${id}` },
      cells: [cell(wide ? schoolName : className), ...numberCells(ground, own, drill)],
    };
  });
}

/** Ratios of sums: what is missing in a row is in none of them. */
const RATES: readonly Rate[] = [
  {
    key: 'completion',
    part: ({ planned = 0, lag = 0 }) => planned - lag,
    whole: ({ planned = 0 }) => planned,
  },
  { key: 'coveredShare', part: ({ covered = 0 }) => covered, whole: ({ plan = 0 }) => plan },
];

/** Выполнение программы: school-domain §4. */
export const programmeCompletion: ReportForm = {
  id: 'programme-completion',
  title: 'Выполнение программы',
  about:
    'Сколько уроков дано из тех, что должны были быть даны к этому дню, сколько часов КТП пройдено, где отставание.',
  scopes: ['region', 'municipality', 'school', 'class'],
  period: 'term',
  compares: true,
  namesStudents: false,
  async build(ground, request) {
    const lines = await readProgramme(ground.database, figuresAsked(ground, request));
    const head = columnsOf(request.scope.kind);
    const rows = withSum(rowsOf(ground, request, lines), head, whereOf(ground, request.scope), RATES);
    return ok({
      sections: allOf([
        { key: 'programme', title: null, columns: head, rows, empty: 'За этот период уроков нет.' },
      ]),
      notes: [
        'План на сегодня — часы КТП с датами до последнего чтения журнала; если дат в КТП нет — часы в неделю, умноженные на учебные дни класса и делённые на дни учебной недели.',
        'Отставание меньше нуля — опережение. Пройдено по КТП — часы тем, к которым записаны уроки периода; доля — от всего КТП.',
        'В первых классах осенью уроков меньше (ступенчатый режим): план по часам в неделю этого не знает.',
      ],
      signatures: ['Заместитель директора'],
    });
  },
};
