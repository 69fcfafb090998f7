import type { ClassTermFacts } from '../facts.ts';
import { currentOf, type Row, type Timeline } from '../observed.ts';
import type { Evaluation, Found, Held, Tally } from './outcome.ts';

/** What a source was read of, and what the entries that withhold say of it. */
export interface SourceJudged {
  readonly facts: ClassTermFacts;
  readonly evaluations: readonly Evaluation[];
}

/** A record that families see. */
interface Seen {
  readonly row: Row;
  readonly studentId: string;
  readonly value: Timeline;
  /** The same for all sources that tell of the same change: whose, of which subject and day, and to what. */
  readonly change: string;
}

const changeOf = (...parts: readonly (string | null)[]): string => JSON.stringify(parts);

function* seenIn({ marks, attendance, termMarks }: ClassTermFacts): Generator<Seen> {
  for (const { id, studentId, subjectId, date, value } of marks) {
    const change = changeOf('mark', studentId, subjectId, date, currentOf(value));
    yield { row: { entity: 'mark', id }, studentId, value, change };
  }
  for (const { id, studentId, subjectId, date, value } of attendance) {
    const change = changeOf('attendance', studentId, subjectId, date, currentOf(value));
    yield { row: { entity: 'attendance', id }, studentId, value, change };
  }
  // Sources have terms of their own; those of one stretch of the year are one.
  for (const { id, studentId, subjectId, kind, value } of termMarks) {
    const change = changeOf('termMark', studentId, subjectId, kind, currentOf(value));
    yield { row: { entity: 'termMark', id }, studentId, value, change };
  }
}

/** The records of a source by row and by change. */
class Records {
  readonly byRow = new Map<string, Seen>();
  readonly #byChange = new Map<string, Seen[]>();

  constructor(facts: ClassTermFacts) {
    for (const seen of seenIn(facts)) {
      this.byRow.set(seen.row.id, seen);
      const alike = this.#byChange.get(seen.change);
      if (alike) alike.push(seen);
      else this.#byChange.set(seen.change, [seen]);
    }
  }

  of(change: string): readonly Seen[] {
    return this.#byChange.get(change) ?? [];
  }
}

/** A change that came too late, with what goes on being shown where nothing permits it. */
interface Late {
  readonly found: Found;
  readonly held: Held | undefined;
  readonly change: string;
}

function lateIn({ findings, held }: Evaluation, records: Records): Late[] {
  const byFinding = new Map(held.map((one) => [one.findingId, one]));
  return findings.flatMap((found) => {
    const seen = records.byRow.get(found.rows[0]?.id ?? '');
    if (!seen || found.verdict !== 'violated' || found.effect !== 'withhold') return [];
    return { found, held: byFinding.get(found.findingId), change: seen.change };
  });
}

const entryOf = ({ regulation, entry }: { readonly regulation: string; readonly entry: string }): string =>
  JSON.stringify([regulation, entry]);

/** Of alike changes rather the one that was the same before, too. */
function takeAlike(left: Late[], late: Late): Late | undefined {
  const alike = left.filter(
    ({ found, change }) => change === late.change && entryOf(found) === entryOf(late.found),
  );
  const best = alike.find(({ held }) => held?.accepted === late.held?.accepted) ?? alike[0];
  if (best) left.splice(left.indexOf(best), 1);
  return best;
}

/** Those rather that were once what is accepted; else the ones that came last. */
function likeliest(rows: readonly Seen[], accepted: string | null): Seen[] {
  const was = ({ value }: Seen): number => (value.slice(0, -1).some((one) => one.value === accepted) ? 1 : 0);
  const at = ({ value }: Seen): number => value.at(-1)?.since.notAfter ?? 0;
  return rows.toSorted((left, right) => was(right) - was(left) || at(right) - at(left));
}

/** How one unit stands when another source is held beside it. */
class Beside {
  readonly findings: Found[];
  readonly held: Held[];
  readonly tallies: Tally[];
  readonly #mine: Records;
  readonly #theirs: Records;
  /** The late changes of the first source, and those of them that the other does not show so far. */
  readonly #late: readonly Late[];
  readonly #left: Late[];
  /** Rows of the other source of which is said what becomes of them, by entry. */
  readonly #told = new Map<string, Set<string>>();

  constructor(unit: Evaluation, mine: Records, theirs: Records) {
    this.findings = [...unit.findings];
    this.held = [...unit.held];
    this.tallies = [...unit.tallies];
    this.#mine = mine;
    this.#theirs = theirs;
    this.#late = lateIn(unit, mine);
    this.#left = [...this.#late];
  }

