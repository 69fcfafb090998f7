import type { Diagnostic } from '../model/diagnostic.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { DaysAsked } from '../store/read/reports/asked-classes.ts';
import { daysOfTerm, readTerms } from '../store/read/reports/scope.ts';
import { whereOf } from './asked.ts';
import { refused } from './refusal.ts';
import type { ReportGround, ReportRequest } from './request.ts';

/** Whom a form asks the store about, and which days: a term stands for its days. */
export async function daysAsked(
  ground: ReportGround,
  { scope, period }: ReportRequest,
): Promise<Result<DaysAsked, Diagnostic>> {
  const where = whereOf(ground, scope);
  if (period.kind === 'range') return ok({ ...where, from: period.from, to: period.to });
  const days = daysOfTerm(await readTerms(ground.database, where), period.term);
  return days ? ok({ ...where, ...days }) : err(refused('report.no_such_term', 'term'));
}
