import { describe, expect, it } from 'vitest';
import { type AnsweredMapping, answerMapping } from '../../../../src/sync/migrate/mapping/answer.ts';
import { isStill, type MappingGround } from '../../../../src/sync/migrate/mapping/ground.ts';
import { proposeMapping } from '../../../../src/sync/migrate/mapping/propose.ts';
import { mappingFromYaml } from '../../../../src/sync/migrate/mapping/read-yaml.ts';
import { summaryOf } from '../../../../src/sync/migrate/mapping/summary.ts';
import { lineId, type MappingFile } from '../../../../src/sync/migrate/mapping/types.ts';
import { aClass, aPerson } from '../match/sides.ts';
import { groundOf } from '../match/told.ts';
import { NAMES, smallGround } from './school.ts';

const proposed = proposeMapping(smallGround);

type Choice = Parameters<typeof answerMapping>[3];

const answer = (file: MappingFile, id: string, choice: Choice, ground = smallGround) =>
  answerMapping(file, ground, id, choice);

function taken(...given: Parameters<typeof answer>): AnsweredMapping {
  const result = answer(...given);
  if (!result.ok) throw new Error(result.error.map(({ code }) => code).join());
  return result.value;
}

const line = ({ lines }: MappingFile, id: string) => lines.find((one) => lineId(one) === id);

describe('answerMapping', () => {
  it('takes a target by its key and has nothing more to ask', () => {
    const { file, changed, diagnostics } = taken(proposed, 'staff/our-missing', {
      kind: 'target',
      key: '1000000000012',
    });
    expect(diagnostics).toEqual([]);
    expect(changed).toEqual(['staff/our-missing']);
    expect(line(file, 'staff/our-missing')).toMatchObject({ how: 'by_hand', targetName: 'Соколов П. П.' });
  });

  it('gives the new text, and the ids of lines stay', () => {
    const { file, text } = taken(proposed, 'staff/our-missing', { kind: 'leave' });
    const read = mappingFromYaml(text());
    expect(read.ok && read.value.file).toEqual(file);
    expect(file.lines.map(lineId)).toEqual(proposed.lines.map(lineId));
  });

  it('has groups follow their class, and takes an answer back', () => {
    const left = taken(proposed, 'class/our-class', { kind: 'leave' });
    expect(left.changed).toEqual(['class/our-class', 'subjectGroup/our-group-2', 'subjectGroup/our-group-1']);
    const back = taken(left.file, 'class/our-class', { kind: 'reset' });
    expect(back.file).toEqual(proposed);
    expect(back.diagnostics.map(({ code, place }) => [code, place])).toEqual([
      ['mapping.unanswered', 'staff/our-missing'],
    ]);
  });

  it('keeps what was answered before', () => {
    const first = taken(proposed, 'staff/our-missing', { kind: 'leave' });
    const second = taken(first.file, 'subject/our-algebra', { kind: 'leave' });
    expect(line(second.file, 'staff/our-missing')?.how).toBe('leave');
  });

  it.each<[string, string, Choice, string, string]>([
    ['a line that is not', 'student/nobody', { kind: 'leave' }, 'unknown_line', 'student/nobody'],
    [
      'an unknown target',
      'student/our-ivan',
      { kind: 'target', key: '1' },
      'unknown_target',
      'student/our-ivan',
    ],
    [
      'a target of another kind',
      'student/our-ivan',
      { kind: 'target', key: '900001' },
      'unknown_target',
      'student/our-ivan',
    ],
    [
      'a target that is given already, also further down',
      'student/our-anna',
      { kind: 'target', key: '1000000000022' },
      'target_twice',
      'student/our-anna',
    ],
  ])('refuses %s, and nothing is changed', (_, id, choice, code, place) => {
    const refused = answer(proposed, id, choice);
    expect(refused).toMatchObject({ ok: false, error: [{ code: `mapping.${code}`, place }] });
    expect(JSON.stringify(refused)).not.toMatch(NAMES);
  });

  it('refuses a group of another subject', () => {
    const free = taken(proposed, 'subjectGroup/our-group-2', { kind: 'leave' }).file;
    const refused = answer(free, 'subjectGroup/our-group-1', { kind: 'target', key: '2101000000000000011' });
    expect(refused).toMatchObject({ ok: false, error: [{ code: 'mapping.group_astray' }] });
  });

  it('refuses an answer to a document of other journals', () => {
    const stale = { ...proposed, version: 'старая' };
    expect(answer(stale, 'staff/our-missing', { kind: 'leave' })).toMatchObject({
      ok: false,
      error: [{ code: 'mapping.stale_version' }],
    });
  });

  it('tells namesakes apart once one of them is answered', () => {
    const namesakes = (prefix: string, classId: string) =>
      [1, 2].map((number) => aPerson(`${prefix}${number}`, 'Орлова Анна Петровна', { classIds: [classId] }));
    const ground = groundOf(
      { class: [aClass('c', '5а')], student: namesakes('s', 'c') },
      { class: [aClass('k', '5 «А»')], student: namesakes('t', 'k') },
    );
    const file = proposeMapping(ground);
    expect(summaryOf(file)).toContainEqual({
      entity: 'student',
      lines: 2,
      matched: 0,
      questions: 2,
      left: 0,
      held: 0,
    });
    const { file: next, diagnostics } = taken(file, 'student/s1', { kind: 'target', key: 't2' }, ground);
    expect(line(next, 'student/s1')?.targetKey).toBe('t2');
    // The other one is still a question: nobody has said that it is the one who is left.
    expect(diagnostics.map(({ place }) => place)).toEqual(['student/s2']);
  });
});

