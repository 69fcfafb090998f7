import type {
  AttendanceFact,
  ClassFact,
  GroupFact,
  PersonFact,
  Side,
  SubjectFact,
  TermFact,
  WorkTypeFact,
} from '../../../../src/sync/migrate/match/side.ts';

const known = { externalIds: [] };

export const aClass = (id: string, name: string, rest: Partial<ClassFact> = {}): ClassFact => ({
  ...known,
  id,
  name,
  grade: Number.parseInt(name, 10) || null,
  letter: null,
  ...rest,
});

export const aSubject = (id: string, name: string, shortName: string | null = null): SubjectFact => ({
  ...known,
  id,
  name,
  shortName,
});

/** A full name is told in parts, one with initials only as it is shown. */
export function aPerson(id: string, name: string, rest: Partial<PersonFact> = {}): PersonFact {
  const [lastName = '', firstName = '', ...middle] = name.split(' ');
  const parts = name.includes('.')
    ? { lastName: null, firstName: null, middleName: null }
    : { lastName, firstName, middleName: middle.join(' ') || null };
  return { ...known, id, name, ...parts, birthDate: null, snils: null, classIds: [], ...rest };
}

export const aGroup = (
  id: string,
  name: string,
  classId: string | null,
  subjectId: string,
  rest: Partial<GroupFact> = {},
): GroupFact => ({ ...known, id, name, classId, subjectId, teacherId: null, studentIds: [], ...rest });

export const aTerm = (id: string, name: string, rest: Partial<TermFact> = {}): TermFact => ({
  ...known,
  id,
  name,
  kind: 'quarter',
  ordinal: 1,
  startDay: '2025-09-01',
  endDay: '2025-10-26',
  gradeFrom: null,
  gradeTo: null,
  ...rest,
});

export const aWorkType = (id: string, name: string, rest: Partial<WorkTypeFact> = {}): WorkTypeFact => ({
  ...known,
  id,
  name,
  abbreviation: null,
  homework: false,
  ...rest,
});

export const aCode = (
  id: string,
  name: string,
  status: AttendanceFact['status'],
  reason: AttendanceFact['reason'] = null,
): AttendanceFact => ({ ...known, id, name, status, reason });

export const aScale = (max: number) => ({ ...known, id: String(max), name: `${max}-балльная`, max });

export const aSide = (parts: Partial<Side> = {}): Side => ({
  class: [],
  subject: [],
  staff: [],
  student: [],
  subjectGroup: [],
  term: [],
  workType: [],
  markScale: [],
  attendanceCode: [],
  ...parts,
});
