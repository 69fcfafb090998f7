import type { VNode } from 'preact';
import type { RowPlace } from '../../../store/transfer/types.ts';
import { reasonText } from '../../../sync/migrate/act/reason-text.ts';
import { DataTable, type TableColumn } from '../../parts/table.tsx';
import { type Names, nameIn } from './names.ts';
import { rowStateTitles } from './words.ts';

/** A row of a move as lists show it. */
export interface ToldRow extends RowPlace {
  readonly rowId: string;
  readonly state: string;
  readonly reason: string | null;
  readonly targetKey: string | null;
}

const columnsFor = (names: Names): readonly TableColumn<ToldRow>[] => [
  {
    key: 'row',
    title: 'Строка',
    cell: ({ rowId }) => <code title={rowId}>{rowId.slice(0, 8)}</code>,
  },
  { key: 'class', title: 'Класс', cell: ({ classId }) => nameIn(names.class, classId) },
  { key: 'subject', title: 'Предмет', cell: ({ subjectId }) => nameIn(names.subject, subjectId) },
  { key: 'term', title: 'Период', cell: ({ termId }) => nameIn(names.term, termId) },
  { key: 'student', title: 'Ученик', cell: ({ studentId }) => nameIn(names.student, studentId) },
  { key: 'state', title: 'Чем кончилось', cell: ({ state }) => rowStateTitles[state] ?? state },
  { key: 'why', title: 'Почему', cell: ({ reason }) => (reason ? reasonText(reason) : '') },
  {
    key: 'target',
    title: 'Номер в новом журнале',
    cell: ({ targetKey }) => (targetKey === null ? '—' : <code>{targetKey}</code>),
  },
];

/** Rows of a move, with their names for who may see them. */
export const RowTable = ({
  rows,
  names,
  caption,
}: {
  readonly rows: readonly ToldRow[];
  readonly names: Names;
  readonly caption: string;
}): VNode => (
  <DataTable
    caption={caption}
    columns={columnsFor(names)}
    rows={rows}
    keyOf={({ rowId }) => rowId}
    empty="Таких строк нет."
  />
);
