import type { VNode } from 'preact';
import type { z } from 'zod';
import type { findingDetailSchema } from '../../../api/schemas/findings.ts';
import { dayText } from '../../../reports/words.ts';
import { hrefOf } from '../../parts/address.ts';
import { DataTable } from '../../parts/table.tsx';
import { momentText } from '../../parts/words.ts';
import { CHANGES, ENTITIES, valueText } from './words.ts';

/** A finding with what stands behind it. */
export type FindingDetail = z.infer<typeof findingDetailSchema>;

/** A record behind a finding. */
export type FindingRecord = FindingDetail['rows'][number];

type Image = Readonly<Record<string, unknown>>;

const textOf = (image: Image, ...names: readonly string[]): string | null => {
  for (const name of names) {
    const value = image[name];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return null;
};

const LONGEST = 160;
const clipped = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

/** What a record says, in a few words: names of columns stand in what it was before, of fields in what it is. */
function saysOf(image: Image): string {
  const value = textOf(image, 'value', 'status', 'state', 'kind');
  const reason = textOf(image, 'reason');
  const text = textOf(image, 'topic', 'text', 'name', 'displayName', 'display_name', 'document');
  const parts = [value && valueText(value), reason && valueText(reason), text && clipped(text)];
  return parts.filter((part) => part !== null).join(' · ');
}

const dayOf = (fields: Image): string | null =>
  textOf(fields, 'date', 'day', 'dueDay', 'lessonDay', 'fromDay');

const History = ({
  record,
  timeZone,
}: {
  readonly record: FindingRecord;
  readonly timeZone: string;
}): VNode | null =>
  record.past.length === 0 ? null : (
    <ul class="plain under">
      {record.past.map(({ kind, before, notBefore, notAfter }) => (
        <li key={notAfter}>
          {CHANGES[kind] ?? kind}{' '}
          {notBefore === null ? 'до' : `между ${momentText(new Date(notBefore), timeZone)} и`}{' '}
          {momentText(new Date(notAfter), timeZone)}; было: {saysOf(before) || 'пусто'}
        </li>
      ))}
    </ul>
  );

const TARGETS: readonly string[] = ['mark', 'attendance', 'termMark'];

interface RowsProps {
  readonly finding: FindingDetail;
  readonly timeZone: string;
  readonly students: ReadonlyMap<string, string>;
  readonly teachers: ReadonlyMap<string, string>;
  /** Whether the visitor may ask for a late change. */
  readonly mayApply: boolean;
}

const Apply = ({ record, finding }: { readonly record: FindingRecord; readonly finding: FindingDetail }) => {
  const query = {
    school: finding.schoolId,
    target: record.entity,
    record: record.id,
    finding: finding.findingId,
  };
  return <a href={hrefOf('/control/permits/new', query)}>заявление на исправление</a>;
};

const nameIn = (names: ReadonlyMap<string, string>, id: unknown): string | null =>
  typeof id === 'string' ? (names.get(id) ?? null) : null;

const Who = ({ record, students, teachers }: RowsProps & { readonly record: FindingRecord }): VNode => {
  const { fields } = record;
  const student = nameIn(students, fields['studentId']);
  const teacher = nameIn(teachers, fields['teacherId'] ?? fields['staffId']);
  return (
    <>
      {student}
      {teacher !== null && <span class="under">{teacher}</span>}
    </>
  );
};

const Seen = ({ record, timeZone }: { readonly record: FindingRecord; readonly timeZone: string }): VNode => (
  <>
    {momentText(new Date(record.firstSeenAt), timeZone)}
    {record.deletedAt !== null && (
      <span class="under">исчезла {momentText(new Date(record.deletedAt), timeZone)}</span>
    )}
  </>
);

/** The records that a finding stands on, each with its past. */
export const FindingRows = (props: RowsProps): VNode => {
  const { finding, timeZone, mayApply } = props;
  return (
    <DataTable
      caption="Записи"
      columns={[
        {
          key: 'what',
          title: 'Запись',
          cell: (record: FindingRecord) => (
            <>
              {ENTITIES[record.entity] ?? record.entity}
              {mayApply && TARGETS.includes(record.entity) && (
                <span class="under">
                  <Apply record={record} finding={finding} />
                </span>
              )}
            </>
          ),
        },
        {
          key: 'day',
          title: 'День',
          cell: ({ fields }) => {
            const day = dayOf(fields);
            return day === null ? '' : dayText(day);
          },
        },
        { key: 'who', title: 'Кто', cell: (record) => <Who {...props} record={record} /> },
        {
          key: 'says',
          title: 'Что в ней',
          cell: (record) => (
            <>
              {saysOf(record.fields)}
              <History record={record} timeZone={timeZone} />
            </>
          ),
        },
        { key: 'source', title: 'Источник', cell: ({ source }) => source },
        {
          key: 'seen',
          title: 'Впервые увидена',
          cell: (record) => <Seen record={record} timeZone={timeZone} />,
        },
      ]}
      rows={finding.rows}
      keyOf={({ entity, id }) => `${entity} ${id}`}
      empty="Записей за этим нет: нарушение в том, что чего-то нет."
    />
  );
};
