import type pg from 'pg';
import type { Day } from '../model/dates.ts';
import { type Adoption, adoptionSchema } from '../rules/regulation.ts';
import { appendAudit } from './audit.ts';
import { inTransaction } from './findings.ts';
import type { Adoption as Row } from './generated/client.ts';
import { registerLock } from './ingest/keys.ts';
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

/** Who says so, and when. */
export interface Sayer {
  readonly now: Date;
  readonly by: string;
}

/** A school's adoptions while one piece of work looks and writes: nobody else adopts meanwhile. */
export interface AdoptionBook {
  list(): Promise<Adoption[]>;
  /** Keeps that the school adopts an act, and who said so. The same act from the same day is replaced. */
  put(adoption: Adoption, sayer: Sayer): Promise<void>;
  /** Takes an adoption back, as if it had never been. The log keeps that it was, and who took it back. */
  retract(adoption: Adoption, sayer: Sayer): Promise<void>;
}

function bookOf(client: pg.ClientBase, schoolId: string): AdoptionBook {
  const tell = async (action: string, { regulation, from, to, choices }: Adoption, { now, by }: Sayer) => {
    const details = { from, to, ...choices };
    await appendAudit(client, {
      schoolId,
      at: now,
      by,
      action,
      object: `regulation/${regulation}`,
      details,
    });
  };
  return {
    async list() {
      const { rows } = await client.query<Adoption>(
        `SELECT regulation, from_day::text AS "from", to_day::text AS "to", choices FROM adoption
         WHERE school_id = $1 ORDER BY from_day, regulation`,
        [schoolId],
      );
      return rows.map((row) => adoptionSchema.parse(row));
    },
    async put(adoption, sayer) {
      const { regulation, from, to, choices } = adoption;
      await client.query(PUT, [schoolId, regulation, from, to, JSON.stringify(choices), sayer.now]);
      await tell('adoption.entered', adoption, sayer);
    },
    async retract(adoption, sayer) {
      await client.query('DELETE FROM adoption WHERE school_id = $1 AND regulation = $2 AND from_day = $3', [
        schoolId,
        adoption.regulation,
        adoption.from,
      ]);
      await tell('adoption.retracted', adoption, sayer);
    },
  };
}

/** Looks and writes in one transaction under the school's lock. Work that writes nothing leaves everything as it was. */
export async function withAdoptions<T>(
  store: Store,
  schoolId: string,
  work: (book: AdoptionBook) => Promise<T>,
): Promise<T> {
  return inTransaction(store, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [registerLock(schoolId)]);
    return work(bookOf(client, schoolId));
  });
}

/** Keeps that a school adopts an act, whatever else it keeps to; see {@link AdoptionBook.put}. */
export const putAdoption = (
  store: Store,
  schoolId: string,
  adoption: Adoption,
  sayer: Sayer,
): Promise<void> => withAdoptions(store, schoolId, (book) => book.put(adoption, sayer));
