import type { HostName } from '../../../sandbox/dnevnik/index.ts';
import { adapterContract } from '../../contract/adapter.ts';
import { simulated } from './simulated.ts';

const HOSTS: readonly HostName[] = ['dnevnik.ru', 'school.mosreg.ru'];

for (const profile of HOSTS) {
  adapterContract(`dnevnik/staff ${profile}`, () => simulated({ profile, mode: 'staff' }));
  adapterContract(`dnevnik/family ${profile}`, () => simulated({ profile, mode: 'family' }));
}
