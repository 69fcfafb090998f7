import type { Adapter } from '../contract.ts';
import { FamilySession } from './family-session.ts';
import { FAMILY_MODE, STAFF_MODE } from './modes.ts';
import { settingsSchema } from './settings.ts';
import { StaffSession } from './staff-session.ts';

/** «Дневник.ру» and the portals that run on it. */
export const dnevnik: Adapter<typeof settingsSchema> = {
  system: 'dnevnik',
  title: '«Дневник.ру», «Школьный портал Московской области»',
  settings: settingsSchema,
  modes: [STAFF_MODE, FAMILY_MODE],
  modeOf: ({ mode }) => (mode === 'staff' ? STAFF_MODE : FAMILY_MODE),
  async open(settings, context) {
    const session =
      settings.mode === 'staff' ? new StaffSession(settings, context) : new FamilySession(settings, context);
    await session.open();
    return session;
  },
};
