import type { Judge } from '../../decision.ts';
import { currentOf, type Instant, type Interval, type State } from '../../observed.ts';
import { Straddling } from '../../straddling.ts';
import type { Walk } from '../../walk.ts';
import { type JournalRecord, placeOf } from './journal-record.ts';

/** How a walk is told. */
export interface WalkWords {
  /** What it is about: «Отметка (15.09.2025)». */
  readonly noun: string;
  readonly entered: string;
  readonly changed: string;
  /** Until when it was allowed. */
  readonly border: string;
}

/** What is only needed when there is something to tell. */
export interface Telling {
  words(): WalkWords;
  readonly deadline: Instant | null;
  when(interval: Interval): string;
  advice(interval: Interval): string;
}

const valueText = (value: string | null): string => (value === null ? 'записи нет' : `«${value}»`);

const isFirst = ({ value }: JournalRecord, state: State): boolean =>
  value.find((one) => one.value !== null) === state;

function whatHappened(record: JournalRecord, state: State, telling: Telling): string {
  const words = telling.words();
  const verb = isFirst(record, state) ? words.entered : words.changed;
  return `${words.noun} ${verb} ${telling.when(state.since)}`;
}

function judgeLate(record: JournalRecord, walk: Walk, state: State, judge: Judge, telling: Telling): void {
  const { row, value } = record;
  const current = valueText(currentOf(value));
  judge.violated({
    key: row.id,
    rows: [row],
    place: placeOf(record),
    message: `${whatHappened(record, state, telling)}; ${telling.words().border}. Было: ${valueText(walk.accepted)}, стало: ${current}.`,
    interval: state.since,
    accepted: { row, value: walk.accepted },
    ...(telling.deadline !== null && { deadline: telling.deadline }),
  });
}

function judgePermitted(record: JournalRecord, permitId: string, judge: Judge, telling: Telling): void {
  const { row, value } = record;
  const state = value.at(-1);
  if (!state) return;
  judge.violated({
    key: row.id,
    rows: [row],
    place: placeOf(record),
    message: `${whatHappened(record, state, telling)}; ${telling.words().border}. Изменение разрешено.`,
    interval: state.since,
    accepted: { row, value: state.value },
    permitId,
    ...(telling.deadline !== null && { deadline: telling.deadline }),
  });
}

function judgeUnsure(record: JournalRecord, state: State, judge: Judge, telling: Telling): void {
  const words = {
    message() {
      return `${whatHappened(record, state, telling)}; ${telling.words().border}: вовремя или нет, сказать нельзя.`;
    },
    advice() {
      return telling.advice(state.since);
    },
  };
  judge.undecided(new Straddling(record.row, placeOf(record), state.since, telling.deadline, words));
}

/** Says what a walk found. `telling` is asked only when it is not in order. */
export function judgeWalk(record: JournalRecord, walk: Walk, judge: Judge, telling: () => Telling): void {
  if (walk.late) judgeLate(record, walk, walk.late, judge, telling());
  else if (walk.permitId !== null) judgePermitted(record, walk.permitId, judge, telling());
  else if (walk.unsure) judgeUnsure(record, walk.unsure, judge, telling());
  else judge.met();
}
