import type { SchoolYear, TruthPerson } from '../../sandbox/school-year/types.ts';
import type { PullEvent } from '../../src/adapters/contract.ts';
import type { EntityName, Fields } from '../../src/model/entities.ts';
import type { Observed } from '../../src/model/observation.ts';

/** Whose truth, as of which local moment (`YYYY-MM-DDTHH:MM`). */
export interface Telling {
  readonly year: SchoolYear;
  readonly moment: string;
}

export const YEAR_KEY = 'year';

/** The keys under which the truth is told: shared with whoever looks a row up again. */
export const keys = {
  lesson: (lesson: { readonly date: string; readonly number: number; readonly groupId: number }): string =>
    `${lesson.date}/${lesson.number}/${lesson.groupId}`,
  work: (lesson: string, index: number): string => `${lesson}/${index}`,
  mark: (lesson: string, index: number, studentId: number): string => `${lesson}/${index}/${studentId}`,
  attendance: (lesson: string, studentId: number): string => `${lesson}/${studentId}`,
  termMark: (termId: number | null, subjectId: number, studentId: number): string =>
    `${termId ?? 'year'}/${subjectId}/${studentId}`,
  plan: (groupId: number, ordinal: number): string => `${groupId}/${ordinal}`,
};

export const record = <N extends EntityName>(entity: N, key: string, data: Fields<N>): Observed<N> => ({
  key,
  data,
  place: `${entity} ${key}`,
});

export const batch = (entity: EntityName, records: readonly Observed[]): PullEvent => ({
  kind: 'records',
  entity,
  records,
});

const named = ({ lastName, firstName, middleName }: TruthPerson) => ({
  displayName: `${lastName} ${firstName} ${middleName}`,
  lastName,
  firstName,
  middleName,
});

const idOf = (id: number | null): string | null => (id === null ? null : String(id));

/** Calendar, bells, staff, subjects, work types: what stands all year. */
export function* standing({ year }: Telling): Generator<PullEvent> {
  const { startDay, endDay } = year;
  yield batch('academicYear', [
    record('academicYear', YEAR_KEY, { name: '2025/2026', startDay, endDay, closed: false }),
  ]);
  yield batch(
    'term',
    year.terms.map(({ id, ...term }) => record('term', String(id), { academicYearId: YEAR_KEY, ...term })),
  );
  yield batch(
    'schoolBreak',
    year.breaks.map(({ id, ...one }) =>
      record('schoolBreak', String(id), { academicYearId: YEAR_KEY, ...one }),
    ),
  );
  yield batch(
    'bellPeriod',
    year.bells.map((bell) =>
      record('bellPeriod', `${bell.shift}/${bell.number}`, { scheduleName: null, ...bell }),
    ),
  );
  yield batch(
    'staff',
    year.staff.map((one) => record('staff', String(one.id), { ...named(one), position: one.position })),
  );
  yield batch(
    'subject',
    year.subjects.map(({ id, name, shortName }) => record('subject', String(id), { name, shortName })),
  );
  yield batch(
    'workType',
    year.workTypes.map(({ id, name, abbreviation, homework }) =>
      record('workType', String(id), { name, abbreviation, homework }),
    ),
  );
}

/** Who is of the school on the day, and stayed known after leaving it. */
const isKnown = (enrolments: readonly { readonly from: string }[], day: string): boolean =>
  enrolments.some(({ from }) => from <= day);

/** Classes, students, guardians and how they hang together, as of the moment. */
export function* people({ year, moment }: Telling): Generator<PullEvent> {
  const day = moment.slice(0, 10) < year.startDay ? year.startDay : moment.slice(0, 10);
  const students = year.students.filter(({ enrolments }) => isKnown(enrolments, day));
  yield batch(
    'class',
    year.classes.map(({ id, name, grade, letter, homeroomTeacherId, shift }) => {
      const homeroom = String(homeroomTeacherId);
      const data = { name, grade, letter, academicYearId: YEAR_KEY, homeroomTeacherId: homeroom, shift };
      return record('class', String(id), data);
    }),
  );
  yield batch(
    'student',
    students.map((one) =>
      record('student', String(one.id), { ...named(one), birthDate: one.birthDate, sex: one.sex }),
    ),
  );
  yield batch(
    'guardian',
    year.guardians.map((one) => record('guardian', String(one.id), named(one))),
  );
  yield batch(
    'guardianship',
    students.flatMap(({ id, guardianIds }) =>
      guardianIds.map((guardianId) => {
        const relation = year.guardians.find((one) => one.id === guardianId)?.relation ?? 'unknown';
        const pair = { studentId: String(id), guardianId: String(guardianId) };
        return record('guardianship', `${id}/${guardianId}`, {
          ...pair,
          relation,
          fromDay: null,
          toDay: null,
        });
      }),
    ),
  );
  yield* groups(year);
  yield* places(year, day);
}

