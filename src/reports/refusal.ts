import type { Diagnostic } from '../model/diagnostic.ts';

/** Why a report cannot be made: what is wrong, and what to do, each under a stable code. */
const refusals = {
  'report.unknown_form': {
    message: 'There is no such report form.',
    hint: 'GET /v1/reports lists the forms.',
  },
  'report.invalid_scope': {
    message: 'The scope is not one.',
    hint: 'Give region, municipality:<name>, school:<id> or class:<id>.',
  },
  'report.scope_not_offered': {
    message: 'This form is not made for such a scope.',
    hint: 'See `scopes` of the form in GET /v1/reports.',
  },
  'report.not_found': {
    message: 'There is no such school, class or municipality within reach.',
    hint: 'GET /v1/schools lists what there is.',
  },
  'report.invalid_period': {
    message: 'The period is not one.',
    hint: 'Give `term` like 2025-quarter-2, or `from` and `to` as days.',
  },
  'report.period_reversed': {
    message: 'The period ends before it begins.',
    hint: 'Give the earlier day as `from`.',
  },
  'report.period_across_years': {
    message: 'The period is of two academic years.',
    hint: 'Ask for each academic year apart: it turns on 1 August.',
  },
  'report.no_such_term': {
    message: 'None of these schools has this term.',
    hint: 'See the terms in GET /v1/reports?scope=…',
  },
  'report.terms_only': {
    message: 'This form is made for terms, not for any two dates.',
    hint: 'Give `term`, like 2025-quarter-2.',
  },
  'report.not_comparable': {
    message: 'This form is not compared with a year before, and neither is a single class: that was another.',
    hint: 'Leave `compare` out.',
  },
} as const;

/** The code of a refusal. */
export type ReportRefusal = keyof typeof refusals;

/** All of them. */
export const reportRefusals = refusals;

/** A refusal; `place` is the parameter at fault. */
export const refused = (code: ReportRefusal, place: string): Diagnostic => ({
  code,
  place,
  ...refusals[code],
});