describe('students of whom nothing goes', () => {
  const students = (prefix: string, classId: string) => [
    aPerson(`${prefix}1`, 'Орлова Анна Петровна', { classIds: [classId] }),
    aPerson(`${prefix}2`, 'Орлова Анна Петровна', { classIds: [classId] }),
    aPerson(`${prefix}3`, 'Рыбин Иван Ильич', { classIds: [classId] }),
  ];
  const open: MappingGround = groundOf(
    { class: [aClass('c', '5а')], student: students('s', 'c') },
    { class: [aClass('k', '5 «А»')], student: students('t', 'k') },
  );
  const ground: MappingGround = { ...open, held: ['s2', 's3'] };
  const file = proposeMapping(ground);

  it('are not asked about, and are matched where they are certain', () => {
    expect(line(file, 'student/s2')).toMatchObject({ how: 'held', targetKey: null });
    expect(line(file, 'student/s3')).toMatchObject({ how: 'person', targetKey: 't3' });
  });

  it('still make a namesake of theirs a question', () => {
    expect(line(file, 'student/s1')).toMatchObject({ how: 'question', targetKey: null });
    const { diagnostics } = taken(file, 'student/s1', { kind: 'target', key: 't1' }, ground);
    expect(diagnostics).toEqual([]);
  });

  it('are asked about as soon as there is a consent', () => {
    expect(isStill(file, ground)).toBe(true);
    const later = { ...ground, held: ['s3'] };
    expect(isStill(file, later)).toBe(false);
    const { diagnostics } = taken(file, 'student/s1', { kind: 'target', key: 't1' }, later);
    expect(diagnostics.map(({ code, place }) => [code, place])).toEqual([
      ['mapping.unanswered', 'student/s2'],
    ]);
    expect(line(proposeMapping(later, file.lines), 'student/s2')?.how).toBe('question');
  });
});

describe('a teacher whom the target does not have', () => {
  const ask = (lessons: number, marks: number) =>
    line(
      proposeMapping({ ...smallGround, loads: { 'our-missing': { lessons, marks } } }),
      'staff/our-missing',
    );

  it('is a question that says what becomes of the lessons and marks', () => {
    expect(ask(34, 340)).toMatchObject({
      how: 'question',
      reason:
        'Похожего в новом журнале нет. На нём уроков: 34, отметок: 340; если «оставить», они перенесутся без учителя',
    });
    expect(ask(0, 0)?.reason).toContain('Уроков и отметок на нём нет');
  });
});
