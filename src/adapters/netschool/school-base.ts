import type { Day } from '../../model/dates.ts';
import type { Fields } from '../../model/entities.ts';
import type { Observed } from '../../model/observation.ts';
import type { PullRequest } from '../contract.ts';
import { contractBroken, readAnswer, readList } from '../contract-broken.ts';
import { commonDays, type Range } from '../days.ts';
import { type Reject, rejectsOf, row } from '../events.ts';
import { dayOf } from '../local-date.ts';
import type { Client } from './client.ts';
import { contextSchema, workTypeSchema, yearSchema } from './schema.ts';

const HOMEWORK_TYPE = '3';

/** What every reading begins with: the year and the dictionary of work types. */
export interface SchoolBase {
  readonly yearId: string;
  readonly yearName: string;
  readonly closed: boolean;
  readonly startDay: Day;
  readonly endDay: Day;
  /** Key → name. */
  readonly workTypes: ReadonlyMap<string, string>;
  readonly workTypeRows: readonly Observed<'workType'>[];
  readonly rejects: readonly Reject[];
}

function needDay(moment: string, place: string): Day {
  const day = dayOf(moment);
  if (day === null) throw contractBroken(place, 'the value is not a date');
  return day;
}

const workTypeRow = (value: { id: string; name: string; abbr: string | null }, place: string) =>
  row<'workType'>(value.id, place, {
    name: value.name,
    abbreviation: value.abbr || null,
    homework: value.id === HOMEWORK_TYPE || /домашн/i.test(value.name),
  });

/** Reads the year and the work types. */
export async function readBase(client: Client): Promise<SchoolBase> {
  const year = readAnswer(yearSchema, await client.json({ path: 'years/current' }), 'years/current');
  const path = 'grade/assignment/types';
  const types = readList(workTypeSchema, await client.json({ path, query: { all: 'false' } }), path);
  return {
    yearId: year.id,
    yearName: year.name,
    closed: year.closed,
    startDay: needDay(year.startDate, 'years/current $.startDate'),
    endDay: needDay(year.endDate, 'years/current $.endDate'),
    workTypes: new Map(types.rows.map(({ value }) => [value.id, value.name])),
    workTypeRows: types.rows.map(({ value, place }) => workTypeRow(value, place)),
    rejects: rejectsOf('workType', types),
  };
}

export const yearRow = (base: SchoolBase): Observed<'academicYear'> =>
  row<'academicYear'>(base.yearId, 'years/current $', {
    name: base.yearName,
    startDay: base.startDay,
    endDay: base.endDay,
    closed: base.closed,
  });

/** The name of the school as the account sees it, and that it is the school that the settings name. */
export async function readSchool(
  client: Client,
): Promise<{ readonly schoolId: string | null; readonly name: string }> {
  const context = readAnswer(contextSchema, await client.json({ path: 'context' }), 'context');
  return { schoolId: context.schoolId, name: context.organization?.name.trim() ?? '' };
}

/** The days asked for that the year has; null where it has none of them. */
export const rangeWithin = (base: SchoolBase, request: PullRequest): Range | null =>
  commonDays(request, { from: base.startDay, to: base.endDay });

/** A term's kind and number by its name: «2 четверть», «I полугодие». */
export function termNumbers(name: string): Pick<Fields<'term'>, 'kind' | 'ordinal'> {
  const roman = ['', 'I', 'II', 'III', 'IV'].indexOf(/^[IVX]+/i.exec(name.trim())?.[0]?.toUpperCase() ?? '-');
  const ordinal = Number(/\d+/.exec(name)?.[0] ?? (roman > 0 ? roman : 1));
  if (/четверт/i.test(name)) return { kind: 'quarter', ordinal };
  if (/полугод/i.test(name)) return { kind: 'half_year', ordinal };
  return { kind: /триместр/i.test(name) ? 'trimester' : 'other', ordinal };
}

export const termRow = (
  base: SchoolBase,
  term: { readonly id: string; readonly name: string; readonly startDay: Day; readonly endDay: Day },
  place: string,
): Observed<'term'> =>
  row<'term'>(term.id, place, {
    academicYearId: base.yearId,
    name: term.name,
    ...termNumbers(term.name),
    startDay: term.startDay,
    endDay: term.endDay,
    gradeFrom: null,
    gradeTo: null,
  });

/** «7б», «11 А» → grade and letter. */
export function classNumbers(name: string): {
  readonly grade: number | null;
  readonly letter: string | null;
} {
  const found = /^\s*(\d{1,2})\s*[-«"]?\s*([^\d\s»"]*)/.exec(name);
  const grade = Number(found?.[1] ?? 0);
  return { grade: grade >= 1 && grade <= 12 ? grade : null, letter: found?.[2] || null };
}
