import { describe, expect, it } from 'vitest';
import { checkMapping } from '../../../../src/sync/migrate/mapping/check.ts';
import { placed } from '../../../../src/sync/migrate/mapping/placed.ts';
import { proposeMapping } from '../../../../src/sync/migrate/mapping/propose.ts';
import { aClass, aCode, aGroup, aPerson, aScale, aSubject, aTerm, aWorkType } from './sides.ts';
import { groundOf, lineOf } from './told.ts';

describe('exact keys', () => {
  it('come before names', () => {
    const ours = [{ ...aSubject('s1', 'Алгебра'), externalIds: ['dnevnik/42'] }];
    const theirs = [aSubject('41', 'Алгебра'), { ...aSubject('42', 'Алг.'), externalIds: ['dnevnik/42'] }];
    expect(lineOf({ subject: ours }, { subject: theirs }, 's1')).toMatchObject({
      targetKey: '42',
      how: 'exact',
      score: 1,
    });
  });
});

describe('classes', () => {
  const classLine = (ours: string, theirs: readonly string[]) =>
    lineOf(
      { class: [aClass('s1', ours)] },
      { class: theirs.map((name, index) => aClass(`t${index + 1}`, name)) },
      's1',
    );

  it('are found however they are spelled', () => {
    expect(classLine('5а', ['5б', '5 «А»', '6а'])).toMatchObject({
      targetKey: 't2',
      how: 'name',
      score: 0.97,
    });
  });

  it('that the target has twice are a question', () => {
    expect(classLine('5а', ['5-А', '5 А'])).toMatchObject({ targetKey: null, how: 'question' });
  });

  it('of another grade are no candidates', () => {
    expect(classLine('5а', ['6а']).candidates).toEqual([]);
  });

  const names = ['Орлова А. П.', 'Белов И. И.', 'Жуков П. Н.', 'Котова М. С.', 'Лисин О. Д.', 'Рыбин К. К.'];
  const rollOf = (classId: string, shown: readonly string[]) =>
    shown.map((name, index) => aPerson(`${classId}-${index}`, name, { classIds: [classId] }));

  it('that were renamed are found by who is in them', () => {
    const source = { class: [aClass('s1', '5а')], student: rollOf('s1', names) };
    const target = {
      class: [aClass('t1', '5 лицейский'), aClass('t2', '5б')],
      student: rollOf('t1', names.slice(1)),
    };
    const line = lineOf(source, target, 's1');
    expect(line).toMatchObject({ targetKey: 't1', how: 'person', score: 0.85 });
    expect(line.reason).toContain('5 из 6');
    expect(lineOf(source, target, 's1-1').targetKey).toBe('t1-0');
  });

  it('that were renamed and half mixed are a question', () => {
    const source = { class: [aClass('s1', '5а')], student: rollOf('s1', names) };
    const target = { class: [aClass('t1', '5 лицейский')], student: rollOf('t1', names.slice(2)) };
    expect(lineOf(source, target, 's1')).toMatchObject({ how: 'question', score: 0.6 });
  });
});

