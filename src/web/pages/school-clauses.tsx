import type { VNode } from 'preact';
import { dayText } from '../../reports/words.ts';
import type { AdoptedAct, ClauseFindings } from '../../store/read/web/school.ts';
import type { RegulationLibrary } from '../../sync/regulation-files.ts';
import { hrefOf } from '../parts/address.ts';
import { SeverityBadge } from '../parts/badge.tsx';
import { Empty } from '../parts/empty.tsx';
import { DataTable } from '../parts/table.tsx';
import { numberText } from '../parts/words.ts';

type Acts = RegulationLibrary['regulations'];

/** How people call an act: its title and number; one that is not among the files by its name. */
export function actTitle(acts: Acts, id: string): string {
  const act = acts.find((one) => one.id === id);
  if (!act) return id;
  return act.number === null ? act.title : `${act.title} № ${act.number}`;
}

interface ClausesProps {
  readonly schoolId: string;
  readonly clauses: readonly ClauseFindings[];
  readonly acts: Acts;
  /** The acts that the school has adopted: clauses of others say whose they are. */
  readonly own: ReadonlySet<string>;
  /** What a kind of rule checks, in words. */
  readonly kindTitle: (kind: string) => string;
}

/** What is broken, by clause of the acts that the school keeps to. */
export const ClausesTable = ({ schoolId, clauses, acts, own, kindTitle }: ClausesProps): VNode => (
  <DataTable
    caption="Нарушения по пунктам актов"
    columns={[
      {
        key: 'clause',
        title: 'Пункт',
        cell: ({ clause, regulation, kind }) => (
          <>
            <a href={hrefOf('/control', { school: schoolId, regulation, clause })}>{clause}</a>
            <span class="under">
              {kindTitle(kind)}
              {own.has(regulation) ? '' : ` · ${actTitle(acts, regulation)}`}
            </span>
          </>
        ),
      },
      { key: 'severity', title: 'Вид', cell: ({ severity }) => <SeverityBadge severity={severity} /> },
      { key: 'open', title: 'Открыто', number: true, cell: ({ open }) => numberText(open) },
      { key: 'explained', title: 'Объяснено', number: true, cell: ({ explained }) => numberText(explained) },
      {
        key: 'notEvaluable',
        title: 'Нельзя проверить',
        number: true,
        cell: ({ notEvaluable }) => numberText(notEvaluable),
      },
    ]}
    rows={clauses}
    keyOf={({ regulation, clause }) => `${regulation} ${clause}`}
    empty="Нарушений нет: либо всё по правилам, либо школа ещё не указала, какого акта придерживается."
    sortable
  />
);

/** The acts that the school keeps to. */
export const ActsList = ({
  adopted,
  acts,
}: {
  readonly adopted: readonly AdoptedAct[];
  readonly acts: Acts;
}): VNode =>
  adopted.length === 0 ? (
    <Empty>Школа не указала акта, по которому ведёт журнал. Проверяются только общие требования.</Empty>
  ) : (
    <ul class="plain">
      {adopted.map(({ regulation, from, to }) => (
        <li key={`${regulation} ${from}`}>
          {actTitle(acts, regulation)}{' '}
          <small>
            с {dayText(from)}
            {to === null ? '' : ` по ${dayText(to)}`}
          </small>
        </li>
      ))}
    </ul>
  );
