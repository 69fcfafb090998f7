import { makeSchool } from './school.ts';
import type { Municipality, SchoolYear, YearOptions } from './types.ts';

export * from './types.ts';

const DEFAULTS: YearOptions = {
  seed: 1,
  schools: 3,
  studentsPerSchool: 100,
  startYear: 2025,
  weeks: 34,
  planted: false,
};

/** An invented municipality: the same options give the same schools, people and marks, always. */
export function makeMunicipality(options: Partial<YearOptions> = {}): Municipality {
  const all: YearOptions = { ...DEFAULTS, ...options };
  const school = (index: number): SchoolYear => {
    if (!Number.isInteger(index) || index < 1 || index > all.schools)
      throw new RangeError(`there is no school ${index} among ${all.schools}`);
    return makeSchool(all, index);
  };
  return {
    name: 'Озёрский муниципальный округ',
    options: all,
    school,
    *schools() {
      for (let index = 1; index <= all.schools; index += 1) yield school(index);
    },
  };
}
