import { z } from 'zod';

/** What the work folder remembers of the pack beside its rows. */
export const stateSchema = z.strictObject({
  /** Grows with every change of a row. */
  revision: z.number().int(),
  /** Of which revision the files tell, and by which settings they were written. */
  assembled: z.string().nullable(),
  /** The revision that a run came to its end with; null where none has: files are written of it alone. */
  finished: z.number().int().nullable(),
  /** The time of the last change. */
  changedAt: z.string(),
});

/** See {@link stateSchema}. */
export type State = z.infer<typeof stateSchema>;
