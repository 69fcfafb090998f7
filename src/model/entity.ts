import { z } from 'zod';
import { type FieldFacts, factsOf } from './fields.ts';

/** How an entity behaves in the store and in a run. */
export interface EntityTraits<Name extends string = string> {
  readonly name: Name;
  /**
   * `identity`: people, classes, subjects: the id comes from the identity table, because one student arrives
   * through several systems. `row`: everything else: the id is derived from school, source, kind and key.
   */
  readonly identity: boolean;
  /** The reference field that a reading is bounded by («all marks of this student»), where there is one. */
  readonly owner: string | null;
  /** The date field that a reading is bounded by («from 1 September to 26 October»), where there is one. */
  readonly day: string | null;
}

/** An entity of the canonical model: its name, its fields, its traits. */
export interface Entity<Name extends string = string, Shape extends z.ZodRawShape = z.ZodRawShape>
  extends EntityTraits<Name> {
  /** Fields without `id` and `schoolId`, which every row has. References hold our ids. */
  readonly schema: z.ZodObject<Shape>;
  /** The same fields as an adapter gives them: references hold the vendor's keys. */
  readonly observed: z.ZodObject;
  /** Field name → what it says of itself, in order. */
  readonly fields: ReadonlyMap<string, FieldFacts>;
}

interface Options {
  readonly identity?: boolean;
  readonly owner?: string;
  readonly day?: string;
}

const vendorKey = z.string().min(1).max(300);

function observedShape(shape: z.ZodRawShape, fields: ReadonlyMap<string, FieldFacts>): z.ZodObject {
  const entries = Object.entries(shape).map(([name, schema]) => {
    const facts = fields.get(name);
    if (!facts?.ref) return [name, schema] as const;
    return [name, facts.nullable ? vendorKey.nullable() : vendorKey] as const;
  });
  return z.strictObject(Object.fromEntries(entries));
}

/** Describes an entity. `owner` and `day` name fields of `shape`. */
export function defineEntity<const Name extends string, Shape extends z.ZodRawShape>(
  name: Name,
  shape: Shape,
  options: Options = {},
): Entity<Name, Shape> {
  const fields = new Map(Object.entries(shape).map(([key, schema]) => [key, factsOf(schema as z.ZodType)]));
  return {
    name,
    identity: options.identity ?? false,
    owner: options.owner ?? null,
    day: options.day ?? null,
    schema: z.strictObject(shape) as unknown as z.ZodObject<Shape>,
    observed: observedShape(shape, fields),
    fields,
  };
}
