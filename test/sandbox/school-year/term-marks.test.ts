import { describe, expect, it } from 'vitest';
import {
  makeMunicipality,
  markAt,
  type SchoolYear,
  type TruthTermMark,
} from '../../../sandbox/school-year/index.ts';
import { readMark, weightedMeanMark } from '../../../src/model/mark-value.ts';
import { lessonsOf } from './gather.ts';

const school = makeMunicipality({ studentsPerSchool: 100 }).school(1);

/** Reckoned anew and slowly: all that the student got in the subject in the term, as it stood then. */
function meanOf(of: SchoolYear, mark: TruthTermMark): number | null {
  const term = of.terms.find(({ id }) => id === mark.termId);
  const got = [];
  for (const lesson of lessonsOf(of, term?.startDay, term?.endDay)) {
    if (lesson.subjectId !== mark.subjectId) continue;
    const { marks, works } = of.record(lesson);
    for (const one of marks) {
      const value = one.studentId === mark.studentId ? markAt(one, mark.enteredAt) : null;
      if (value !== null)
        got.push({ meaning: readMark(value, 5), weight: works[one.workIndex - 1]?.weight ?? null });
    }
  }
  return weightedMeanMark(got);
}

const rounded = (mean: number): string => (mean >= 4.5 ? '5' : mean >= 3.5 ? '4' : mean >= 2.5 ? '3' : '2');

const termMarksOf = (of: SchoolYear): TruthTermMark[] =>
  of.classes.flatMap(({ id }) => of.termsOf(id).flatMap((term) => of.termMarks(id, term.id)));

describe('term marks', () => {
  const all = termMarksOf(school);

  it('are the weighted mean of what stood when they were put', () => {
    const moved = new Set(school.movements.map(({ studentId }) => studentId));
    const some = all.filter(
      (mark, at) => /\d/.test(mark.value) && (at % 97 === 0 || (moved.has(mark.studentId) && at % 7 === 0)),
    );
    expect(some.length).toBeGreaterThan(40);
    for (const mark of some)
      expect(rounded(meanOf(school, mark) ?? 0), JSON.stringify(mark)).toBe(mark.value);
  });

  it('are one for each student, subject and term', () => {
    const keys = all.map(({ studentId, subjectId, termId }) => `${studentId}/${subjectId}/${termId}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('know н/а, осв and зач beside numbers', () => {
    const values = new Set(all.map(({ value }) => value));
    for (const value of ['3', '4', '5', 'н/а', 'осв', 'зач']) expect(values).toContain(value);
  });

  it('go to those who are in the class at the end of the term', () => {
    for (const { id, grade } of school.classes)
      for (const term of school.termsOf(id)) {
        const marked = new Set(school.termMarks(id, term.id).map(({ studentId }) => studentId));
        const roster = school.rosterOn(id, term.endDay).map((one) => one.id);
        expect([...marked].sort((a, b) => a - b)).toEqual(grade === 1 ? [] : roster.sort((a, b) => a - b));
      }
  });

  it('exempt whoever is exempt all year from physical education', () => {
    const physical = school.subjects.find(({ name }) => name === 'Физическая культура')?.id;
    const exempt = all.filter(({ value }) => value === 'осв');
    for (const { subjectId } of exempt) expect(subjectId).toBe(physical);
  });

  it('do not exist for terms that a short year does not reach', () => {
    const short = makeMunicipality({ studentsPerSchool: 60, weeks: 10 }).school(1);
    const reached = new Set(termMarksOf(short).map(({ termId }) => termId));
    expect([...reached].sort()).toEqual([1, 2, 5]);
    for (const { id } of short.classes) expect(short.yearMarks(id)).toEqual([]);
  });

  it('do not exist for a term of another grade', () => {
    const senior = school.classes.find(({ grade }) => grade >= 10);
    expect(school.termMarks(senior?.id ?? 0, 1)).toEqual([]);
  });
});

describe('year marks', () => {
  it('are the rounded mean of the term marks', () => {
    const terms = new Map<string, string[]>();
    for (const { studentId, subjectId, value } of termMarksOf(school)) {
      const key = `${studentId}/${subjectId}`;
      terms.set(key, [...(terms.get(key) ?? []), value]);
    }
    const year = school.classes.flatMap(({ id }) => school.yearMarks(id));
    expect(year.length).toBeGreaterThan(1000);
    for (const { studentId, subjectId, value, kind, termId } of year) {
      expect([kind, termId]).toEqual(['year', null]);
      const values = terms.get(`${studentId}/${subjectId}`) ?? [];
      const numbers = values.filter((one) => /\d/.test(one)).map(Number);
      if (/\d/.test(value)) {
        const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
        expect(value).toBe(String(Math.round(mean)));
      } else if (value !== 'н/а') expect(values).toContain(value);
    }
  });
});
