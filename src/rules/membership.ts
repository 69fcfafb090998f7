import type { Day } from '../model/dates.ts';
import type { MemberFact } from './facts.ts';

/** Whether a stretch without known ends holds the day: an end that nobody tells excludes nothing. */
export const covers = (
  { from, to }: { readonly from: Day | null; readonly to: Day | null },
  day: Day,
): boolean => (from === null || from <= day) && (to === null || day <= to);

/** Who is there on the day. */
export const membersOn = (members: readonly MemberFact[], day: Day): ReadonlySet<string> =>
  new Set(members.filter((member) => covers(member, day)).map(({ studentId }) => studentId));