describe('classes that are called as another one was', () => {
  const letters = ['А', 'Б', 'В', 'Г', 'Д', 'Е'];
  const roll = (classId: string, surname: string) =>
    letters.map((letter) =>
      aPerson(`${classId}-${letter}`, `${surname}${letter.toLowerCase()} ${letter}. ${letter}.`, {
        classIds: [classId],
      }),
    );
  const source = {
    class: [aClass('s1', '5а'), aClass('s2', '5б')],
    student: [...roll('s1', 'Орлов'), ...roll('s2', 'Белов')],
  };

  it('are found by who is in them, whatever their names say', () => {
    const target = {
      class: [aClass('t1', '5а'), aClass('t2', '5б')],
      student: [...roll('t1', 'Белов'), ...roll('t2', 'Орлов')],
    };
    expect(lineOf(source, target, 's1')).toMatchObject({ targetKey: 't2', how: 'person' });
    expect(lineOf(source, target, 's2')).toMatchObject({ targetKey: 't1', how: 'person' });
  });

  it('are a question with the reason where their people are nowhere', () => {
    const target = { class: [aClass('t1', '5а')], student: roll('t1', 'Жуков') };
    const line = lineOf(source, target, 's1');
    expect(line).toMatchObject({ how: 'question', targetKey: null });
    expect(line.reason).toContain('ученики в классе другие');
  });

  it('are a question that names the likest by subjects and teachers, where nobody tells who is in them', () => {
    const subjects = ['Алгебра', 'Химия', 'Физика', 'История', 'Биология'];
    const side = (prefix: string, classes: readonly string[], shift: number) => ({
      class: classes.map((name, index) => aClass(`${prefix}${index}`, name)),
      subject: subjects.map((name, index) => aSubject(`${prefix}-p${index}`, name)),
      staff: letters.map((letter) => aPerson(`${prefix}-${letter}`, `Учитель${letter.toLowerCase()} А. Б.`)),
      subjectGroup: classes.flatMap((_, at) =>
        subjects.map((name, index) =>
          aGroup(`${prefix}${at}-${index}`, name, `${prefix}${at}`, `${prefix}-p${index}`, {
            teacherId: `${prefix}-${letters[(index + (at + shift) * 3) % letters.length]}`,
          }),
        ),
      ),
    });
    const line = lineOf(side('s', ['5а'], 0), side('t', ['5 лицейский', '5 кадетский'], 1), 's0');
    expect(line.how).toBe('question');
    expect(line.candidates[0]?.key).toBe('t1');
    expect(line.reason).toContain('предметы с учителями: 5 из 5');
  });
});

describe('subjects', () => {
  it('that are only alike are a question with the likest first', () => {
    const theirs = [
      aSubject('1', 'История России'),
      aSubject('2', 'Всеобщая история'),
      aSubject('3', 'Химия'),
    ];
    const line = lineOf({ subject: [aSubject('s1', 'История')] }, { subject: theirs }, 's1');
    expect(line.how).toBe('question');
    expect(line.candidates.map(({ key }) => key)).toEqual(['2', '1']);
  });

  it('are found by the short name that a journal itself gives', () => {
    const ours = { subject: [aSubject('s1', 'Труд (технология)', 'Труд')] };
    expect(lineOf(ours, { subject: [aSubject('1', 'Труд')] }, 's1')).toMatchObject({
      targetKey: '1',
      score: 0.85,
    });
  });
});

