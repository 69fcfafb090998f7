import type { Diagnostic } from '../../../model/diagnostic.ts';
import { err, ok, type Result } from '../../../model/result.ts';
import { changeMapping, getMapping, keepMapping } from '../../../store/transfer/mappings.ts';
import type { Transfer } from '../../../store/transfer/types.ts';
import { declarationOf, withTarget } from '../deps.ts';
import { answerMapping, type MappingChoice } from '../mapping/answer.ts';
import { acceptMapping, checkMapping, otherYear } from '../mapping/check.ts';
import { isStill, type MappingGround } from '../mapping/ground.ts';
import type { PlacedMapping } from '../mapping/placed.ts';
import { proposeMapping } from '../mapping/propose.ts';
import { lineId, type MappingEntity, type MappingFile, type MappingLine } from '../mapping/types.ts';
import { readMappingGround } from '../mapping-ground.ts';
import { type Mapping, mappingFrom, noMapping } from '../resolve.ts';
import { type MigrationDeps, refusal } from './deps.ts';
import type { MigrationEnds } from './ends.ts';

type Deps = Pick<MigrationDeps, 'store' | 'now' | 'sleep' | 'log'>;

/** A mapping with what it was made from. */
export interface SettledMapping {
  readonly file: MappingFile;
  readonly ground: MappingGround;
}

const questionsOf = ({ lines }: MappingFile): number => lines.filter(({ how }) => how === 'question').length;

/** The mapping of a migration as it is kept, or null where there is none. */
export async function keptMapping(
  { store }: Pick<Deps, 'store'>,
  transfer: Transfer,
): Promise<SettledMapping | null> {
  const kept = await getMapping(store, transfer);
  // Both were written by this program and by nobody else.
  return kept && { file: kept.document as MappingFile, ground: kept.ground as MappingGround };
}

/** Reads what the two journals are matched by, afresh. */
export function freshGround(
  deps: Deps,
  transfer: Transfer,
  { target, system, settings }: MigrationEnds,
  signal: AbortSignal,
): Promise<MappingGround> {
  const where = { target, settings, mapping: noMapping, signal };
  return withTarget(deps, where, (session) =>
    readMappingGround(
      deps.store,
      transfer,
      { system, declaration: declarationOf(where) },
      session,
      deps.now(),
    ),
  );
}

/** Keeps a mapping with what it was made from. */
export async function settleMapping(
  { store, now }: Pick<Deps, 'store' | 'now'>,
  transfer: Transfer,
  { file, ground }: SettledMapping,
): Promise<Mapping> {
  const mapping = mappingFrom(file);
  const head = { version: mapping.version, questions: questionsOf(file), changedAt: now() };
  await keepMapping(store, transfer, { ...head, document: file, ground });
  return mapping;
}

/**
 * The mapping to plan with: as it is kept while neither journal has changed, else made anew with the answers about what
 * is still there.
 */
export async function mappingToPlan(
  deps: Deps,
  transfer: Transfer,
  ends: MigrationEnds,
  { renew, signal }: { readonly renew: boolean; readonly signal: AbortSignal },
): Promise<Result<Mapping, Diagnostic>> {
  if (!ends.target.declaration.mapped) return ok(noMapping);
  const ground = await freshGround(deps, transfer, ends, signal);
  const wrong = otherYear(ground, transfer.target);
  if (wrong) return err(wrong);
  const kept = await keptMapping(deps, transfer);
  const stands = kept !== null && !renew && isStill(kept.file, ground);
  const file = stands ? kept.file : proposeMapping(ground, kept?.file.lines);
  return ok(await settleMapping(deps, transfer, { file, ground }));
}

/** The mapping to run with: nothing where the target has nothing of its own. */
export async function mappingToRun(
  deps: Pick<Deps, 'store'>,
  transfer: Transfer,
  { target }: Pick<MigrationEnds, 'target'>,
): Promise<Mapping> {
  if (!target.declaration.mapped) return noMapping;
  const kept = await keptMapping(deps, transfer);
  return kept ? mappingFrom(kept.file) : noMapping;
}

const none = ({ transferId }: Transfer): Diagnostic =>
  refusal(
    'transfer.no_mapping',
    `transfer/${transferId}`,
    'There is no mapping of it: it was not planned yet, or the target has nothing to be matched with.',
    'Plan it first.',
  );

const overtaken = ({ transferId }: Transfer): Diagnostic =>
  refusal(
    'transfer.mapping_overtaken',
    `transfer/${transferId}`,
    'Somebody else has changed the mapping meanwhile.',
    'Take it afresh and change it again.',
  );

async function replace(
  { store, now }: Pick<Deps, 'store' | 'now'>,
  transfer: Transfer,
  before: MappingFile,
  file: MappingFile,
): Promise<Diagnostic | null> {
  const { version } = mappingFrom(before);
  const head = { version: mappingFrom(file).version, questions: questionsOf(file), changedAt: now() };
  const changed = await changeMapping(store, transfer, version, { ...head, document: file });
  return changed ? null : overtaken(transfer);
}

/** A question that is still open is no fault of the one who sends what is answered so far. */
const isFault = ({ code }: Diagnostic): boolean => code !== 'mapping.unanswered';

/** Takes a document that a person has edited; everything wrong with it is told at once, and then nothing is changed. */
export async function takeMapping(
  deps: Pick<Deps, 'store' | 'now'>,
  transfer: Transfer,
  mapping: PlacedMapping,
): Promise<Result<MappingFile, readonly Diagnostic[]>> {
  const kept = await keptMapping(deps, transfer);
  if (!kept) return err([none(transfer)]);
  const faults = checkMapping(mapping, kept.ground).filter(isFault);
  if (faults.length > 0) return err(faults);
  const accepted = acceptMapping(mapping, kept.ground);
  const file = accepted.ok ? accepted.value : mapping.file;
  const wrong = await replace(deps, transfer, kept.file, file);
  return wrong ? err([wrong]) : ok(file);
}

/** One answer of a person, about one line. */
export interface MappingAnswer {
  readonly entity: MappingEntity;
  readonly sourceId: string;
  readonly choice: MappingChoice;
}

/** What became of an answer: the lines that are others now, and how many questions are left. */
export interface AnswerTaken {
  readonly changed: readonly MappingLine[];
  readonly questions: number;
}

/** Takes one answer of a person; what it would break is told, and then nothing is changed. */
export async function answerLine(
  deps: Pick<Deps, 'store' | 'now'>,
  transfer: Transfer,
  { entity, sourceId, choice }: MappingAnswer,
): Promise<Result<AnswerTaken, readonly Diagnostic[]>> {
  const kept = await keptMapping(deps, transfer);
  if (!kept) return err([none(transfer)]);
  const answered = answerMapping(kept.file, kept.ground, lineId({ entity, sourceId }), choice);
  if (!answered.ok) return answered;
  const { file, changed } = answered.value;
  const wrong = await replace(deps, transfer, kept.file, file);
  if (wrong) return err([wrong]);
  const ids = new Set(changed);
  return ok({ changed: file.lines.filter((line) => ids.has(lineId(line))), questions: questionsOf(file) });
}
