import type { TargetRecord } from '../../../src/adapters/target.ts';
import type { EntityName, Fields } from '../../../src/model/entities.ts';

const record = <N extends EntityName>(entity: N, ourId: string, data: Fields<N>): TargetRecord<N> => ({
  entity,
  ourId,
  data,
  targetKey: null,
});

const named = (lastName: string, firstName: string, middleName: string | null = null) => ({
  displayName: [lastName, firstName, middleName].filter((part) => part !== null).join(' '),
  lastName,
  firstName,
  middleName,
});

const base = [
  record('academicYear', 'year', {
    name: '2025/2026',
    startDay: '2025-09-01',
    endDay: '2026-05-26',
    closed: false,
  }),
  record('term', 'q1', {
    academicYearId: 'year',
    name: 'I четверть',
    kind: 'quarter',
    ordinal: 1,
    startDay: '2025-09-01',
    endDay: '2025-10-24',
    gradeFrom: null,
    gradeTo: null,
  }),
  record('schoolBreak', 'autumn', {
    academicYearId: 'year',
    name: 'Осенние каникулы',
    kind: 'break',
    startDay: '2025-10-25',
    endDay: '2025-11-02',
  }),
  record('bellPeriod', 'bell-1', {
    scheduleName: null,
    shift: 1,
    number: 1,
    startTime: '08:30',
    endTime: '09:10',
  }),
  // Two of one name: only their numbers tell them apart.
  record('staff', '0012', { ...named('Синицына', 'Ольга'), position: 'учитель' }),
  record('staff', '0034', { ...named('Синицына', 'Ольга'), position: 'учитель' }),
  record('staff', '0056', { ...named('Воробьёв', 'Пётр', 'Ильич'), position: null }),
  record('subject', 'math', { name: 'Алгебра', shortName: null }),
  record('subject', 'rus', { name: 'Русский язык', shortName: null }),
  record('class', '5a', {
    name: '5А',
    grade: 5,
    letter: 'А',
    academicYearId: 'year',
    homeroomTeacherId: '0034',
    shift: 1,
  }),
  record('class', '10a', {
    name: '10А',
    grade: 10,
    letter: 'А',
    academicYearId: 'year',
    homeroomTeacherId: '0056',
    shift: null,
  }),
];

const people = [
  record('student', '00017', { ...named('Ёжиков', 'Лев', 'Котович'), birthDate: '2014-03-09', sex: 'male' }),
  record('student', '00018', {
    displayName: 'Рысь Майя',
    lastName: null,
    firstName: null,
    middleName: null,
    birthDate: null,
    sex: null,
  }),
  record('guardian', 'g1', named('Ёжикова', 'Анна')),
  record('guardianship', 'gs1', {
    studentId: '00017',
    guardianId: 'g1',
    relation: 'mother',
    fromDay: null,
    toDay: null,
  }),
  record('subjectGroup', 'sg1', {
    name: '5А/Алгебра',
    classId: '5a',
    subjectId: 'math',
    teacherId: '0012',
  }),
  record('enrolment', 'e1', {
    studentId: '00017',
    classId: '10a',
    fromDay: '2024-09-01',
    toDay: '2025-08-31',
    orderNumber: '7',
    orderDay: '2024-08-30',
  }),
  record('enrolment', 'e2', {
    studentId: '00017',
    classId: '5a',
    fromDay: '2025-09-01',
    toDay: null,
    orderNumber: '012',
    orderDay: '2025-08-30',
  }),
  record('groupMembership', 'gm1', {
    studentId: '00017',
    subjectGroupId: 'sg1',
    fromDay: null,
    toDay: null,
  }),
];

