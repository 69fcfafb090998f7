import { z } from 'zod';
import { type Day, dayIn } from '../../model/dates.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { EffectiveEntry } from '../../rules/regulation.ts';
import { listAdoptions } from '../../store/adoptions.ts';
import { readControl, readTermOf } from '../../store/read/control.ts';
import { adopt, inForce, retractAdoption } from '../../sync/control/adopt.ts';
import { periodNames, periodOf } from '../../sync/control/period.ts';
import { callerOf } from '../caller.ts';
import { type Call, jsonOf, operation, type Reply, refuse } from '../operation.ts';
import { isProblem } from '../problem.ts';
import { dayParam, idParam, noBody, nothing } from '../schemas/basic.ts';
import { controlSchema } from '../schemas/findings.ts';
import {
  adoptionBodySchema,
  regulationDetailSchema,
  regulationIdParam,
  regulationListSchema,
  retractionBodySchema,
  schoolRegulationsSchema,
} from '../schemas/regulations.ts';

const tag = 'Regulations';

/** `GET /v1/regulations` */
export const getRegulations = operation(
  {
    id: 'listRegulations',
    method: 'get',
    path: '/v1/regulations',
    tag,
    summary: 'The acts that are known here',
    description: 'Federal norms, regions, schools: those that a school may keep to.',
    access: { scope: 'schools.read' },
    disclosure: 'none',
    params: nothing,
    query: nothing,
    body: noBody,
    response: { description: 'All acts', type: 'application/json', schema: regulationListSchema },
    problems: [],
  },
  async ({ deps }) => {
    const items = deps.regulations.library.regulations.map(
      ({ entries, uncheckable, readings: _, ...act }) => ({
        ...act,
        entries: entries.length,
        uncheckable: uncheckable.length,
      }),
    );
    return jsonOf({ items });
  },
);

/** `GET /v1/regulations/{regulationId}` */
export const getRegulation = operation(
  {
    id: 'getRegulation',
    method: 'get',
    path: '/v1/regulations/{regulationId}',
    tag,
    summary: 'One act, clause by clause',
    description: 'With what no machine can check, and why.',
    access: { scope: 'schools.read' },
    disclosure: 'none',
    params: z.strictObject({ regulationId: regulationIdParam }),
    query: nothing,
    body: noBody,
    response: { description: 'The act', type: 'application/json', schema: regulationDetailSchema },
    problems: ['api.not_found'],
  },
  async ({ deps, params }) => {
    const act = deps.regulations.library.regulations.find(({ id }) => id === params.regulationId);
    return act ? jsonOf(act) : refuse('api.not_found');
  },
);

const told = ({ topic, regulation, entry, parameters, unchosen, over }: EffectiveEntry) => ({
  topic,
  regulation,
  entry: entry.id,
  clause: entry.clause,
  says: entry.says,
  kind: entry.kind,
  effect: entry.effect,
  recommendation: entry.recommendation,
  confidence: entry.confidence,
  parameters,
  unchosen,
  over,
});

/** Today by the clock of the school; null when it is not within reach. */
async function todayOf(call: Call, schoolId: string): Promise<Day | null> {
  const now = call.deps.now();
  const { reach } = callerOf(call);
  const found = await readTermOf(call.deps.database, schoolId, reach, now.toISOString().slice(0, 10));
  return found && dayIn(now, found.timeZone);
}

const depsOf = ({ deps }: Call) => ({ store: deps.store, ...deps.regulations });

async function answer(call: Call, schoolId: string, day: Day, more: object = {}): Promise<Reply> {
  const deps = depsOf(call);
  const adoptions = await listAdoptions(deps.store, schoolId);
  return jsonOf({ day, adoptions, entries: (await inForce(deps, schoolId, day)).map(told), ...more });
}

/** `GET /v1/schools/{schoolId}/regulations` */
export const getSchoolRegulations = operation(
  {
    id: 'getSchoolRegulations',
    method: 'get',
    path: '/v1/schools/{schoolId}/regulations',
    tag,
    summary: 'What a school keeps to, topic by topic',
    description:
      'Of a federal norm, a region’s and the school’s own act about one topic the most specific wins; `over` names ' +
      'what it wins over. Where the school’s act says nothing the wider one holds.',
    access: { scope: 'schools.read' },
    disclosure: 'school_only',
    params: z.strictObject({ schoolId: idParam('school') }),
    query: z.strictObject({ day: dayParam('The day; today when left out').optional() }),
    body: noBody,
    response: { description: 'What holds', type: 'application/json', schema: schoolRegulationsSchema },
    problems: ['api.not_found', 'consent.purpose_not_allowed'],
  },
  async (input) => {
    const today = await todayOf(input, input.params.schoolId);
    if (today === null) return refuse('api.not_found');
    return answer(input, input.params.schoolId, input.query.day ?? today);
  },
);

