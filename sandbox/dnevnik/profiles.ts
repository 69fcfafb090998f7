/** One platform under two names. */
export type HostName = 'dnevnik.ru' | 'school.mosreg.ru';

export interface Profile {
  readonly host: HostName;
  readonly title: string;
  /** Overrides the zone of the schools; null leaves it. */
  readonly timeZone: string | null;
  /** Which keys people have: names in parts, or the short name alone. */
  readonly personForm: 'full' | 'short';
}

export const PROFILES: Readonly<Record<HostName, Profile>> = {
  'dnevnik.ru': { host: 'dnevnik.ru', title: 'Дневник.ру', timeZone: null, personForm: 'full' },
  'school.mosreg.ru': {
    host: 'school.mosreg.ru',
    title: 'Школьный портал Московской области',
    timeZone: 'Europe/Moscow',
    personForm: 'short',
  },
};

export const isHostName = (text: string): text is HostName => Object.hasOwn(PROFILES, text);
