import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type Day, dayIn } from '../model/dates.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { REGISTER_SOURCE } from '../model/disclosure.ts';
import { type EntityName, entityOf, type Fields } from '../model/entities.ts';
import { rowId } from '../model/ids.ts';
import { err, ok, type Result } from '../model/result.ts';
import { appendAudit } from './audit.ts';
import { markDue, WHOLE_SCHOOL } from './control/due.ts';
import { registerLock } from './ingest/keys.ts';
import type { Store } from './open.ts';
import { putDue, type RecordPlace, recordUnits, schoolUnit } from './register-due.ts';
import { findRecord, type JournalRecord } from './register-records.ts';
import {
  anyOfOthers,
  changeRow,
  danglingField,
  findRows,
  hashOfFields,
  insertRow,
  type RegisterRow,
} from './register-rows.ts';
import type { Held } from './withheld.ts';

export type { JournalRecord } from './register-records.ts';
export type { RegisterRow } from './register-rows.ts';

/** Whose register, who writes, and when. */
export interface RegisterVisit {
  readonly schoolId: string;
  /** The client of the API, or `cli`; with the member of staff behind it where that is told. */
  readonly by: string;
  readonly at: Date;
}

/** A school's registers while one piece of work looks and writes: nobody else writes meanwhile. */
export interface Register {
  /** Today by the school's clock. */
  readonly today: Day;
  readonly timeZone: string;
  readonly at: Date;
  one<N extends EntityName>(entity: N, id: string): Promise<RegisterRow<N> | null>;
  /** Live rows of every source where fields have these values, the oldest first. */
  list<N extends EntityName>(
    entity: N,
    where: Readonly<Partial<Record<keyof Fields<N> & string, string>>>,
  ): Promise<RegisterRow<N>[]>;
  /** Whether some source of the school, not people with us, tells of rows of an entity. */
  tellsOf(entity: EntityName): Promise<boolean>;
  /** A record of the journal that a permit may be about; null when there is none. */
  record(entity: Held, id: string): Promise<JournalRecord | null>;
  /**
   * Enters a row. `key` is what the caller knows it by, null for none: the same key with the same fields is the same
   * row and nothing is written; with other fields it is refused. `action` is what the log calls it.
   */
  add<N extends EntityName>(
    entity: N,
    key: string | null,
    fields: Fields<N>,
    action: string,
  ): Promise<Result<RegisterRow<N>, Diagnostic>>;
  /** Gives a row of ours other fields, and keeps what it was. */
  change<N extends EntityName>(
    row: RegisterRow<N>,
    entity: N,
    fields: Fields<N>,
    action: string,
  ): Promise<Result<RegisterRow<N>, Diagnostic>>;
  /** The school's papers are to be judged again. */
  schoolDue(): Promise<void>;
  /** Everything is. */
  allDue(): void;
  /** The place of a record is to be judged again. */
  recordDue(place: RecordPlace): Promise<void>;
}

const unknownReference = (field: string): Diagnostic => ({
  code: 'register.unknown_reference',
  place: field,
  message: `\`${field}\` names something that this school does not have.`,
  hint: 'Take the id from the lists of this school.',
});

const keyTaken: Diagnostic = {
  code: 'register.key_taken',
  place: 'key',
  message: 'An entry of this key is there already, with other contents.',
  hint: 'Give another key, or none.',
};

class OpenRegister implements Register {
  readonly today: Day;
  readonly timeZone: string;
  readonly at: Date;
  readonly units = new Set<string>();
  readonly #client: pg.ClientBase;
  readonly #visit: RegisterVisit;

  constructor(client: pg.ClientBase, visit: RegisterVisit, timeZone: string) {
    this.#client = client;
    this.#visit = visit;
    this.timeZone = timeZone;
    this.at = visit.at;
    this.today = dayIn(visit.at, timeZone);
  }

