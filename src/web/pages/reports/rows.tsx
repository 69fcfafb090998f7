import type { ComponentChildren, VNode } from 'preact';
import { keyShapes, readCursor, writeCursor } from '../../../api/cursor.ts';
import { scopesOfRows } from '../../../reports/drill.ts';
import { type AskedDrill, type DrillFound, drillRows, parseDrill } from '../../../reports/drill-query.ts';
import { dayText } from '../../../reports/words.ts';
import type { DrillRow } from '../../../store/read/reports/drill/request.ts';
import { type Page, type PageReply, trouble, type Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { Pager } from '../../parts/pager.tsx';
import { sourceName } from '../../parts/source-name.ts';
import { DataTable, type TableColumn } from '../../parts/table.tsx';
import { counted, momentText, numberText } from '../../parts/words.ts';
import { groundOf } from './ground.ts';
import { wordsOf } from './refusal.ts';
import { rowTitles, valueWords } from './row-words.ts';

const LIMIT = 50;
const LIST = 'rows';
/** Of no school in particular. */
const OFFICE_ZONE = 'Europe/Moscow';

const moment = (at: string | null): string => (at === null ? '' : momentText(new Date(at), OFFICE_ZONE));

const sourceText = ({ deps }: Visit, source: string): string => {
  const [system = '', mode = ''] = source.split('/');
  return `${sourceName(deps.adapters, system, mode)} (${source})`;
};

const told = (row: DrillRow): boolean => row.source !== null;

const Provenance = ({ row, visit }: { readonly row: DrillRow; readonly visit: Visit }): VNode =>
  told(row) ? (
    <>
      {sourceText(visit, row.source ?? '')}
      <span class="under">
        ключ <code>{row.externalKey}</code>
      </span>
    </>
  ) : (
    <span class="missing">выведено программой</span>
  );

const Student = ({ row, visit }: { readonly row: DrillRow; readonly visit: Visit }): ComponentChildren => {
  const name = row.student?.name ?? '';
  const opens = row.student !== null && visit.may('diary.read');
  const day = row.day ?? undefined;
  return opens ? <a href={hrefOf(`/diary/${row.student?.id}`, { day })}>{name}</a> : name;
};

type Columns = readonly (TableColumn<DrillRow> & { readonly has?: (row: DrillRow) => boolean })[];

const columnsFor = (visit: Visit): Columns => [
  { key: 'school', title: 'Школа', cell: (row) => row.school.name },
  { key: 'class', title: 'Класс', cell: (row) => row.class?.name ?? '', has: (row) => row.class !== null },
  {
    key: 'student',
    title: 'Ученик',
    cell: (row) => <Student row={row} visit={visit} />,
    has: (row) => row.student !== null,
  },
  {
    key: 'subject',
    title: 'Предмет',
    cell: (row) => row.subject?.name ?? '',
    has: (row) => row.subject !== null,
  },
  {
    key: 'teacher',
    title: 'Учитель',
    cell: (row) => row.teacher?.name ?? '',
    has: (row) => row.teacher !== null,
  },
  {
    key: 'day',
    title: 'Дата',
    cell: (row) => (row.day ? dayText(row.day) : ''),
    has: (row) => row.day !== null,
  },
  { key: 'value', title: 'Значение', cell: (row) => valueWords(row.value), has: (row) => row.value !== null },
  { key: 'text', title: 'Что это', cell: (row) => row.text ?? '', has: (row) => row.text !== null },
  {
    key: 'counts',
    title: 'В числе как',
    number: true,
    cell: (row) => numberText(row.counts),
    has: (row) => row.counts !== 1,
  },
  { key: 'source', title: 'Источник', cell: (row) => <Provenance row={row} visit={visit} /> },
  { key: 'run', title: 'Чтение', cell: (row) => row.runId ?? '', has: told },
  { key: 'seen', title: 'Впервые увидено', cell: (row) => moment(row.firstSeenAt), has: told },
  {
    key: 'changed',
    title: 'Изменено',
    cell: (row) => moment(row.changedAt),
    has: (row) => row.changedAt !== null,
  },
];

const RowsTable = ({
  visit,
  items,
}: {
  readonly visit: Visit;
  readonly items: readonly DrillRow[];
}): VNode => (
  <DataTable
    caption="Строки, из которых сложилось число"
    columns={columnsFor(visit).filter(({ has }) => !has || items.some(has))}
    rows={items}
    keyOf={({ key }) => key}
    empty="За этим числом нет ни одной строки: 0 и есть 0."
  />
);

const shownText = ({ items, total }: DrillFound): string =>
  `Показано ${numberText(items.length)} из ${numberText(total)}`;

function RowsPage({
  visit,
  asked,
  found,
}: {
  readonly visit: Visit;
  readonly asked: AskedDrill;
  readonly found: DrillFound;
}) {
  const { cursor } = visit.query;
  const next = found.next === null ? null : writeCursor({ list: LIST, key: found.next });
  const days = `с ${dayText(found.from)} по ${dayText(found.to)}`;
  const sum = found.counts === found.total ? '' : `, вместе ${numberText(found.counts)}`;
  return (
    <>
      <PageHead
        title={rowTitles[asked.of]}
        about={`${counted(found.total, 'строка', 'строки', 'строк')}${sum} · ${days}`}
      />
      <RowsTable visit={visit} items={found.items} />
      <Pager
        next={next && hrefOf('/reports/rows', { ...asked, cursor: next })}
        first={cursor === undefined ? null : hrefOf('/reports/rows', { ...asked })}
        shown={shownText(found)}
      />
    </>
  );
}

const badAddress = (): PageReply =>
  trouble(
    400,
    'Запрос не понят',
    'Адрес этого списка испорчен или сокращён.',
    'Вернитесь в отчёт и нажмите на число ещё раз.',
  );

/** Who may see rows of a kind is the same here and in the API. */
const mayNot = (visit: Visit, { of, value }: AskedDrill): boolean =>
  !scopesOfRows({ of, ...(value === undefined ? {} : { value }) }).every(visit.may);

const forbidden = (): PageReply =>
  trouble(
    403,
    'Нет доступа',
    'Ваша роль видит числа, но не строки, из которых они сложились.',
    'Если строки нужны вам для работы, попросите администратора журнала о другой роли.',
  );

function afterOf(cursor: string | undefined): string | null | undefined {
  if (cursor === undefined) return null;
  const read = readCursor(cursor);
  return read?.list === LIST && keyShapes.drill.test(read.key) ? read.key : undefined;
}

/** The rows behind a number of a report. */
export const reportRows: Page = {
  method: 'get',
  path: '/reports/rows',
  access: { scope: 'reports.read' },
  answer: async (visit) => {
    const { cursor, ...query } = visit.query;
    const [asked, after] = [parseDrill(query), afterOf(cursor)];
    if (!asked || after === undefined) return badAddress();
    if (mayNot(visit, asked)) return forbidden();
    const found = await drillRows(groundOf(visit), asked, { after, limit: LIMIT });
    if (!found.ok) {
      const { status, happened, next } = wordsOf(found.error);
      return trouble(status, 'Строк нет', happened, next);
    }
    if (typeof found.value === 'string') return badAddress();
    return {
      kind: 'page',
      title: rowTitles[asked.of],
      body: <RowsPage visit={visit} asked={asked} found={found.value} />,
      trail: [{ title: 'Отчёты', href: '/reports' }],
    };
  },
};
