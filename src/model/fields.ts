import { z } from 'zod';

/**
 * The kinds of columns that a canonical field can have. A field says its own kind, so the store's columns,
 * the bulk writer and the API's documents are all read off one description.
 */
export type ColumnKind = 'uuid' | 'text' | 'day' | 'instant' | 'time' | 'int' | 'decimal' | 'bool' | 'json';

/** What a field tells about itself beside its shape. */
export interface FieldMeta {
  readonly column: ColumnKind;
  /** For references: the entity that the id belongs to. An adapter gives the vendor's key here. */
  readonly ref?: string;
}

const fieldMeta = new WeakMap<z.ZodType, FieldMeta>();

function field<T extends z.ZodType>(schema: T, meta: FieldMeta): T {
  fieldMeta.set(schema, meta);
  return schema;
}

/** Any text, not empty, without NUL (PostgreSQL cannot hold it). Null, not an empty text, says «not given». */
export const text = () =>
  field(
    z
      .string()
      .min(1)
      .refine((value) => !value.includes('\u0000'), 'holds a NUL character'),
    { column: 'text' },
  );

/** A reference to a row of `entity` in the same school: our id (UUID); in an observation, the vendor's key. */
export const ref = (entity: string) => field(z.uuid(), { column: 'uuid', ref: entity });

/** A calendar date without time, `YYYY-MM-DD`, in the school's own calendar. */
export const day = () => field(z.iso.date(), { column: 'day' });

/** A moment, ISO 8601 with an offset, e.g. `2025-09-08T09:04:11Z`. */
export const instant = () => field(z.iso.datetime({ offset: true }), { column: 'instant' });

/** A local time of day, `HH:MM`. */
export const time = () => field(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/), { column: 'time' });

/** A whole number that fits 32 bits. */
export const int = () => field(z.int32(), { column: 'int' });

/** A finite number with a fraction. */
export const decimal = () => field(z.number(), { column: 'decimal' });

/** Yes or no. */
export const bool = () => field(z.boolean(), { column: 'bool' });

/** One of a closed list of words. */
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  field(z.enum(values), { column: 'text' });

/** A small structured value kept as JSON. */
export const json = <T extends z.ZodType>(schema: T): T => field(schema, { column: 'json' });

/** What a canonical field says of itself; `nullable` where null is allowed. */
export interface FieldFacts extends FieldMeta {
  readonly nullable: boolean;
}

/** Reads a field's facts. Throws for a schema that was not made by this file's builders: a defect. */
export function factsOf(schema: z.ZodType): FieldFacts {
  const inner = schema instanceof z.ZodNullable ? (schema.unwrap() as z.ZodType) : schema;
  const meta = fieldMeta.get(inner);
  if (!meta) throw new Error('a canonical field must be built by src/model/fields.ts');
  return { ...meta, nullable: schema instanceof z.ZodNullable };
}