const lessons = [
  record('workType', 'test', { name: 'Контрольная работа', abbreviation: null, homework: false }),
  record('lesson', 'l1', {
    classId: '5a',
    subjectGroupId: 'sg1',
    subjectId: 'math',
    teacherId: '0012',
    date: '2025-09-03',
    number: 2,
    shift: 1,
    startTime: null,
    endTime: null,
    room: '21',
    topic: '=Дроби; "смешанные"',
    kind: 'lesson',
    planEntryId: null,
  }),
  record('homework', 'h1', {
    lessonId: 'l1',
    classId: '5a',
    subjectId: 'math',
    studentId: null,
    dueDay: '2025-09-03',
    text: '№ 12,\nпо желанию № 13',
    minutes: 25,
    files: [],
  }),
  record('homework', 'h2', {
    lessonId: 'l1',
    classId: '5a',
    subjectId: 'math',
    studentId: '00017',
    dueDay: '2025-09-03',
    text: 'карточка только для одного',
    minutes: 5,
    files: [],
  }),
  record('homework', 'h3', {
    lessonId: null,
    classId: '5a',
    subjectId: 'rus',
    studentId: null,
    dueDay: '2025-09-04',
    text: 'Прочитать рассказ',
    minutes: null,
    files: [],
  }),
  record('assessment', 'a1', {
    lessonId: 'l1',
    classId: '5a',
    subjectId: 'math',
    workTypeId: 'test',
    date: '2025-09-03',
    topic: 'Входная',
    weight: 1.5,
  }),
];

const mark = (ourId: string, value: string, assessmentId: string | null, date = '2025-09-03') =>
  record('mark', ourId, {
    studentId: '00017',
    assessmentId,
    lessonId: 'l1',
    subjectId: 'math',
    date,
    value,
    scaleMax: 5,
    comment: null,
    teacherId: '0012',
    setDay: '2025-09-05',
    changedAt: null,
  });

const journal = [
  mark('m2', '4/5', null),
  mark('m1', '5', 'a1'),
  mark('m3', '-', null, '2025-09-10'),
  record('attendance', 'at1', {
    studentId: '00018',
    lessonId: 'l1',
    subjectId: null,
    date: '2025-09-03',
    status: 'absent',
    reason: 'excused',
    rawCode: 'УП',
    comment: null,
  }),
  record('attendance', 'at2', {
    studentId: '00018',
    lessonId: null,
    subjectId: 'rus',
    date: '2025-09-04',
    status: 'unknown',
    reason: null,
    rawCode: '@7',
    comment: 'код школы',
  }),
  record('termMark', 't1', {
    studentId: '00017',
    subjectId: 'math',
    kind: 'term',
    termId: 'q1',
    academicYearId: 'year',
    value: '5',
    scaleMax: 5,
  }),
  record('termMark', 't2', {
    studentId: '00017',
    subjectId: 'math',
    kind: 'year',
    termId: null,
    academicYearId: 'year',
    value: 'н/а',
    scaleMax: 5,
  }),
  record('consent', 'c1', {
    studentId: '00017',
    purpose: 'transfer',
    operator: 'ООО «Выдуманный журнал»',
    state: 'refused',
    signerGuardianId: 'g1',
    signedByStudent: null,
    fromDay: '2025-01-10',
    toDay: null,
    withdrawnDay: null,
    document: null,
  }),
  record('consent', 'c2', {
    studentId: '00017',
    purpose: 'transfer',
    operator: 'ООО «Выдуманный журнал»',
    state: 'given',
    signerGuardianId: 'g1',
    signedByStudent: null,
    fromDay: '2025-12-01',
    toDay: null,
    withdrawnDay: null,
    document: null,
  }),
];

/** A school of two students, every row of it for a reason. Referred-to stands before referring. */
export const school: readonly TargetRecord[] = [...base, ...people, ...lessons, ...journal];

/** A health sheet: what a pack must not take. */
export const healthSheet: TargetRecord = record('healthSheet', 'hs1', {
  studentId: '00017',
  healthGroup: 'II',
  physicalEducationGroup: 'main',
  exemptFrom: null,
  exemptTo: null,
  seating: 'первая парта',
  notes: null,
});
