import type { Evaluation } from '../../rules/evaluate.ts';
import { type Unit, unitOf } from '../../rules/unit.ts';
import { knownUnits, lastBasis, putBasis } from '../../store/control/basis.ts';
import {
  type DueUnit,
  dueUnits,
  entitiesRead,
  markDue,
  settleDue,
  unitsNotLooked,
  WHOLE_SCHOOL,
} from '../../store/control/due.ts';
import { withControlLock } from '../../store/control/lock.ts';
import { type Saved, saveEvaluations } from '../../store/findings.ts';
import { type HeldVersions, heldVersions, setClosing } from '../../store/hold.ts';
import { closingsOf } from './closings.ts';
import type { ControlDeps } from './deps.ts';
import { type ControlGround, openGround } from './ground.ts';
import { inAdvance } from './in-advance.ts';
import { judgeStretch, judgeYear, type StretchWork } from './judge-class.ts';
import { judgeSchool } from './judge-school.ts';
import { ofYear, otherYears } from './other-years.ts';

/** What to evaluate, and when it is. */
export interface ControlRequest {
  readonly schoolId: string;
  readonly now: Date;
  /** `full`: everything; `run`: what a reading changed or decided, and what is due; `clock`: what is due. */
  readonly what: 'full' | 'run' | 'clock';
}

/** What an evaluation of a school did. */
export interface ControlReport {
  readonly schoolId: string;
  /** Whether everything was evaluated: on demand, or because something around the records has changed. */
  readonly full: boolean;
  readonly units: number;
  readonly opened: number;
  readonly changed: number;
  readonly mended: number;
}

const placeOf = ({ classId, from, to, subjects }: StretchWork) => ({
  classId,
  from,
  to,
  subjectIds: subjects && [...subjects],
});

/** What was known before any facts were read: whatever came later is for the next evaluation. */
interface Known {
  readonly due: readonly DueUnit[];
  readonly held: HeldVersions;
  /** All sources of the school: each is judged where it tells of a class. */
  readonly sources: readonly string[];
}

/** Keeps what each piece of work brings, and counts. */
class Book {
  units = 0;
  readonly saved = { opened: 0, changed: 0, mended: 0 };
  readonly #deps: ControlDeps;
  readonly #request: ControlRequest;
  readonly #versions: ReadonlyMap<string, DueUnit>;
  readonly #held: Known['held'];
  readonly #sources: readonly string[];
  readonly #left = new Set<string>();

  constructor(
    deps: ControlDeps,
    request: ControlRequest,
    { due, held, sources }: Known,
    known: Iterable<string>,
  ) {
    this.#deps = deps;
    this.#request = request;
    this.#versions = new Map(due.map((one) => [one.unit, one]));
    this.#held = held;
    this.#sources = sources;
    for (const unit of known) this.#left.add(unit);
  }

