import type { Diagnostic } from '../../model/diagnostic.ts';
import type { EntityName } from '../../model/entities.ts';
import type { Observed } from '../../model/observation.ts';
import type { Encoder } from './encode.ts';
import { SeenKeys } from './seen-keys.ts';
import type { Batch } from './stage.ts';
import type { Refused } from './types.ts';
import { RowBuffer } from './wire.ts';

/**
 * A batch is written when it has this many rows, or bytes: large enough for COPY, small enough for memory. The first
 * one after a checkpoint is small, so that the database begins while the next ones are still being made.
 */
const FIRST_BATCH_ROWS = 500;
const BATCH_ROWS = 2_500;
const BATCH_BYTES = 1536 * 1024;

const KEY_COLUMNS = 4;

/** The records of one entity since the last checkpoint, gathered into batches. */
export interface Gathering {
  /** Takes a record: null, or why it is not taken; `repeated` where the same was given already. */
  take(record: Observed): Refused | 'repeated' | null;
  isFull(): boolean;
  /** The batch so far, or null when it is empty; what follows goes into a new one. */
  detach(): Batch | null;
  /** Gives a written batch's memory back. */
  recycle(batch: Batch): void;
  /** Begins anew after a checkpoint. */
  forget(): void;
}

const duplicate = (record: Observed): Diagnostic => ({
  code: 'record.duplicate_key',
  place: record.place,
  message: 'The source gave two records with the same key and different contents.',
  hint: 'The first one was kept. See in the source which of the two is right.',
});

const keyInvalid = (record: Observed): Diagnostic => ({
  code: 'record.key_invalid',
  place: record.place,
  message: 'The record’s key is empty, longer than 300 characters, or holds a NUL character.',
  hint: 'A fault of the adapter or of the source: report it with the place.',
});

const isKey = (key: string): boolean => key.length > 0 && key.length <= 300 && !key.includes('\0');

/** Gathers the records of one entity. `batchNumber` is that of the batch being filled. */
export function gather(entity: EntityName, encoder: Encoder, batchNumber: () => number): Gathering {
  const seen = new SeenKeys();
  const spare: { rows: RowBuffer; keys: RowBuffer }[] = [];
  const fresh = () => spare.pop() ?? { rows: new RowBuffer(1 << 16), keys: new RowBuffer(1 << 14) };
  let current = fresh();
  let number = batchNumber();
  let limit = FIRST_BATCH_ROWS;

  const take = (record: Observed): Refused | 'repeated' | null => {
    if (!isKey(record.key)) return { record, diagnostic: keyInvalid(record) };
    const { rows, keys } = current;
    if (rows.rows === 0) number = batchNumber();
    const encoded = encoder.encode(record, rows);
    if ('code' in encoded) return { record, diagnostic: encoded };
    const earlier = seen.see(encoded.id, encoded.hash);
    if (earlier !== 'new') {
      rows.discard();
      return earlier === 'same' ? 'repeated' : { record, diagnostic: duplicate(record) };
    }
    keys.begin(KEY_COLUMNS);
    keys.int(number);
    keys.int(rows.rows - 1);
    keys.sixteen(encoded.id);
    keys.sixteen(encoded.hash);
    return null;
  };

  return {
    take,
    isFull: () => current.rows.rows >= limit || current.rows.length >= BATCH_BYTES,
    detach: () => {
      if (current.rows.rows === 0) return null;
      const batch: Batch = { entity, number, columns: encoder.columns, ...current };
      current = fresh();
      limit = Math.min(limit * 2, BATCH_ROWS);
      return batch;
    },
    recycle: ({ rows, keys }) => {
      rows.clear();
      keys.clear();
      if (spare.length < 2) spare.push({ rows, keys });
    },
    forget: () => {
      seen.clear();
      limit = FIRST_BATCH_ROWS;
    },
  };
}
