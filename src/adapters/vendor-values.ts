import { z } from 'zod';

/** An id: a number in JSON, text where a number would lose digits. Always text with us. */
export const id = z.union([z.string().min(1), z.number().int()]).transform(String);

/** What may be null or absent: null with us. */
export const nullish = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => value ?? null);
