import { z } from 'zod';
import type { ClassTermFacts } from './facts.ts';

const names = z.array(z.string().min(1)).min(1);

/** Which records an entry is about; what is left out excludes nothing. */
export const filterShape = {
  workTypes: names.optional(),
  exceptWorkTypes: names.optional(),
  grades: z
    .strictObject({ from: z.int().min(1).max(11), to: z.int().min(1).max(11) })
    .refine(({ from, to }) => from <= to, 'from is after to')
    .optional(),
  subjects: names.optional(),
};

const filterSchema = z.object(filterShape);

/** See {@link filterShape}. */
export type Filters = z.infer<typeof filterSchema>;

/** A name as it is compared: the case, «ё» and spare blanks do not matter. */
export const plainName = (name: string): string =>
  name.trim().toLowerCase().replaceAll('ё', 'е').replaceAll(/\s+/g, ' ');

/** Whether a name is one of the listed ones, or begins with one («контрольная» — «Контрольная работа»). */
export function nameTest(listed: readonly string[]): (name: string) => boolean {
  const wanted = listed.map(plainName);
  const known = new Map<string, boolean>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const plain = plainName(name);
    const answer = wanted.some((one) => plain.startsWith(one));
    known.set(name, answer);
    return answer;
  };
}

/** Which work types an entry is about; a record of no work is meant unless work types are listed. */
export function workTypeTest({ workTypes, exceptWorkTypes }: Filters): (workType: string | null) => boolean {
  const wanted = workTypes && nameTest(workTypes);
  const excepted = exceptWorkTypes && nameTest(exceptWorkTypes);
  return (workType) => {
    if (workType === null) return !wanted;
    return (!wanted || wanted(workType)) && !excepted?.(workType);
  };
}

/** Which subjects an entry is about. */
export function subjectTest(
  { subjects }: Filters,
  { subjectName }: Pick<ClassTermFacts, 'subjectName'>,
): (subjectId: string | null) => boolean {
  if (!subjects) return () => true;
  const wanted = nameTest(subjects);
  return (subjectId) => subjectId !== null && wanted(subjectName(subjectId));
}

/** Whether the class's grade is meant; null when the grade is not known. */
export function gradeMeant({ grades }: Filters, grade: number | null): boolean | null {
  if (!grades) return true;
  return grade === null ? null : grades.from <= grade && grade <= grades.to;
}

const listText = (list: readonly string[] | undefined): string =>
  list ? [...list].map(plainName).sort().join('+') : '';

/** The part of a topic that tells apart entries about different records; exceptions do not make another topic. */
export function filterTopic({ workTypes, grades, subjects }: Filters): string {
  const parts = [listText(workTypes), grades ? `${grades.from}-${grades.to}` : '', listText(subjects)];
  return parts.join('/').replace(/\/+$/, '');
}

/** What the source must tell so that work types can be told apart. */
export const filterNeeds = ({ workTypes, exceptWorkTypes }: Filters): string[] =>
  workTypes || exceptWorkTypes ? ['assessment.workTypeId'] : [];
