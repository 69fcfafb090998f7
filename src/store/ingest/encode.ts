import type { Diagnostic } from '../../model/diagnostic.ts';
import { type EntityName, entityOf } from '../../model/entities.ts';
import type { ColumnKind } from '../../model/fields.ts';
import type { Observed } from '../../model/observation.ts';
import { type Column, tableOf } from '../schema/columns.ts';
import type { EarlierCoverage } from './coverage.ts';
import type { Identities } from './identities.ts';
import { bytesOf, contentHash, rowIds, type Sixteen } from './keys.ts';
import type { IngestOptions } from './types.ts';
import { dayNumber, RowBuffer } from './wire.ts';

/** A record as it goes to the table. */
export interface Encoded {
  readonly id: Sixteen;
  readonly hash: Sixteen;
}

/** Turns the records of one entity into rows. */
export interface Encoder {
  /** The columns of a row, in the order in which they are written. */
  readonly columns: readonly string[];
  /** Writes the record as the next row of `rows`; a diagnostic, and nothing written, if it cannot be. */
  encode(record: Observed, rows: RowBuffer): Encoded | Diagnostic;
}

type Write = (rows: RowBuffer, value: never) => void;

const WRITERS: Readonly<Record<Exclude<ColumnKind, 'uuid'>, Write>> = {
  text: (rows, value: string) => rows.text(value),
  time: (rows, value: string) => rows.text(value),
  day: (rows, value: string) => rows.int(dayNumber(value)),
  instant: (rows, value: string) => rows.instant(Date.parse(value)),
  int: (rows, value: number) => rows.int(value),
  decimal: (rows, value: number) => rows.double(value),
  bool: (rows, value: boolean) => rows.bool(value),
  json: (rows, value: unknown) => rows.json(value),
};

interface FieldPlan {
  readonly name: string;
  readonly write: (rows: RowBuffer, value: unknown) => void;
  /** For references: the row that a vendor's key names, if it is known. */
  readonly resolve: ((key: string) => Sixteen | undefined) | null;
}

const unknownReference = (record: Observed, field: string, target: string): Diagnostic => ({
  code: 'record.unknown_reference',
  place: record.place,
  message: `\`${field}\` names a ${target} that this system has not told of.`,
  hint: `See whether the source gives that ${target} to this account; the record is taken in once it does.`,
});

function fieldPlans(
  entity: EntityName,
  options: IngestOptions,
  identities: Identities,
): readonly FieldPlan[] {
  return [...entityOf(entity).fields].map(([name, { column, ref }]) => {
    if (column !== 'uuid') return { name, write: WRITERS[column] as FieldPlan['write'], resolve: null };
    if (ref === undefined) throw new Error(`${entity}.${name} is an id of nothing`);
    const resolve = entityOf(ref as EntityName).identity
      ? (key: string) => identities.find(ref, key)
      : rowIds({ schoolId: options.schoolId, source: options.source, entity: ref });
    return { name, write: (rows, id) => rows.sixteen(id as Sixteen), resolve };
  });
}

/** What every row of a run carries alike. */
function sameInAllRows(options: IngestOptions, identity: boolean): RowBuffer {
  const same = new RowBuffer(256);
  same.sixteen(bytesOf(options.schoolId));
  same.text(options.source);
  if (identity) same.smallint(options.rank);
  same.bigint(BigInt(options.runId));
  same.instant(options.observedAt.getTime());
  return same;
}

const OWN_COLUMNS = ['id', 'content_hash', 'external_key', 'absent_at'];

function ownColumns(identity: boolean): readonly string[] {
  const same = ['school_id', 'source', ...(identity ? ['source_rank'] : []), 'run_id', 'first_seen_at'];
  return [...OWN_COLUMNS, ...same];
}

/** Makes the encoder of one entity for one run. */
export function encoderOf(
  entity: EntityName,
  options: IngestOptions,
  identities: Identities,
  coverage: EarlierCoverage,
): Encoder {
  const { identity, owner, day } = entityOf(entity);
  const plans = fieldPlans(entity, options, identities);
  const columns = [...tableOf(entity).fields.map(({ name }: Column) => name), ...ownColumns(identity)];
  const same = sameInAllRows(options, identity);
  const sameBytes = same.bytes.subarray(0, same.length);
  const ownId = rowIds({ schoolId: options.schoolId, source: options.source, entity }, 0);
  // A row that passes from one source to another has changed even where the words are the same.
  const salt = identity ? options.source : '';

  return {
    columns,
    encode(record, rows) {
      const data: Readonly<Record<string, unknown>> = record.data;
      rows.begin(columns.length);
      const start = rows.length;
      let end = start;
      let ownerId: Sixteen | null = null;
      for (const { name, write, resolve } of plans) {
        const value = data[name];
        if (value === null || value === undefined) {
          rows.nothing();
          continue;
        }
        if (resolve) {
          const id = resolve(value as string);
          if (id === undefined) {
            rows.discard();
            return unknownReference(record, name, entityOf(entity).fields.get(name)?.ref ?? 'row');
          }
          if (name === owner) ownerId = id;
          rows.sixteen(id);
        } else write(rows, value);
        end = rows.length;
      }
      // Up to the last field that is given: a field that the model is given later does not change old rows.
      const hash = contentHash(rows.bytes.subarray(start, end), salt);
      const id = identity ? identities.claim(entity, record.key) : ownId(record.key);
      rows.sixteen(id);
      rows.sixteen(hash);
      rows.text(record.key);
      const dayOf = day === null ? null : data[day];
      const lastSeen = coverage.lastSeen(
        entity,
        ownerId,
        typeof dayOf === 'string' ? dayNumber(dayOf) : null,
      );
      if (lastSeen === null) rows.nothing();
      else rows.instant(lastSeen);
      rows.raw(sameBytes);
      return { id, hash };
    },
  };
}
