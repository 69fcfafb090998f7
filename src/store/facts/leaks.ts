import type { SchoolCalendar } from '../../rules/calendar.ts';
import type { LeakFact } from '../../rules/facts.ts';
import { type Asker, filled, instantOf } from './raw-rows.ts';

const EVENTS = `
select v.id, v.kind, v.staff_id, v.day, v.at from control_event v
where v.school_id = $1 and v.source = any($2::text[]) and v.deleted_at is null and v.staff_id is not null
  and v.kind in ('credential_leak', 'credentials_issued')
order by v.day, v.at, v.id`;

/** Reads the leaked passwords of a school, each with when new ones were given out. */
export async function readLeaks(
  asker: Asker,
  schoolId: string,
  sources: readonly string[],
  calendar: SchoolCalendar,
): Promise<readonly LeakFact[]> {
  const rows = await asker.rows('leaks', EVENTS, [schoolId, sources]);
  const events = rows.map(([id, kind, staffId, day, at]) => ({
    id: filled(id),
    isLeak: kind === 'credential_leak',
    staffId: filled(staffId),
    at: at ? instantOf(at) : calendar.startOf(filled(day)),
    // New credentials without an hour were not there before the day's end, for all that anybody knows.
    until: at ? instantOf(at) : calendar.endOf(filled(day)),
  }));
  return events
    .filter(({ isLeak }) => isLeak)
    .map(({ id, staffId, at }) => {
      const mended = events.filter((event) => !event.isLeak && event.staffId === staffId && event.until > at);
      const until = mended.length === 0 ? null : Math.min(...mended.map((event) => event.until));
      return { id, staffId, at, until };
    });
}
