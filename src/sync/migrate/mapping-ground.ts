import type { TargetDeclaration, TargetSession, TargetWords } from '../../adapters/target.ts';
import { type EntityName, entityOf } from '../../model/entities.ts';
import type { Store } from '../../store/open.ts';
import { externalIds } from '../../store/transfer/external-ids.ts';
import { readTransferGround } from '../../store/transfer/ground.ts';
import { sourcePages } from '../../store/transfer/source-rows.ts';
import { scopeOf } from '../../store/transfer/transfers.ts';
import type { Transfer } from '../../store/transfer/types.ts';
import { sourceWords, teacherLoads } from '../../store/transfer/words.ts';
import { heldBackOf } from './consents.ts';
import type { MappingGround } from './mapping/ground.ts';
import { type MappingEntity, mappingEntities } from './mapping/types.ts';
import { type SideRow, sideFrom } from './match/side-from.ts';
import { limitsOf } from './policy.ts';

/** Dictionaries: no rows, and only asked about where the target tells its own. */
const WORDS: ReadonlySet<MappingEntity> = new Set(['markScale', 'attendanceCode']);

/** What tells who is where: nothing is asked about it. */
const WHEREABOUTS = ['enrolment', 'groupMembership'] as const;

/** What a target is matched with: all that it has already and does not take. */
export const askedOf = (
  { mapped, takes }: TargetDeclaration,
  words: TargetWords | null,
): readonly MappingEntity[] => {
  if (!mapped) return [];
  return mappingEntities.filter((name) => {
    if (WORDS.has(name)) return words !== null;
    return !takes.some((taken) => taken === name);
  });
};

const PAGE = 2_000;

/** A code that the target declares it cannot hold is the policy's to decide, and nobody is asked about it. */
function codesToAsk(words: TargetWords, declaration: TargetDeclaration): TargetWords {
  const { whole, fields } = limitsOf(declaration, {})('attendance');
  const ofStatus = fields.filter(({ field }) => field === 'status');
  const isDecided = (status: string): boolean =>
    ofStatus.some(({ values }) => values === null || values.test(status));
  if (whole !== null) return { ...words, attendance: [] };
  return { ...words, attendance: words.attendance.filter(({ status }) => !isDecided(status)) };
}

async function sourceSide(
  store: Store,
  transfer: Transfer,
  entities: readonly EntityName[],
  words: TargetWords,
) {
  const rows: SideRow[] = [];
  for (const entity of entities) {
    const known = entityOf(entity).identity
      ? await externalIds(store, transfer.schoolId, entity)
      : new Map<string, readonly string[]>();
    for await (const page of sourcePages(store, scopeOf(transfer), entity, PAGE)) {
      for (const { rowId, data } of page) {
        const externals = known.get(rowId) ?? [];
        rows.push({ entity, id: rowId, data: data as SideRow['data'], externalIds: externals });
      }
    }
  }
  return sideFrom(rows, words);
}

async function targetSide(system: string, session: TargetSession, words: TargetWords) {
  const rows: SideRow[] = [];
  for await (const { entity, records } of session.catalogue()) {
    const identity = entityOf(entity).identity;
    for (const { key, data } of records) {
      rows.push({ entity, id: key, data, externalIds: identity ? [`${system}/${key}`] : [] });
    }
  }
  return sideFrom(rows, words);
}

/** Students of whom nothing is given to the new operator. */
async function heldStudents(store: Store, transfer: Transfer, students: readonly string[], now: Date) {
  const facts = await readTransferGround(store, scopeOf(transfer), now);
  const heldBack = heldBackOf(facts, transfer.operator);
  return students.filter((rowId) => heldBack({ entity: 'student', rowId, data: {} }) !== null);
}

const NO_WORDS: TargetWords = { scales: [], attendance: [] };

/** Reads what the two journals are matched by: ours from the store, the target's from its catalogue. */
export async function readMappingGround(
  store: Store,
  transfer: Transfer,
  { system, declaration }: { readonly system: string; readonly declaration: TargetDeclaration },
  session: TargetSession,
  now: Date,
): Promise<MappingGround> {
  const theirWords = (await session.words?.()) ?? null;
  const entities = askedOf(declaration, theirWords);
  const asked = entities.filter((name): name is MappingEntity & EntityName => !WORDS.has(name));
  const ourWords = theirWords === null ? NO_WORDS : await sourceWords(store, scopeOf(transfer));
  const words = codesToAsk(ourWords, declaration);
  const source = await sourceSide(store, transfer, [...asked, ...WHEREABOUTS], words);
  const students = source.student.map(({ id }) => id);
  return {
    migrationId: transfer.transferId,
    entities,
    source,
    target: await targetSide(system, session, theirWords ?? NO_WORDS),
    held: await heldStudents(store, transfer, students, now),
    loads: Object.fromEntries(await teacherLoads(store, scopeOf(transfer))),
  };
}
