import type { VNode } from 'preact';
import type { z } from 'zod';
import type { findingSchema } from '../../../api/schemas/findings.ts';
import { dayText } from '../../../reports/words.ts';
import { hrefOf } from '../../parts/address.ts';
import { Badge, SeverityBadge } from '../../parts/badge.tsx';
import { Pager } from '../../parts/pager.tsx';
import { DataTable } from '../../parts/table.tsx';
import { STATES } from './words.ts';

/** A finding as lists show it. */
export type Finding = z.infer<typeof findingSchema>;

/** Where a finding stands; what nobody can decide says so. */
export const StateBadge = ({ finding }: { readonly finding: Pick<Finding, 'state' | 'verdict'> }): VNode => {
  if (finding.verdict === 'not_evaluable' && finding.state === 'open')
    return <Badge tone="plain">нельзя проверить</Badge>;
  const { tone, title } = STATES[finding.state] ?? { tone: 'plain', title: finding.state };
  return <Badge tone={tone}>{title}</Badge>;
};

const Where = ({
  finding,
  teacher,
}: {
  readonly finding: Finding;
  readonly teacher: string | null;
}): VNode => (
  <>
    {[finding.class?.name, finding.subject?.name].filter((name) => name !== undefined).join(', ')}
    {teacher !== null && <span class="under">{teacher}</span>}
  </>
);

/** Findings, the latest day first, a page at a time. */
export const FindingList = ({
  findings,
  teachers,
  href,
  next,
  isFirst,
}: {
  readonly findings: readonly Finding[];
  readonly teachers: ReadonlyMap<string, string>;
  /** The address of this list, with its filters. */
  readonly href: (more: Readonly<Record<string, string>>) => string;
  readonly next: string | null;
  readonly isFirst: boolean;
}): VNode => (
  <>
    <DataTable
      caption="Нарушения"
      columns={[
        {
          key: 'what',
          title: 'Что найдено',
          cell: (finding) => (
            <>
              <a href={hrefOf(`/control/findings/${finding.findingId}`)}>{finding.message}</a>
              <span class="under">{finding.clause}</span>
            </>
          ),
        },
        { key: 'day', title: 'День', cell: ({ day }) => (day === null ? '' : dayText(day)) },
        {
          key: 'where',
          title: 'Где',
          cell: (finding) => (
            <Where finding={finding} teacher={finding.staffId && (teachers.get(finding.staffId) ?? null)} />
          ),
        },
        { key: 'severity', title: 'Вид', cell: ({ severity }) => <SeverityBadge severity={severity} /> },
        { key: 'state', title: 'Состояние', cell: (finding) => <StateBadge finding={finding} /> },
      ]}
      rows={findings}
      keyOf={({ findingId }) => findingId}
      empty="Таких нарушений нет. Снимите часть условий, чтобы увидеть другие."
    />
    <Pager
      next={next && `${href({ cursor: next })}#findings`}
      first={isFirst ? null : `${href({})}#findings`}
    />
  </>
);
