import type { VNode } from 'preact';
import { type AskedReport, parseScope } from '../../../reports/asked.ts';
import type { ReportForm } from '../../../reports/form.ts';
import type { ScopeKind } from '../../../reports/request.ts';
import type { Page } from '../../page.ts';
import { Empty } from '../../parts/empty.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { type Choice, readChoice } from './choice.ts';
import { ReportFilter } from './filter.tsx';
import { askedOf, formHref, formsFor } from './ground.ts';
import { type FormGroup, groupedForms } from './groups.ts';

const NEEDED: Readonly<Record<ScopeKind, string>> = {
  region: 'все школы',
  municipality: 'муниципалитет',
  school: 'школу',
  class: 'класс',
};

/** «Выберите школу или класс»: what a form is made for, where it is not what is chosen. */
const needed = ({ scopes }: ReportForm): string => scopes.map((kind) => NEEDED[kind]).join(' или ');

const FormLine = ({
  form,
  asked,
  kind,
}: {
  readonly form: ReportForm;
  readonly asked: AskedReport;
  readonly kind: ScopeKind;
}): VNode => {
  const isOffered = form.scopes.includes(kind);
  const { compare, ...rest } = asked;
  const href = formHref(form.id, form.compares ? { ...rest, compare } : rest);
  return (
    <li>
      <a href={href}>{form.title}</a>
      <p>{form.about}</p>
      {!isOffered && <p class="note">Составляется иначе: выберите {needed(form)}.</p>}
    </li>
  );
};

const Group = ({
  group,
  asked,
  kind,
}: {
  readonly group: FormGroup;
  readonly asked: AskedReport;
  readonly kind: ScopeKind;
}): VNode => (
  <section>
    <h2>{group.title}</h2>
    <ul class="plain">
      {group.forms.map((form) => (
        <FormLine form={form} asked={asked} kind={kind} key={form.id} />
      ))}
    </ul>
  </section>
);

const Chooser = ({
  choice,
  asked,
  groups,
}: {
  readonly choice: Choice;
  readonly asked: AskedReport;
  readonly groups: readonly FormGroup[];
}): VNode => {
  const kind = parseScope(choice.scope)?.kind ?? 'region';
  const linked = { ...asked, scope: choice.scope, term: choice.term ?? undefined };
  return (
    <>
      <PageHead title="Отчёты" about="Выберите, о ком и за какой период, затем форму." />
      <ReportFilter {...choice} action="/reports" asked={asked} compares />
      {choice.groups.length === 0 ? (
        <Empty>Вам пока не открыта ни одна школа. Обратитесь к администратору журнала.</Empty>
      ) : (
        <div class="report-forms">
          {groups.map((group) => (
            <Group group={group} asked={linked} kind={kind} key={group.title} />
          ))}
        </div>
      )}
    </>
  );
};

/** «Отчёты»: which form, about whom, of which days. */
export const reportChooser: Page = {
  method: 'get',
  path: '/reports',
  access: { scope: 'reports.read' },
  answer: async (visit) => {
    const asked = askedOf(visit.query);
    const choice = await readChoice(visit, asked);
    const groups = groupedForms(formsFor(visit));
    return { kind: 'page', title: 'Отчёты', body: <Chooser choice={choice} asked={asked} groups={groups} /> };
  },
};
