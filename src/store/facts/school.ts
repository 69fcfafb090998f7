import { REGISTER_SOURCE } from '../../model/disclosure.ts';
import { type EntityName, entityNames, entityOf } from '../../model/entities.ts';
import type { SchoolFacts } from '../../rules/facts.ts';
import type { Interval } from '../../rules/observed.ts';
import { tableOf } from '../schema/columns.ts';
import { readKept } from './kept-rows.ts';
import type { Known } from './known.ts';
import { filled, intervalOf, numberOf } from './raw-rows.ts';
import { seenAtOf } from './seen.ts';

/** Counting these would mean to walk through all of them. */
const BULK: ReadonlySet<EntityName> = new Set([
  'lesson',
  'homework',
  'assessment',
  'mark',
  'attendance',
  'termMark',
]);

/** A student's class of the day: of the judged source, else of whichever tells. */
const STUDENTS = `
select s.id, s.birth_date, c.id, c.grade from student s
left join lateral (
  select e.class_id from enrolment e
  where e.school_id = s.school_id and e.student_id = s.id and e.deleted_at is null
    and coalesce(e.from_day <= $3::date, true) and coalesce(e.to_day >= $3::date, true)
  order by (e.source = $2) desc, e.from_day desc nulls last, e.id limit 1
) today on true
left join class c on c.school_id = s.school_id and c.id = today.class_id
where s.school_id = $1 and s.deleted_at is null order by s.id`;

/** Whose diary is read through a family's account, and the first sign of it. */
const FAMILIES = `
select student_id, min(at) from (
  select e.student_id, e.first_seen_at as at from enrolment e
  where e.school_id = $1 and e.source like '%/family' and e.deleted_at is null
  union all
  select c.owner_id, c.seen_at from coverage c
  where c.school_id = $1 and c.source like '%/family' and c.entity = 'mark'
    and c.owner_id <> '00000000-0000-0000-0000-000000000000'
) signs group by student_id order by student_id`;

const baseOf = (entity: EntityName): string => {
  const source = entityOf(entity).identity ? '' : 'and t.source = any($2::text[])';
  return `
select '${entity}', count(*), min(t.first_seen_at),
  (select f.absent_at from "${tableOf(entity).name}" f where f.school_id = $1 and f.deleted_at is null
    ${source.replace('t.', 'f.')} order by f.first_seen_at, f.absent_at nulls first limit 1)
from "${tableOf(entity).name}" t where t.school_id = $1 and t.deleted_at is null ${source}`;
};

const BASE = entityNames
  .filter((entity) => !BULK.has(entity))
  .map(baseOf)
  .join('\nunion all');

type Base = SchoolFacts['base'];

async function readBase({ asker, schoolId }: Known, sources: readonly string[]): Promise<Base> {
  const base = new Map<EntityName, { readonly count: number; readonly first: Interval }>();
  for (const [entity, count, seen, absent] of await asker.rows('base', BASE, [schoolId, sources])) {
    if (seen) {
      base.set(filled(entity) as EntityName, {
        count: Number(count),
        first: intervalOf(absent ?? null, seen),
      });
    }
  }
  return base;
}

async function readStudents({ asker, schoolId, calendar, now }: Known, source: string) {
  const rows = await asker.rows('students', STUDENTS, [schoolId, source, calendar.dayOf(now)]);
  return rows.map(([id, birthDate, classId, grade]) => ({
    id: filled(id),
    birthDate: birthDate ?? null,
    classId: classId ?? null,
    grade: numberOf(grade),
  }));
}

async function readFamilies({ asker, schoolId }: Known) {
  const rows = await asker.rows('families', FAMILIES, [schoolId]);
  return rows.map(([studentId, seenAt]) => ({
    studentId: filled(studentId),
    since: intervalOf(null, seenAt ?? null),
  }));
}

/** Papers and persons: whatever source a guardianship comes from, it is the same one. */
async function readPapers({ asker, schoolId }: Known, sources: readonly string[], all: readonly string[]) {
  const of = <N extends EntityName>(entity: N, from = sources) => readKept(asker, schoolId, entity, from);
  const [movements, consents, refusals, guardianships, accounts, remarks, events] = await Promise.all([
    of('movement'),
    of('consent'),
    of('electronicFormRefusal'),
    of('guardianship', all),
    of('account'),
    of('remark'),
    of('controlEvent'),
  ]);
  return { movements, consents, refusals, guardianships, accounts, remarks, events };
}

/** Reads the school's papers and base data; see {@link SchoolFacts}. */
export async function readSchool(
  known: Known,
  { source }: { readonly source: string },
): Promise<SchoolFacts> {
  const [year, looks, names] = await Promise.all([known.year(), known.looks(source), known.subjectNames()]);
  const sources = [source, REGISTER_SOURCE];
  const everyone = [...new Set([...sources, ...year.ranks.map((one) => one.source)])];
  const [students, familyAccounts, papers, base] = await Promise.all([
    readStudents(known, source),
    readFamilies(known),
    readPapers(known, sources, everyone),
    readBase(known, sources),
  ]);
  const own = year.terms.some((term) => term.source === source) ? source : year.termSource;
  const terms = year.terms.filter((term) => term.source === own);
  return {
    source,
    from: year.year.from,
    to: year.year.to,
    terms: terms.map(({ id, name, kind, ordinal, startDay, endDay }) => {
      const last = !terms.some((other) => other.kind === kind && other.endDay > endDay);
      return { id, name, kind, ordinal, startDay, endDay, last };
    }),
    classes: year.classes,
    students,
    familyAccounts,
    base,
    ...papers,
    subjectName: (subjectId) => names.get(subjectId) ?? '',
    seenAt: seenAtOf(looks, { classId: null, students: [] }, known.now),
  };
}
