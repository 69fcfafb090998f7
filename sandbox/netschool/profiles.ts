/** A version of the server, as a client can tell it. */
export type ProfileName = '5.13' | '5.25' | '5.30' | '5.47' | 'kray';

export interface Profile {
  readonly name: ProfileName;
  readonly version: string;
  readonly productName: string;
  /** Which hub brings reports: SignalR 2, or SignalR Core at one of two paths. */
  readonly hub: 'classic' | 'core';
  readonly hubPath: string;
  /** Reports whose queue has moved under `v2/`. */
  readonly v2Reports: readonly string[];
  readonly startTaskHasQueueKey: boolean;
  readonly cacheVersion: string;
  /** Overrides the zone of the schools; null leaves it. */
  readonly timeZone: string | null;
}

const CITY = 'Сетевой Город. Образование';
const CLASSIC = '/webapi/signalr';

const OLD: Omit<Profile, 'name' | 'version' | 'hub' | 'hubPath' | 'cacheVersion'> = {
  productName: CITY,
  v2Reports: [],
  startTaskHasQueueKey: false,
  timeZone: null,
};

const NEW = { ...OLD, v2Reports: ['studenttotal'], startTaskHasQueueKey: true };

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  '5.13': {
    ...OLD,
    name: '5.13',
    version: '5.13.65122.12',
    hub: 'classic',
    hubPath: CLASSIC,
    cacheVersion: '7',
  },
  '5.25': {
    ...NEW,
    name: '5.25',
    version: '5.25.70310.33',
    hub: 'classic',
    hubPath: CLASSIC,
    cacheVersion: '11',
  },
  '5.30': {
    ...NEW,
    name: '5.30',
    version: '5.30.72801.64',
    hub: 'core',
    hubPath: '/webapi/queuehub',
    cacheVersion: '14',
  },
  '5.47': {
    ...NEW,
    name: '5.47',
    version: '5.47.80211.40',
    hub: 'core',
    hubPath: '/webapi/signalr/queuehub',
    cacheVersion: '19',
  },
  kray: {
    ...NEW,
    name: 'kray',
    version: '5.56.84407.15',
    productName: 'Сетевой край. Образование',
    hub: 'core',
    hubPath: '/webapi/signalr/queuehub',
    cacheVersion: '23',
    timeZone: 'Asia/Barnaul',
  },
};

export const isProfileName = (text: string): text is ProfileName => Object.hasOwn(PROFILES, text);
