import { describe, expect, it } from 'vitest';
import { makeMunicipality } from '../../../sandbox/school-year/index.ts';
import { lessonsOf } from './gather.ts';

const options = { seed: 7, studentsPerSchool: 60 };
const small = () => makeMunicipality(options).school(1);

describe('the same seed', () => {
  it('gives the same people, timetable and movements', () => {
    expect(JSON.stringify(small())).toBe(JSON.stringify(small()));
  });

  it('gives the same records, whatever is asked for first', () => {
    const [first, second] = [small(), small()];
    const forward = [...lessonsOf(first, '2025-09-01', '2025-10-10')];
    const records = new Map(forward.map((lesson) => [JSON.stringify(lesson), first.record(lesson)]));
    const backward = [...lessonsOf(second, '2025-09-01', '2025-10-10')].reverse();
    for (const lesson of backward) expect(second.record(lesson)).toEqual(records.get(JSON.stringify(lesson)));
  });

  it('gives the same term marks with and without the lessons read before', () => {
    const [read, fresh] = [small(), small()];
    for (const lesson of lessonsOf(read)) read.record(lesson);
    for (const { id } of [...read.classes].reverse())
      for (const term of read.termsOf(id))
        expect(fresh.termMarks(id, term.id)).toEqual(read.termMarks(id, term.id));
  });

  it('gives the same school alone and among others', () => {
    const among = [...makeMunicipality({ ...options, schools: 3 }).schools()][1];
    expect(JSON.stringify(among)).toBe(
      JSON.stringify(makeMunicipality({ ...options, schools: 9 }).school(2)),
    );
  });

  it('gives the same lessons in a shorter year, only fewer', () => {
    const short = makeMunicipality({ ...options, weeks: 3 }).school(1);
    const whole = small();
    const lessons = [...lessonsOf(short)];
    expect(lessons).toEqual([...lessonsOf(whole, '2025-09-01', '2025-09-21')]);
    for (const lesson of lessons) expect(short.record(lesson)).toEqual(whole.record(lesson));
  });
});

describe('another seed', () => {
  it('gives another school', () => {
    const other = makeMunicipality({ ...options, seed: 8 }).school(1);
    expect(other.students[0]).not.toEqual(small().students[0]);
  });
});

it('refuses a school that the municipality does not have', () => {
  const { school } = makeMunicipality({ schools: 2 });
  for (const index of [0, 3, 1.5, Number.NaN]) expect(() => school(index)).toThrow(RangeError);
});
