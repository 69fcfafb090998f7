import { describe, expect, it } from 'vitest';
import { PROPOSAL_BAR } from '../../../../src/sync/migrate/match/edges.ts';
import type { PersonFact } from '../../../../src/sync/migrate/match/side.ts';
import { aClass, aPerson } from './sides.ts';
import { lineOf } from './told.ts';

const classes = [aClass('c5', '5а'), aClass('c6', '6а')];
const theirClasses = [aClass('k5', '5 «А»'), aClass('k6', '6 «А»')];

const student = (ours: readonly PersonFact[], theirs: readonly PersonFact[], id = 's1') =>
  lineOf({ class: classes, student: ours }, { class: theirClasses, student: theirs }, id);

const anna = (rest: Partial<PersonFact> = {}) =>
  aPerson('s1', 'Орлова Анна Петровна', { classIds: ['c5'], birthDate: '2014-03-12', ...rest });

describe('students', () => {
  it.each([
    ['name, birth date and class', {}, {}, 0.99],
    ['name and birth date, another class', {}, { classIds: ['k6'] }, 0.94],
    ['name and birth date, no class told', {}, { classIds: [] }, 0.95],
    ['name and class, no birth date on one side', {}, { birthDate: null }, 0.9],
  ])('are found by %s', (_, ours, theirs, score) => {
    const target = aPerson('t1', 'Орлова Анна Петровна', {
      classIds: ['k5'],
      birthDate: '2014-03-12',
      ...theirs,
    });
    expect(student([anna(ours)], [target])).toMatchObject({ targetKey: 't1', how: 'person', score });
  });

  it.each([
    ['name alone', 'Орлова Анна Петровна', { birthDate: null, classIds: [] }],
    ['another birth date', 'Орлова Анна Петровна', { birthDate: '2013-03-12' }],
    ['initials without a class', 'Орлова А. П.', { birthDate: null, classIds: [] }],
    ['the first initial and the class', 'Орлова А.', { birthDate: null }],
    ['another surname with the same birth date', 'Соколова Анна Петровна', {}],
    ['another first name with the same birth date', 'Орлова Анастасия Петровна', {}],
  ])('are a question with a candidate: %s', (_, name, theirs) => {
    const target = aPerson('t1', name, { classIds: ['k5'], birthDate: '2014-03-12', ...theirs });
    const line = student([anna()], [target]);
    expect(line).toMatchObject({ targetKey: null, how: 'question' });
    expect(line.candidates.map(({ key }) => key)).toEqual(['t1']);
    expect(line.score).toBeLessThan(PROPOSAL_BAR);
  });

  it('of whom only the short name is told are found by initials and class, with a lower score', () => {
    const line = student([anna()], [aPerson('t1', 'Орлова А. П.', { classIds: ['k5'] })]);
    expect(line).toMatchObject({ targetKey: 't1', how: 'person', score: 0.8 });
    expect(line.reason).toContain('инициалы');
  });

  it('of one name in one class are a question', () => {
    const ours = [anna({ birthDate: null }), aPerson('s2', 'Орлова Анна Петровна', { classIds: ['c5'] })];
    const theirs = ['t1', 't2'].map((id) => aPerson(id, 'Орлова Анна Петровна', { classIds: ['k5'] }));
    const line = student(ours, theirs);
    expect(line).toMatchObject({ targetKey: null, how: 'question' });
    expect(line.candidates.map(({ key }) => key)).toEqual(['t1', 't2']);
    expect(line.reason).toContain('тёзки');
  });

  it('of one name in one class are told apart by birth dates', () => {
    const ours = [
      anna(),
      aPerson('s2', 'Орлова Анна Петровна', { classIds: ['c5'], birthDate: '2013-11-02' }),
    ];
    const theirs = [
      aPerson('t1', 'Орлова Анна Петровна', { classIds: ['k5'], birthDate: '2013-11-02' }),
      aPerson('t2', 'Орлова Анна Петровна', { classIds: ['k5'], birthDate: '2014-03-12' }),
    ];
    expect(student(ours, theirs, 's1').targetKey).toBe('t2');
    expect(student(ours, theirs, 's2').targetKey).toBe('t1');
  });

  it('are a question when the target has one of two namesakes and does not tell which', () => {
    const ours = [
      anna(),
      aPerson('s2', 'Орлова Анна Петровна', { classIds: ['c5'], birthDate: '2013-11-02' }),
    ];
    const line = student(ours, [aPerson('t1', 'Орлова Анна Петровна', { classIds: ['k5'] })]);
    expect(line.how).toBe('question');
  });

  it('with the same initials in one class are a question where only initials are told', () => {
    const ours = [anna({ birthDate: null }), aPerson('s2', 'Орлова Алла Павловна', { classIds: ['c5'] })];
    const theirs = ['t1', 't2'].map((id) => aPerson(id, 'Орлова А. П.', { classIds: ['k5'] }));
    expect(student(ours, theirs).how).toBe('question');
    expect(student(ours, theirs, 's2').how).toBe('question');
  });

  it('of one name in two classes are told apart by the class', () => {
    const ours = [anna({ birthDate: null }), aPerson('s2', 'Орлова Анна Петровна', { classIds: ['c6'] })];
    const theirs = [
      aPerson('t1', 'Орлова А. П.', { classIds: ['k6'] }),
      aPerson('t2', 'Орлова А. П.', { classIds: ['k5'] }),
    ];
    expect(student(ours, theirs, 's1').targetKey).toBe('t2');
    expect(student(ours, theirs, 's2').targetKey).toBe('t1');
  });

  it('go by СНИЛС first, where both sides tell it', () => {
    const ours = anna({ snils: '001' });
    const married = aPerson('t1', 'Соколова Анна Петровна', { snils: '001' });
    const namesake = aPerson('t2', 'Орлова Анна Петровна', {
      ...ours,
      id: 't2',
      classIds: ['k5'],
      snils: '002',
    });
    expect(student([ours], [married, namesake])).toMatchObject({ targetKey: 't1', how: 'exact', score: 1 });
    expect(student([ours], [namesake]).how).toBe('question');
  });

  it('are shown with the class, and with the birth date only where a name is not one person’s', () => {
    const ours = [
      anna(),
      aPerson('s2', 'Орлова Анна Петровна', { classIds: ['c5'], birthDate: '2013-11-02' }),
    ];
    expect(student([anna()], []).sourceName).toBe('Орлова Анна Петровна (5а)');
    expect(student(ours, []).sourceName).toBe('Орлова Анна Петровна (5а, 12.03.2014)');
    const numbered = { birthDate: null, externalIds: ['netschool/100045'] };
    const untold = student([anna(numbered), ...ours.slice(1)], []);
    expect(untold.sourceName).toBe('Орлова Анна Петровна (5а, № 100045)');
  });
});

