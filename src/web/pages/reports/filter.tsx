import type { VNode } from 'preact';
import type { AskedReport } from '../../../reports/asked.ts';
import type { TermDays } from '../../../store/read/reports/scope.ts';
import { PeriodChooser } from '../../parts/period-chooser.tsx';
import type { ScopeGroup } from './scope-choice.ts';

const ScopeSelect = ({
  groups,
  scope,
}: {
  readonly groups: readonly ScopeGroup[];
  readonly scope: string;
}): VNode => {
  const isOffered = groups.some(({ options }) => options.some(({ value }) => value === scope));
  return (
    <label>
      О ком
      <select name="scope">
        {!isOffered && (
          <option value="" selected>
            выберите
          </option>
        )}
        {groups.map(({ kind, title, options }) => (
          <optgroup label={title} key={kind}>
            {options.map((option) => (
              <option value={option.value} key={option.value} selected={option.value === scope}>
                {option.title}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
};

/** What a report is about, of which days, and whether the year before stands beside it. */
export const ReportFilter = ({
  action,
  groups,
  scope,
  terms,
  term,
  asked,
  compares,
}: {
  readonly action: string;
  readonly groups: readonly ScopeGroup[];
  readonly scope: string;
  readonly terms: readonly TermDays[];
  readonly term: string | null;
  readonly asked: AskedReport;
  readonly compares: boolean;
}): VNode => (
  <form class="filters" method="get" action={action}>
    <ScopeSelect groups={groups} scope={scope} />
    <PeriodChooser terms={terms} term={term} from={asked.from ?? null} to={asked.to ?? null} />
    {compares && (
      <label class="check">
        <input type="checkbox" name="compare" value="year" checked={asked.compare === 'year'} />
        сравнить с прошлым годом
      </label>
    )}
    <button type="submit" class="primary">
      Показать
    </button>
  </form>
);
