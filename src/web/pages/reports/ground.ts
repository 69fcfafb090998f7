import type { AskedReport } from '../../../reports/asked.ts';
import { type ReportForm, scopesOfForm } from '../../../reports/form.ts';
import { forms } from '../../../reports/registry.ts';
import type { ReportGround } from '../../../reports/request.ts';
import type { Fields, Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';

/** What a report of the visitor stands on: their reach and nothing beyond it. */
export const groundOf = ({ deps, session, now, may }: Visit): ReportGround => ({
  database: deps.database,
  reach: session.person.reach,
  classIds: session.person.classIds,
  now,
  seesIllness: may('illness.read'),
  gapsOf: deps.gapsOf,
});

const given = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

/** What an address asks for. Two days win over a term that the same form sent along. */
export function askedOf({ scope, term, from, to, compare }: Fields): AskedReport {
  const days = { from: given(from), to: given(to) };
  const isRange = days.from !== undefined || days.to !== undefined;
  return {
    scope: given(scope),
    term: isRange ? undefined : given(term),
    ...days,
    compare: given(compare),
  };
}

/** The address of a form with what was asked. */
export const formHref = (form: string, asked: AskedReport): string =>
  hrefOf(`/reports/${form}`, { ...asked });

/** The forms that the visitor may open. */
export const formsFor = ({ may, session }: Visit): readonly ReportForm[] =>
  forms.filter(
    (form) =>
      scopesOfForm(form).every(may) && (session.person.classIds === null || form.scopes.includes('class')),
  );
