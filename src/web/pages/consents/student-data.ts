import { z } from 'zod';
import { dayIn } from '../../../model/dates.ts';
import type { Fields } from '../../../model/entities.ts';
import { listRegister } from '../../../store/read/registers.ts';
import { type GuardianChoice, readGuardians } from '../../../store/read/web/pupils.ts';
import { readStudentPlace, type StudentPlace } from '../../../store/read/web/student.ts';
import type { Visit } from '../../page.ts';

interface Entered {
  readonly id: string;
  readonly source: string;
}

/** A consent of the register. */
export type ConsentRow = Fields<'consent'> & Entered;

/** A refusal of the electronic form. */
export type RefusalRow = Fields<'electronicFormRefusal'> & Entered;

/** What is on file for a student. */
export interface StudentPapers {
  readonly studentId: string;
  readonly place: StudentPlace;
  readonly today: string;
  readonly guardians: readonly GuardianChoice[];
  readonly consents: readonly ConsentRow[];
  readonly refusals: readonly RefusalRow[];
}

const MOST = 200;

/** The student of an address, within reach. */
export async function studentAsked(visit: Visit): Promise<{ studentId: string; place: StudentPlace } | null> {
  const { reach, classIds } = visit.session.person;
  const id = z.uuid().safeParse(visit.params['studentId']);
  if (!id.success) return null;
  const place = await readStudentPlace(visit.deps.database, id.data, reach, classIds);
  return place && { studentId: id.data, place };
}

/** Reads the papers of the student of an address; null where there is none within reach. */
export async function readPapers(visit: Visit): Promise<StudentPapers | null> {
  const asked = await studentAsked(visit);
  if (!asked) return null;
  const { studentId, place } = asked;
  const { database } = visit.deps;
  const { reach } = visit.session.person;
  const request = { schoolId: place.schoolId, reach, where: { studentId }, after: null, limit: MOST };
  const [guardians, consents, refusals] = await Promise.all([
    readGuardians(database, studentId, reach),
    listRegister(database, 'consent', request),
    listRegister(database, 'electronicFormRefusal', request),
  ]);
  const itemsOf = (page: typeof consents): readonly string[] =>
    page === null || typeof page === 'string' ? [] : page.items;
  return {
    studentId,
    place,
    today: dayIn(visit.now, place.timeZone),
    guardians,
    consents: itemsOf(consents).map((item) => JSON.parse(item) as ConsentRow),
    refusals: itemsOf(refusals).map((item) => JSON.parse(item) as RefusalRow),
  };
}
