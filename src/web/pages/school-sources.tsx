import type { VNode } from 'preact';
import type { Adapter } from '../../adapters/contract.ts';
import type { SourceState } from '../../store/read/web/sources.ts';
import { FreshnessBadge } from '../parts/badge.tsx';
import { freshnessOf } from '../parts/freshness.ts';
import { causeText, stateText } from '../parts/run-words.ts';
import { modeName, systemName } from '../parts/source-name.ts';
import { DataTable } from '../parts/table.tsx';
import { momentText, numberText } from '../parts/words.ts';

/** What the sources of a school are shown with. */
interface SourcesProps {
  readonly sources: readonly SourceState[];
  readonly timeZone: string;
  readonly adapters: readonly Adapter[];
  readonly now: Date;
}

const lastText = ({ lastState, error }: SourceState): string => {
  if (lastState === null) return 'ещё не читалось';
  return error ? causeText(error.code) : stateText(lastState);
};

const isWell = ({ lastState }: SourceState): boolean =>
  lastState === null || lastState === 'succeeded' || lastState === 'running';

const here = ({ connection }: SourceState): string => `/sources/${connection}`;

/** By what a school is read, and how that goes. */
export const SchoolSources = ({ sources, timeZone, adapters, now }: SourcesProps): VNode => (
  <DataTable
    caption="Источники школы"
    columns={[
      {
        key: 'source',
        title: 'Журнал',
        cell: (source) => (
          <>
            <a href={here(source)}>{systemName(adapters, source.system)}</a>{' '}
            <small>{modeName(source.mode)}</small>
          </>
        ),
      },
      {
        key: 'readAt',
        title: 'Последнее удачное чтение',
        cell: ({ readAt }) => (readAt ? momentText(readAt, timeZone) : '—'),
      },
      {
        key: 'freshness',
        title: 'Данные',
        cell: ({ readAt }) => (
          <FreshnessBadge freshness={freshnessOf(readAt, now)} readAt={readAt} timeZone={timeZone} />
        ),
      },
      {
        key: 'last',
        title: 'Последняя попытка',
        cell: (source) => <span class={isWell(source) ? undefined : 'bad-text'}>{lastText(source)}</span>,
      },
      {
        key: 'quarantined',
        title: 'В карантине',
        number: true,
        cell: ({ quarantined }) => numberText(quarantined),
      },
    ]}
    rows={sources}
    keyOf={({ connection }) => connection}
    empty="К школе не подключён ни один журнал. Подключение добавляет администратор журнала."
  />
);
