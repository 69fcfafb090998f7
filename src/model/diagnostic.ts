import { z } from 'zod';

/**
 * One thing that is wrong with one piece of input, told so that a person can act on it.
 *
 * - `code`: stable, `area.problem`, never changed once published (`docs/error-codes.md` lists them all);
 * - `place`: where it was: a JSON path, a report and its column, a file and its row; never a personal name;
 * - `message`: what is wrong, in English, with no personal data in it;
 * - `hint`: what to do about it.
 */
export const diagnosticSchema = z.object({
  code: z.string().regex(/^[a-z_]+\.[a-z_]+$/),
  place: z.string(),
  message: z.string(),
  hint: z.string(),
});

/** See {@link diagnosticSchema}. */
export type Diagnostic = Readonly<z.infer<typeof diagnosticSchema>>;
