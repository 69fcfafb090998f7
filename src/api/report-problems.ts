import { type ReportRefusal, reportRefusals } from '../reports/refusal.ts';
import type { ProblemKind } from './problem-kind.ts';

/** What is not there is 404, what cannot be read 400, what cannot be made 422. */
const statuses: Readonly<Record<ReportRefusal, 400 | 404 | 422>> = {
  'report.unknown_form': 404,
  'report.invalid_scope': 400,
  'report.scope_not_offered': 422,
  'report.not_found': 404,
  'report.invalid_period': 400,
  'report.period_reversed': 422,
  'report.period_across_years': 422,
  'report.no_such_term': 422,
  'report.terms_only': 422,
  'report.not_comparable': 422,
};

/** Refusals of reports as problems of the API. */
export const reportProblems = Object.fromEntries(
  Object.entries(reportRefusals).map(([code, { message, hint }]) => [
    code,
    { status: statuses[code as ReportRefusal], title: message, hint },
  ]),
) as Readonly<Record<ReportRefusal, ProblemKind>>;

/** Their codes. */
export const reportProblemCodes = Object.keys(reportRefusals) as readonly ReportRefusal[];
