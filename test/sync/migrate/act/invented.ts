import { createHash } from 'node:crypto';
import { type EntityName, entityNames } from '../../../../src/model/entities.ts';
import { type ActMarksLine, type ActState, actStates } from '../../../../src/sync/migrate/act/act.ts';
import type { ActLine } from '../../../../src/sync/migrate/act/list.ts';
import type { ActGround } from '../../../../src/sync/migrate/act/write.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Lines of invented rows, in order: so many of each end for each entity. */
export function* linesOf(ends: Partial<Record<EntityName, Record<ActState, number>>>): Generator<ActLine> {
  for (const entity of entityNames) {
    let number = 0;
    for (const state of actStates) {
      for (let left = ends[entity]?.[state] ?? 0; left > 0; left -= 1) {
        const id = `${entity}-${String(number).padStart(6, '0')}`;
        const there = state === 'arrived' || state === 'changed';
        yield {
          entity,
          id,
          state,
          reason: state === 'arrived' ? null : 'transfer.kept_here/mark.changedAt',
          sourceDigest: hash(id),
          targetKey: there ? `t-${id}` : null,
          targetDigest: there ? hash(id) : null,
        };
        number += 1;
      }
    }
  }
}

/** The lines as they come from a store. */
export async function* streamed<T>(lines: Iterable<T>): AsyncGenerator<T> {
  yield* lines;
}

/** Ends whose sums are easy to see. */
export const ends = {
  class: { arrived: 3, changed: 0, held: 0, left: 0 },
  student: { arrived: 70, changed: 0, held: 2, left: 0 },
  lesson: { arrived: 400, changed: 12, held: 0, left: 1 },
  mark: { arrived: 1200, changed: 30, held: 25, left: 7 },
} satisfies Partial<Record<EntityName, Record<ActState, number>>>;

const classes = ['5А', '5Б', '10А'];
const subjects = [
  'Алгебра',
  'Русский язык',
  'История',
  'Физика',
  'Биология',
  'Иностранный язык (английский)',
];
const terms = ['1 четверть', '2 четверть'];

/** A line for each class, subject and term; one of them does not agree. */
export const marks: readonly ActMarksLine[] = classes.flatMap((className, at) =>
  subjects.flatMap((subjectName, row) =>
    terms.map((termName, column) => {
      const count = 20 + at + row + column;
      const source = { count, sum: count * 4, digest: hash(`${className}${subjectName}${termName}`) };
      const differs = className === '5Б' && subjectName === 'Физика' && column === 1;
      const target = differs ? { count: count - 1, sum: count * 4 - 5, digest: hash('other') } : source;
      return { className, subjectName, termName, source, expected: source, target };
    }),
  ),
);

/** An act but for its list. */
export const ground: ActGround = {
  number: '2025-12/1',
  madeAt: '2025-12-27T11:30:00Z',
  timeZone: 'Asia/Barnaul',
  school: { name: 'МБОУ «Школа № 901» (вымышленная)', municipality: 'Вымышленный район' },
  operator: 'ООО «Выдуманный журнал»',
  source: { title: 'Сетевой город. Образование', place: 'netschool/staff', readAt: '2025-12-27T09:00:00Z' },
  target: { title: 'Пакет обмена', place: 'pack', readAt: '2025-12-27T11:00:00Z' },
  period: { from: '2025-09-01', to: '2025-12-28' },
  switchDay: '2025-12-29',
  exceptions: [
    {
      entity: 'student',
      state: 'held',
      code: 'consent.missing',
      reason: 'Нет согласия на передачу новому оператору',
      rows: 2,
      about: 'Котов Барсик, 5А; Птицына Чайка, 10А',
    },
    {
      entity: 'mark',
      state: 'held',
      code: 'consent.missing',
      reason: 'Нет согласия на передачу новому оператору',
      rows: 25,
      about: null,
    },
    {
      entity: 'mark',
      state: 'changed',
      code: 'transfer.kept_here/mark.changedAt',
      reason: 'Приёмник этого не хранит; осталось в Перемене (Текущие отметки: changedAt)',
      rows: 30,
      about: null,
    },
  ],
  attendance: [
    { kind: 'отсутствовал, болезнь', source: 120, expected: 118, target: 118 },
    { kind: 'опоздал', source: 14, expected: 14, target: 13 },
  ],
  termMarks: { source: 840, expected: 838, target: 838 },
  marks: [...marks],
  signatures: [
    { role: 'Директор', name: 'Ёжикова А. Б.' },
    { role: 'Ответственный за перенос', name: null },
  ],
};
