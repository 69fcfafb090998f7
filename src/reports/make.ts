import { type Day, dayIn } from '../model/dates.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { aYearBefore, type Period, termName } from '../model/period.ts';
import { err, ok, type Result } from '../model/result.ts';
import {
  type Place,
  readFreshness,
  readPlace,
  readTerms,
  type TermDays,
} from '../store/read/reports/scope.ts';
import {
  type AskedPeriod,
  type AskedReport,
  OFFICE_ZONE,
  parseScope,
  periodAsked,
  whereOf,
} from './asked.ts';
import { compared } from './compare.ts';
import type { FormBody, ReportForm } from './form.ts';
import { refused } from './refusal.ts';
import { formOf } from './registry.ts';
import type { ReportGround, ReportRequest, ReportScope } from './request.ts';
import type { Report } from './table.ts';
import { dayText } from './words.ts';

/** What is asked, looked up. */
interface Looked {
  readonly form: ReportForm;
  readonly scope: ReportScope;
  readonly place: Place;
  readonly terms: readonly TermDays[];
}

async function look(
  ground: ReportGround,
  id: string,
  asked: AskedReport,
): Promise<Result<Looked, Diagnostic>> {
  const form = formOf(id);
  if (!form) return err(refused('report.unknown_form', 'form'));
  const scope = parseScope(asked.scope);
  if (!scope) return err(refused('report.invalid_scope', 'scope'));
  if (!form.scopes.includes(scope.kind)) return err(refused('report.scope_not_offered', 'scope'));
  const where = whereOf(ground, scope);
  const place = await readPlace(ground.database, where);
  if (!place) return err(refused('report.not_found', 'scope'));
  return ok({ form, scope, place, terms: await readTerms(ground.database, where) });
}

/** What a report is about, in words. */
function aboutOf(scope: ReportScope, { schools, school, class: name }: Place): string {
  if (scope.kind === 'region') return `Все школы (${schools})`;
  // Whoever sees one school of many gets a paper that says so.
  if (scope.kind === 'municipality') return `${scope.name}, школ: ${schools}`;
  return name === null ? (school ?? '') : `${school ?? ''}, ${name}`;
}

const periodText = ({ period, from, to }: AskedPeriod): string =>
  period.kind === 'term' ? termName(period.term) : `с ${dayText(from)} по ${dayText(to)}`;

const yearEarlier = (day: Day): Day =>
  `${Number(day.slice(0, 4)) - 1}${day.slice(4).replace('02-29', '02-28')}`;

const earlier = (period: Period): Period =>
  period.kind === 'term'
    ? { kind: 'term', term: aYearBefore(period.term) }
    : { kind: 'range', from: yearEarlier(period.from), to: yearEarlier(period.to) };

async function comparedWith(
  ground: ReportGround,
  form: ReportForm,
  { scope, period }: ReportRequest,
  body: FormBody,
): Promise<FormBody> {
  const before = await form.build(ground, { scope, period: earlier(period) });
  return before.ok ? { ...body, sections: compared(body.sections, before.value.sections) } : body;
}

const beforeText = (period: Period): string =>
  period.kind === 'term'
    ? termName(aYearBefore(period.term))
    : `с ${dayText(yearEarlier(period.from))} по ${dayText(yearEarlier(period.to))}`;

/**
 * Makes a report: looks up what is asked, lets the form fill its sections, puts head, freshness and the comparison
 * with a year before to it. What cannot be made comes back as a value.
 */
export async function makeReport(
  ground: ReportGround,
  id: string,
  asked: AskedReport,
): Promise<Result<Report, Diagnostic>> {
  const looked = await look(ground, id, asked);
  if (!looked.ok) return looked;
  const { form, scope, place, terms } = looked.value;
  const when = periodAsked(asked, terms, dayIn(ground.now, OFFICE_ZONE));
  if (!when.ok) return when;
  const { period, from, to } = when.value;
  if (form.period === 'terms' && period.kind === 'range') return err(refused('report.terms_only', 'from'));
  const isCompared = asked.compare === 'year';
  if (isCompared && !form.compares) return err(refused('report.not_comparable', 'compare'));
  // A class of a year before is another class: the same name was another year's children, the same children had another.
  if (isCompared && scope.kind === 'class') return err(refused('report.not_comparable', 'scope'));
  const request = { scope, period };
  const built = await form.build(ground, request);
  if (!built.ok) return built;
  const body = isCompared ? await comparedWith(ground, form, request, built.value) : built.value;
  return ok({
    form: form.id,
    title: form.title,
    about: aboutOf(scope, place),
    from,
    to,
    period: periodText(when.value),
    comparedWith: isCompared ? beforeText(period) : null,
    madeAt: ground.now,
    freshness: await readFreshness(ground.database, whereOf(ground, scope)),
    ...body,
  });
}