  /** `stretch`: what the evaluations were of, where they say what is withheld. */
  async keep(done: readonly Evaluation[], stretch: StretchWork | null = null): Promise<void> {
    if (done.length === 0 && !stretch) return;
    const { store } = this.#deps;
    const { schoolId, now } = this.#request;
    const judged = { sources: this.#sources, before: this.#held };
    const settlement = stretch && { ...placeOf(stretch), ...judged };
    const saved: Saved = await saveEvaluations(store, schoolId, done, now, settlement);
    const taken = done.flatMap(({ unit }) => this.#versions.get(unit) ?? []);
    await settleDue(store, schoolId, taken, done);
    for (const { unit } of done) this.#left.delete(unit);
    this.units += done.length;
    this.saved.opened += saved.opened;
    this.saved.changed += saved.changed;
    this.saved.mended += saved.mended;
  }

  /** What was expected and did not turn up is there no more: nothing is wrong with it. */
  async clear(): Promise<void> {
    const gone = [...this.#left].filter((unit) => unit !== WHOLE_SCHOOL);
    await this.keep(gone.map((unit) => ({ unit, tallies: [], findings: [], held: [], dueAt: null })));
  }
}

/** A piece of work, and of which stretch it says what is withheld. */
interface Piece {
  readonly stretch: StretchWork | null;
  judge(): Promise<Evaluation[]>;
}

function* allPieces(ground: ControlGround): Generator<Piece> {
  for (const one of ground.book.layout.classes) {
    for (const { from, to } of one.stretches) {
      const stretch = { classId: one.class.id, from, to, subjects: null, asClass: true };
      yield { stretch, judge: () => judgeStretch(ground, stretch) };
    }
    yield { stretch: null, judge: () => judgeYear(ground, one) };
  }
  yield { stretch: null, judge: () => judgeSchool(ground) };
}

/** Units that are due, put together so that nothing is read twice. */
function stretchWorks(ground: ControlGround, units: readonly Unit[]): StretchWork[] {
  const works = new Map<string, StretchWork & { readonly subjects: Set<string> }>();
  for (const unit of units) {
    if (unit.scope !== 'subject_term' && unit.scope !== 'class_term') continue;
    const { classId, from } = unit;
    const layout = ground.book.layout.classes.find((one) => one.class.id === classId);
    const stretch = layout?.stretches.find((one) => one.from === from);
    if (!stretch) continue;
    const key = `${classId}:${from}`;
    const known = works.get(key) ?? { classId, from, to: stretch.to, subjects: new Set(), asClass: false };
    if (unit.scope === 'subject_term') known.subjects.add(unit.subjectId);
    works.set(key, { ...known, asClass: known.asClass || unit.scope === 'class_term' });
  }
  return [...works.values()];
}

function* duePieces(ground: ControlGround, units: readonly Unit[]): Generator<Piece> {
  for (const stretch of stretchWorks(ground, units)) {
    yield { stretch, judge: () => judgeStretch(ground, stretch) };
  }
  const years = new Set(units.flatMap((unit) => (unit.scope === 'class_year' ? [unit.classId] : [])));
  for (const one of ground.book.layout.classes) {
    if (years.has(one.class.id)) yield { stretch: null, judge: () => judgeYear(ground, one) };
  }
  if (units.some(({ scope }) => scope === 'school')) {
    yield { stretch: null, judge: () => judgeSchool(ground) };
  }
}

/** More would only keep more facts in memory. */
const PIECES_AHEAD = 2;

async function judgePieces(pieces: Iterable<Piece>, book: Book): Promise<void> {
  const judged = async ({ stretch, judge }: Piece) => ({ stretch, done: await judge() });
  for await (const { stretch, done } of inAdvance(pieces, judged, PIECES_AHEAD)) {
    await book.keep(done, stretch);
  }
}

/** Units with something that was waiting for a look, of what was looked at since then. */
async function lookedAtSince(
  { store, kinds }: ControlDeps,
  schoolId: string,
  since: Date,
): Promise<string[]> {
  const waiting = await unitsNotLooked(store, schoolId);
  if (waiting.length === 0) return [];
  const read = await entitiesRead(store, schoolId, since);
  const watching = new Set(
    kinds.flatMap(({ name, watches }) => (watches.some((entity) => read.has(entity)) ? [name] : [])),
  );
  return waiting.filter(({ kind }) => watching.has(kind)).map(({ unit }) => unit);
}

async function control(deps: ControlDeps, request: ControlRequest): Promise<ControlReport | null> {
  const { store } = deps;
  const { schoolId, now, what } = request;
  const due = await dueUnits(store, schoolId, now);
  const held = await heldVersions(store, schoolId);
  const ground = await openGround(deps, schoolId, now);
  if (!ground) return null;
  const whole = what === 'full' || due.some(({ unit }) => unit === WHOLE_SCHOOL);
  const before = await lastBasis(store, schoolId);
  const full = whole || ground.digest !== before?.digest;
  const looked = full || what === 'clock' ? [] : await lookedAtSince(deps, schoolId, before.evaluatedAt);
  const names = new Set([...due.map(({ unit }) => unit), ...looked].filter(ofYear(ground)));
  const known = full ? (await knownUnits(store, schoolId)).filter(ofYear(ground)) : names;
  const sources = ground.book.layout.sources.map(({ source }) => source);
  const rest = due.filter(({ unit }) => !ofYear(ground)(unit));
  const others = await otherYears(
    deps,
    ground,
    rest.map(({ unit }) => unit),
  );
  const expected = [...known, ...others.flatMap(({ units }) => units)];
  const book = new Book(deps, request, { due, held, sources }, expected);
  if (full) await setClosing(store, schoolId, closingsOf(ground.entries, ground.today));
  const pieces = full ? allPieces(ground) : duePieces(ground, [...names].map(unitOf));
  await judgePieces(pieces, book);
  for (const other of others) await judgePieces(duePieces(other.ground, other.units.map(unitOf)), book);
  await book.clear();
  await settleDue(store, schoolId, rest, []);
  // Said anew each time: an evaluation of everything takes away that everything is due.
  if (full && ground.turnsAt) await markDue(store, schoolId, [WHOLE_SCHOOL], ground.turnsAt);
  // The clock does not look at the journal: what a run read before it is still to be looked at.
  if (full || what !== 'clock') await putBasis(store, schoolId, { digest: ground.digest, evaluatedAt: now });
  return { schoolId, full, units: book.units, ...book.saved };
}

/**
 * Holds a school's records against what it keeps to. Full or not, the findings afterwards are the same. Null when
 * there is no such school. Runs and evaluations of one school do not disturb one another.
 */
export async function controlSchool(
  deps: ControlDeps,
  request: ControlRequest,
): Promise<ControlReport | null> {
  const report = await withControlLock(deps.store, request.schoolId, () => control(deps, request));
  if (report) {
    const { schoolId, full, units, opened, mended } = report;
    deps.log('control.done', { schoolId, full, units, opened, mended });
  }
  return report;
}