  async one<N extends EntityName>(entity: N, id: string): Promise<RegisterRow<N> | null> {
    const [row] = await findRows(this.#client, this.#visit.schoolId, entity, { id });
    return row ?? null;
  }

  async list<N extends EntityName>(
    entity: N,
    where: Readonly<Partial<Record<keyof Fields<N> & string, string>>>,
  ): Promise<RegisterRow<N>[]> {
    return findRows(this.#client, this.#visit.schoolId, entity, where as Readonly<Record<string, string>>);
  }

  async tellsOf(entity: EntityName): Promise<boolean> {
    return anyOfOthers(this.#client, this.#visit.schoolId, entity, REGISTER_SOURCE);
  }

  record(entity: Held, id: string): Promise<JournalRecord | null> {
    return findRecord(this.#client, this.#visit.schoolId, entity, id);
  }

  async add<N extends EntityName>(entity: N, key: string | null, fields: Fields<N>, action: string) {
    const { schoolId, at } = this.#visit;
    const dangling = await danglingField(this.#client, schoolId, entity, fields);
    if (dangling !== null) return err(unknownReference(dangling));
    const ownKey = key ?? randomUUID();
    const id = rowId({ schoolId, source: REGISTER_SOURCE, entity, key: ownKey });
    const row: RegisterRow<N> = { id, source: REGISTER_SOURCE, key: ownKey, fields };
    const before = await this.one(entity, id);
    if (before) {
      const same = hashOfFields(entity, before.fields).equals(hashOfFields(entity, fields));
      return same ? ok(before) : err(keyTaken);
    }
    await insertRow(this.#client, entity, { ...row, schoolId, at }, fields);
    if (entityOf(entity).identity) await this.#identify(entity, ownKey, id);
    await this.#tell(entity, row, action);
    return ok(row);
  }

  async change<N extends EntityName>(row: RegisterRow<N>, entity: N, fields: Fields<N>, action: string) {
    const { schoolId, at } = this.#visit;
    const dangling = await danglingField(this.#client, schoolId, entity, fields);
    if (dangling !== null) return err(unknownReference(dangling));
    const changed: RegisterRow<N> = { ...row, fields };
    await changeRow(this.#client, entity, { ...row, schoolId, at }, fields);
    await this.#tell(entity, changed, action);
    return ok(changed);
  }

  async schoolDue(): Promise<void> {
    this.units.add(await schoolUnit(this.#client, this.#visit.schoolId, this.today));
  }

  allDue(): void {
    this.units.add(WHOLE_SCHOOL);
  }

  async recordDue(place: RecordPlace): Promise<void> {
    const units = await recordUnits(this.#client, this.#visit.schoolId, this.today, place);
    for (const unit of units) this.units.add(unit);
  }

  /** The chain holds what the row was then, without saying it. */
  async #tell(entity: EntityName, row: RegisterRow, action: string): Promise<void> {
    const { schoolId, by, at } = this.#visit;
    const details = { content: hashOfFields(entity, row.fields).toString('hex') };
    await appendAudit(this.#client, { schoolId, at, by, action, object: `${entity}/${row.id}`, details });
  }

  async #identify(entity: EntityName, key: string, id: string): Promise<void> {
    const [system] = REGISTER_SOURCE.split('/');
    await this.#client.query(
      `INSERT INTO identity (school_id, system, entity, external_key, row_id) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT DO NOTHING`,
      [this.#visit.schoolId, system, entity, key, id],
    );
  }
}

const unknownSchool: Diagnostic = {
  code: 'register.unknown_school',
  place: 'schoolId',
  message: 'There is no school of this id.',
  hint: 'Take the id from the list of schools.',
};

async function begin(client: pg.ClientBase, visit: RegisterVisit): Promise<OpenRegister | null> {
  await client.query('BEGIN');
  await client.query('SELECT pg_advisory_xact_lock($1)', [registerLock(visit.schoolId)]);
  const { rows } = await client.query<{ time_zone: string }>(
    'SELECT time_zone FROM school WHERE school_id = $1',
    [visit.schoolId],
  );
  const [school] = rows;
  return school ? new OpenRegister(client, visit, school.time_zone) : null;
}

/**
 * Looks and writes in a school's registers in one transaction: the rows, what they were before, the log of who did
 * what, and what is to be judged again. A refusal writes nothing. Rows are never deleted: to withdraw is a state.
 *
 * One due unit goes with the transaction. A run holds rows of that table until its checkpoint, and who holds one
 * and waits for another may wait in a circle; further units are marked right behind it.
 */
export async function withRegister<T>(
  store: Store,
  visit: RegisterVisit,
  work: (register: Register) => Promise<Result<T, Diagnostic>>,
): Promise<Result<T, Diagnostic>> {
  const client = await store.pool.connect();
  let broken = true;
  try {
    const register = await begin(client, visit);
    const done: Result<T, Diagnostic> = register ? await work(register) : err(unknownSchool);
    const [first, ...others] = done.ok ? (register?.units ?? []) : [];
    if (first !== undefined) await putDue(client, visit.schoolId, first, visit.at);
    await client.query(done.ok ? 'COMMIT' : 'ROLLBACK');
    broken = false;
    await markDue(store, visit.schoolId, others, visit.at);
    return done;
  } finally {
    // A connection in the middle of something is thrown away: that rolls it back, whatever state it is in.
    client.release(broken);
  }
}
