import { z } from 'zod';
import type { Settings } from './settings.ts';

/** What whoever hands a pack over says of it; kept in the work folder, so that every later writing says the same. */
const handedSchema = z.object({
  school: z.string().min(1),
  municipality: z.string().min(1),
  period: z.object({ from: z.string(), to: z.string() }),
  extractedAt: z.string().nullable(),
});

/** Settings of a pack with what was said of it at the end of the run; what the settings say themselves comes first. */
export function settingsWith(settings: Settings, kept: unknown): Settings {
  if (kept === undefined) return settings;
  const { school, municipality, period, extractedAt } = handedSchema.parse(kept);
  return {
    school,
    municipality,
    period,
    ...(extractedAt !== null && { extractedAt }),
    organization: { name: settings.school ?? school },
    ...settings,
  };
}
