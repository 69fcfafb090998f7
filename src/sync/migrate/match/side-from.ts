import type { EntityName, Fields } from '../../../model/entities.ts';
import type { AttendanceFact, PersonFact, ScaleFact, Side } from './side.ts';

/** A row of either side; references in `data` are ids of the same side. */
export interface SideRow<N extends EntityName = EntityName> {
  readonly entity: N;
  readonly id: string;
  readonly data: Fields<N>;
  /** As `system/key`. */
  readonly externalIds?: readonly string[];
}

/** A meaning of attendance as the rows of a side spell it. */
export type AttendanceMeaning = Pick<Fields<'attendance'>, 'status' | 'reason' | 'rawCode'>;

/** The words of a side that are no rows: what its marks and its attendance are written in. */
export interface SideWords {
  readonly scales: readonly number[];
  readonly attendance: readonly AttendanceMeaning[];
}

const isOf = <N extends EntityName>(row: SideRow, entity: N): row is SideRow<N> & SideRow =>
  row.entity === entity;

const rowsOf = <N extends EntityName>(rows: readonly SideRow[], entity: N): readonly SideRow<N>[] =>
  rows.flatMap((row) => (isOf(row, entity) ? [row] : []));

const common = ({ id, externalIds = [] }: SideRow) => ({ id, externalIds });

type Enrolled = Pick<Fields<'enrolment'>, 'classId' | 'fromDay' | 'toDay'>;

/** The latest first: one without an end before one with, then by the days. */
const byLateness = (a: Enrolled, b: Enrolled): number =>
  (b.toDay ?? '9').localeCompare(a.toDay ?? '9') ||
  (b.fromDay ?? '').localeCompare(a.fromDay ?? '') ||
  a.classId.localeCompare(b.classId);

function classesOfStudents(rows: readonly SideRow[]): ReadonlyMap<string, readonly string[]> {
  const enrolled = new Map<string, Enrolled[]>();
  for (const { data } of rowsOf(rows, 'enrolment')) {
    enrolled.set(data.studentId, [...(enrolled.get(data.studentId) ?? []), data]);
  }
  const ids = (list: Enrolled[]): string[] => [
    ...new Set(list.sort(byLateness).map(({ classId }) => classId)),
  ];
  return new Map([...enrolled].map(([student, list]) => [student, ids(list)]));
}

function studentsOfGroups(rows: readonly SideRow[]): ReadonlyMap<string, readonly string[]> {
  const members = new Map<string, Set<string>>();
  for (const { data } of rowsOf(rows, 'groupMembership')) {
    members.set(data.subjectGroupId, (members.get(data.subjectGroupId) ?? new Set()).add(data.studentId));
  }
  return new Map([...members].map(([group, students]) => [group, [...students]]));
}

type Named = Pick<Fields<'staff'>, 'displayName' | 'lastName' | 'firstName' | 'middleName'>;

const personFact = (
  row: SideRow,
  { displayName, lastName, firstName, middleName }: Named,
  rest: Pick<PersonFact, 'birthDate' | 'classIds'>,
): PersonFact => ({
  ...common(row),
  name: displayName,
  lastName,
  firstName,
  middleName,
  snils: null,
  ...rest,
});

/** The id of a scale among the lines of a mapping. */
export const scaleId = (max: number): string => String(max);

const scaleFact = (max: number): ScaleFact => ({
  id: scaleId(max),
  externalIds: [],
  name: `${max}-балльная`,
  max,
});

/** The id of a code of attendance among the lines of a mapping. */
export const attendanceCodeId = ({ status, reason, rawCode }: AttendanceMeaning): string =>
  [status, reason ?? 'none', rawCode].join('/');

const attendanceFact = (meaning: AttendanceMeaning): AttendanceFact => ({
  id: attendanceCodeId(meaning),
  externalIds: [],
  name: meaning.rawCode,
  status: meaning.status,
  reason: meaning.reason,
});

const once = <T>(items: readonly T[], idOf: (item: T) => string): T[] => [
  ...new Map(items.map((item) => [idOf(item), item])).values(),
];

/** A reading may tell the same thing twice: a student in each of two classes. */
function firstOfEach(all: Iterable<SideRow>): SideRow[] {
  const first = new Map<string, SideRow>();
  for (const row of all) {
    const key = JSON.stringify([row.entity, row.id]);
    if (!first.has(key)) first.set(key, row);
  }
  return [...first.values()];
}

/** Puts what a side has into the form in which it is matched. Rows of entities that are not matched are passed over. */
export function sideFrom(all: Iterable<SideRow>, words: SideWords): Side {
  const rows = firstOfEach(all);
  const classesOf = classesOfStudents(rows);
  const studentsOf = studentsOfGroups(rows);
  return {
    class: rowsOf(rows, 'class').map((row) => {
      const { name, grade, letter } = row.data;
      return { ...common(row), name, grade, letter };
    }),
    subject: rowsOf(rows, 'subject').map((row) => ({ ...common(row), ...row.data })),
    staff: rowsOf(rows, 'staff').map((row) => personFact(row, row.data, { birthDate: null, classIds: [] })),
    student: rowsOf(rows, 'student').map((row) =>
      personFact(row, row.data, { birthDate: row.data.birthDate, classIds: classesOf.get(row.id) ?? [] }),
    ),
    subjectGroup: rowsOf(rows, 'subjectGroup').map((row) => ({
      ...common(row),
      ...row.data,
      studentIds: studentsOf.get(row.id) ?? [],
    })),
    term: rowsOf(rows, 'term').map((row) => {
      const { academicYearId: _, ...data } = row.data;
      return { ...common(row), ...data };
    }),
    workType: rowsOf(rows, 'workType').map((row) => ({ ...common(row), ...row.data })),
    markScale: once(words.scales, scaleId).map(scaleFact),
    attendanceCode: once(words.attendance, attendanceCodeId).map(attendanceFact),
  };
}
