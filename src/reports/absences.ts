import { gapOf, missingCell, told } from './cells.ts';
import type { DrillRef } from './drill.ts';
import { percent } from './formulas.ts';
import type { ReportGround } from './request.ts';
import type { Cell, Column } from './table.ts';

/** Missed lessons by reason, as every row of the attendance form has them. */
export interface Absences {
  readonly possible: number;
  readonly missed: number;
  readonly sick: number;
  readonly excused: number;
  readonly unexcused: number;
  readonly event: number;
  readonly notGiven: number;
  readonly late: number;
  readonly missedDays: number;
}

export const absenceColumns: readonly Column[] = [
  { key: 'possible', title: 'Уроков должно быть посещено', kind: 'integer', width: 13 },
  { key: 'missed', title: 'всего', group: 'Пропущено уроков', kind: 'integer', width: 9 },
  { key: 'sick', title: 'по болезни', group: 'Пропущено уроков', kind: 'integer', width: 9 },
  { key: 'excused', title: 'по уважительной причине', group: 'Пропущено уроков', kind: 'integer', width: 12 },
  { key: 'unexcused', title: 'без уважительной', group: 'Пропущено уроков', kind: 'integer', width: 12 },
  { key: 'event', title: 'мероприятия школы', group: 'Пропущено уроков', kind: 'integer', width: 12 },
  { key: 'notGiven', title: 'причина не указана', group: 'Пропущено уроков', kind: 'integer', width: 11 },
  { key: 'missedDays', title: 'Пропущено дней', kind: 'integer', width: 10 },
  { key: 'late', title: 'Опозданий', kind: 'integer', width: 10 },
  { key: 'rate', title: 'Посещаемость, %', kind: 'percent', width: 13 },
];

/** Why reasons are not shown of named students: a special category of personal data (152-ФЗ art. 10). */
export const HIDDEN_ILLNESS = 'болезнь по ученикам видна только школе, здесь — только суммы';

/** (possible − missed) / possible (school-domain §3.2). */
export const attendanceRate = ({ possible, missed }: Pick<Absences, 'possible' | 'missed'>): number | null =>
  percent(possible - missed, possible);

/** The cells of {@link absenceColumns}. `hidden`: of a named student whose illness the viewer may not see. */
export function absenceCells(
  ground: ReportGround,
  sources: readonly string[],
  counts: Absences,
  ref: Omit<DrillRef, 'of'>,
  hidden = false,
): readonly Cell[] {
  const drill = { of: 'attendance', ...ref } as const;
  const gap = gapOf(ground, sources, 'attendance');
  const reasonGap = gap ?? (counts.notGiven > 0 ? gapOf(ground, sources, 'attendance.reason') : null);
  /** What was told of a reason stays; a 0 that nobody counted does not. */
  const reason = (value: number, name: string): Cell =>
    told(value, value === 0 ? reasonGap : gap, { ...drill, value: name });
  const covered = (shown: Cell): Cell => (hidden ? missingCell(HIDDEN_ILLNESS) : shown);
  return [
    // Student-lessons: no row is one, lessons are fewer.
    told(counts.possible, gapOf(ground, sources, 'lesson')),
    told(counts.missed, gap, drill),
    covered(reason(counts.sick, 'sick')),
    // With this one the illness could be reckoned out of the rest.
    covered(reason(counts.excused, 'excused')),
    reason(counts.unexcused, 'unexcused'),
    reason(counts.event, 'school_event'),
    covered(told(counts.notGiven, gap, { ...drill, value: 'not_given' })),
    told(counts.missedDays, gap, { ...drill, value: 'days' }),
    told(counts.late, gap, { ...drill, value: 'late' }),
    told(attendanceRate(counts), gap, drill),
  ];
}
