import { z } from 'zod';
import type { Judge } from '../decision.ts';
import type { Kept } from '../facts.ts';
import { type Circumstances, defineKind } from '../kind.ts';
import { dayText } from '../wording.ts';

const params = z
  .strictObject({
    /** Every movement has the number and the day of its order. */
    order: z.boolean().default(false),
    /** Who left has a certificate with the number and the day of the other school's enrolment order. */
    confirmation: z.boolean().default(false),
  })
  .refine(({ order, confirmation }) => order || confirmation, 'neither order nor confirmation is asked for');

const kinds = {
  arrival: 'Прибытие',
  departure: 'Выбытие',
  transfer: 'Перевод в другой класс',
  graduation: 'Выпуск',
  expulsion: 'Отчисление',
} as const;

const missingOf = (number: string | null, day: string | null): string | null => {
  if (number === null && day === null) return 'номера и даты';
  if (number === null) return 'номера';
  return day === null ? 'даты' : null;
};

function judgePaper(
  movement: Kept<'movement'>,
  paper: { readonly key: string; readonly name: string; readonly missing: string | null },
  judge: Judge,
): void {
  if (paper.missing === null) {
    judge.met();
    return;
  }
  judge.violated({
    key: `${movement.id}/${paper.key}`,
    rows: [{ entity: 'movement', id: movement.id }],
    place: {
      studentId: movement.studentId,
      classId: movement.fromClassId ?? movement.toClassId,
      day: movement.date,
    },
    message: `${kinds[movement.kind]} ${dayText(movement.date)}: нет ${paper.missing} ${paper.name}.`,
  });
}

function judgeOne(
  movement: Kept<'movement'>,
  { order, confirmation }: z.infer<typeof params>,
  { now, calendar }: Circumstances,
  judge: Judge,
): void {
  const start = calendar.startOf(movement.date);
  if (now < start) {
    judge.pending(start);
    return;
  }
  const { kind, orderNumber, orderDay, confirmationNumber, confirmationDay } = movement;
  if (order) {
    const missing = missingOf(orderNumber, orderDay);
    judgePaper(movement, { key: 'order', name: 'приказа', missing }, judge);
  }
  if (confirmation && kind === 'departure') {
    const missing = missingOf(confirmationNumber, confirmationDay);
    judgePaper(
      movement,
      { key: 'confirmation', name: 'приказа о зачислении в другую школу', missing },
      judge,
    );
  }
  if (confirmation && kind !== 'departure') judge.notConcerned();
}

/** A movement has its order, and who went to another school that school's certificate (R21). */
export const movementPapers = defineKind({
  name: 'movement_papers',
  rules: ['R21'],
  title: 'Движение обучающихся: приказ и справка о зачислении в другую школу',
  severity: 'error',
  scope: 'school',
  params,
  topic: ({ order, confirmation }) =>
    `movement_papers${order ? '/order' : ''}${confirmation ? '/confirmation' : ''}`,
  needs: ({ order, confirmation }) => [
    'movement',
    ...(order ? ['movement.orderNumber', 'movement.orderDay'] : []),
    ...(confirmation ? ['movement.confirmationNumber', 'movement.confirmationDay'] : []),
  ],
  watches: ['movement'],
  evaluate({ movements }, asked, at, judge) {
    for (const movement of movements) judgeOne(movement, asked, at, judge);
  },
});
