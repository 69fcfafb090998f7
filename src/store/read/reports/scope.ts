import type { Reach } from '../../../model/access.ts';
import type { Day } from '../../../model/dates.ts';
import { type PeriodKind, type TermKey, termsEndingWith } from '../../../model/period.ts';
import type { ReadDatabase, Statement } from '../database.ts';
import { reachValues, withinReach } from '../reach.ts';

/** Whom a report may be about, and who asks. At most one of the three narrows; none: all within reach. */
export interface WhereAsked {
  readonly reach: Reach;
  /** The only classes that the viewer sees anything of; null: all. */
  readonly classIds: readonly string[] | null;
  readonly municipality: string | null;
  readonly schoolId: string | null;
  readonly classId: string | null;
}

/** What is there: names for the head of a report. */
export interface Place {
  readonly schools: number;
  readonly school: string | null;
  readonly class: string | null;
}

/** Schools `sc` (and of a class its own) that are asked for, within reach; parameters $1…$7. */
export const askedSchools = `${withinReach('sc', 1)}
  and ($4::text is null or sc.municipality = $4) and ($5::uuid is null or sc.school_id = $5)
  and ($6::uuid is null or exists (select from class c
    where c.school_id = sc.school_id and c.id = $6 and c.deleted_at is null))
  and ($7::uuid[] is null or $6::uuid = any($7::uuid[]))`;

/** Values $1…$7 of {@link askedSchools}. */
export const askedValues = ({
  reach,
  municipality,
  schoolId,
  classId,
  classIds,
}: WhereAsked): readonly unknown[] => [...reachValues(reach), municipality, schoolId, classId, classIds];

const placeStatement: Statement = {
  name: 'report-place',
  text: `
select count(*)::int, min(sc.name),
  (select c.name from class c where c.school_id = min(sc.school_id::text)::uuid and c.id = $6::uuid)
from school sc where ${askedSchools}`,
};

/** What is asked about; null where there is no such thing within reach. */
export async function readPlace(database: ReadDatabase, where: WhereAsked): Promise<Place | null> {
  type Row = readonly [schools: number, school: string | null, name: string | null];
  const [row] = await database.rows<Row>(placeStatement, askedValues(where));
  if (!row || row[0] === 0) return null;
  const isOne = where.schoolId !== null || where.classId !== null;
  return { schools: row[0], school: isOne ? row[1] : null, class: row[2] };
}

/** A term as the schools asked about have it; the days are of the school that begins first and ends last. */
export interface TermDays {
  readonly term: TermKey;
  readonly from: Day;
  readonly to: Day;
}

/** A term and its year: a term is of the academic year in which it begins. */
const termsStatement: Statement = {
  name: 'report-terms',
  text: `
select date_part('year', t.start_day - interval '7 months')::int as year, t.kind, t.ordinal,
  min(t.start_day)::text, max(t.end_day)::text
from school sc join term t on t.school_id = sc.school_id and t.deleted_at is null and t.kind <> 'other'
where ${askedSchools}
group by 1, 2, 3
union all
select date_part('year', y.start_day - interval '7 months')::int, 'year', 0, min(y.start_day)::text, max(y.end_day)::text
from school sc join academic_year y on y.school_id = sc.school_id and y.deleted_at is null
where ${askedSchools}
group by 1
order by 4, 5`,
};

/** The terms of the schools asked about, the earliest first; academic years among them. */
export async function readTerms(database: ReadDatabase, where: WhereAsked): Promise<readonly TermDays[]> {
  type Row = readonly [year: number, kind: PeriodKind, ordinal: number, from: Day, to: Day];
  const rows = await database.rows<Row>(termsStatement, askedValues(where));
  return rows.map(([year, kind, ordinal, from, to]) => ({ term: { year, kind, ordinal }, from, to }));
}

/** The days of a term and of what ends with it; null where no school asked about has it. */
export function daysOfTerm(terms: readonly TermDays[], wanted: TermKey): Omit<TermDays, 'term'> | null {
  const own = terms.filter(({ term }) =>
    termsEndingWith(wanted).some(
      ({ year, kind, ordinal }) => term.year === year && term.kind === kind && term.ordinal === ordinal,
    ),
  );
  const named = own.filter(({ term }) => term.kind === wanted.kind);
  const [first] = named.map(({ from }) => from).sort();
  const last = named
    .map(({ to }) => to)
    .sort()
    .at(-1);
  return first === undefined || last === undefined ? null : { from: first, to: last };
}

const freshnessStatement: Statement = {
  name: 'report-freshness',
  text: `
select sc.school_id, sc.name, k.source, max(r.finished_at)
from school sc
join connection k on k.school_id = sc.school_id and k.disabled_at is null
left join run r on r.school_id = k.school_id and r.connection_id = k.connection_id
  and r.state = 'succeeded' and not r.dry_run
where ${askedSchools}
group by sc.school_id, sc.name, k.source
order by sc.name collate "ru-x-icu", sc.school_id, max(k.rank) desc, k.source`,
};

/** A source of a school, and when a run last read it to its end. */
export interface SourceFreshness {
  readonly schoolId: string;
  readonly school: string;
  readonly source: string;
  readonly readAt: Date | null;
}

/** How fresh the data of the schools asked about are. */
export async function readFreshness(
  database: ReadDatabase,
  where: WhereAsked,
): Promise<readonly SourceFreshness[]> {
  type Row = readonly [schoolId: string, school: string, source: string, readAt: Date | null];
  const rows = await database.rows<Row>(freshnessStatement, askedValues(where));
  return rows.map(([schoolId, school, source, readAt]) => ({ schoolId, school, source, readAt }));
}
