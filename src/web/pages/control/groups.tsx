import type { VNode } from 'preact';
import type { FindingGroup, FindingGrouping } from '../../../store/read/web/finding-groups.ts';
import { hrefOf } from '../../parts/address.ts';
import { DataTable, type TableColumn } from '../../parts/table.tsx';
import { numberText } from '../../parts/words.ts';

const TITLES: Readonly<Record<FindingGrouping, readonly [tab: string, head: string, nobody: string]>> = {
  clause: ['По пунктам', 'Пункт', 'без пункта'],
  teacher: ['По учителям', 'Учитель', 'ни за кем в отдельности'],
  class: ['По классам', 'Класс', 'школа в целом'],
};

interface GroupsProps {
  readonly schoolId: string;
  readonly by: FindingGrouping;
  readonly groups: readonly FindingGroup[];
  readonly kindTitle: (kind: string) => string;
  readonly actTitle: (regulation: string) => string;
}

type Query = Readonly<Record<string, string>>;

/** The address of the findings behind a number. */
function listHref({ schoolId, by }: GroupsProps, group: FindingGroup, more: Query): string | null {
  if (group.key === null) return null;
  const own: Query =
    by === 'clause' ? { clause: group.key, regulation: group.regulation ?? '' } : { [by]: group.key };
  return `${hrefOf('/control', { school: schoolId, by, ...own, ...more })}#findings`;
}

const COUNTS: readonly {
  readonly key:
    | 'error'
    | 'warning'
    | 'info'
    | 'explained'
    | 'permitted'
    | 'mended'
    | 'closed'
    | 'notEvaluable';
  readonly title: string;
  readonly group?: string;
  readonly query: Query;
}[] = [
  { key: 'error', title: 'ошибки', group: 'Открыто', query: { state: 'open', severity: 'error' } },
  { key: 'warning', title: 'предупр.', group: 'Открыто', query: { state: 'open', severity: 'warning' } },
  {
    key: 'info',
    title: 'сведения',
    group: 'Открыто',
    query: { state: 'open', severity: 'info', verdict: 'violated' },
  },
  { key: 'explained', title: 'Объяснено', query: { state: 'explained' } },
  { key: 'permitted', title: 'Разрешено', query: { state: 'permitted' } },
  { key: 'mended', title: 'Исправлено', query: { state: 'mended', verdict: 'violated' } },
  { key: 'closed', title: 'Закрыто', query: { state: 'closed' } },
  { key: 'notEvaluable', title: 'Нельзя проверить', query: { verdict: 'not_evaluable' } },
];

const Count = ({ value, href }: { readonly value: number; readonly href: string | null }): VNode =>
  value === 0 ? (
    <span class="missing">0</span>
  ) : href === null ? (
    <span>{numberText(value)}</span>
  ) : (
    <a href={href}>{numberText(value)}</a>
  );

const Name = ({ group, props }: { readonly group: FindingGroup; readonly props: GroupsProps }): VNode => {
  const [, , nobody] = TITLES[props.by];
  const href = listHref(props, group, {});
  const under =
    group.kind !== null && group.regulation !== null
      ? `${props.kindTitle(group.kind)} · ${props.actTitle(group.regulation)}`
      : null;
  return (
    <>
      {href === null ? nobody : <a href={href}>{group.name ?? 'без имени'}</a>}
      {under !== null && <span class="under">{under}</span>}
    </>
  );
};

const columnsOf = (props: GroupsProps): readonly TableColumn<FindingGroup>[] => [
  {
    key: 'name',
    title: TITLES[props.by][1],
    sortKey: ({ name }) => name ?? '',
    cell: (group) => <Name group={group} props={props} />,
  },
  ...COUNTS.map(({ key, title, group: head, query }) => ({
    key,
    title,
    ...(head === undefined ? {} : { group: head }),
    number: true,
    cell: (group: FindingGroup) => <Count value={group[key]} href={listHref(props, group, query)} />,
  })),
];

/** Findings counted by clause, teacher or class; the numbers lead to the list. */
export const FindingGroups = (props: GroupsProps): VNode => (
  <section class="section" aria-label="Сколько и у кого">
    <nav class="tabs no-print" aria-label="Как сгруппировать">
      {Object.entries(TITLES).map(([key, [tab]]) => (
        <a
          href={hrefOf('/control', { school: props.schoolId, by: key })}
          aria-current={key === props.by ? 'true' : undefined}
          key={key}
        >
          {tab}
        </a>
      ))}
    </nav>
    <DataTable
      caption={`Нарушения: ${TITLES[props.by][0].toLowerCase()}`}
      columns={columnsOf(props)}
      rows={props.groups}
      keyOf={({ key, regulation }) => `${regulation ?? ''} ${key ?? ''}`}
      empty="Нарушений не было. Если так и должно быть, проверьте на странице школы, какого акта она придерживается."
      sortable
    />
  </section>
);
