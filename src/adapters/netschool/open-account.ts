import type { AdapterContext } from '../contract.ts';
import { AdapterError } from '../errors.ts';
import { Client } from './client.ts';
import { readSchool } from './school-base.ts';
import type { Account, Settings } from './settings.ts';

/** An account that is in. */
export interface Opened {
  readonly client: Client;
  readonly schoolName: string;
  /** Logs out; a failure is logged. */
  leave(): Promise<void>;
}

async function leave(client: Client, context: AdapterContext): Promise<void> {
  await client.leave().catch((error: unknown) => {
    if (!(error instanceof AdapterError)) throw error;
    context.log('netschool.logout_failed', { code: error.diagnostic.code });
  });
}

const otherSchool = (): AdapterError =>
  new AdapterError({
    code: 'adapter.settings_invalid',
    place: 'settings.schoolId',
    message: 'the account works in another school than the settings name',
    hint: 'Check the number of the school (scid) and the account.',
  });

/** Comes in and looks that it is the right school. Whatever goes wrong after the log-in, the account is logged out. */
export async function openAccount(
  settings: Settings,
  account: Account,
  context: AdapterContext,
): Promise<Opened> {
  const client = new Client(settings, account, context);
  try {
    await client.enter();
    const school = await readSchool(client);
    if (school.schoolId !== null && school.schoolId !== settings.schoolId) throw otherSchool();
    return { client, schoolName: school.name, leave: () => leave(client, context) };
  } catch (error) {
    await leave(client, context);
    throw error;
  }
}
