import type { Fields } from '../../../model/entities.ts';
import { listRegister } from '../../../store/read/registers.ts';
import { type PersonChoice, readNames, readStaffChoices } from '../../../store/read/web/names.ts';
import type { SchoolLine } from '../../../store/read/web/overview.ts';
import type { Visit } from '../../page.ts';

/** An application as the register lists it. */
export type PermitRow = Fields<'amendmentPermit'> & { readonly id: string; readonly source: string };

/** The applications of a school, and the people who ask and decide. */
export interface Permits {
  readonly school: SchoolLine;
  readonly permits: readonly PermitRow[];
  readonly students: ReadonlyMap<string, string>;
  readonly staff: readonly PersonChoice[];
}

const MOST = 200;

/** The latest applications of a school. */
export async function readPermits(visit: Visit, school: SchoolLine): Promise<Permits> {
  const { database } = visit.deps;
  const where = { schoolId: school.schoolId, reach: visit.session.person.reach };
  const [page, staff] = await Promise.all([
    listRegister(database, 'amendmentPermit', { ...where, where: {}, after: null, limit: MOST }),
    readStaffChoices(database, where),
  ]);
  const items = page === null || typeof page === 'string' ? [] : page.items;
  const permits = items.map((item) => JSON.parse(item) as PermitRow);
  const ids = permits.map(({ studentId }) => studentId);
  const students = visit.may('students.read') ? await readNames(database, where, 'student', ids) : new Map();
  return { school, permits, students, staff };
}

/** Who may be the principal by the journal: those with such a position first. */
export const principalsFirst = (staff: readonly PersonChoice[]): readonly PersonChoice[] => {
  const isPrincipal = ({ position }: PersonChoice) =>
    /директор/i.test(position ?? '') && !/зам/i.test(position ?? '');
  return [...staff.filter(isPrincipal), ...staff.filter((one) => !isPrincipal(one))];
};
