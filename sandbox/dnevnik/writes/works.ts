import { groupAsked, lessonAsked, subjectAsked } from '../asked.ts';
import { numberedId, numberedKey, userId } from '../ids.ts';
import { eduGroupOf, worksOf } from '../journal.ts';
import { FINAL, periodWork, YEAR } from '../period-works.ts';
import { badParameter, Refused } from '../refused.ts';
import { type ApiRoute, type Visit, write } from '../route.ts';
import { work } from '../shapes/works.ts';
import { dayFrom, stampOf } from '../stamps.ts';
import { periodAt, periodType } from '../terms.ts';
import { workAsked } from '../work-asked.ts';
import type { WorkRow } from '../work-row.ts';
import { FINAL_MARK, HOMEWORK, PERIOD_MARK, type WorkTypeRow, workTypesOf } from '../work-types.ts';
import { answerTo, type Body, sentBody } from './body.ts';

const MOST_MARKS = 4;

/** The type by its id, or the first of the kind. */
function typeAsked({ book, school }: Visit, body: Body): WorkTypeRow {
  const types = workTypesOf(book);
  const key = numberedKey('workType', body.id('workType') ?? '');
  const kind = body.text('type');
  const found = body.has('workType')
    ? types.find(({ id }) => key?.school === school && id === key.id)
    : types.find((type) => type.kind === kind);
  if (!found) throw badParameter('workType');
  return found;
}

function countAsked(body: Body, usual: number): number {
  const count = body.number('markCount', usual);
  if (count < 1 || count > MOST_MARKS) throw badParameter('markCount');
  return count;
}

/** The fields of a work that a client may tell, over what they are. */
function changed(visit: Visit, row: WorkRow, body: Body): WorkRow {
  const isTyped = body.has('workType') || body.has('type');
  const type = isTyped ? typeAsked(visit, body) : null;
  const sent = body.text('sentDate');
  return {
    ...row,
    kind: type?.kind ?? row.kind,
    typeId: type?.id ?? row.typeId,
    text: body.has('text') ? body.text('text') : row.text,
    markCount: countAsked(body, row.markCount),
    markType: body.text('markType')?.toLowerCase() === 'test' ? 'test' : row.markType,
    targetDay: dayFrom(body.text('targetDate') ?? undefined) ?? row.targetDay,
    sentDate: sent?.replace(/z$/i, '') ?? row.sentDate,
    isImportant: body.flag('isImportant', row.isImportant),
    displayInJournal: body.flag('displayInJournal', row.displayInJournal),
  };
}

function newWork(visit: Visit, body: Body): WorkRow {
  const { world, school, book, server, account } = visit;
  const view = lessonAsked(visit, body.id('lesson') ?? '');
  const type = typeAsked(visit, body);
  const period = periodAt(book, view.lesson.classId, view.lesson.date);
  const usual: WorkRow = {
    id: numberedId('writtenWork', { school, id: world.overlay.nextWork() }),
    kind: type.kind,
    typeId: type.id,
    lesson: view,
    eduGroup: eduGroupOf(world, view),
    subjectId: view.lesson.subjectId,
    text: null,
    markCount: 1,
    markType: 'mark5',
    targetDay: view.lesson.date,
    sentDate: type.kind === HOMEWORK ? stampOf(server.now()) : null,
    createdBy: userId(account.key),
    isImportant: type.isImportant,
    displayInJournal: type.kind !== HOMEWORK,
    files: [],
    periodNumber: period.number,
    periodType: period.type,
    isWritten: true,
    truthIndex: null,
  };
  return changed(visit, usual, body);
}

/** The work of a term or of the year: there is one, which a second request finds. */
function postPeriodWork(visit: Visit, body: Body, kind: string): unknown {
  const { world, school, book } = visit;
  const ref = groupAsked(visit, body.id('eduGroup') ?? '');
  const subjectId = subjectAsked(visit, body.id('subjectId') ?? '');
  const number = body.number('periodNumber', 0);
  const isYear = body.text('periodType')?.toLowerCase() === 'year';
  const term = book.year
    .termsOf(ref.class.id)
    .find(
      (one) => one.ordinal - 1 === number && periodType(one) === (body.text('periodType') ?? periodType(one)),
    );
  const key = kind === FINAL_MARK ? FINAL : isYear ? YEAR : (term?.id ?? -1);
  const row = periodWork(world, { school, classId: ref.class.id, subjectId, term: key });
  if (!row) throw badParameter('periodNumber');
  return answerTo(visit, row, (one) => work(world, one, true));
}

function post(visit: Visit): unknown {
  const { server, world } = visit;
  const body = sentBody(visit);
  const { kind } = typeAsked(visit, body);
  if (kind === PERIOD_MARK || kind === FINAL_MARK) return postPeriodWork(visit, body, kind);
  const row = newWork(visit, body);
  server.desk.checkDay(row.targetDay);
  const isSame = (one: WorkRow): boolean => one.typeId === row.typeId && one.text === row.text;
  if (world.quirks.repeatedWrite === 'refuse' && row.lesson && worksOf(world, row.lesson).some(isSame))
    throw new Refused('parameterInvalid', 400, 'The work is there already');
  carryOut(visit, row, null, () => world.overlay.putWork(row));
  return answerTo(visit, row, (one) => work(world, one, true));
}

/** Without an earlier row the work goes when the write is undone. */
function carryOut({ server, world }: Visit, row: WorkRow, before: WorkRow | null, put: () => void): void {
  const undo = () => (before ? world.overlay.putWork(before) : world.overlay.dropWork(row));
  server.desk.carryOut({ what: 'work', id: row.id, student: null, put, undo });
}

/** A work of a lesson: those of terms are not for changing. */
function lessonWork(visit: Visit): WorkRow {
  const row = workAsked(visit);
  if (!row.lesson) throw badParameter('work');
  visit.server.desk.checkDay(row.lesson.lesson.date);
  return row;
}

function put(visit: Visit): unknown {
  const before = lessonWork(visit);
  const row = changed(visit, before, sentBody(visit));
  carryOut(visit, row, before, () => visit.world.overlay.putWork(row));
  return answerTo(visit, row, (one) => work(visit.world, one, true));
}

/** Takes the work away, and its marks with it. */
function remove(visit: Visit): undefined {
  const row = lessonWork(visit);
  carryOut(visit, row, row, () => visit.world.overlay.dropWork(row));
}

export const workWriteRoutes: readonly ApiRoute[] = [
  write('POST', 'works', post),
  write('PUT', 'works/{work}', put),
  write('DELETE', 'works/{work}', remove),
];
