import { z } from 'zod';
import type { Day } from '../../model/dates.ts';
import type { Kept } from '../facts.ts';
import { defineKind } from '../kind.ts';

const holders = { student: 'ученика', guardian: 'родителя', staff: 'сотрудника' } as const;

const params = z.strictObject({
  /** Whether somebody may edit the journals of all teachers. */
  editAll: z.boolean().default(true),
});

/** What is wrong with an account, in Russian; nothing where it is in order. */
function faultsOf(
  { holder, rights, shared }: Kept<'account'>,
  { editAll }: z.infer<typeof params>,
): string[] {
  const faults: string[] = [];
  if (shared) faults.push('учётной записью пользуются несколько человек');
  if (holder !== 'staff' && rights !== 'read_own') {
    faults.push(`учётная запись ${holders[holder]} открывает больше, чем свои данные`);
  } else if (rights === 'edit_all' && !editAll) {
    faults.push('учётная запись сотрудника позволяет править чужие журналы');
  }
  return faults;
}

const isOpen = ({ closedDay }: Kept<'account'>, today: Day): boolean =>
  closedDay === null || closedDay >= today;

/** An account is one person's, and a family's shows its own data only (R24). */
export const accountRights = defineKind({
  name: 'account_rights',
  rules: ['R24'],
  title: 'Учётные записи: одна на человека, семье видны только свои данные',
  severity: 'error',
  scope: 'school',
  params,
  topic: () => 'account_rights',
  // Accounts may also be entered with us, so no source has to tell of them.
  needs: () => [],
  watches: ['account'],
  evaluate({ accounts }, asked, { now, calendar }, judge) {
    const today = calendar.dayOf(now);
    for (const account of accounts) {
      if (!isOpen(account, today)) {
        judge.notConcerned();
        continue;
      }
      const faults = faultsOf(account, asked);
      const { closedDay } = account;
      if (faults.length > 0 && closedDay !== null) judge.pending(calendar.endOf(closedDay) + 1);
      if (faults.length === 0) judge.met();
      for (const [index, fault] of faults.entries()) {
        const { studentId, staffId } = account;
        judge.violated({
          key: index === 0 ? account.id : `${account.id}/${index}`,
          rows: [{ entity: 'account', id: account.id }],
          place: { studentId, staffId },
          message: `${fault[0]?.toUpperCase()}${fault.slice(1)}.`,
        });
      }
    }
  },
});
