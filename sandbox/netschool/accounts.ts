import type { TruthPerson, TruthStaff, TruthStudent } from '../school-year/types.ts';
import { classOn, type SchoolBook } from './book.ts';
import type { UserKey, VendorId } from './ids.ts';
import type { World } from './world.ts';

export type AccountRole = 'student' | 'guardian' | 'teacher' | 'homeroom' | 'deputy' | 'admin';

/** An account as the simulator gives it out. */
export interface Account {
  readonly role: AccountRole;
  readonly login: string;
  readonly password: string;
  /** The vendor's id of the school (`scid`). */
  readonly schoolId: number;
  readonly userId: VendorId;
  /** Vendor ids of the students that a student's or a guardian's account sees. */
  readonly studentIds?: readonly VendorId[];
}

/** An account with what a session of it needs to know. */
export interface KnownAccount extends Account {
  readonly key: UserKey;
  readonly person: TruthPerson;
  /** The truth's numbers of its students; empty for staff. */
  readonly students: readonly number[];
}

export const isStaffRole = (role: AccountRole): boolean => role !== 'student' && role !== 'guardian';

/** Role 2 is the vendor's; the other numbers are ours. */
export const ROLE_IDS: Readonly<
  Record<AccountRole, { readonly id: number; readonly name: string; readonly code: string }>
> = {
  student: { id: 1, name: 'Ученик', code: 'Student' },
  guardian: { id: 2, name: 'Родитель', code: 'Parent' },
  teacher: { id: 3, name: 'Учитель', code: 'Teacher' },
  homeroom: { id: 4, name: 'Классный руководитель', code: 'ClassTeacher' },
  deputy: { id: 5, name: 'Завуч', code: 'HeadTeacher' },
  admin: { id: 6, name: 'Администратор', code: 'Administrator' },
};

const LETTERS = { student: 'u', guardian: 'r', staff: 's', admin: 'admin' } as const;
const KINDS = { u: 'student', r: 'guardian', s: 'staff' } as const;

export const loginOf = (key: UserKey): string =>
  key.kind === 'admin' ? `admin${key.school}` : `${LETTERS[key.kind]}${key.school}-${key.id}`;

/** Cyrillic on purpose: the hash is made over windows-1251. */
export const passwordOf = (key: UserKey): string => `Пароль-${key.school}-${key.id}`;

export function keyOfLogin(login: string): UserKey | null {
  const admin = /^admin(\d+)$/i.exec(login.trim());
  if (admin) return { school: Number(admin[1]), kind: 'admin', id: 0 };
  const found = /^([urs])(\d+)-(\d+)$/i.exec(login.trim());
  if (!found) return null;
  const kind = KINDS[(found[1] ?? '').toLowerCase() as keyof typeof KINDS];
  return { school: Number(found[2]), kind, id: Number(found[3]) };
}

const ADMIN_PERSON: TruthPerson = { id: 0, lastName: 'Администратор', firstName: 'Системы', middleName: '' };

function roleOfStaff(book: SchoolBook, staff: TruthStaff): AccountRole {
  const position = staff.position.toLowerCase();
  if (/завуч|заместител|директор/.test(position)) return 'deputy';
  return book.year.classes.some(({ homeroomTeacherId }) => homeroomTeacherId === staff.id)
    ? 'homeroom'
    : 'teacher';
}

interface Holder {
  readonly role: AccountRole;
  readonly person: TruthPerson;
  readonly students: readonly number[];
}

function holderOf(world: World, key: UserKey): Holder | null {
  const book = world.book(key.school);
  if (key.kind === 'admin') return { role: 'admin', person: ADMIN_PERSON, students: [] };
  if (key.kind === 'staff') {
    const person = book.staff.get(key.id);
    return person ? { role: roleOfStaff(book, person), person, students: [] } : null;
  }
  const person = key.kind === 'student' ? book.students.get(key.id) : book.guardians.get(key.id);
  if (!person) return null;
  const children = key.kind === 'student' ? [key.id] : (book.guardians.get(key.id)?.studentIds ?? []);
  const students = children.filter((id) => isEnrolled(world, key.school, id));
  return students.length > 0 ? { role: key.kind, person, students } : null;
}

function isEnrolled(world: World, school: number, id: number): boolean {
  const student = world.book(school).students.get(id);
  return student !== undefined && classOn(student, world.todayOf(school)) !== null;
}

/** The account of a person; null where there is none, as for a family whose children have left. */
export function accountOf(world: World, key: UserKey): KnownAccount | null {
  if (!world.schools.includes(key.school)) return null;
  const holder = holderOf(world, key);
  if (!holder) return null;
  const account = {
    ...holder,
    key,
    login: loginOf(key),
    password: passwordOf(key),
    schoolId: world.ids.school(key.school),
    userId: world.ids.user(key),
  };
  if (isStaffRole(holder.role)) return account;
  const studentIds = holder.students.map((id) => world.ids.user({ school: key.school, kind: 'student', id }));
  return { ...account, studentIds };
}

export const publicAccount = ({
  role,
  login,
  password,
  schoolId,
  userId,
  studentIds,
}: KnownAccount): Account => ({
  role,
  login,
  password,
  schoolId,
  userId,
  ...(studentIds ? { studentIds } : {}),
});

const A_FEW = 3;
const TRIED = 40;
/** Below this grade a diary may have no marks yet. */
const FIRST_MARKED_GRADE = 5;

const gradeOf = (book: SchoolBook, student: TruthStudent): number =>
  book.classes.get(student.enrolments[0]?.classId ?? 0)?.grade ?? 0;

function keysToTry(book: SchoolBook): UserKey[] {
  const school = book.year.index;
  const older = book.year.students.filter((student) => gradeOf(book, student) >= FIRST_MARKED_GRADE);
  const students = (older.length > 0 ? older : book.year.students).slice(0, TRIED);
  const guardians = students.flatMap(({ guardianIds }) => guardianIds);
  return [
    { school, kind: 'admin', id: 0 },
    ...book.year.staff.map(({ id }): UserKey => ({ school, kind: 'staff', id })),
    ...students.map(({ id }): UserKey => ({ school, kind: 'student', id })),
    ...[...new Set(guardians)].map((id): UserKey => ({ school, kind: 'guardian', id })),
  ];
}

/** A few accounts of each role of a school. */
export function sampleAccounts(world: World, school: number): KnownAccount[] {
  const taken = new Map<AccountRole, KnownAccount[]>();
  for (const key of keysToTry(world.book(school))) {
    const account = accountOf(world, key);
    const known = account ? (taken.get(account.role) ?? []) : [];
    if (account && known.length < A_FEW) taken.set(account.role, [...known, account]);
  }
  return [...taken.values()].flat();
}
