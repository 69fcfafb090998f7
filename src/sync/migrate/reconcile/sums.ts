import { createHash, type Hash } from 'node:crypto';
import { readMark } from '../../../model/mark-value.ts';
import type { RowPlace } from '../../../store/transfer/types.ts';
import type { MarkSum, Reconciliation } from './types.ts';

/** One of the three columns of a reconciliation. */
export type Side = 'source' | 'expected' | 'target';

type Content = Readonly<Record<string, unknown>>;

const sidesOf = <T>(make: () => T): Record<Side, T> => ({ source: make(), expected: make(), target: make() });

class MarkColumn {
  readonly #hash: Hash = createHash('sha256');
  #marks = 0;
  #sum = 0;

  add(rowId: string, { date, value, scaleMax }: Content): void {
    this.#marks += 1;
    this.#hash.update(`${rowId} ${String(date)} ${String(value)}\n`);
    const meaning = readMark(String(value), Number(scaleMax));
    if (meaning.kind === 'number') this.#sum += meaning.numbers.reduce((sum, number) => sum + number, 0);
  }

  /** Ends the column. */
  end(): MarkSum {
    return { marks: this.#marks, sum: this.#sum, digest: this.#hash.digest('hex').slice(0, 32) };
  }
}

const keyOf = ({ classId, subjectId, termId }: RowPlace): string =>
  JSON.stringify([classId, subjectId, termId]);

type Id = string | null;

const placeOf = (key: string) => {
  const [classId, subjectId, termId] = JSON.parse(key) as [Id, Id, Id];
  return { classId, subjectId, termId };
};

const inOrder = <T>(groups: ReadonlyMap<string, T>): [string, T][] =>
  [...groups].sort(([left], [right]) => (left < right ? -1 : 1));

/** Sums of both sides by class, subject and term, made row by row in the order of our ids. */
export class Sums {
  readonly #marks = new Map<string, Record<Side, MarkColumn>>();
  readonly #termMarks = new Map<string, Record<Side, number>>();
  readonly #attendance = new Map<string, Record<Side, number>>();

  /** Counts a row on one side. */
  add(entity: string, side: Side, rowId: string, place: RowPlace, data: Content): void {
    if (entity === 'mark')
      this.#group(this.#marks, keyOf(place), () => new MarkColumn())[side].add(rowId, data);
    else if (entity === 'termMark') this.#count(this.#termMarks, keyOf(place), side);
    else if (entity === 'attendance') {
      const reason = data['reason'] === null ? '' : `/${String(data['reason'])}`;
      this.#count(this.#attendance, `${String(data['status'])}${reason}`, side);
    }
  }

  end(): Pick<Reconciliation, 'marks' | 'attendance' | 'termMarks'> {
    return {
      marks: inOrder(this.#marks).map(([key, { source, expected, target }]) => ({
        ...placeOf(key),
        source: source.end(),
        expected: expected.end(),
        target: target.end(),
      })),
      attendance: inOrder(this.#attendance).map(([kind, sides]) => ({ kind, ...sides })),
      termMarks: inOrder(this.#termMarks).map(([key, sides]) => ({ ...placeOf(key), ...sides })),
    };
  }

  #group<T>(groups: Map<string, Record<Side, T>>, key: string, make: () => T): Record<Side, T> {
    const found = groups.get(key) ?? sidesOf(make);
    groups.set(key, found);
    return found;
  }

  #count(groups: Map<string, Record<Side, number>>, key: string, side: Side): void {
    this.#group(groups, key, () => 0)[side] += 1;
  }
}
