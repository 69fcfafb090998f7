import { studentAsked } from '../asked.ts';
import { classIdOf, markId, numberedKey, periodWorkKey } from '../ids.ts';
import { systemName, systemOf } from '../mark-values.ts';
import { marksOf } from '../marks.ts';
import { type MarkPlace, placeOf, type WrittenMark } from '../overlay.ts';
import { FINAL, periodWork, YEAR } from '../period-works.ts';
import { badParameter, Refused, unknown } from '../refused.ts';
import { type ApiRoute, type Visit, write } from '../route.ts';
import { mark } from '../shapes/works.ts';
import { stampOf } from '../stamps.ts';
import { markAsked, workAsked } from '../work-asked.ts';
import type { MarkRow, WorkRow } from '../work-row.ts';
import { answerTo, type Body, bodyOf, sentBody } from './body.ts';

const MOST_PARTS = 4;

/** Whether a student can have a mark on the work: was at the lesson's group, or is of the class. */
function isMember({ book, school }: Visit, work: WorkRow, student: number): boolean {
  if (work.lesson) return work.lesson.members.has(student);
  const enrolments = book.students.get(student)?.enrolments ?? [];
  return enrolments.some(({ classId }) => classIdOf(school, classId) === work.eduGroup);
}

/** Which of the work's marks is meant: the one that is told, or the first; another where marks are added. */
function partFor(visit: Visit, work: WorkRow, student: number, told: number | null): number {
  if (told !== null && (told < 0 || told >= work.markCount)) throw badParameter('number');
  const taken = new Set(marksOf(visit.world, work, student).map(({ part }) => part));
  const part = told ?? 0;
  const { repeatedWrite } = visit.world.quirks;
  if (!taken.has(part) || repeatedWrite === 'replace') return part;
  if (repeatedWrite === 'refuse') throw new Refused('parameterInvalid', 400, 'The mark is there already');
  for (let next = part + 1; next < MOST_PARTS; next += 1) if (!taken.has(next)) return next;
  return part;
}

function carryOut({ server, world }: Visit, place: MarkPlace, make: () => WrittenMark | null): void {
  const { work, student, part } = place;
  const before = world.overlay.marksOf(work).get(placeOf(student, part)) ?? null;
  server.desk.carryOut({
    what: 'mark',
    id: work,
    student,
    put: () => world.overlay.putMark(place, make()),
    undo: () => world.overlay.putMark(place, before),
  });
}

/** Puts a mark and tells it as it was sent, whatever becomes of it. */
export function putMark(
  visit: Visit,
  work: WorkRow,
  student: number,
  sent: { readonly value: string | null; readonly number: number | null },
): MarkRow {
  const { server, world } = visit;
  const value = sent.value?.trim().toUpperCase() ?? '';
  const system = systemOf(value);
  if (system === null) throw badParameter('value');
  if (!isMember(visit, work, student)) throw badParameter('person');
  server.desk.checkDay(work.targetDay);
  const part = partFor(visit, work, student, sent.number);
  const date = stampOf(server.now());
  carryOut(visit, { work: work.id, student, part }, () => {
    const period = periodWorkKey(String(work.id));
    if (period) world.overlay.addPeriodWork(period.school, period.classId, work.id);
    return { value: server.desk.valueFor(value), date };
  });
  return {
    id: markId({ work: work.id, student, part, edition: 0 }),
    work,
    student,
    part,
    value,
    type: systemName(system, world.quirks),
    date,
  };
}

const sentMark = (body: Body): { value: string | null; number: number | null } => ({
  value: body.text('value'),
  number: body.has('number') ? body.number('number', 0) : null,
});

const told =
  (visit: Visit) =>
  (row: MarkRow): object =>
    mark(visit.world, row);

function postMark(visit: Visit): unknown {
  const student = studentAsked(visit);
  const row = putMark(visit, workAsked(visit), student.id, sentMark(sentBody(visit)));
  return answerTo(visit, row, told(visit));
}

function markOfBody(visit: Visit, content: unknown): MarkRow {
  const body = bodyOf(content);
  const student = studentAsked(visit, body.id('person') ?? '');
  return putMark(visit, workAsked(visit, body.id('work') ?? ''), student.id, sentMark(body));
}

/** One mark, or a list of them. */
function putMarks(visit: Visit): unknown {
  const { json } = visit.call;
  if (!Array.isArray(json)) return answerTo(visit, markOfBody(visit, json), told(visit));
  const { maxBatch } = visit.world.quirks;
  if (maxBatch !== null && json.length > maxBatch) throw badParameter('marks');
  const rows = json.map((one: unknown) => markOfBody(visit, one));
  return rows.map((row) => answerTo(visit, row, told(visit)) ?? null);
}

function deleteMark(visit: Visit): undefined {
  const { work, student, part } = markAsked(visit);
  visit.server.desk.checkDay(work.targetDay);
  carryOut(visit, { work: work.id, student, part }, () => null);
}

/** A term's mark by the subject group; the period `0` is the year, `final` its final mark. */
function putFinalMark(visit: Visit): unknown {
  const { call, school, book, world } = visit;
  const student = studentAsked(visit);
  const group = numberedKey('subjectGroup', call.params['group'] ?? '');
  const truth = group?.school === school ? book.groups.get(group.id) : undefined;
  if (!truth) throw unknown('subject group');
  const named = { '0': YEAR, final: FINAL }[call.params['period'] ?? ''];
  const term = named ?? numberedKey('period', call.params['period'] ?? '')?.id ?? -1;
  const { classId, subjectId } = truth;
  const work = periodWork(world, { school, classId, subjectId, term });
  if (!work) throw unknown('reporting period');
  const row = putMark(visit, work, student.id, { value: call.params['value'] ?? '', number: null });
  return answerTo(visit, row, told(visit));
}

const FINAL_PATH = 'final-marks/{person}/{group}/{period}/{value}';

export const markWriteRoutes: readonly ApiRoute[] = [
  write('POST', 'persons/{person}/works/{work}/mark', postMark),
  write('PUT', 'marks', putMarks, ['v1']),
  write('POST', 'marks/process', putMarks, ['v1']),
  write('DELETE', 'marks/{mark}', deleteMark, ['v1']),
  write('POST', FINAL_PATH, putFinalMark, ['v1']),
  write('PUT', FINAL_PATH, putFinalMark, ['v1']),
];