function* groups(year: SchoolYear): Generator<PullEvent> {
  const subjectName = new Map(year.subjects.map(({ id, name }) => [id, name]));
  const className = new Map(year.classes.map(({ id, name }) => [id, name]));
  yield batch(
    'subjectGroup',
    year.groups.map(({ id, classId, subjectId, teacherId, part }) =>
      record('subjectGroup', String(id), {
        name: [className.get(classId), subjectName.get(subjectId), part].filter(Boolean).join('/'),
        classId: String(classId),
        subjectId: String(subjectId),
        teacherId: String(teacherId),
      }),
    ),
  );
}

/** A day that is known only once it has come. */
const onceCome = (to: string | null, day: string): string | null => (to !== null && to <= day ? to : null);

/** Where students are: in classes and in groups. */
function* places(year: SchoolYear, day: string): Generator<PullEvent> {
  const stays = year.students.flatMap((student) =>
    student.enrolments.filter(({ from }) => from <= day).map((stay) => ({ student, stay })),
  );
  yield batch(
    'enrolment',
    stays.map(({ student, stay }) =>
      record('enrolment', `${student.id}/${stay.from}`, {
        studentId: String(student.id),
        classId: String(stay.classId),
        fromDay: stay.from,
        toDay: onceCome(stay.to, day),
        orderNumber: null,
        orderDay: null,
      }),
    ),
  );
  yield batch(
    'groupMembership',
    stays.flatMap(({ student, stay }) =>
      year.groups
        .filter(({ classId }) => classId === stay.classId)
        .filter(({ id }) => year.membersOn(id, stay.from).includes(student))
        .map(({ id }) =>
          record('groupMembership', `${id}/${student.id}/${stay.from}`, {
            studentId: String(student.id),
            subjectGroupId: String(id),
            fromDay: stay.from,
            toDay: onceCome(stay.to, day),
          }),
        ),
    ),
  );
}

/** Movements with their papers: a certificate comes some days after the student has gone. */
export function* movements({ year, moment }: Telling): Generator<PullEvent> {
  const day = moment.slice(0, 10);
  yield batch(
    'movement',
    year.movements
      .filter(({ date }) => date <= day)
      .map((one) => {
        const confirmed = one.confirmation && one.confirmation.day <= day ? one.confirmation : null;
        return record('movement', String(one.id), {
          studentId: String(one.studentId),
          kind: one.kind,
          date: one.date,
          fromClassId: idOf(one.fromClassId),
          toClassId: idOf(one.toClassId),
          otherPlace: one.otherPlace,
          orderNumber: one.orderNumber,
          orderDay: one.orderNumber === null ? null : one.orderDay,
          confirmationNumber: confirmed?.number ?? null,
          confirmationDay: confirmed?.day ?? null,
          reason: null,
        });
      }),
  );
}

/** Consents as they stand on the day: a withdrawal is known once it is made. */
export function* consents({ year, moment }: Telling): Generator<PullEvent> {
  const day = moment.slice(0, 10);
  const known = year.students.filter(({ enrolments }) => isKnown(enrolments, day));
  yield batch(
    'consent',
    known.flatMap(({ id, guardianIds, consents: papers }) =>
      papers
        .filter(({ fromDay }) => fromDay <= day)
        .map(({ discloses, state, fromDay, withdrawnDay }) => {
          const withdrawn = onceCome(withdrawnDay, day);
          const signer = idOf(guardianIds[0] ?? null);
          return record('consent', `${id}/${discloses}`, {
            studentId: String(id),
            purpose: discloses,
            operator: null,
            state: state === 'withdrawn' && withdrawn === null ? 'given' : state,
            signerGuardianId: signer,
            signedByStudent: signer === null ? 'yes' : 'no',
            fromDay,
            toDay: null,
            withdrawnDay: withdrawn,
            document: `${id}-${discloses}`,
          });
        }),
    ),
  );
}

/** Accounts from the day on that they were opened. */
export function* accounts({ year, moment }: Telling): Generator<PullEvent> {
  const day = moment.slice(0, 10);
  const known = new Set(
    year.students.filter(({ enrolments }) => isKnown(enrolments, day)).map(({ id }) => id),
  );
  yield batch(
    'account',
    year
      .accounts()
      .filter(({ openedDay }) => openedDay <= day)
      .filter(({ holder, holderId }) => holder !== 'student' || known.has(holderId))
      .map(({ id, holder, holderId, rights, shared, openedDay, closedDay }) =>
        record('account', String(id), {
          holder,
          studentId: holder === 'student' ? String(holderId) : null,
          guardianId: holder === 'guardian' ? String(holderId) : null,
          staffId: holder === 'staff' ? String(holderId) : null,
          rights,
          shared,
          openedDay,
          closedDay: onceCome(closedDay, day),
        }),
      ),
  );
}
