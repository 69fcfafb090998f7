import type { Day } from '../../model/dates.ts';
import type { ClassFact, TermFact } from '../../rules/facts.ts';
import { type Asker, filled, numberOf, type RawRow } from './raw-rows.ts';
import { type Days, type Stretch, stretchesOf, type TermRow, termsOfClass } from './terms.ts';

/** A class with the stretches of its year and the subjects that some source has groups or lessons plans for. */
export interface ClassLayout {
  readonly class: ClassFact;
  readonly stretches: readonly Stretch[];
  readonly subjects: readonly string[];
}

/** How much of a class a source has read of the academic year. */
export interface Reach {
  /** Students that the source tells to be of the class. */
  readonly students: number;
  /** Those of them whose marks were read, and the days of all of them together. */
  readonly markStudents: number;
  readonly markDays: number;
  /** Days of which the class's lessons were read whole; 0 for sources that never say so. */
  readonly lessonDays: number;
}

/** A source of the school; `classes` has those that it knows students of. */
export interface SourceLayout {
  readonly source: string;
  readonly rank: number;
  readonly classes: ReadonlyMap<string, Reach>;
}

/** What there is to evaluate in an academic year. */
export interface Layout {
  readonly year: Days;
  /** The source that `year` and the stretches are of; null where none tells of terms. */
  readonly termSource: string | null;
  readonly terms: readonly TermFact[];
  readonly classes: readonly ClassLayout[];
  /** By rank, the highest first. */
  readonly sources: readonly SourceLayout[];
}

const SOURCES = `
select k.source, max(k.rank) from connection k where k.school_id = $1 group by k.source order by 2 desc, 1`;

const YEARS = `
select y.source, y.start_day, y.end_day, y.id from academic_year y
where y.school_id = $1 and y.deleted_at is null order by y.start_day`;

const TERMS = `
select t.id, t.source, t.name, t.kind, t.ordinal, t.start_day, t.end_day, t.grade_from, t.grade_to from term t
where t.school_id = $1 and t.deleted_at is null order by t.start_day, t.id`;

const CLASSES = `
select c.id, c.name, c.grade, c.homeroom_teacher_id, c.shift, y.start_day, y.end_day from class c
left join academic_year y on y.school_id = c.school_id and y.id = c.academic_year_id and y.deleted_at is null
where c.school_id = $1 and c.deleted_at is null order by c.grade nulls last, c.name, c.id`;

const SUBJECTS = `
select distinct class_id, subject_id from (
  select g.class_id, g.subject_id from subject_group g where g.school_id = $1 and g.deleted_at is null
  union all
  select p.class_id, p.subject_id from lesson_plan_entry p where p.school_id = $1 and p.deleted_at is null
) taught where class_id is not null`;

/** The kinds of terms that classes have term marks for. */
const MARKED = `
select distinct e.class_id, t.kind from term t
join term_mark m on m.school_id = t.school_id and m.term_id = t.id and m.deleted_at is null
join enrolment e on e.school_id = m.school_id and e.student_id = m.student_id and e.deleted_at is null
where t.school_id = $1 and t.deleted_at is null and t.end_day >= $2::date and t.start_day <= $3::date`;

const REACH = `
with looks as materialized (
  select c.source, c.entity, c.owner_id,
    greatest(c.from_day, $2::date) as from_day, least(c.to_day, $3::date) as to_day
  from coverage c
  where c.school_id = $1 and c.entity in ('mark', 'lesson') and c.from_day <= $3::date and c.to_day >= $2::date
),
seen as materialized (
  select source, entity, owner_id,
    (select sum(upper(r) - lower(r)) from unnest(range_agg(daterange(from_day, to_day, '[]'))) r) as days
  from looks group by source, entity, owner_id
),
members as materialized (
  select distinct e.source, e.class_id, e.student_id from enrolment e
  where e.school_id = $1 and e.deleted_at is null
    and coalesce(e.from_day <= $3::date, true) and coalesce(e.to_day >= $2::date, true)
)
select m.source, m.class_id, count(*),
  count(coalesce(own.days, whole.days)), coalesce(sum(greatest(own.days, whole.days)), 0),
  coalesce(max(greatest(lesson.days, lessons.days)), 0)
from members m
left join seen own on own.source = m.source and own.entity = 'mark' and own.owner_id = m.student_id
left join seen whole on whole.source = m.source and whole.entity = 'mark'
  and whole.owner_id = '00000000-0000-0000-0000-000000000000'
left join seen lesson on lesson.source = m.source and lesson.entity = 'lesson' and lesson.owner_id = m.class_id
left join seen lessons on lessons.source = m.source and lessons.entity = 'lesson'
  and lessons.owner_id = '00000000-0000-0000-0000-000000000000'
group by m.source, m.class_id`;

