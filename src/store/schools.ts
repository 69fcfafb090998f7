import { randomUUID } from 'node:crypto';
import { type School, schoolSchema } from '../model/school.ts';
import type { Store } from './open.ts';

const toSchool = (row: {
  schoolId: string;
  name: string;
  municipality: string;
  timeZone: string;
  weekDays: number | null;
}): School => schoolSchema.parse(row);

/** Makes a school; its id is made too where none is given. */
export async function createSchool(
  store: Store,
  school: Omit<School, 'schoolId'> & { readonly schoolId?: string },
): Promise<School> {
  const whole = schoolSchema.parse({ ...school, schoolId: school.schoolId ?? randomUUID() });
  return toSchool(await store.prisma.school.create({ data: whole }));
}

/** A school by its id, or null. */
export async function getSchool(store: Store, schoolId: string): Promise<School | null> {
  const row = await store.prisma.school.findUnique({ where: { schoolId } });
  return row && toSchool(row);
}

/** All schools, by municipality and name. */
export async function listSchools(store: Store): Promise<School[]> {
  const rows = await store.prisma.school.findMany({
    orderBy: [{ municipality: 'asc' }, { name: 'asc' }, { schoolId: 'asc' }],
  });
  return rows.map(toSchool);
}
