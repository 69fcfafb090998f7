import { entityNames } from '../../model/entities.ts';
import type { School } from '../../model/school.ts';
import type { Store } from '../../store/open.ts';
import { lastReadAt, namesOf } from '../../store/transfer/names.ts';
import { rowPages } from '../../store/transfer/rows.ts';
import { heldStudents, tallyTransfer } from '../../store/transfer/tallies.ts';
import { endStates, type Transfer, type TransferRow } from '../../store/transfer/types.ts';
import type { ActException, ActMarksLine } from './act/act.ts';
import type { ActLine } from './act/list.ts';
import { reasonText } from './act/reason-text.ts';
import type { ActGround } from './act/write.ts';
import type { Reconciliation } from './reconcile/types.ts';

const PAGE = 2_000;

const endOf = (row: Pick<TransferRow, 'state' | 'reason'>) => {
  const state = endStates.find((end) => end === row.state);
  return state
    ? { state, reason: row.reason }
    : { state: 'left' as const, reason: row.reason ?? 'transfer.not_yet' };
};

/** Every row of the source with its end, as the list beside an act has it. */
export async function* actLines(store: Store, transfer: Transfer): AsyncGenerator<ActLine> {
  for (const entity of entityNames) {
    const filter = { entity, fates: ['arrive', 'change', 'hold', 'leave'] } as const;
    for await (const page of rowPages(store, transfer, filter, PAGE)) {
      for (const row of page) {
        const { rowId: id, sourceHash, writtenHash, targetKey } = row;
        const digests = { sourceDigest: sourceHash || null, targetDigest: writtenHash };
        yield { entity, id, ...endOf(row), targetKey, ...digests };
      }
    }
  }
}

/** Rows that did not simply arrive, by reason; students who are held back are named. */
async function exceptionsOf(store: Store, transfer: Transfer): Promise<ActException[]> {
  const sums = new Map<string, ActException>();
  for (const { entity, fate, rows, ...row } of await tallyTransfer(store, transfer)) {
    const { state, reason } = endOf(row);
    if (fate === 'gone' || state === 'arrived') continue;
    const code = reason ?? 'transfer.not_yet';
    const key = `${entity} ${state} ${code}`;
    const before = sums.get(key)?.rows ?? 0;
    sums.set(key, { entity, state, code, reason: reasonText(code), rows: before + rows, about: null });
  }
  const names = await namesOf(store, transfer.schoolId, 'student');
  const held = (await heldStudents(store, transfer)).map(
    ({ studentId, reason, rows }): ActException => ({
      entity: 'student',
      state: 'held',
      code: reason,
      reason: reasonText(reason),
      rows,
      about: names.get(studentId) ?? studentId,
    }),
  );
  return [...[...sums.values()].filter(({ state }) => state !== 'held'), ...held];
}

async function marksOf(
  store: Store,
  { schoolId }: Transfer,
  { marks }: Reconciliation,
): Promise<ActMarksLine[]> {
  const [classes, subjects, terms] = await Promise.all([
    namesOf(store, schoolId, 'class'),
    namesOf(store, schoolId, 'subject'),
    namesOf(store, schoolId, 'term'),
  ]);
  const side = ({ marks: count, ...sums }: Reconciliation['marks'][number]['source']) => ({ count, ...sums });
  return marks.map(({ classId, subjectId, termId, source, expected, target }) => ({
    className: classes.get(classId ?? '') ?? '—',
    subjectName: subjects.get(subjectId ?? '') ?? '—',
    termName: terms.get(termId ?? '') ?? '—',
    source: side(source),
    expected: side(expected),
    target: side(target),
  }));
}

/** What the two sides of an act are called. */
export interface ActSides {
  readonly number: string;
  readonly source: { readonly title: string; readonly place: string };
  readonly target: { readonly title: string; readonly place: string };
}

/** What an act says beside what follows from its list. */
export async function actGround(
  store: Store,
  transfer: Transfer,
  school: School,
  found: Reconciliation,
  sides: ActSides,
): Promise<ActGround> {
  const { termMarks } = found;
  const sum = (side: 'source' | 'expected' | 'target') =>
    termMarks.reduce((total, group) => total + group[side], 0);
  const readAt = await lastReadAt(store, transfer);
  return {
    number: sides.number,
    madeAt: found.at,
    timeZone: school.timeZone,
    school: { name: school.name, municipality: school.municipality },
    operator: transfer.operator,
    source: { ...sides.source, readAt: readAt?.toISOString() ?? null },
    target: { ...sides.target, readAt: found.at },
    period: { from: transfer.fromDay, to: transfer.toDay },
    switchDay: transfer.switchDay,
    exceptions: await exceptionsOf(store, transfer),
    attendance: found.attendance,
    termMarks:
      termMarks.length === 0
        ? null
        : { source: sum('source'), expected: sum('expected'), target: sum('target') },
    marks: await marksOf(store, transfer, found),
    signatures: [
      { role: 'Руководитель школы', name: null },
      { role: 'Ответственный за перенос', name: null },
    ],
  };
}
