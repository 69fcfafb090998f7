import { addDays, type Day } from '../../src/model/dates.ts';

/**
 * The vendor's ids: real-looking integers packed from the truth's small numbers, so that nothing has to be
 * remembered to read one back. With `longIds` the ids of students and assignments have 19 digits.
 */
export type VendorId = number | bigint;

export interface LessonKey {
  readonly school: number;
  readonly group: number;
  readonly date: Day;
  readonly number: number;
}

/** `work` 0 is the homework; 1…9 a work; 11…19 the second number of a work marked `4/5`. */
export interface AssignmentKey extends LessonKey {
  readonly work: number;
}

export interface UserKey {
  readonly school: number;
  readonly kind: 'student' | 'guardian' | 'staff' | 'admin';
  readonly id: number;
}

const LONG = 7_000_000_000_000_000_000n;
const FIRST_SCHOOL = 40;
const USERS = 100_000;
const GUARDIANS = 30_000;
const STAFF = 90_000;
const ADMIN = 99_999;
const CLASSES = 1_000;
const GROUPS = 10_000;
const DAYS = 400;
const NUMBERS = 20;
const WORKS = 20;
const FILES = 10;

export interface Ids {
  school(index: number): number;
  schoolIndex(id: number): number;
  year(school: number): number;
  user(key: UserKey): VendorId;
  userKey(id: string): UserKey | null;
  class(school: number, id: number): number;
  term(school: number, id: number): number;
  subject(school: number, id: number): number;
  group(school: number, id: number): number;
  /** Of a class, term, or subject id: the truth's number; null when it is another school's. */
  classNumber(school: number, id: string): number | null;
  termNumber(school: number, id: string): number | null;
  groupNumber(school: number, id: string): number | null;
  lesson(key: LessonKey): number;
  lessonKey(id: string): LessonKey | null;
  assignment(key: AssignmentKey): VendorId;
  assignmentKey(id: string): AssignmentKey | null;
  attachment(key: AssignmentKey, file: number): number;
  attachmentKey(id: string): (AssignmentKey & { readonly file: number }) | null;
}

const integer = (text: string): bigint | null => (/^\d{1,19}$/.test(text) ? BigInt(text) : null);

/** Leaves a short id as a number; one of 19 digits comes back without its offset. */
function shortOf(text: string): number | null {
  const whole = integer(text);
  if (whole === null) return null;
  const short = whole >= LONG ? whole - LONG : whole;
  return short <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(short) : null;
}

const numberWithin = (base: number, school: number, text: string): number | null => {
  const id = shortOf(text);
  return id !== null && Math.floor(id / base) === school ? id % base : null;
};

const userOffset = { student: 0, guardian: GUARDIANS, staff: STAFF, admin: ADMIN } as const;

function userKeyOf(short: number): UserKey {
  const school = Math.floor(short / USERS);
  const rest = short % USERS;
  if (rest === ADMIN) return { school, kind: 'admin', id: 0 };
  if (rest >= STAFF) return { school, kind: 'staff', id: rest - STAFF };
  if (rest >= GUARDIANS) return { school, kind: 'guardian', id: rest - GUARDIANS };
  return { school, kind: 'student', id: rest };
}

function dayNumber(firstDay: Day, date: Day): number {
  return Math.round((Date.parse(date) - Date.parse(firstDay)) / 86_400_000);
}

export function makeIds(startYear: number, longIds: () => boolean): Ids {
  const firstDay: Day = `${startYear}-08-01`;
  const long = (id: number): VendorId => (longIds() ? LONG + BigInt(id) : id);
  const packLesson = (key: LessonKey): number =>
    ((key.school * GROUPS + key.group) * DAYS + dayNumber(firstDay, key.date)) * NUMBERS + key.number;
  const unpackLesson = (id: number): LessonKey => {
    const dayed = Math.floor(id / NUMBERS);
    const grouped = Math.floor(dayed / DAYS);
    return {
      school: Math.floor(grouped / GROUPS),
      group: grouped % GROUPS,
      date: addDays(firstDay, dayed % DAYS),
      number: id % NUMBERS,
    };
  };
  const packAssignment = (key: AssignmentKey): number => packLesson(key) * WORKS + key.work;
  const unpackAssignment = (id: number): AssignmentKey => ({
    ...unpackLesson(Math.floor(id / WORKS)),
    work: id % WORKS,
  });
  return {
    school: (index) => FIRST_SCHOOL + index,
    schoolIndex: (id) => id - FIRST_SCHOOL,
    year: (school) => 300 + school,
    user: (key) => {
      const id = key.school * USERS + userOffset[key.kind] + key.id;
      return key.kind === 'student' ? long(id) : id;
    },
    userKey: (text) => mapShort(text, userKeyOf),
    class: (school, id) => school * CLASSES + id,
    term: (school, id) => school * CLASSES + id,
    subject: (school, id) => school * CLASSES + id,
    group: (school, id) => school * GROUPS + id,
    classNumber: (school, text) => numberWithin(CLASSES, school, text.replace(/_\d$/, '')),
    termNumber: (school, text) => numberWithin(CLASSES, school, text),
    groupNumber: (school, text) => numberWithin(GROUPS, school, text),
    lesson: packLesson,
    lessonKey: (text) => mapShort(text, unpackLesson),
    assignment: (key) => long(packAssignment(key)),
    assignmentKey: (text) => mapShort(text, unpackAssignment),
    attachment: (key, file) => packAssignment(key) * FILES + file,
    attachmentKey: (text) =>
      mapShort(text, (id) => ({ ...unpackAssignment(Math.floor(id / FILES)), file: id % FILES })),
  };
}

function mapShort<T>(text: string, read: (id: number) => T): T | null {
  const id = shortOf(text);
  return id === null ? null : read(id);
}