describe('staff', () => {
  const staff = (ours: readonly PersonFact[], theirs: readonly PersonFact[]) =>
    lineOf({ staff: ours }, { staff: theirs }, 's1');
  const teacher = aPerson('s1', 'Белова Нина Ильинична');

  it('are found by the full name, and by initials with a lower score', () => {
    expect(staff([teacher], [aPerson('t1', 'Белова Нина Ильинична')])).toMatchObject({
      targetKey: 't1',
      score: 0.92,
    });
    expect(staff([teacher], [aPerson('t1', 'Белова Н. И.')])).toMatchObject({ targetKey: 't1', score: 0.8 });
  });

  it('with a namesake are a question', () => {
    const two = ['t1', 't2'].map((id) => aPerson(id, 'Белова Н. И.'));
    expect(staff([teacher], two).how).toBe('question');
    expect(
      staff([teacher, aPerson('s2', 'Белова Надежда Игоревна')], [aPerson('t1', 'Белова Н. И.')]).how,
    ).toBe('question');
  });

  it('missing in the target are a question without candidates', () => {
    expect(staff([teacher], [aPerson('t1', 'Жукова Н. И.')])).toMatchObject({
      how: 'question',
      candidates: [],
      reason: 'Похожего в новом журнале нет',
    });
  });
});