  add(other: Evaluation): void {
    for (const late of lateIn(other, this.#theirs)) {
      this.#tell(late.found, late.found.rows[0]?.id ?? '');
      const alike = takeAlike(this.#left, late);
      if (alike) this.#pair(alike, late);
      else this.#own(late, other);
    }
  }

  /** What the other source shows too, though it does not tell when it came there. */
  addUntimed(): void {
    for (const { found, held, change } of this.#left) {
      if (!held) continue;
      const told = this.#told.get(entryOf(found));
      const free = this.#theirs.of(change).filter(({ row }) => !told?.has(row.id));
      const [seen] = likeliest(free, held.accepted);
      if (!seen || free.length <= this.#standing(found, change)) continue;
      this.#tell(found, seen.row.id);
      this.held.push({ ...held, row: seen.row, studentId: seen.studentId });
    }
  }

  /** How many alike records of the first source nothing is wrong with: as many stand in the other. */
  #standing(found: Found, change: string): number {
    const alike = (late: Late): boolean => late.change === change && entryOf(late.found) === entryOf(found);
    const late = this.#late.filter(alike).length;
    const permitted = this.#left.filter((one) => alike(one) && one.held === undefined).length;
    return this.#mine.of(change).length - late + permitted;
  }

  #tell(found: Found, rowId: string): void {
    const told = this.#told.get(entryOf(found)) ?? new Set();
    this.#told.set(entryOf(found), told.add(rowId));
  }

  /** One change, one finding: that of the first source. A permit for the row of either permits it. */
  #pair({ found, held }: Late, late: Late): void {
    if (found.permitId !== null) return;
    const { permitId, message } = late.found;
    if (permitId !== null) {
      this.findings[this.findings.indexOf(found)] = { ...found, permitId, message };
      if (held) this.held.splice(this.held.indexOf(held), 1);
    } else if (held && late.held) {
      this.held.push({ ...late.held, accepted: held.accepted, findingId: held.findingId });
    }
  }

  #own({ found, held }: Late, other: Evaluation): void {
    this.findings.push(found);
    if (held) this.held.push(held);
    const at = this.tallies.findIndex((tally) => entryOf(tally) === entryOf(found));
    const known = this.tallies[at];
    if (known) {
      this.tallies[at] = { ...known, violated: known.violated + 1 };
      return;
    }
    const theirs = other.tallies.find((tally) => entryOf(tally) === entryOf(found));
    if (theirs) this.tallies.push({ ...theirs, met: 0, violated: 1, notEvaluable: 0, notConcerned: 0 });
  }
}

const sooner = (left: number | null, right: number | null): number | null =>
  left === null ? right : right === null ? left : Math.min(left, right);

function beside(mine: SourceJudged, theirs: SourceJudged): Evaluation[] {
  const ofOther = new Map(theirs.evaluations.map((one) => [one.unit, one]));
  const known = new Set(mine.evaluations.map(({ unit }) => unit));
  const late = (one: Evaluation): boolean => one.findings.some(({ effect }) => effect === 'withhold');
  if (!mine.evaluations.some(late) && !theirs.evaluations.some(late)) return [...mine.evaluations];
  const records = [new Records(mine.facts), new Records(theirs.facts)] as const;
  const added = theirs.evaluations
    .filter(({ unit }) => !known.has(unit))
    .map(({ unit }): Evaluation => ({ unit, tallies: [], findings: [], held: [], dueAt: null }));
  return [...mine.evaluations, ...added].map((unit) => {
    const other = ofOther.get(unit.unit);
    if (!late(unit) && !(other && late(other))) return unit;
    const found = new Beside(unit, ...records);
    if (other) found.add(other);
    found.addUntimed();
    const { findings, held, tallies } = found;
    return { unit: unit.unit, findings, held, tallies, dueAt: sooner(unit.dueAt, other?.dueAt ?? null) };
  });
}

/**
 * Several sources may show one record, and whichever families are shown must not tell a change that is not accepted.
 * What the judged source says stands: its finding is that of the same change (whose, of which subject and day, and
 * to what) in the others, and their rows are withheld with it. What only another source shows late is a finding of
 * its own. What another source cannot decide is not told: the judged one has decided it.
 */
export const acrossSources = (judged: SourceJudged, others: readonly SourceJudged[]): readonly Evaluation[] =>
  others.reduce<readonly Evaluation[]>(
    (evaluations, other) => beside({ facts: judged.facts, evaluations }, other),
    judged.evaluations,
  );
