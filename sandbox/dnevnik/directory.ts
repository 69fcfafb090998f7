import {
  type Account,
  type AccountRole,
  accountOf,
  keyOfLogin,
  publicAccount,
  sampleAccounts,
} from './accounts.ts';
import { schoolId } from './ids.ts';
import type { Server } from './route.ts';
import type { DnevnikSimulator } from './types.ts';

/** The accounts that the simulator gives out, with tokens. */
export interface Directory extends Pick<DnevnikSimulator, 'account' | 'accountOf' | 'tokenOf'> {
  samples(): readonly Account[];
  tokens(): DnevnikSimulator['tokens'];
}

export function makeDirectory({ world, tokens }: Server): Directory {
  // Made when first asked for: with sixty schools on a server it takes a while.
  let made: readonly ReturnType<typeof sampleAccounts>[number][] | null = null;
  const samples = (): Account[] => {
    made ??= world.schools.flatMap((index) => sampleAccounts(world, index));
    return made.map((one) => publicAccount(one, tokens.ready(one).token));
  };
  const account = (role: AccountRole, schoolIndex = world.schools[0] ?? 1): Account => {
    const found = samples().find((one) => one.role === role && one.schoolId === schoolId(schoolIndex));
    if (!found) throw new Error(`no sample account of role ${role}`);
    return found;
  };
  return {
    samples,
    account,
    accountOf(key) {
      const known = accountOf(world, key);
      return known && publicAccount(known, tokens.ready(known).token);
    },
    tokenOf(login, scopes) {
      const key = keyOfLogin(login);
      const known = key && accountOf(world, key);
      if (!known) throw new Error(`the simulator has no account ${login}`);
      return tokens.issue({ account: known, scopes, clientId: '' }).token;
    },
    tokens: () => ({
      student: account('student').token,
      guardian: account('guardian').token,
      teacher: account('teacher').token,
      staff: account('staff').token,
      admin: account('admin').token,
    }),
  };
}
