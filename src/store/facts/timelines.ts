import type { Day } from '../../model/dates.ts';
import type { SchoolCalendar } from '../../rules/calendar.ts';
import type { Interval, State, Timeline } from '../../rules/observed.ts';
import { type Asker, type Cell, filled, instantOf, intervalOf } from './raw-rows.ts';

/** What a row said at one time, as far as rules look at it. */
export interface Image {
  readonly value: string | null;
  readonly byStaffId: string | null;
  /** The vendor's own words on when it was put and changed. */
  readonly setDay: Day | null;
  readonly changedAt: Cell;
}

/** A change of a row: what it was before, and when it changed. */
export interface Change {
  readonly kind: string;
  readonly before: Image;
  readonly at: Interval;
}

/** The changes of rows, oldest first, by the row's id. */
export type Pasts = ReadonlyMap<string, readonly Change[]>;

const NONE: Pasts = new Map();

const PAST = `
select h.row_id, h.kind, h.not_before, h.not_after,
  case h.entity
    when 'attendance' then concat_ws('/', h.before->>'status', h.before->>'reason')
    when 'lesson' then h.before->>'topic'
    when 'homework' then h.before->>'text'
    else h.before->>'value' end,
  case h.entity when 'mark' then h.before->>'teacher_id' end,
  h.before->>'set_day', h.before->>'changed_at'
from history h
where h.school_id = $1 and h.row_id = any($2::uuid[])
order by h.history_id`;

/** Reads what rows were; ask only for those that ever changed. */
export async function readPasts(asker: Asker, schoolId: string, ids: readonly string[]): Promise<Pasts> {
  if (ids.length === 0) return NONE;
  const pasts = new Map<string, Change[]>();
  for (const row of await asker.rows('history', PAST, [schoolId, ids])) {
    const [id, kind, notBefore, notAfter, value, byStaffId, setDay, changedAt] = row;
    const changes = pasts.get(filled(id)) ?? [];
    pasts.set(filled(id), changes);
    changes.push({
      kind: filled(kind),
      before: {
        value: value ?? null,
        byStaffId: byStaffId ?? null,
        setDay: setDay ?? null,
        changedAt: changedAt ?? null,
      },
      at: intervalOf(notBefore ?? null, notAfter ?? null),
    });
  }
  return pasts;
}

const overlap = (seen: Interval, notBefore: number, notAfter: number): Interval | null => {
  const from = seen.notBefore === null ? notBefore : Math.max(seen.notBefore, notBefore);
  const to = Math.min(seen.notAfter, notAfter);
  return from <= to ? { notBefore: from, notAfter: to } : null;
};

/**
 * Narrows what we saw by what the vendor says. Its word counts where it says something new and does not contradict
 * what we saw: a clock of its own may go wrong.
 */
function narrowed(
  seen: Interval,
  image: Image,
  before: Image | null,
  calendar: Pick<SchoolCalendar, 'startOf' | 'endOf'>,
): Interval {
  const { setDay, changedAt } = image;
  const changed = changedAt !== null && changedAt !== before?.changedAt ? instantOf(changedAt) : null;
  const put = setDay !== null && setDay !== before?.setDay ? setDay : null;
  const exact = changed === null ? null : overlap(seen, changed, changed);
  const ofDay = put === null ? null : overlap(seen, calendar.startOf(put), calendar.endOf(put));
  return (before === null ? (ofDay ?? exact) : (exact ?? ofDay)) ?? seen;
}

type Clock = Pick<SchoolCalendar, 'startOf' | 'endOf'>;

/**
 * What a row was when it was first seen. Where the vendor says that it was put on one day and changed later, it was
 * there from that day on, and what it said until the change nobody knows.
 */
function firstStates(image: Image | null, seen: Interval, calendar: Clock): State[] {
  if (image === null) return [{ value: null, since: seen, byStaffId: null }];
  const { value, byStaffId, setDay, changedAt } = image;
  const since = setDay === null && changedAt === null ? seen : narrowed(seen, image, null, calendar);
  if (setDay === null || changedAt === null) return [{ value, since, byStaffId }];
  const changed = instantOf(changedAt);
  const exact = changed > calendar.endOf(setDay) ? overlap(seen, changed, changed) : null;
  // A day that contradicts what was seen tells nothing, and then the change is all that is known.
  if (!exact || since.notAfter > changed) return [{ value, since, byStaffId }];
  return [
    { value, since, byStaffId: null },
    { value, since: exact, byStaffId, formerUnknown: true },
  ];
}

/** What a row went through; `current` is null for a row that is gone. */
export function timelineOf(
  current: Image | null,
  entered: Interval,
  changes: readonly Change[] | undefined,
  calendar: Clock,
): Timeline {
  if (changes === undefined) return firstStates(current, entered, calendar);
  let before: Image | null = changes[0]?.before ?? current;
  const states = firstStates(before, entered, calendar);
  const add = (image: Image | null, seen: Interval) => {
    const value = image?.value ?? null;
    const since = image === null ? seen : narrowed(seen, image, before, calendar);
    if (image !== null) before = image;
    // What changed was something else than the value: a comment, say.
    if (states.at(-1)?.value === value) return;
    states.push({ value, since, byStaffId: image?.byStaffId ?? null });
  };
  for (const [index, { kind, at }] of changes.entries()) {
    const next = changes[index + 1];
    add(kind === 'gone' ? null : next ? next.before : current, at);
  }
  return states;
}
