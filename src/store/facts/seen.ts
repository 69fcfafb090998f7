import type { Day } from '../../model/dates.ts';
import { type EntityName, entityOf } from '../../model/entities.ts';
import type { MemberFact } from '../../rules/facts.ts';
import type { Instant } from '../../rules/observed.ts';
import { type Asker, filled, instantOf } from './raw-rows.ts';

const WHOLE_SCHOOL = '00000000-0000-0000-0000-000000000000';

/** What people enter with us: nobody has to read it anywhere, so it is known as it is now. */
const REGISTERS: ReadonlySet<EntityName> = new Set([
  'consent',
  'electronicFormRefusal',
  'amendmentPermit',
  'resitProtocol',
  'substitution',
  'remark',
  'controlEvent',
  'account',
  'movement',
]);

/**
 * What a diary tells along with its marks: where a source never says of these that it read them whole, they were
 * read when the marks were.
 */
const WITH_MARKS: ReadonlySet<EntityName> = new Set(['lesson', 'homework', 'assessment']);

interface Look {
  readonly from: Day;
  readonly to: Day;
  readonly at: Instant;
}

/** What a source was read of, and when. */
export type Looks = ReadonlyMap<string, ReadonlyMap<string, readonly Look[]>>;

const COVERAGE = `
select c.entity, c.owner_id, c.from_day, c.to_day, c.seen_at from coverage c
where c.school_id = $1 and c.source = $2`;

/** Reads it. */
export async function readLooks(asker: Asker, schoolId: string, source: string): Promise<Looks> {
  const looks = new Map<string, Map<string, Look[]>>();
  for (const [entity, owner, from, to, at] of await asker.rows('coverage', COVERAGE, [schoolId, source])) {
    const owners = looks.get(filled(entity)) ?? new Map<string, Look[]>();
    looks.set(filled(entity), owners);
    const known = owners.get(filled(owner)) ?? [];
    owners.set(filled(owner), known);
    known.push({ from: filled(from), to: filled(to), at: instantOf(filled(at)) });
  }
  return looks;
}

function latest(looks: readonly Look[] | undefined, day: Day | null): Instant | null {
  let found: Instant | null = null;
  for (const { from, to, at } of looks ?? []) {
    if ((day === null || (from <= day && day <= to)) && (found === null || at > found)) found = at;
  }
  return found;
}

const later = (left: Instant | null, right: Instant | null): Instant | null =>
  left === null ? right : right === null ? left : Math.max(left, right);

/** Whose looks count: those of a class, or of the school. */
export interface Owners {
  readonly classId: string | null;
  readonly students: readonly MemberFact[];
}

const isOf = ({ from, to }: MemberFact, day: Day | null): boolean =>
  day === null || ((from === null || from <= day) && (to === null || day <= to));

/** The last time that all rows of an entity were read which fall on a day; see `Ground.seenAt`. */
export function seenAtOf(looks: Looks, { classId, students }: Owners, now: Instant) {
  const ofAll = (entity: string, day: Day | null): Instant | null => {
    const owners = looks.get(entity);
    const whole = latest(owners?.get(WHOLE_SCHOOL), day);
    let least: Instant | null = null;
    let any = false;
    for (const member of students) {
      if (!isOf(member, day)) continue;
      const own = later(whole, latest(owners?.get(member.studentId), day));
      if (own === null) return null;
      least = any && least !== null ? Math.min(least, own) : own;
      any = true;
    }
    return any ? least : whole;
  };
  const find = (entity: EntityName, day: Day | null): Instant | null => {
    const owners = looks.get(entity);
    if (!owners) {
      if (REGISTERS.has(entity)) return now;
      return WITH_MARKS.has(entity) ? ofAll('mark', day) : null;
    }
    const { owner } = entityOf(entity);
    if (owner === 'studentId') return ofAll(entity, day);
    const whole = latest(owners.get(WHOLE_SCHOOL), day);
    return owner === null || classId === null ? whole : later(whole, latest(owners.get(classId), day));
  };
  const known = new Map<string, Instant | null>();
  return (entity: EntityName, day: Day | null): Instant | null => {
    const key = `${entity}${day ?? ''}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = find(entity, day);
    known.set(key, made);
    return made;
  };
}