/** The academic year and everything about it that sources tell alike. */
export interface YearGround {
  readonly year: Days;
  readonly termSource: string | null;
  readonly ranks: readonly { readonly source: string; readonly rank: number }[];
  readonly terms: readonly TermRow[];
  readonly classes: readonly ClassFact[];
  /** Kinds of terms that a class has term marks for; empty where there is only one kind anyway. */
  readonly marked: ReadonlyMap<string, ReadonlySet<string>>;
}

const NO_KINDS: ReadonlySet<string> = new Set();

/** The terms of one source for a class. */
export const classTerms = (ground: YearGround, source: string, one: ClassFact): readonly TermFact[] =>
  termsOfClass(
    ground.terms.filter((term) => term.source === source),
    one,
    ground.marked.get(one.id) ?? NO_KINDS,
  );

/** The year that the journal stands in on a day where no source tells of one. */
function assumedYear(on: Day, terms: readonly TermRow[]): Days {
  const year = Number(on.slice(0, 4)) - (on.slice(5) < '08-15' ? 1 : 0);
  const whole = { from: `${year}-09-01`, to: `${year + 1}-08-31` };
  const within = terms.filter(({ startDay }) => `${year}-08-15` <= startDay && startDay <= whole.to);
  const starts = within.map(({ startDay }) => startDay).sort();
  return { from: starts[0] !== undefined && starts[0] < whole.from ? starts[0] : whole.from, to: whole.to };
}

interface YearRow extends Days {
  readonly source: string;
}

/** The year that holds the day, else the last that began before it, else the first to come. */
function yearOf(on: Day, years: readonly YearRow[], ranks: readonly string[]): Days | null {
  const rank = ({ source }: YearRow) => ranks.indexOf(source) >>> 0;
  const best = (some: readonly YearRow[]) => [...some].sort((left, right) => rank(left) - rank(right))[0];
  const begun = years.filter(({ from }) => from <= on);
  const current = best(begun.filter(({ to }) => on <= to));
  if (current) return current;
  const start = begun.at(-1)?.from ?? years[0]?.from;
  return best(years.filter(({ from }) => from === start)) ?? null;
}

/** Whose terms cut the year: of the sources that tell of most terms the highest in rank. */
function termSourceOf(terms: readonly TermRow[], ranks: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const { source } of terms) counts.set(source, (counts.get(source) ?? 0) + 1);
  const order = (source: string) => ranks.indexOf(source) >>> 0;
  const [best] = [...counts].sort(
    ([left, most], [right, more]) => more - most || order(left) - order(right) || (left < right ? -1 : 1),
  );
  return best?.[0] ?? null;
}

const touches = ({ startDay, endDay }: TermRow, { from, to }: Days): boolean =>
  startDay <= to && endDay >= from;

async function readMarked(
  asker: Asker,
  schoolId: string,
  terms: readonly TermRow[],
  { from, to }: Days,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const marked = new Map<string, Set<string>>();
  if (new Set(terms.map(({ kind }) => kind)).size < 2) return marked;
  for (const [classId, kind] of await asker.rows('layout-marked', MARKED, [schoolId, from, to])) {
    marked.set(filled(classId), (marked.get(filled(classId)) ?? new Set()).add(filled(kind)));
  }
  return marked;
}

const widened = (year: Days, terms: readonly TermRow[]): Days => {
  const starts = terms.map(({ startDay }) => startDay);
  const ends = terms.map(({ endDay }) => endDay);
  return {
    from: [year.from, ...starts].sort()[0] ?? year.from,
    to: [year.to, ...ends].sort().at(-1) ?? year.to,
  };
};

