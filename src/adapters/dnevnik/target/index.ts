import type { AdapterContext } from '../../contract.ts';
import { AdapterError } from '../../errors.ts';
import type { Target, TargetSession } from '../../target.ts';
import { type Settings, settingsSchema } from '../settings.ts';
import { StaffSession } from '../staff-session.ts';
import { declaration, declarationFor } from './declaration.ts';
import { makeDesk } from './desk.ts';
import { DnevnikTarget } from './session.ts';

const WRITERS = new Set(['eduteacher', 'edustaff', 'eduschooladministrator']);

const invalid = (place: string, message: string, hint: string): AdapterError =>
  new AdapterError({ code: 'adapter.settings_invalid', place, message, hint });

function readSettings(given: unknown): Settings {
  const parsed = settingsSchema.safeParse(given);
  if (!parsed.success) {
    const place = `settings.${parsed.error.issues[0]?.path.map(String).join('.') ?? ''}`;
    throw invalid(place, 'the settings do not fit', 'Look at the settings of the connection.');
  }
  const settings = parsed.data;
  if (settings.mode !== 'staff')
    throw invalid(
      'settings.mode',
      'only an employee writes into the journal',
      'Give the token of an employee.',
    );
  if (settings.writes !== 'unconfirmed')
    throw invalid(
      'settings.writes',
      'writing is switched off: the vendor has not confirmed how it is done',
      'Set writes: unconfirmed where the school agrees to try it.',
    );
  return settings;
}

const mayNotWrite = (): AdapterError =>
  new AdapterError({
    code: 'adapter.forbidden',
    place: 'users/me/context $.roles',
    message: 'the token is of nobody who may write into the journal',
    hint: 'Use the token of a teacher or of an administrator of the school.',
  });

async function open(given: unknown, context: AdapterContext): Promise<TargetSession> {
  const session = new StaffSession(readSettings(given), context);
  await session.open();
  try {
    const { client, roles } = session.visitor;
    if (!roles.some((role) => WRITERS.has(role.toLowerCase()))) throw mayNotWrite();
    return new DnevnikTarget(makeDesk(client, await session.readBook()), session);
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** A school of «Дневник.ру» as the place that another journal is moved to. */
export const dnevnikTarget: Target = {
  declaration,
  declarationFor: (settings) => declarationFor(readSettings(settings)),
  open,
};
