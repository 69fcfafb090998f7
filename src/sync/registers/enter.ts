import { z } from 'zod';
import { REGISTER_SOURCE } from '../../model/disclosure.ts';
import type { Store } from '../../store/open.ts';
import { type RegisterVisit, withRegister } from '../../store/register.ts';
import { longText } from './input.ts';
import { type Entered, type RegisterName, registerKinds } from './kinds.ts';
import { refused } from './refusal.ts';

/** Enters into one of the school's own registers; `input` is what the register's schema has parsed. */
export const enterInto = (store: Store, visit: RegisterVisit, name: RegisterName, input: unknown): Entered =>
  withRegister(store, visit, (register) => registerKinds[name].enter(register, input));

/** The answer to a remark as it is entered. */
export const answerInput = z.strictObject({ day: z.iso.date(), answer: longText });

/** Writes down that a remark was mended. */
export const answerRemark = (
  store: Store,
  visit: RegisterVisit,
  remarkId: string,
  { day, answer }: z.infer<typeof answerInput>,
): Entered =>
  withRegister(store, visit, async (register) => {
    const remark = await register.one('remark', remarkId);
    if (!remark) return refused('register.unknown_entry', 'remarkId');
    if (remark.source !== REGISTER_SOURCE) return refused('register.not_ours', 'remarkId');
    const { fields } = remark;
    if (fields.answeredDay !== null) return refused('register.done_already', 'remarkId');
    if (day < fields.day) return refused('register.days_reversed', 'day');
    if (day > register.today) return refused('register.in_future', 'day');
    await register.schoolDue();
    return register.change(remark, 'remark', { ...fields, answeredDay: day, answer }, 'remark-answered');
  });

/** The closing of an account as it is entered. */
export const closingInput = z.strictObject({ day: z.iso.date() });

/** Writes down that an account was closed. */
export const closeAccount = (
  store: Store,
  visit: RegisterVisit,
  accountId: string,
  { day }: z.infer<typeof closingInput>,
): Entered =>
  withRegister(store, visit, async (register) => {
    const account = await register.one('account', accountId);
    if (!account) return refused('register.unknown_entry', 'accountId');
    if (account.source !== REGISTER_SOURCE) return refused('register.not_ours', 'accountId');
    const { fields } = account;
    if (fields.closedDay !== null) return refused('register.done_already', 'accountId');
    if (fields.openedDay !== null && day < fields.openedDay) return refused('register.days_reversed', 'day');
    if (day > register.today) return refused('register.in_future', 'day');
    await register.schoolDue();
    return register.change(account, 'account', { ...fields, closedDay: day }, 'account-closed');
  });
