import type { Day } from '../model/dates.ts';
import { type Adoption, adoptionSchema } from '../rules/regulation.ts';
import type { Adoption as Row } from './generated/client.ts';
import type { Store } from './open.ts';

const dayOf = (date: Date): Day => date.toISOString().slice(0, 10);

const toAdoption = ({ regulation, fromDay, toDay, choices }: Row): Adoption =>
  adoptionSchema.parse({ regulation, from: dayOf(fromDay), to: toDay && dayOf(toDay), choices });

/** The acts that a school keeps to, or kept to, by their first day. */
export async function listAdoptions(store: Store, schoolId: string): Promise<Adoption[]> {
  const rows = await store.prisma.adoption.findMany({
    where: { schoolId },
    orderBy: [{ fromDay: 'asc' }, { regulation: 'asc' }],
  });
  return rows.map(toAdoption);
}

/** Keeps that a school adopts an act. The same act from the same day is replaced. */
export async function putAdoption(
  store: Store,
  schoolId: string,
  adoption: Adoption,
  now: Date,
): Promise<void> {
  const { regulation, from, to, choices } = adoption;
  const fromDay = new Date(from);
  const told = { toDay: to === null ? null : new Date(to), choices, adoptedAt: now };
  await store.prisma.adoption.upsert({
    where: { schoolId_regulation_fromDay: { schoolId, regulation, fromDay } },
    create: { schoolId, regulation, fromDay, ...told },
    update: told,
  });
}