describe('subject groups', () => {
  const source = {
    class: [aClass('c', '7б')],
    subject: [aSubject('e', 'Английский язык'), aSubject('a', 'Алгебра')],
    subjectGroup: [
      aGroup('e1', '7б/Английский язык/1', 'c', 'e'),
      aGroup('e2', '7б/Английский язык/2', 'c', 'e'),
      aGroup('all', '7б/Алгебра', 'c', 'a'),
    ],
  };
  const target = {
    class: [aClass('k', '7 «Б»')],
    subject: [aSubject('90', 'Англ. яз.'), aSubject('91', 'Алгебра')],
    subjectGroup: [
      aGroup('g2', 'Английский язык/2', 'k', '90'),
      aGroup('g1', 'Английский язык/1', 'k', '90'),
      aGroup('k', '7 «Б»', 'k', '91'),
    ],
  };

  it('are found by class, subject and part', () => {
    expect(['e1', 'e2', 'all'].map((id) => lineOf(source, target, id).targetKey)).toEqual(['g1', 'g2', 'k']);
  });

  it('never take a subgroup for the whole class', () => {
    const whole = { ...target, subjectGroup: [aGroup('g', 'Английский язык', 'k', '90')] };
    expect(lineOf(source, whole, 'e1')).toMatchObject({ how: 'question', targetKey: null });
  });

  it('are told apart by the teacher where the parts have other names', () => {
    const staff = { staff: [aPerson('p1', 'Белова Нина Ильинична'), aPerson('p2', 'Жукова Анна Юрьевна')] };
    const theirs = { staff: [aPerson('q1', 'Белова Н. И.'), aPerson('q2', 'Жукова А. Ю.')] };
    const line = lineOf(
      {
        ...source,
        ...staff,
        subjectGroup: [aGroup('e1', '7б/Английский язык/1', 'c', 'e', { teacherId: 'p1' })],
      },
      {
        ...target,
        ...theirs,
        subjectGroup: [
          aGroup('x', 'Английский язык/А', 'k', '90', { teacherId: 'q2' }),
          aGroup('y', 'Английский язык/Б', 'k', '90', { teacherId: 'q1' }),
        ],
      },
      'e1',
    );
    expect(line).toMatchObject({ targetKey: 'y', score: 0.85 });
  });

  it('are told apart by who is in them where the parts have other names', () => {
    const roll = (classId: string) =>
      ['Орлова Анна', 'Белов Илья', 'Жуков Пётр'].map((name, index) =>
        aPerson(`${classId}-${index}`, name, { classIds: [classId] }),
      );
    const groups = [
      aGroup('x', 'Английский язык/А', 'k', '90'),
      aGroup('y', 'Английский язык/Б', 'k', '90', { studentIds: ['k-0', 'k-1', 'k-2'] }),
    ];
    const ours = aGroup('e1', '7б/Английский язык/1', 'c', 'e', { studentIds: ['c-0', 'c-1', 'c-2'] });
    const line = lineOf(
      { ...source, student: roll('c'), subjectGroup: [ours] },
      { ...target, student: roll('k'), subjectGroup: groups },
      'e1',
    );
    expect(line).toMatchObject({ targetKey: 'y', score: 0.87 });
  });

  it('wait for the answer about their class, and stay behind with it', () => {
    const renamed = { ...target, class: [aClass('k', '7 лицейский')] };
    const open = lineOf(source, renamed, 'e1');
    expect(open).toMatchObject({ how: 'question', reason: 'Сначала ответьте про класс и предмет' });
    const question = lineOf(source, renamed, 'c');
    const answered = { ...question, how: 'by_hand', targetKey: 'k' } as const;
    expect(lineOf(source, renamed, 'e1', [answered]).targetKey).toBe('g1');
    const left = { ...question, how: 'leave' } as const;
    expect(lineOf(source, renamed, 'e1', [left])).toMatchObject({ how: 'leave', targetKey: null });
  });
});

describe('terms', () => {
  const first = aTerm('s1', '1 четверть');
  const term = (...theirs: readonly ReturnType<typeof aTerm>[]) =>
    lineOf({ term: [first] }, { term: theirs }, 's1');

  it('are found by kind, number and dates', () => {
    expect(term(aTerm('t1', 'I четверть', { endDay: '2025-10-24' })).targetKey).toBe('t1');
    expect(term(aTerm('t1', '2 четверть', { ordinal: 2 })).candidates).toEqual([]);
  });

  it('of another year are a question that says so', () => {
    const line = term(aTerm('t1', '1 четверть', { startDay: '2024-09-01', endDay: '2024-10-26' }));
    expect(line).toMatchObject({ how: 'question' });
    expect(line.reason).toContain('другой год');
  });

  it('are told apart by the grades they hold for', () => {
    const half = (id: string, gradeFrom: number, gradeTo: number) =>
      aTerm(id, '1 полугодие', { kind: 'half_year', endDay: '2025-12-28', gradeFrom, gradeTo });
    const source = { term: [half('s1', 10, 11)] };
    expect(lineOf(source, { term: [half('t1', 1, 9), half('t2', 10, 11)] }, 's1').targetKey).toBe('t2');
  });

  it('of half-years that the source has for each grade may be one in the target', () => {
    const half = (id: string, gradeFrom: number | null, gradeTo: number | null) =>
      aTerm(id, '1 полугодие', { kind: 'half_year', endDay: '2025-12-28', gradeFrom, gradeTo });
    const source = { term: [first, half('h10', 10, 10), half('h11', 11, 11)] };
    const target = { term: [aTerm('q1', '1 четверть', { gradeFrom: 1, gradeTo: 9 }), half('h', 10, 11)] };
    expect(['s1', 'h10', 'h11'].map((id) => lineOf(source, target, id).targetKey)).toEqual(['q1', 'h', 'h']);
    const ground = groundOf(source, target);
    expect(checkMapping(placed(proposeMapping(ground)), ground)).toEqual([]);
    // A half-year of all grades has the eleventh too: then it is a person's to say.
    const both = { term: [half('h11', 11, 11), half('all', null, null)] };
    expect(['h11', 'all'].map((id) => lineOf(both, { term: [half('h', 11, 11)] }, id).targetKey)).toEqual([
      'h',
      null,
    ]);
  });

  it('of the same dates in a kind that one journal does not know are found', () => {
    expect(term(aTerm('t1', 'Модуль 1', { kind: 'other', ordinal: 7 }))).toMatchObject({
      targetKey: 't1',
      score: 0.85,
    });
  });
});

