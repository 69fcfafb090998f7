import { readMark } from '../../model/mark-value.ts';
import type { Observed } from '../../model/observation.ts';
import { outsideScale, type Reject, row } from '../events.ts';
import { belongingOf, isOfPeriod, type SeenWork, type WorksContext } from './map-works.ts';
import { markText, scaleOf } from './mark-text.ts';
import type { Mark } from './schema.ts';
import { utcDay } from './stamps.ts';

export interface SeenMark {
  readonly value: Mark;
  readonly place: string;
}

export interface MarksContext extends Pick<WorksContext, 'base' | 'lessons'> {
  readonly works: ReadonlyMap<string, SeenWork>;
  readonly timeZone: string;
}

export interface MarkRecords {
  readonly marks: Observed<'mark'>[];
  readonly rejects: Reject[];
}

export const personOf = ({ person, person_str }: Pick<Mark, 'person' | 'person_str'>): string =>
  person_str ?? person;
export const workOf = ({ work, work_str }: Mark): string => work_str ?? work;
export const markKey = (mark: Mark): string => `${workOf(mark)}/${personOf(mark)}`;

/** What became of the marks of one student on one work. */
export interface MarkAs {
  readonly key: string;
  readonly value: string;
  readonly scaleMax: number;
  readonly seen: SeenMark;
}

const byNumber = (a: SeenMark, b: SeenMark): number => (a.value.number ?? 0) - (b.value.number ?? 0);

const isNumber = (value: string, scaleMax: number): boolean => readMark(value, scaleMax).kind === 'number';

/** Two numbers of one work are one mark «4/5»; everything else stays as it is. */
function joined(key: string, marks: readonly MarkAs[]): readonly MarkAs[] {
  const [first, second, ...more] = marks;
  if (!first || !second || more.length > 0) return marks;
  if (![first, second].every(({ value, scaleMax }) => isNumber(value, scaleMax))) return marks;
  return [{ ...first, key, value: `${first.value}/${second.value}` }];
}

/** Marks by student and work, each with its text; those that nobody understands are set aside. */
export function textsOf(
  marks: Iterable<SeenMark>,
  usualScale: number,
): { readonly read: MarkAs[]; readonly rejects: Reject[] } {
  const rejects: Reject[] = [];
  const groups = new Map<string, SeenMark[]>();
  for (const seen of marks) {
    const key = markKey(seen.value);
    const group = groups.get(key);
    if (group) group.push(seen);
    else groups.set(key, [seen]);
  }
  const read = [...groups].flatMap(([key, group]) => {
    const told = group.toSorted(byNumber).flatMap((seen, index): MarkAs[] => {
      const scaleMax = scaleOf(seen.value.type, usualScale);
      const value = markText(seen.value, scaleMax);
      const own = index === 0 ? key : `${key}/${index + 1}`;
      if (value !== null) return [{ key: own, value, scaleMax, seen }];
      const diagnostic = outsideScale(`${seen.place}.value`, scaleMax);
      rejects.push({ entity: 'mark', key: own, diagnostic, raw: seen.value.value });
      return [];
    });
    return joined(key, told);
  });
  return { read, rejects };
}

const homeless = (place: string, key: string): Reject => ({
  entity: 'mark',
  key,
  diagnostic: {
    code: 'record.unknown_reference',
    place,
    message: 'the mark is of a work that is not there',
    hint: 'Look at the mark in the journal; the rest was read.',
  },
  raw: null,
});

/** Marks of lessons, each by its work. */
export function mapMarks(marks: Iterable<SeenMark>, context: MarksContext): MarkRecords {
  const { read, rejects } = textsOf(marks, context.base.scaleMax);
  const rows = read.flatMap(({ key, value, scaleMax, seen }): Observed<'mark'>[] => {
    const work = context.works.get(workOf(seen.value))?.value;
    if (work && isOfPeriod(work)) return [];
    const of = work && belongingOf(work, context.lessons);
    if (!of) {
      rejects.push(homeless(`${seen.place}.work`, key));
      return [];
    }
    return [
      row<'mark'>(key, `${seen.place}.value`, {
        studentId: personOf(seen.value),
        assessmentId: workOf(seen.value),
        lessonId: of.lessonId,
        subjectId: of.subjectId,
        date: of.day,
        value,
        scaleMax,
        comment: null,
        teacherId: null,
        setDay: utcDay(seen.value.date, context.timeZone),
        changedAt: null,
      }),
    ];
  });
  return { marks: rows, rejects };
}
