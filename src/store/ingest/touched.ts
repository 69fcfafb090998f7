import type pg from 'pg';
import type { EntityName } from '../../model/entities.ts';
import { markRollups, markRollupsOf } from '../rollup/refresh.ts';
import { tableOf } from '../schema/columns.ts';
import { CLASS_ONLY, EVERYTHING, PLACES, type Place } from './touched-places.ts';
import { type Touch, unitsTouched } from './touched-units.ts';
import type { IngestOptions } from './types.ts';

/** The unit that stands for all. */
const ALL = 'all';

/** Places remembered between two checkpoints; with more of them all may as well be judged again. */
const MOST_TOUCHES = 20_000;

interface TouchRow {
  readonly student: string | null;
  readonly class: string | null;
  readonly subject: string | null;
  readonly day: string | null;
  readonly wide: boolean;
}

const columns = ({ classId, studentId, subjectId, day }: Place, wide: string): string =>
  `${studentId ?? 'NULL::uuid'} AS student, ${classId ?? 'NULL::uuid'} AS class, ${subjectId} AS subject,
   (${day})::text AS day, ${wide} AS wide`;

/** What a run's new, changed and gone rows make due for evaluation; written with its checkpoint. */
export class Touched {
  readonly #client: pg.Client;
  readonly #options: IngestOptions;
  readonly #touches = new Map<string, Touch>();
  #all = false;
  #school = false;

  constructor(client: pg.Client, options: IngestOptions) {
    this.#client = client;
    this.#options = options;
  }

  /** Everything: the source had nothing of this before. */
  everything(): void {
    this.#all = true;
    this.#touches.clear();
  }

  /** Rows of a batch that were just written. */
  async added(entity: EntityName, batch: number, ordinals: readonly number[]): Promise<void> {
    const place = this.#placeOf(entity);
    if (!place) return;
    await this.#take(
      entity,
      place,
      `SELECT DISTINCT ${columns(place, place.wide ? 'true' : 'false')}
       FROM stage s JOIN public."${tableOf(entity).name}" t ON t.school_id = $1 AND t.id = s.id
       WHERE s.batch = $2 AND s.ord = ANY($3::int[])`,
      [this.#options.schoolId, batch, ordinals],
    );
  }

  /** Rows that are about to change: where they were, and where the table `changes` says that they will be. */
  async changed(entity: EntityName, changes: string): Promise<void> {
    const place = this.#placeOf(entity);
    if (!place) return;
    const listed = columns(place, place.wide ?? 'false');
    const table = `public."${tableOf(entity).name}"`;
    await this.#take(
      entity,
      place,
      `SELECT ${listed} FROM ${changes} n JOIN ${table} t ON t.school_id = $1 AND t.id = n.id
       UNION SELECT ${listed} FROM ${changes} t JOIN ${table} n ON n.school_id = $1 AND n.id = t.id`,
      [this.#options.schoolId],
    );
  }

  /** Rows that are about to be marked deleted. */
  async gone(entity: EntityName): Promise<void> {
    const place = this.#placeOf(entity);
    if (!place) return;
    await this.#take(
      entity,
      place,
      `SELECT DISTINCT ${columns(place, place.wide ? 'true' : 'false')}
       FROM pending_gone p JOIN public."${tableOf(entity).name}" t ON t.school_id = p.school_id AND t.id = p.row_id
       WHERE p.school_id = $1 AND p.run_id = $2 AND p.entity = $3 AND t.deleted_at IS NULL`,
      [this.#options.schoolId, this.#options.runId, entity],
    );
  }

  /** Writes what is due, as part of the transaction that makes it so. */
  async save(): Promise<void> {
    const { schoolId, observedAt, dryRun } = this.#options;
    const isEmpty = !this.#all && !this.#school && this.#touches.size === 0;
    if (dryRun || isEmpty) return;
    await this.#markRollups();
    const units = this.#all
      ? [ALL]
      : await unitsTouched(this.#client, this.#options, [...this.#touches.values()], this.#school);
    // Marked again even where it is due already: whoever is just evaluating it must not take this away.
    await this.#client.query(
      `INSERT INTO unit_due (school_id, unit, due_at) SELECT $1, u, $3 FROM unnest($2::text[]) u ORDER BY u
       ON CONFLICT (school_id, unit) DO UPDATE SET due_at = least(unit_due.due_at, excluded.due_at)`,
      [schoolId, units, observedAt],
    );
  }

  /** Sums of the classes, too. */
  async #markRollups(): Promise<void> {
    const { schoolId } = this.#options;
    const touches = [...this.#touches.values()];
    const of = (ids: readonly (string | null)[]) => [...new Set(ids.flatMap((id) => id ?? []))];
    await markRollups(this.#client, schoolId, this.#all ? null : of(touches.map(({ classId }) => classId)));
    await markRollupsOf(this.#client, schoolId, of(touches.map(({ studentId }) => studentId)));
  }

  /** Begins anew after a checkpoint. */
  forget(): void {
    this.#all = false;
    this.#school = false;
    this.#touches.clear();
  }

  /** Where to look for what is touched; nothing where all is due anyway, or the school alone is. */
  #placeOf(entity: EntityName): Place | null {
    if (EVERYTHING.has(entity)) this.everything();
    if (this.#all || this.#options.dryRun) return null;
    if (!CLASS_ONLY.has(entity)) this.#school = true;
    return PLACES[entity] ?? null;
  }

  async #take(
    entity: EntityName,
    { scopes }: Place,
    text: string,
    values: readonly unknown[],
  ): Promise<void> {
    const { rows } = await this.#client.query<TouchRow>(text, [...values]);
    for (const row of rows) {
      const { student, subject, day, wide } = row;
      // Nobody can tell whose it is, and so what it concerns.
      if (student === null && row.class === null) this.everything();
      if (this.#all) return;
      const touch = {
        scopes,
        studentId: student,
        classId: row.class,
        subjectId: subject,
        day,
        isWide: wide,
      };
      this.#touches.set(
        `${entity} ${student ?? ''} ${row.class ?? ''} ${subject ?? ''} ${day ?? ''} ${wide}`,
        touch,
      );
    }
    if (this.#touches.size > MOST_TOUCHES) this.everything();
  }
}
