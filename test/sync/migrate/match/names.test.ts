import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { className } from '../../../../src/sync/migrate/match/class-name.ts';
import { groupPart } from '../../../../src/sync/migrate/match/group-part.ts';
import { compareNames, personName } from '../../../../src/sync/migrate/match/person-name.ts';
import { subjectName } from '../../../../src/sync/migrate/match/subject-name.ts';
import { plainText } from '../../../../src/sync/migrate/match/text.ts';
import { workKind } from '../../../../src/sync/migrate/match/work-kind.ts';

/** Text as people and programs type it: both alphabets, digits, quotes, dashes, spaces of all kinds. */
const typed = fc.string({
  unit: fc.constantFrom(
    ...'аАбвВгёЁйЙнНрРсСтТуУхХabBcCeEhHkKmMoOpPtTxXyYzZqQ0123456789 «»"\'.-–—/()\u00A0\u00AD\u0301\u0308\u0306\u200B',
  ),
  maxLength: 30,
});
const any = fc.oneof(typed, fc.string({ unit: 'grapheme', maxLength: 20 }), fc.string({ unit: 'binary' }));

describe('the one spelling of a name', () => {
  it.each([
    ['of a text', plainText],
    ['of a class', className],
    ['of a subject', subjectName],
  ])('%s stays what it is when spelled again', (_, spell) => {
    fc.assert(
      fc.property(any, (text) => {
        expect(spell(spell(text))).toBe(spell(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    '5а',
    '5А',
    '5 «А»',
    '5-А',
    '5–А',
    '5 А',
    '5.А',
    '05А',
    '5 "А" класс',
    '5A',
    'класс 5 а',
    '5\u00A0А',
    '5«а» кл.',
  ])('takes «%s» for 5а', (name) => expect(className(name)).toBe('5а'));

  it.each([
    ['5а', '5б'],
    ['5а', '15а'],
    ['11-1', '1-11'],
    ['11-1', '111'],
    ['5b', '5в'],
    ['5а', '5'],
    ['10 физмат', '10 химбио'],
  ])('tells %s from %s', (one, other) => expect(className(one)).not.toBe(className(other)));

  it('folds look-alikes only where they are some', () => {
    expect(plainText('Русcкий')).toBe('русский');
    expect(plainText('Smith')).toBe('smith');
    expect(plainText('Алёна Ёлкина')).toBe('алена елкина');
    expect(plainText('Ёлка')).toBe(plainText('Е\u0308лка'));
  });

  it.each([
    ['Рус.яз.', 'Русский язык'],
    ['Лит-ра', 'Литература'],
    ['Англ.яз.', 'Английский язык'],
    ['Иностранный язык (английский)', 'Английский язык'],
    ['ИЗО', 'Изобразительное искусство'],
    ['Физ-ра', 'Физическая культура'],
    ['ОБЗР', 'Основы безопасности и защиты Родины'],
    ['ОРКСЭ', 'Основы религиозных культур и светской этики'],
    ['Вер. и стат.', 'Вероятность и статистика'],
  ])('knows that %s is %s', (short, full) => expect(subjectName(short)).toBe(subjectName(full)));

  it.each([
    ['Труд', 'Технология'],
    ['ОБЖ', 'ОБЗР'],
    ['История', 'История России'],
    ['Литература', 'Литературное чтение'],
    ['Иностранный язык', 'Английский язык'],
  ])('does not guess that %s is %s', (one, other) => expect(subjectName(one)).not.toBe(subjectName(other)));
});

const named = (name: string) => personName({ name, lastName: null, firstName: null, middleName: null });

describe('names of people', () => {
  it.each([
    ['Орлова Анна Петровна', 'ОРЛОВА АННА ПЕТРОВНА', 'full'],
    ['Орлова Алёна Петровна', 'Орлова Алена Петровна', 'full'],
    ['Орлова Анна Петровна', 'Орлова Анна', 'partial'],
    ['Орлова Анна Петровна', 'Орлова А. П.', 'initials'],
    ['Орлова Анна Петровна', 'Орлова А.П.', 'initials'],
    ['Орлова Анна Петровна', 'А. П. Орлова', 'initials'],
    ['Орлова А. П.', 'Орлова А.П.', 'initials'],
    ['Орлова Анна Петровна', 'Орлова А.', 'weak'],
    ['Римская - Орлова Анна', 'Римская-Орлова Анна', 'full'],
    ['Мамедов Али Вели оглы', 'Мамедов А. В.', 'initials'],
    ['Ли Мин', 'Ли М.', 'initials'],
    ['Орлова Анна Петровна', 'Орлова Анна Павловна', null],
    ['Орлова Анна Петровна', 'Орлова Б. П.', null],
    ['Орлова Анна Петровна', 'Орлов Анна Петровна', null],
  ])('%s and %s: %s', (one, other, level) => {
    expect(compareNames(named(one), named(other))).toBe(level);
    expect(compareNames(named(other), named(one))).toBe(level);
  });
});

describe('what part of a class a group is', () => {
  it.each([
    ['7б/Алгебра', '7б', 'Алгебра', ''],
    ['7б/Английский язык/1', '7б', 'Английский язык', '1'],
    ['Английский язык/1', '7б', 'Английский язык', '1'],
    ['Английский язык (1 подгруппа)', '7б', 'Английский язык', '1'],
    ['Англ. яз. / 1-я группа', '7б', 'Английский язык', '1'],
    ['7 «Б»', '7б', 'Алгебра', ''],
    ['Алгебра', '7б', 'Алгебра', ''],
    ['7б/Английский язык/Группа Орловой', '7б', 'Английский язык', 'орловой'],
  ])('%s of %s at %s: «%s»', (name, ofClass, subject, part) =>
    expect(groupPart(name, ofClass, subject)).toBe(part),
  );
});

describe('kinds of work', () => {
  it.each([
    ['Контрольная работа', 'К/р', true],
    ['Контр. раб.', 'Контрольная', true],
    ['Тестирование', 'Тест', true],
    ['Практическая работа', 'Лабораторная работа', false],
    ['Проверочная работа', 'Самостоятельная работа', false],
  ])('%s and %s: %s', (one, other, same) => {
    const kinds = [one, other].map((name) => workKind({ name, homework: false }));
    expect(kinds).not.toContain(null);
    expect(kinds[0] === kinds[1]).toBe(same);
  });
});
