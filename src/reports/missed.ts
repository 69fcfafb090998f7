import type { MissedFigures } from '../store/rollup/types.ts';
import { HIDDEN_ILLNESS } from './absences.ts';
import { gapOf, missingCell, told } from './cells.ts';
import type { DrillRef } from './drill.ts';
import type { ReportGround } from './request.ts';
import type { Cell, Column } from './table.ts';

const REASONS = [
  ['missedSick', 'sick', 'По болезни'],
  ['missedExcused', 'excused', 'По уваж.'],
  ['missedUnexcused', 'unexcused', 'Без уваж.'],
  ['missedEvent', 'school_event', 'Мероприятия'],
  ['missedNotGiven', 'not_given', 'Без указания'],
] as const;

const TELLING: readonly string[] = ['sick', 'excused', 'not_given'];

const column = (key: string, title: string): Column => ({
  key,
  title,
  group: 'Пропущено',
  kind: 'integer',
  width: 8,
});

/** Lessons missed, by reason, and whole days. */
export const missedColumns: readonly Column[] = [
  column('missed', 'Уроков'),
  ...REASONS.map(([key, , title]) => column(key, title)),
  column('missedDays', 'Дней'),
];

/** Their cells. A source that tells no reasons, or not all of them, leaves empty what may be hidden. */
export function missedCells(
  ground: ReportGround,
  sources: readonly string[],
  missed: Pick<
    MissedFigures,
    | 'missed'
    | 'missedSick'
    | 'missedExcused'
    | 'missedUnexcused'
    | 'missedEvent'
    | 'missedNotGiven'
    | 'missedDays'
  >,
  drill: Omit<DrillRef, 'of'>,
  /** Of a named student whose illness the viewer may not see. */
  hidden = false,
): readonly Cell[] {
  const gap = gapOf(ground, sources, 'attendance');
  const reasonGap = gapOf(ground, sources, 'attendance', 'attendance.reason');
  const of = (value?: string): DrillRef => ({ of: 'attendance', ...drill, value: value ?? 'missed' });
  return [
    told(missed.missed, gap, of()),
    // Where absences without a reason are left, a 0 beside them would say what nobody knows.
    ...REASONS.map(([key, reason]) => {
      // With the other two the illness could be reckoned out of the rest.
      if (hidden && TELLING.includes(reason)) return missingCell(HIDDEN_ILLNESS);
      const isTold = missed[key] > 0 || missed.missedNotGiven === 0;
      return told(missed[key], gap ?? (isTold ? null : reasonGap), of(reason));
    }),
    told(missed.missedDays, gap ?? gapOf(ground, sources, 'lesson'), of('days')),
  ];
}