const termRowOf = (row: RawRow): TermRow => {
  const [id, source, name, kind, ordinal, startDay, endDay, gradeFrom, gradeTo] = row;
  return {
    id: filled(id),
    source: filled(source),
    name: filled(name),
    kind: filled(kind) as TermRow['kind'],
    ordinal: Number(ordinal),
    startDay: filled(startDay),
    endDay: filled(endDay),
    gradeFrom: numberOf(gradeFrom),
    gradeTo: numberOf(gradeTo),
  };
};

const classFactOf = ([id, name, grade, teacher, shift]: RawRow): ClassFact => ({
  id: filled(id),
  name: filled(name),
  grade: numberOf(grade),
  homeroomTeacherId: teacher ?? null,
  shift: numberOf(shift),
});

/** Reads the year that holds a day, with its terms and classes. */
export async function readYear(asker: Asker, schoolId: string, on: Day): Promise<YearGround> {
  const [sources, yearRows, termRows, classRows] = await Promise.all([
    asker.rows('layout-sources', SOURCES, [schoolId]),
    asker.rows('layout-years', YEARS, [schoolId]),
    asker.rows('layout-terms', TERMS, [schoolId]),
    asker.rows('layout-classes', CLASSES, [schoolId]),
  ]);
  const ranks = sources.map(([source, rank]) => ({ source: filled(source), rank: Number(rank) }));
  const order = ranks.map(({ source }) => source);
  const known = termRows.map(termRowOf);
  const years = yearRows.map(([source, from, to]) => ({
    source: filled(source),
    from: filled(from),
    to: filled(to),
  }));
  const { from, to } = yearOf(on, years, order) ?? assumedYear(on, known);
  const terms = known.filter((term) => touches(term, { from, to }));
  const termSource = termSourceOf(terms, order);
  const ofSource = terms.filter(({ source }) => source === termSource);
  // A class of a year that is told is of that year alone.
  const ofYear = classRows.filter(([, , , , , start, end]) => !start || !end || (start <= to && end >= from));
  return {
    year: widened({ from, to }, ofSource),
    termSource,
    ranks,
    terms,
    classes: ofYear.map(classFactOf),
    marked: await readMarked(asker, schoolId, terms, { from, to }),
  };
}

/** The stretches of a class's year. */
export const classStretches = (
  ground: YearGround,
  one: ClassFact,
  dayAfter: (day: Day) => Day,
): readonly Stretch[] =>
  stretchesOf(
    ground.year,
    ground.termSource === null ? [] : classTerms(ground, ground.termSource, one),
    dayAfter,
  );

async function readSources(
  asker: Asker,
  schoolId: string,
  { ranks, year }: YearGround,
): Promise<readonly SourceLayout[]> {
  const classes = new Map(ranks.map(({ source }) => [source, new Map<string, Reach>()]));
  for (const row of await asker.rows('layout-reach', REACH, [schoolId, year.from, year.to])) {
    const [source, classId, students, markStudents, markDays, lessonDays] = row;
    classes.get(filled(source))?.set(filled(classId), {
      students: Number(students),
      markStudents: Number(markStudents),
      markDays: Number(markDays),
      lessonDays: Number(lessonDays),
    });
  }
  return ranks.map(({ source, rank }) => ({ source, rank, classes: classes.get(source) ?? new Map() }));
}

/** Reads what there is to evaluate. */
export async function readLayout(
  asker: Asker,
  schoolId: string,
  ground: YearGround,
  dayAfter: (day: Day) => Day,
): Promise<Layout> {
  const [sources, taught] = await Promise.all([
    readSources(asker, schoolId, ground),
    asker.rows('layout-subjects', SUBJECTS, [schoolId]),
  ]);
  const subjects = new Map<string, string[]>();
  for (const [classId, subjectId] of taught) {
    subjects.set(filled(classId), [...(subjects.get(filled(classId)) ?? []), filled(subjectId)]);
  }
  const { year, termSource, terms } = ground;
  return {
    year,
    termSource,
    terms: terms
      .filter(({ source }) => source === termSource)
      .map(({ id, name, kind, ordinal, startDay, endDay }) => {
        const last = !terms.some((other) => other.kind === kind && other.endDay > endDay);
        return { id, name, kind, ordinal, startDay, endDay, last };
      }),
    classes: ground.classes.map((one) => ({
      class: one,
      stretches: classStretches(ground, one, dayAfter),
      subjects: (subjects.get(one.id) ?? []).sort(),
    })),
    sources,
  };
}
