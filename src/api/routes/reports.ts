import { z } from 'zod';
import type { Scope } from '../../model/access.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { termKeyText, termName } from '../../model/period.ts';
import { parseScope, whereOf } from '../../reports/asked.ts';
import { scopesOfRows } from '../../reports/drill.ts';
import { type DrillPaging, drillQuery, drillRows } from '../../reports/drill-query.ts';
import { scopesOfForm } from '../../reports/form.ts';
import { makeReport } from '../../reports/make.ts';
import { refused } from '../../reports/refusal.ts';
import { formOf, forms } from '../../reports/registry.ts';
import { attachment, type ReportFormat, reportFormats, reportWriters } from '../../reports/render/formats.ts';
import type { ReportGround } from '../../reports/request.ts';
import { UNKNOWN_KEY } from '../../store/read/page.ts';
import { readPlace, readTerms } from '../../store/read/reports/scope.ts';
import { callerOf } from '../caller.ts';
import { pageRequest, writeCursor } from '../cursor.ts';
import { type Call, jsonOf, operation, type Reply, refuse } from '../operation.ts';
import { isProblem } from '../problem.ts';
import { reportProblemCodes } from '../report-problems.ts';
import { noBody, nothing, pageQuery } from '../schemas/basic.ts';
import { reportRowsSchema, reportSchema, reportsSchema } from '../schemas/reports.ts';

const common = { tag: 'Reports', access: { scope: 'reports.read' }, disclosure: 'school_only' } as const;

const scopeParam = z
  .string()
  .max(240)
  .optional()
  .describe(
    '`region` (everything within reach, and what is meant when left out), `municipality:…`, `school:…`, `class:…`',
  );

const groundOf = (call: Call): ReportGround => ({
  database: call.deps.database,
  reach: callerOf(call).reach,
  classIds: null,
  now: call.deps.now(),
  seesIllness: callerOf(call).scopes.has('illness.read'),
  gapsOf: call.deps.gapsOf,
});

const refusal = ({ code, place }: Diagnostic): Reply => {
  if (!isProblem(code)) throw new Error(`a report refused with ${code}, which is no problem of the API`);
  return refuse(code, { parameter: place });
};

/** The first of the scopes that the caller does not have, as a refusal. */
function lacking(call: Call, needed: readonly Scope[]): Reply | null {
  const missing = needed.find((scope) => !callerOf(call).scopes.has(scope));
  if (missing === undefined) return null;
  const challenge = `Bearer error="insufficient_scope", scope="${missing}"`;
  return refuse('api.insufficient_scope', {
    detail: `The scope ${missing} is needed`,
    headers: { 'WWW-Authenticate': challenge },
  });
}

/** `GET /v1/reports` */
export const getReports = operation(
  {
    ...common,
    id: 'listReports',
    method: 'get',
    path: '/v1/reports',
    summary: 'The report forms, and what each is made for',
    description: 'With `scope` also the terms that the schools of it have.',
    params: nothing,
    query: z.strictObject({ scope: scopeParam }),
    body: noBody,
    response: { description: 'The forms', type: 'application/json', schema: reportsSchema },
    problems: ['report.invalid_scope', 'report.not_found', 'consent.purpose_not_allowed'],
  },
  async (input) => {
    const told = forms.map(({ build: _, ...form }) => form);
    if (input.query.scope === undefined) return jsonOf({ forms: told });
    const scope = parseScope(input.query.scope);
    if (!scope) return refusal(refused('report.invalid_scope', 'scope'));
    const ground = groundOf(input);
    const where = whereOf(ground, scope);
    if (!(await readPlace(ground.database, where))) return refusal(refused('report.not_found', 'scope'));
    const terms = await readTerms(ground.database, where);
    return jsonOf({
      forms: told.filter(({ scopes }) => scopes.includes(scope.kind)),
      terms: terms.map(({ term, from, to }) => ({ term: termKeyText(term), name: termName(term), from, to })),
    });
  },
);

const types = reportFormats.map((format) => reportWriters[format].type);

