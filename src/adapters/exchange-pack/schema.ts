import { z } from 'zod';

/** What the work folder remembers of the pack beside its rows. */
export const stateSchema = z.strictObject({
  /** Grows with every change of a row. */
  revision: z.number().int(),
  /** Of which revision the files tell, and by which settings they were written. */
  assembled: z.string().nullable(),
  /** The time of the last change. */
  changedAt: z.string(),
});

/** See {@link stateSchema}. */
export type State = z.infer<typeof stateSchema>;
