import { classOn, type SchoolBook } from '../school-year/book.ts';
import type { TruthPerson, TruthStaff, TruthStudent } from '../school-year/types.ts';
import { type PersonKey, personId, schoolId, userId } from './ids.ts';
import type { World } from './world.ts';

export type AccountRole = 'student' | 'guardian' | 'teacher' | 'staff' | 'admin';

/** An account as the simulator gives it out, with a token that lets in at once. */
export interface Account {
  readonly role: AccountRole;
  readonly login: string;
  readonly password: string;
  readonly schoolId: number;
  readonly userId: number;
  readonly personId: number;
  /** Person ids of the students that a student's or a guardian's account sees. */
  readonly studentIds: readonly number[];
  readonly token: string;
}

export interface KnownAccount {
  readonly role: AccountRole;
  readonly key: PersonKey;
  readonly login: string;
  readonly password: string;
  readonly person: TruthPerson;
  /** The truth's numbers of its students; empty for staff. */
  readonly students: readonly number[];
  readonly isStaff: boolean;
}

const LETTERS = { student: 'u', guardian: 'r', staff: 's' } as const;
const KINDS = { u: 'student', r: 'guardian', s: 'staff' } as const;

export const loginOf = (key: PersonKey): string =>
  key.kind === 'admin' ? `admin${key.school}` : `${LETTERS[key.kind]}${key.school}-${key.id}`;

export const passwordOf = (key: PersonKey): string => `Пароль-${key.school}-${key.id}`;

export function keyOfLogin(login: string): PersonKey | null {
  const admin = /^admin(\d+)$/i.exec(login.trim());
  if (admin) return { school: Number(admin[1]), kind: 'admin', id: 0 };
  const found = /^([urs])(\d+)-(\d+)$/i.exec(login.trim());
  if (!found) return null;
  const kind = KINDS[(found[1] ?? '').toLowerCase() as keyof typeof KINDS];
  return { school: Number(found[2]), kind, id: Number(found[3]) };
}

export const ADMIN: TruthPerson = {
  id: 0,
  lastName: 'Администратор',
  firstName: 'Журнала',
  middleName: '',
};

export const isAdministration = ({ position }: TruthStaff): boolean =>
  /завуч|заместител|директор/i.test(position);

/** The vendor's roles. */
export function rolesOf(book: SchoolBook, { kind, id }: PersonKey): string[] {
  if (kind === 'student') return ['EduStudent'];
  if (kind === 'guardian') return ['EduParent'];
  if (kind === 'admin') return ['EduStaff', 'EduSchoolAdministrator', 'OrganizationStaff'];
  const staff = book.staff.get(id);
  const teaches = book.year.groups.some(({ teacherId }) => teacherId === id);
  return [
    ...(teaches ? ['EduTeacher'] : []),
    'EduStaff',
    ...(staff && isAdministration(staff) ? ['EduSchoolAdministrator'] : []),
  ];
}

export function personOf(book: SchoolBook, { kind, id }: PersonKey): TruthPerson | null {
  if (kind === 'admin') return ADMIN;
  const found = { student: book.students, guardian: book.guardians, staff: book.staff }[kind];
  return found.get(id) ?? null;
}

const gradeOf = (world: World, school: number, student: TruthStudent): number => {
  const book = world.book(school);
  const classId = classOn(student, world.todayOf(school)) ?? student.enrolments[0]?.classId ?? 0;
  return book.classes.get(classId)?.grade ?? 0;
};

/** Whether the person has an account to sign in with: the youngest may have none. */
export function hasAccount(world: World, key: PersonKey): boolean {
  const student = key.kind === 'student' ? world.book(key.school).students.get(key.id) : undefined;
  return !student || gradeOf(world, key.school, student) >= world.quirks.accountsFromGrade;
}

function studentsOf(world: World, key: PersonKey): number[] {
  const book = world.book(key.school);
  const children = key.kind === 'guardian' ? (book.guardians.get(key.id)?.studentIds ?? []) : [key.id];
  const today = world.todayOf(key.school);
  return children.filter((id) => {
    const student = book.students.get(id);
    return student !== undefined && classOn(student, today) !== null;
  });
}

function staffRole(roles: readonly string[]): AccountRole {
  if (roles.includes('EduSchoolAdministrator')) return 'admin';
  return roles.includes('EduTeacher') ? 'teacher' : 'staff';
}

/** The account of a person; null where there is none, as for a family whose children have left. */
export function accountOf(world: World, key: PersonKey): KnownAccount | null {
  if (!world.schools.includes(key.school)) return null;
  const book = world.book(key.school);
  const person = personOf(book, key);
  if (!person || !hasAccount(world, key)) return null;
  const isStaff = key.kind === 'staff' || key.kind === 'admin';
  const students = isStaff ? [] : studentsOf(world, key);
  if (!isStaff && students.length === 0) return null;
  const role = key.kind === 'student' || key.kind === 'guardian' ? key.kind : staffRole(rolesOf(book, key));
  return { role, key, login: loginOf(key), password: passwordOf(key), person, students, isStaff };
}

export const publicAccount = (account: KnownAccount, token: string): Account => ({
  role: account.role,
  login: account.login,
  password: account.password,
  schoolId: schoolId(account.key.school),
  userId: userId(account.key),
  personId: personId(account.key),
  studentIds: account.students.map((id) => personId({ school: account.key.school, kind: 'student', id })),
  token,
});

const A_FEW = 3;
const TRIED = 40;
/** Below this grade a diary may have no marks yet. */
const FIRST_MARKED_GRADE = 5;

function keysToTry(world: World, book: SchoolBook): PersonKey[] {
  const school = book.year.index;
  const older = book.year.students.filter((one) => gradeOf(world, school, one) >= FIRST_MARKED_GRADE);
  const students = (older.length > 0 ? older : book.year.students).slice(0, TRIED);
  const guardians = new Set(students.flatMap(({ guardianIds }) => guardianIds));
  return [
    { school, kind: 'admin', id: 0 },
    ...book.year.staff.map(({ id }): PersonKey => ({ school, kind: 'staff', id })),
    ...students.map(({ id }): PersonKey => ({ school, kind: 'student', id })),
    ...[...guardians].map((id): PersonKey => ({ school, kind: 'guardian', id })),
  ];
}

/** A few accounts of each role of a school. */
export function sampleAccounts(world: World, school: number): KnownAccount[] {
  const taken = new Map<AccountRole, KnownAccount[]>();
  for (const key of keysToTry(world, world.book(school))) {
    const account = accountOf(world, key);
    const known = account ? (taken.get(account.role) ?? []) : [];
    if (account && known.length < A_FEW) taken.set(account.role, [...known, account]);
  }
  return [...taken.values()].flat();
}
