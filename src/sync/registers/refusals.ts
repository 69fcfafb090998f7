import { z } from 'zod';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { REGISTER_SOURCE } from '../../model/disclosure.ts';
import type { Result } from '../../model/result.ts';
import type { Store } from '../../store/open.ts';
import { type RegisterRow, type RegisterVisit, withRegister } from '../../store/register.ts';
import { keyInput, shortText } from './input.ts';
import { refused } from './refusal.ts';

/** A refusal of the electronic form as it is entered: from then on the family gets a summary on paper. */
export const refusalInput = z.strictObject({
  studentId: z.uuid(),
  fromDay: z.iso.date(),
  toDay: z.iso.date().nullable().default(null).describe('The last day; null: until it is ended'),
  document: shortText.nullable().default(null),
  key: keyInput,
});

type Outcome = Promise<Result<RegisterRow<'electronicFormRefusal'>, Diagnostic>>;

/** Later than any day that a school writes down. */
const EVER = '9999-12-31';

/** Enters a refusal of the electronic form. */
export const enterRefusal = (
  store: Store,
  visit: RegisterVisit,
  { key, ...fields }: z.infer<typeof refusalInput>,
): Outcome =>
  withRegister(store, visit, async (register) => {
    if (fields.fromDay > register.today) return refused('register.in_future', 'fromDay');
    const until = fields.toDay ?? EVER;
    if (until < fields.fromDay) return refused('register.days_reversed', 'toDay');
    const others = await register.list('electronicFormRefusal', { studentId: fields.studentId });
    const overlapping = others.some(
      (other) =>
        (other.key !== key || other.source !== REGISTER_SOURCE) &&
        other.fields.fromDay <= until &&
        fields.fromDay <= (other.fields.toDay ?? EVER),
    );
    if (overlapping) return refused('refusal.overlapping', 'fromDay');
    await register.schoolDue();
    return register.add('electronicFormRefusal', key, fields, 'refusal-entered');
  });

/** The end of a refusal as it is entered. */
export const refusalEndInput = z.strictObject({ day: z.iso.date().describe('The last day of the refusal') });

/** Ends a refusal of the electronic form. */
export const endRefusal = (
  store: Store,
  visit: RegisterVisit,
  refusalId: string,
  { day }: z.infer<typeof refusalEndInput>,
): Outcome =>
  withRegister(store, visit, async (register) => {
    const refusal = await register.one('electronicFormRefusal', refusalId);
    if (!refusal) return refused('register.unknown_entry', 'refusalId');
    if (refusal.source !== REGISTER_SOURCE) return refused('register.not_ours', 'refusalId');
    const { fields } = refusal;
    if (day < fields.fromDay) return refused('register.days_reversed', 'day');
    if (fields.toDay !== null && fields.toDay <= day) return refused('register.done_already', 'refusalId');
    await register.schoolDue();
    return register.change(refusal, 'electronicFormRefusal', { ...fields, toDay: day }, 'refusal-ended');
  });
