import type { VNode } from 'preact';
import type { Day } from '../../model/dates.ts';
import { type TermKey, termKeyText, termName } from '../../model/period.ts';

/** What can be chosen, and what is. */
export interface PeriodChoice {
  readonly terms: readonly { readonly term: TermKey; readonly from: Day; readonly to: Day }[];
  /** As it stands in the address: a term's key, or two days. */
  readonly term: string | null;
  readonly from: Day | null;
  readonly to: Day | null;
}

/** The terms to choose from, the latest first. */
export const TermSelect = ({
  terms,
  term,
  required = true,
}: Pick<PeriodChoice, 'terms' | 'term'> & { readonly required?: boolean }): VNode => (
  <label>
    Период
    <select name="term">
      {!required && <option value="">любые дни</option>}
      {[...terms].reverse().map(({ term: one }) => {
        const key = termKeyText(one);
        return (
          <option value={key} key={key} selected={key === term}>
            {termName(one)}
          </option>
        );
      })}
    </select>
  </label>
);

/** Fields to choose a period by, for a form of the page: a term, or any two dates. */
export const PeriodChooser = ({ terms, term, from, to }: PeriodChoice): VNode => (
  <fieldset>
    <legend class="sr">Период</legend>
    <TermSelect terms={terms} term={term} required={false} />
    <label>
      с
      <input type="date" name="from" value={from ?? ''} />
    </label>
    <label>
      по
      <input type="date" name="to" value={to ?? ''} />
    </label>
  </fieldset>
);
