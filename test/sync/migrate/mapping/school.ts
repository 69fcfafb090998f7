import type { MappingGround } from '../../../../src/sync/migrate/mapping/ground.ts';
import { aClass, aGroup, aPerson, aScale, aSubject, aTerm, aWorkType } from '../match/sides.ts';
import { groundOf } from '../match/told.ts';

/** A school of one class on both sides, in which everything is told for certain but one teacher, who is missing. */
export const smallGround: MappingGround = groundOf(
  {
    class: [aClass('our-class', '7б')],
    subject: [aSubject('our-algebra', 'Алгебра'), aSubject('our-english', 'Английский язык')],
    staff: [aPerson('our-teacher', 'Белова Нина Ильинична'), aPerson('our-missing', 'Жукова Анна Юрьевна')],
    student: [
      aPerson('our-anna', 'Орлова Анна Петровна', { birthDate: '2012-03-12', classIds: ['our-class'] }),
      aPerson('our-ivan', 'Рыбин Иван Ильич', { birthDate: '2012-05-02', classIds: ['our-class'] }),
    ],
    subjectGroup: [
      aGroup('our-group-1', '7б/Английский язык/1', 'our-class', 'our-english'),
      aGroup('our-group-2', '7б/Алгебра', 'our-class', 'our-algebra'),
    ],
    term: [aTerm('our-term', '1 четверть')],
    workType: [aWorkType('our-control', 'Контрольная работа'), aWorkType('our-test', 'Тест')],
    markScale: [aScale(5)],
  },
  {
    class: [aClass('2101000000000000011', '7 «Б»')],
    subject: [aSubject('900001', 'Алгебра'), aSubject('900002', 'Англ. яз.')],
    staff: [aPerson('1000000000011', 'Белова Н. И.'), aPerson('1000000000012', 'Соколов П. П.')],
    student: [
      aPerson('1000000000021', 'Орлова Анна Петровна', {
        birthDate: '2012-03-12',
        classIds: ['2101000000000000011'],
      }),
      aPerson('1000000000022', 'Рыбин Иван Ильич', {
        birthDate: '2012-05-02',
        classIds: ['2101000000000000011'],
      }),
    ],
    subjectGroup: [
      aGroup('2101000000000000012', 'Английский язык/1', '2101000000000000011', '900002'),
      aGroup('2101000000000000011', '7 «Б»', '2101000000000000011', '900001'),
    ],
    term: [aTerm('2101000000000000101', '1 четверть', { endDay: '2025-10-25' })],
    workType: [aWorkType('301', 'Контрольная работа'), aWorkType('302', 'Тестирование')],
    markScale: [aScale(5)],
  },
);

/** Names of people above: no diagnostic may hold a part of one. */
export const NAMES = /Орлов|Анна|Петровн|Рыбин|Иван|Ильич|Белов|Нина|Ильинич|Жуков|Юрьевн|Соколов/;
