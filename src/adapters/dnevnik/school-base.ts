import type { Day } from '../../model/dates.ts';
import type { Fields } from '../../model/entities.ts';
import type { Observed } from '../../model/observation.ts';
import { contractBroken, readAnswer, readList } from '../contract-broken.ts';
import { type Reject, rejectsOf, row } from '../events.ts';
import type { Client } from './client.ts';
import { scaleOf } from './mark-text.ts';
import { keyOf, periodSchema, schoolSchema, workTypeSchema } from './schema.ts';
import { localDay } from './stamps.ts';

const USUAL_SCALE = 5;

/** What both ways of reading need of the school. */
export interface SchoolBase {
  /** The top of the school's usual scale. */
  readonly scaleMax: number;
  /** Key → weight; null where the school uses none. */
  readonly workTypes: ReadonlyMap<string, number | null>;
  readonly workTypeRows: readonly Observed<'workType'>[];
  readonly rejects: readonly Reject[];
}

/** Reads the school's own dictionary of work types, and its scale. */
export async function readBase(client: Client): Promise<SchoolBase> {
  const { schoolId } = client.settings;
  const school = await client.getIfLet(`schools/${schoolId}`, 'schools');
  const markType = school === null ? null : readAnswer(schoolSchema, school, 'schools').markType;
  const types = readList(
    workTypeSchema,
    await client.get(`work-types/${schoolId}`, 'work-types'),
    'work-types',
  );
  return {
    scaleMax: scaleOf(markType, USUAL_SCALE),
    workTypes: new Map(types.rows.map(({ value }) => [keyOf(value), value.weight || null])),
    workTypeRows: types.rows.map(({ value, place }) =>
      row<'workType'>(keyOf(value), place, {
        name: value.title,
        abbreviation: value.abbr || null,
        homework: value.kind?.toLowerCase() === 'homework',
      }),
    ),
    rejects: rejectsOf('workType', types),
  };
}

const KINDS: Readonly<Record<string, Fields<'term'>['kind']>> = {
  quarter: 'quarter',
  trimester: 'trimester',
  halfyear: 'half_year',
  semester: 'half_year',
};

/** A term of a class: the same term of several classes has one key. */
export interface Period {
  readonly key: string;
  readonly place: string;
  readonly name: string;
  /** From 0, as works count it. */
  readonly number: number;
  readonly type: string;
  readonly startDay: Day;
  readonly endDay: Day;
}

function needDay(moment: string, place: string): Day {
  const day = localDay(moment);
  if (day === null) throw contractBroken(place, 'the value is not a date');
  return day;
}

const PERIODS = 'edu-groups/reporting-periods';

/** The terms of a class, in their order. */
export async function readPeriods(client: Client, groupId: string): Promise<readonly Period[]> {
  const answer = await client.get(`edu-groups/${groupId}/reporting-periods`, PERIODS);
  const rows = readAnswer(periodSchema.array(), answer, PERIODS);
  return rows
    .map((value, index) => ({
      key: keyOf(value),
      place: `${PERIODS} $[${index}]`,
      name: value.name,
      number: value.number,
      type: value.type,
      startDay: needDay(value.start, `${PERIODS} $[${index}].start`),
      endDay: needDay(value.finish, `${PERIODS} $[${index}].finish`),
    }))
    .toSorted((a, b) => a.number - b.number);
}

export const termRow = (
  period: Period,
  yearKey: string,
  grades: { readonly gradeFrom: number | null; readonly gradeTo: number | null },
): Observed<'term'> =>
  row<'term'>(period.key, period.place, {
    academicYearId: yearKey,
    name: period.name,
    kind: KINDS[period.type.toLowerCase()] ?? 'other',
    ordinal: period.number + 1,
    startDay: period.startDay,
    endDay: period.endDay,
    ...grades,
  });

/** The academic year that begins in `studyYear`. The vendor tells its number alone; its days are the law's. */
export const yearRow = (studyYear: number, place: string): Observed<'academicYear'> =>
  row<'academicYear'>(String(studyYear), place, {
    name: `${studyYear}/${studyYear + 1}`,
    startDay: `${studyYear}-09-01`,
    endDay: `${studyYear + 1}-08-31`,
    closed: false,
  });

/** «7б», «7 "Б"», «11 А» → its letter. */
export const letterOf = (name: string): string | null =>
  /^\s*\d{1,2}\s*[-«"]?\s*([^\d\s»"]*)/.exec(name)?.[1] || null;
