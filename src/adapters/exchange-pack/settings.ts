import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { AdapterError } from '../errors.ts';

const words = z.string().min(1);
const licence = z.strictObject({ number: words, day: z.iso.date().optional() });

/** What the model does not hold of the school itself; each is a column of `organization`. */
const organizationSchema = z.strictObject({
  inn: z
    .string()
    .regex(/^\d{10}(\d{2})?$/)
    .optional(),
  name: words,
  shortName: words.optional(),
  address: words.optional(),
  principal: words.optional(),
  licence: licence.optional(),
  accreditation: licence.extend({ untilDay: z.iso.date().optional() }).optional(),
});

/** See {@link organizationSchema}. */
export type Organization = z.infer<typeof organizationSchema>;

/** An exchange pack to be written: where, how, and what its manifest says of where the rows come from. */
export const settingsSchema = z.strictObject({
  /** The folder of the pack; the work folder stands beside it, with `.work` behind its name. */
  folder: z.string().refine(isAbsolute, 'give the whole path of the folder'),
  format: z.enum(['csv', 'xlsx', 'both']).default('both'),
  /** The system that the rows were read from, as `system/mode`. */
  sourceSystem: words.optional(),
  school: words.optional(),
  municipality: words.optional(),
  period: z.strictObject({ from: z.iso.date(), to: z.iso.date() }).optional(),
  /** When the source was read; without it, the time of the last change to the pack. */
  extractedAt: z.iso.datetime({ offset: true }).optional(),
  organization: organizationSchema.optional(),
});

/** Settings of a pack, checked. */
export type Settings = z.infer<typeof settingsSchema>;

/** Checks settings; says which is wrong, and not what stood there. */
export function readSettings(settings: unknown): Settings {
  const parsed = settingsSchema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AdapterError({
    code: 'adapter.settings_invalid',
    place: `settings.${issue?.path.join('.') ?? ''}`,
    message: `the settings of an exchange pack are not valid: ${issue?.message ?? 'unknown'}`,
    hint: 'Give at least the folder that the pack is written to.',
  });
}
