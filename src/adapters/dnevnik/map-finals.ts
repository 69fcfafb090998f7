import type { Fields } from '../../model/entities.ts';
import type { Observed } from '../../model/observation.ts';
import { type Reject, row } from '../events.ts';
import { personOf, type SeenMark, textsOf, workOf } from './map-marks.ts';
import type { Work } from './schema.ts';
import type { Period, SchoolBase } from './school-base.ts';

export interface FinalsContext {
  readonly base: SchoolBase;
  readonly works: ReadonlyMap<string, Work>;
  /** Of the class. */
  readonly periods: readonly Period[];
  readonly yearKey: string;
  readonly subjects: ReadonlySet<string>;
}

const isYear = ({ periodType }: Work): boolean => periodType?.toLowerCase() === 'year';

function kindOf(work: Work): Fields<'termMark'>['kind'] {
  const type = work.type.toLowerCase();
  if (type === 'exam') return 'exam';
  if (type === 'periodfinalmark') return 'final';
  return isYear(work) ? 'year' : 'term';
}

/** The term of a work: numbers of both count from 0. */
function termOf(work: Work, periods: readonly Period[]): string | null {
  const sameNumber = periods.filter(({ number }) => number === work.periodNumber);
  const sameType = sameNumber.filter(({ type }) => type.toLowerCase() === work.periodType?.toLowerCase());
  return (sameType[0] ?? sameNumber[0])?.key ?? null;
}

const homeless = (place: string, key: string): Reject => ({
  entity: 'termMark',
  key,
  diagnostic: {
    code: 'record.unknown_reference',
    place,
    message: 'the mark is of a work, a term or a subject that is not there',
    hint: 'Look at the mark in the journal; the rest was read.',
  },
  raw: null,
});

/** Marks of terms, of the year, of exams and final ones. */
export function mapFinals(
  marks: Iterable<SeenMark>,
  context: FinalsContext,
): { readonly termMarks: Observed<'termMark'>[]; readonly rejects: Reject[] } {
  const { read, rejects } = textsOf(marks, context.base.scaleMax);
  const found = rejects.map((reject): Reject => ({ ...reject, entity: 'termMark' }));
  const termMarks = read.flatMap(({ key, value, scaleMax, seen }): Observed<'termMark'>[] => {
    const work = context.works.get(workOf(seen.value));
    const kind = work ? kindOf(work) : 'term';
    const termId = work && kind === 'term' ? termOf(work, context.periods) : null;
    const subjectId = work?.subjectId ?? null;
    if (subjectId === null || !context.subjects.has(subjectId) || (kind === 'term' && termId === null)) {
      found.push(homeless(`${seen.place}.work`, key));
      return [];
    }
    return [
      row<'termMark'>(key, `${seen.place}.value`, {
        studentId: personOf(seen.value),
        subjectId,
        kind,
        termId,
        academicYearId: context.yearKey,
        value,
        scaleMax,
      }),
    ];
  });
  return { termMarks, rejects: found };
}
