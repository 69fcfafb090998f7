import { type Account, accountOf, publicAccount, sampleAccounts } from './accounts.ts';
import type { NetschoolSimulator } from './types.ts';
import type { World } from './world.ts';

/** The accounts that the simulator gives out. */
export interface Directory extends Pick<NetschoolSimulator, 'account' | 'accountOf'> {
  samples(): readonly Account[];
}

export function makeDirectory(world: World): Directory {
  // Made when first asked for: with sixty schools on a server it takes a while.
  let made: readonly Account[] | null = null;
  const samples = (): readonly Account[] => {
    made ??= world.schools.flatMap((index) => sampleAccounts(world, index).map(publicAccount));
    return made;
  };
  return {
    samples,
    accountOf(key) {
      const account = accountOf(world, key);
      return account && publicAccount(account);
    },
    account(role, schoolIndex = world.schools[0] ?? 1) {
      const schoolId = world.ids.school(schoolIndex);
      const found = samples().find((one) => one.role === role && one.schoolId === schoolId);
      if (!found) throw new Error(`no sample account of role ${role}`);
      return found;
    },
  };
}