/** All faults at once: whoever writes an act mends them in one go. */
function refusalOf(faults: readonly Diagnostic[]): Reply {
  const [first] = faults;
  if (!first || !isProblem(first.code)) throw new Error(`refused with ${first?.code}, no problem of the API`);
  const detail = faults.map(({ place, message, hint }) => `${place}: ${message} ${hint}`).join(' ');
  return refuse(first.code, { detail, parameter: first.place });
}

/** `POST /v1/schools/{schoolId}/regulations` */
export const postAdoption = operation(
  {
    id: 'adoptRegulation',
    method: 'post',
    path: '/v1/schools/{schoolId}/regulations',
    tag,
    summary: 'Says that a school keeps to an act',
    description:
      'From a day on, with what the act leaves to the school’s choice. The same act from the same day is replaced; ' +
      'without `choices` what was chosen before stays chosen, and `choicesKept` says so. ' +
      'Everything is evaluated anew within a minute. The answer is what holds then.',
    access: { scope: 'regulations.write' },
    disclosure: 'school_only',
    params: z.strictObject({ schoolId: idParam('school') }),
    query: nothing,
    body: adoptionBodySchema,
    response: { description: 'What holds', type: 'application/json', schema: schoolRegulationsSchema },
    problems: [
      'api.not_found',
      'consent.purpose_not_allowed',
      'regulation.unknown',
      'regulation.not_adoptable',
      'regulation.impossible_dates',
      'regulation.choice_invalid',
      'regulation.two_winners',
      'regulation.already_adopted',
    ],
  },
  async (input) => {
    const { schoolId } = input.params;
    const today = await todayOf(input, schoolId);
    if (today === null) return refuse('api.not_found');
    const { deps, body } = input;
    const by = callerOf(input).clientId;
    const done = await adopt(depsOf(input), { schoolId, adoption: body, now: deps.now(), by });
    if (!done.ok) return refusalOf(done.error);
    const { choicesKept } = done.value;
    return answer(input, schoolId, body.from > today ? body.from : today, { choicesKept });
  },
);

/** `POST /v1/schools/{schoolId}/regulations/retraction` */
export const postAdoptionRetraction = operation(
  {
    id: 'retractAdoption',
    method: 'post',
    path: '/v1/schools/{schoolId}/regulations/retraction',
    tag,
    summary: 'Takes back an adoption that was a mistake',
    description:
      'As if it had never been; the log keeps that it was. An act that the school only ceases to keep to is ended ' +
      'instead: adopt it again from the same day, with `to`. Everything is evaluated anew within a minute.',
    access: { scope: 'regulations.write' },
    disclosure: 'school_only',
    params: z.strictObject({ schoolId: idParam('school') }),
    query: nothing,
    body: retractionBodySchema,
    response: { description: 'What holds', type: 'application/json', schema: schoolRegulationsSchema },
    problems: ['api.not_found', 'consent.purpose_not_allowed', 'regulation.not_adopted'],
  },
  async (input) => {
    const { schoolId } = input.params;
    const today = await todayOf(input, schoolId);
    if (today === null) return refuse('api.not_found');
    const { deps, body } = input;
    const by = callerOf(input).clientId;
    const done = await retractAdoption(depsOf(input), { schoolId, ...body, now: deps.now(), by });
    return done.ok ? answer(input, schoolId, today) : refusalOf(done.error);
  },
);

/** `GET /v1/schools/{schoolId}/control` */
export const getControl = operation(
  {
    id: 'getControl',
    method: 'get',
    path: '/v1/schools/{schoolId}/control',
    tag: 'Findings',
    summary: 'The counters that acts ask for each week, quarter, term and year',
    description:
      'Lessons with topic and homework, students without marks or with one, findings opened and mended by clause, ' +
      'decisions of each sort by entry. `term` is the one of the day, or the last before it.',
    access: { scope: 'findings.read' },
    disclosure: 'school_only',
    params: z.strictObject({ schoolId: idParam('school') }),
    query: z.strictObject({
      period: z.enum(periodNames).optional().describe('`week` when left out'),
      day: dayParam('Any day of the period; today when left out').optional(),
    }),
    body: noBody,
    response: { description: 'The counters', type: 'application/json', schema: controlSchema },
    problems: ['api.not_found', 'consent.purpose_not_allowed'],
  },
  async (input) => {
    const { database } = input.deps;
    const { schoolId } = input.params;
    const { reach } = callerOf(input);
    const today = await todayOf(input, schoolId);
    if (today === null) return refuse('api.not_found');
    const day = input.query.day ?? today;
    const period = input.query.period ?? 'week';
    const range = periodOf(period, day, await readTermOf(database, schoolId, reach, day));
    const counters = await readControl(database, { schoolId, ...range, reach });
    return counters === null
      ? refuse('api.not_found')
      : { kind: 'json', text: `{"period":${JSON.stringify(period)},${counters.slice(1)}` };
  },
);
