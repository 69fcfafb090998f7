import type { VNode } from 'preact';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import type { AskedReport } from '../../../reports/asked.ts';
import { type ReportForm, scopesOfForm } from '../../../reports/form.ts';
import { makeReport } from '../../../reports/make.ts';
import { refused } from '../../../reports/refusal.ts';
import { formOf } from '../../../reports/registry.ts';
import { type Page, type PageReply, trouble, type Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { drawChart } from './chart.tsx';
import { chartOf } from './chart-data.ts';
import { type Choice, readChoice } from './choice.ts';
import { collect } from './collect.ts';
import { ReportFilter } from './filter.tsx';
import { askedOf, groundOf } from './ground.ts';
import { wordsOf } from './refusal.ts';
import { ReportBody, type Shown } from './report-body.tsx';
import { offeredBy } from './scope-choice.ts';

const TRAIL = [{ title: 'Отчёты', href: '/reports' }];

interface Asking {
  readonly form: ReportForm;
  readonly choice: Choice;
  readonly asked: AskedReport;
}

const Filter = ({ form, choice, asked }: Asking): VNode => (
  <ReportFilter
    {...choice}
    groups={offeredBy(choice.groups, form)}
    action={`/reports/${form.id}`}
    asked={asked}
    // Last year's class of this name is another class.
    compares={form.compares && asked.scope?.startsWith('class:') !== true}
  />
);

const Refused = ({
  asking,
  happened,
  next,
}: {
  readonly asking: Asking;
  readonly happened: string;
  readonly next: string;
}) => (
  <>
    <PageHead title={asking.form.title} about={asking.form.about} />
    <Filter {...asking} />
    <div class="alert" role="alert">
      <p>{happened}</p>
      <p>{next}</p>
    </div>
  </>
);

/** A refusal beside the choosers, so that it can be put right at once. */
function refusedReply(asking: Asking, refusal: Diagnostic): PageReply {
  const { status, happened, next } = wordsOf(refusal);
  const body = <Refused asking={asking} happened={happened} next={next} />;
  return { kind: 'page', title: asking.form.title, status, body, trail: TRAIL };
}

async function shownOf(visit: Visit, asking: Asking): Promise<Shown | Diagnostic> {
  const made = await makeReport(groundOf(visit), asking.form.id, asking.asked);
  if (!made.ok) return made.error;
  const { sections, isCut } = await collect(made.value.sections);
  const data = chartOf(sections);
  return {
    report: made.value,
    sections,
    isCut,
    chart: data && { data, svg: await drawChart(data) },
    asked: asking.asked,
    may: visit.may,
  };
}

/** Where nothing is said, the first that the form is made for. */
function withScope(asked: AskedReport, form: ReportForm, choice: Choice): AskedReport {
  if (asked.scope !== undefined) return asked;
  const [first] = offeredBy(choice.groups, form);
  const [option] = first?.options ?? [];
  return option ? { ...asked, scope: option.value } : asked;
}

/** The form of an address, as far as the visitor may open it. */
export function formFor(visit: Visit): ReportForm | PageReply {
  const form = formOf(visit.params['form'] ?? '');
  if (!form) {
    const { happened, next } = wordsOf(refused('report.unknown_form', 'form'));
    return trouble(404, 'Нет такой формы', happened, next);
  }
  if (scopesOfForm(form).every(visit.may)) return form;
  const next = 'Выберите другую форму или попросите администратора журнала о другой роли.';
  return trouble(403, 'Нет доступа', 'В этой форме стоит то, чего ваша роль не открывает.', next);
}

/** A report: its table, chart and files. */
export const report: Page = {
  method: 'get',
  path: '/reports/:form',
  access: { scope: 'reports.read' },
  answer: async (visit) => {
    const form = formFor(visit);
    if ('kind' in form) return form;
    const query = askedOf(visit.query);
    const choice = await readChoice(visit, query);
    const asked = withScope(query, form, choice);
    const asking = { form, asked, choice: { ...choice, scope: asked.scope ?? choice.scope } };
    const shown = await shownOf(visit, asking);
    if ('code' in shown) return refusedReply(asking, shown);
    const body = (
      <ReportBody {...shown}>
        <Filter {...asking} />
      </ReportBody>
    );
    const back = hrefOf('/reports', { ...asked });
    return { kind: 'page', title: form.title, body, trail: [{ title: 'Отчёты', href: back }] };
  },
};