describe('work types', () => {
  const types = (ours: readonly string[], theirs: readonly string[], id = 's1') =>
    lineOf(
      { workType: ours.map((name, index) => aWorkType(`s${index + 1}`, name)) },
      { workType: theirs.map((name, index) => aWorkType(`t${index + 1}`, name)) },
      id,
    );

  it('are found by name, then by kind', () => {
    expect(types(['Контрольная работа'], ['К/р', 'контрольная работа'])).toMatchObject({ targetKey: 't2' });
    expect(types(['Контрольная работа'], ['К/р', 'Диктант'])).toMatchObject({ targetKey: 't1', score: 0.85 });
  });

  it('are a question where two of ours are one of theirs', () => {
    const line = types(['Контрольная работа', 'Контр. раб.'], ['К/р']);
    expect(line).toMatchObject({ how: 'question' });
    expect(line.reason).toContain('другой строке');
  });
});

describe('scales and codes of attendance', () => {
  it('go to a scale of as many points, and never to another', () => {
    const ours = { markScale: [aScale(5), aScale(10)] };
    expect(lineOf(ours, { markScale: [aScale(5)] }, '5').targetKey).toBe('5');
    expect(lineOf(ours, { markScale: [aScale(5)] }, '10')).toMatchObject({ how: 'question', candidates: [] });
  });

  const theirs = [
    aCode('Absent', 'Absent', 'absent', 'unexcused'),
    aCode('Ill', 'Ill', 'absent', 'sick'),
    aCode('Late', 'Late', 'late'),
  ];

  it('go by what they mean, also two of ours to one of theirs', () => {
    const ours = [
      aCode('b', 'Б', 'absent', 'sick'),
      aCode('b2', 'б', 'absent', 'sick'),
      aCode('op', 'ОП', 'late'),
    ];
    const source = { attendanceCode: ours };
    expect(['b', 'b2', 'op'].map((id) => lineOf(source, { attendanceCode: theirs }, id).targetKey)).toEqual([
      'Ill',
      'Ill',
      'Late',
    ]);
  });

  it('go to the code without a reason where there is none for theirs', () => {
    const open = [aCode('Absent', 'Absent', 'absent'), aCode('Ill', 'Ill', 'absent', 'sick')];
    const codes = { attendanceCode: [aCode('n', 'НБ', 'absent', 'unexcused')] };
    const line = lineOf(codes, { attendanceCode: open }, 'n');
    expect(line).toMatchObject({ targetKey: 'Absent', score: 0.8 });
    expect(line.reason).toContain('отдельного кода для причины нет');
    expect(lineOf(codes, { attendanceCode: open.slice(1) }, 'n').how).toBe('question');
  });

  it('of an unknown meaning are never matched by their letter', () => {
    const line = lineOf(
      { attendanceCode: [aCode('x', 'Late', 'unknown')] },
      { attendanceCode: [aCode('Late', 'Late', 'unknown')] },
      'x',
    );
    expect(line).toMatchObject({ how: 'question', candidates: [] });
  });
});
