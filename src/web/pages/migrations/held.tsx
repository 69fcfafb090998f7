import type { VNode } from 'preact';
import { namesOf } from '../../../store/transfer/names.ts';
import { reasonText } from '../../../sync/migrate/act/reason-text.ts';
import type { Inventory } from '../../../sync/migrate/inventory.ts';
import type { MigrationView } from '../../../sync/migrate/service/migrations.ts';
import type { Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';
import { Pager } from '../../parts/pager.tsx';
import { DataTable } from '../../parts/table.tsx';
import { byName, counted, numberText } from '../../parts/words.ts';
import type { Move } from './find.ts';

/** A student of whom nothing goes. */
export interface Held {
  readonly studentId: string;
  /** Null for who may not see lists of students. */
  readonly name: string | null;
  readonly reason: string;
  readonly rows: number;
}

/** The students who are held back, by name. */
export async function heldOf(
  visit: Visit,
  { view }: Move,
  held: Inventory['held'],
): Promise<readonly Held[]> {
  const { store } = visit.deps;
  const may = visit.may('students.read') && held.length > 0;
  const names = may ? await namesOf(store, view.transfer.schoolId, 'student') : null;
  const told = held.map((one) => ({ ...one, name: names?.get(one.studentId) ?? null }));
  return told.sort((left, right) => byName(left.name ?? '', right.name ?? ''));
}

const PAGE = 30;

const startOf = (text: string | undefined): number => (/^\d{1,6}$/.test(text ?? '') ? Number(text) : 0);

/** Whom nothing goes of, and what they lack. */
export const HeldStudents = ({
  visit,
  view,
  held,
}: {
  readonly visit: Visit;
  readonly view: MigrationView;
  readonly held: readonly Held[];
}): VNode | null => {
  if (held.length === 0) return null;
  const path = `/migrations/${view.transfer.transferId}`;
  const from = startOf(visit.query['held']);
  const next = from + PAGE < held.length ? `${hrefOf(path, { held: from + PAGE })}#held` : null;
  return (
    <section class="section" aria-labelledby="held">
      <h2 id="held">Удержаны: {counted(held.length, 'ученик', 'ученика', 'учеников')}</h2>
      <p>
        Их данные новому оператору не уйдут, их журнал остаётся, где был. Внесите согласие на странице
        «Согласия» и пересчитайте план.
      </p>
      <DataTable
        caption="Ученики, данные которых не уйдут"
        columns={[
          {
            key: 'student',
            title: 'Ученик',
            cell: ({ name, studentId }) => name ?? <code>{studentId}</code>,
          },
          { key: 'reason', title: 'Чего не хватает', cell: ({ reason }) => reasonText(reason) },
          { key: 'rows', title: 'Строк', number: true, cell: ({ rows }) => numberText(rows) },
        ]}
        rows={held.slice(from, from + PAGE)}
        keyOf={({ studentId, reason }) => `${studentId} ${reason}`}
        empty=""
      />
      <Pager next={next} first={from > 0 ? `${path}#held` : null} />
    </section>
  );
};
