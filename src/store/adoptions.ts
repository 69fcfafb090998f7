import type { Day } from '../model/dates.ts';
import { type Adoption, adoptionSchema } from '../rules/regulation.ts';
import { appendAudit } from './audit.ts';
import { inTransaction } from './findings.ts';
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

const PUT = `
INSERT INTO adoption (school_id, regulation, from_day, to_day, choices, adopted_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (school_id, regulation, from_day) DO UPDATE
  SET to_day = excluded.to_day, choices = excluded.choices, adopted_at = excluded.adopted_at`;

/** Keeps that a school adopts an act, and who said so. The same act from the same day is replaced. */
export async function putAdoption(
  store: Store,
  schoolId: string,
  adoption: Adoption,
  { now, by }: { readonly now: Date; readonly by: string },
): Promise<void> {
  const { regulation, from, to, choices } = adoption;
  await inTransaction(store, async (client) => {
    await client.query(PUT, [schoolId, regulation, from, to, JSON.stringify(choices), now]);
    const details = { from, to, ...choices };
    const object = `regulation/${regulation}`;
    await appendAudit(client, { schoolId, at: now, by, action: 'adoption.entered', object, details });
  });
}