/** What is asked for by name comes first, then what the header `Accept` likes best. */
function formatFor(call: Call, asked: ReportFormat | undefined): ReportFormat {
  if (asked !== undefined) return asked;
  const type = call.prefers(types);
  return reportFormats.find((format) => reportWriters[format].type === type) ?? 'json';
}

/** `GET /v1/reports/{form}` */
export const getReport = operation(
  {
    ...common,
    id: 'getReport',
    method: 'get',
    path: '/v1/reports/{form}',
    summary: 'A report',
    description:
      'Numbers stand in full precision; null is not 0: `missing` says why there is none. `rows` of a number leads to ' +
      'the rows that made it. A form that names students needs the scope `students.read`, too.',
    params: z.strictObject({ form: z.string().max(60).describe('Id of the form') }),
    query: z.strictObject({
      scope: scopeParam,
      term: z.string().max(40).optional().describe('Like 2025-quarter-2; without any period the current one'),
      from: z.string().max(10).optional().describe('First day, instead of a term'),
      to: z.string().max(10).optional().describe('Last day'),
      compare: z.literal('year').optional().describe('`year`: with the same period of a year before'),
      format: z
        .enum(reportFormats)
        .optional()
        .describe('Before what `Accept` says; JSON when both are silent'),
    }),
    body: noBody,
    response: {
      description: 'The report',
      type: reportWriters.json.type,
      orTypes: types.slice(1),
      schema: reportSchema,
    },
    problems: [...reportProblemCodes, 'consent.purpose_not_allowed'],
  },
  async (input) => {
    const { format: asked, ...query } = input.query;
    const form = formOf(input.params.form);
    const needed = form ? scopesOfForm(form) : [];
    const refusedCall = lacking(input, needed);
    if (refusedCall) return refusedCall;
    const made = await makeReport(groundOf(input), input.params.form, query);
    if (!made.ok) return refusal(made.error);
    const format = formatFor(input, asked);
    const { type, write } = reportWriters[format];
    const isText = format === 'json' || format === 'csv';
    return {
      kind: 'stream',
      type: isText ? `${type}; charset=utf-8` : type,
      chunks: write(made.value),
      headers: {
        'Cache-Control': 'private, no-cache',
        Vary: 'Accept, Accept-Encoding',
        ...(format === 'json' ? {} : { 'Content-Disposition': attachment(made.value, format) }),
      },
    };
  },
);

/** `GET /v1/reports/rows` */
export const getReportRows = operation(
  {
    ...common,
    id: 'listReportRows',
    method: 'get',
    path: '/v1/reports/rows',
    summary: 'The rows that made a number of a report',
    description:
      'Its address stands in the report, at the number. Each row with the source that told it, its key there, the run, ' +
      'and when it was first seen. Rows that name students need the scope `students.read`, too.',
    params: nothing,
    query: z.strictObject({ ...drillQuery, ...pageQuery }),
    body: noBody,
    response: { description: 'A page of rows', type: 'application/json', schema: reportRowsSchema },
    problems: [
      'report.not_found',
      'report.invalid_period',
      'report.period_reversed',
      'report.period_across_years',
      'report.no_such_term',
      'api.invalid_cursor',
      'consent.purpose_not_allowed',
    ],
  },
  async (input) => {
    const { limit, cursor, ...ref } = input.query;
    const refusedCall = lacking(
      input,
      scopesOfRows({ of: ref.of, ...(ref.value === undefined ? {} : { value: ref.value }) }),
    );
    if (refusedCall) return refusedCall;
    const list = `rows${ref.of.replaceAll('_', '')}`;
    const page = pageRequest({ limit, cursor }, list, 'drill');
    if (!page.ok) return { kind: 'problem', problem: page.error };
    const paging: DrillPaging = page.value;
    const found = await drillRows(groundOf(input), ref, paging);
    if (!found.ok) return refusal(found.error);
    if (found.value === UNKNOWN_KEY) return refuse('api.invalid_cursor', { parameter: 'cursor' });
    const { next, ...rest } = found.value;
    return jsonOf({
      of: ref.of,
      ...rest,
      next: next === null ? null : writeCursor({ list, key: next }),
    });
  },
);
