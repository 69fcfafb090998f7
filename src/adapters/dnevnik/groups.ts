import type { z } from 'zod';
import type { Observed } from '../../model/observation.ts';
import { type LooseList, readList } from '../contract-broken.ts';
import { row } from '../events.ts';
import { eduGroupSchema, keyOf, type Subject } from './schema.ts';
import { letterOf } from './school-base.ts';

/** A class, or a part of one or of several. */
export interface EduGroup {
  readonly key: string;
  readonly place: string;
  /** Classes that a subgroup is of; empty for a class. */
  readonly parents: readonly string[];
  readonly isClass: boolean;
  readonly name: string;
  readonly grade: number | null;
  readonly timetable: string | null;
  readonly studyYear: number;
  readonly subjects: readonly Subject[];
}

const groupOf = (value: z.infer<typeof eduGroupSchema>, place: string): EduGroup => ({
  key: keyOf(value),
  place,
  parents: value.parentIds_str ?? value.parentIds,
  isClass: value.type.toLowerCase() === 'group',
  name: value.name.trim(),
  grade: value.parallel !== null && value.parallel >= 1 && value.parallel <= 12 ? value.parallel : null,
  timetable: value.timetable_str ?? value.timetable,
  studyYear: value.studyyear,
  subjects: value.subjects ?? [],
});

export interface Groups extends Pick<LooseList<unknown>, 'rejects'> {
  readonly groups: readonly EduGroup[];
}

export function readGroups(answer: unknown, operation: string): Groups {
  const list = readList(eduGroupSchema, answer, operation);
  return { groups: list.rows.map(({ value, place }) => groupOf(value, place)), rejects: list.rejects };
}

/** Ids sort as numbers do. */
export const byId = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

export const classRow = (
  group: EduGroup,
  more: { readonly homeroomTeacherId: string | null; readonly shift: number | null },
): Observed<'class'> =>
  row<'class'>(group.key, group.place, {
    name: group.name,
    grade: group.grade,
    letter: letterOf(group.name),
    academicYearId: String(group.studyYear),
    ...more,
  });

/** What a class or a subgroup learns: the vendor has no key of its own for it. */
export const subjectGroupKey = (groupId: string, subjectId: string): string => `${groupId}/${subjectId}`;

export const subjectRow = (key: string, name: string, place: string): Observed<'subject'> =>
  row<'subject'>(key, place, { name: name.trim(), shortName: null });

/** The whole class is called by the subject; a part by its own name. */
export const subjectGroupRow = (
  group: EduGroup,
  subject: { readonly key: string; readonly name: string },
  classId: string | null,
): Observed<'subjectGroup'> =>
  row<'subjectGroup'>(subjectGroupKey(group.key, subject.key), group.place, {
    name: group.isClass ? subject.name.trim() : group.name,
    classId,
    subjectId: subject.key,
    teacherId: null,
  });
