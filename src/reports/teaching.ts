import { readSchoolNames } from '../store/read/reports/school-names.ts';
import type { DensityFigures, MarkFigures, SubjectFigures, TeachingFigures } from '../store/rollup/types.ts';
import { whereOf } from './asked.ts';
import type { DrillRef } from './drill.ts';
import { drillPeriod } from './figures.ts';
import { sumOf } from './formulas.ts';
import { groupedBy, total } from './grouping.ts';
import type { ReportGround, ReportRequest } from './request.ts';
import type { Row } from './table.ts';

/** Numbers of some classes, subjects and teachers together. */
export type TeachingSum = MarkFigures &
  DensityFigures &
  Pick<TeachingFigures, 'lessons' | 'withoutTopic' | 'withoutHomework' | 'withoutMarks'>;

/** Students and their marks. */
export type MarkedSum = Pick<TeachingSum, 'base' | 'marks' | 'studentsWithout' | 'studentsWithOne'>;

/**
 * Students and marks of subjects. A sum over several groups is made of these: who is in two groups of a subject, and the
 * marks of it, are there once.
 */
export const markedSum = (rows: readonly (SubjectFigures | TeachingFigures)[]): MarkedSum => ({
  base: total(rows, (row) => row.base),
  marks: total(rows, (row) => row.marks),
  studentsWithout: total(rows, (row) => row.studentsWithout),
  studentsWithOne: total(rows, (row) => row.studentsWithOne),
});

/** Sums, so that every rate of them is a ratio of sums. */
export const teachingSum = (rows: readonly TeachingFigures[]): TeachingSum => ({
  ...sumOf(rows),
  marks: total(rows, (row) => row.marks),
  studentsWithout: total(rows, (row) => row.studentsWithout),
  studentsWithOne: total(rows, (row) => row.studentsWithOne),
  gapAbove: total(rows, (row) => row.gapAbove),
  gapBelow: total(rows, (row) => row.gapBelow),
  gapEqual: total(rows, (row) => row.gapEqual),
  lessons: total(rows, (row) => row.lessons),
  withoutTopic: total(rows, (row) => row.withoutTopic),
  withoutHomework: total(rows, (row) => row.withoutHomework),
  withoutMarks: total(rows, (row) => row.withoutMarks),
});

/** The first grade has no marks: it is no teacher's fault that none are there. */
export const isMarked = ({ grade }: { readonly grade: number | null }): boolean => grade !== 1;

/** Whether nobody can be in a sum of these twice: it has no two groups of a subject of a class. */
export function isOnce(rows: readonly TeachingFigures[]): boolean {
  const own = rows.filter(({ base }) => base > 0);
  return new Set(own.map(({ classId, subjectId }) => `${classId}/${subjectId}`)).size === own.length;
}

/** Where numbers come from. */
export const sourcesOf = (rows: readonly { readonly source: string }[]): readonly string[] => [
  ...new Set(rows.map(({ source }) => source)),
];

/** Where the numbers of a group and its teacher lead. */
export const groupDrill = (request: ReportRequest, row: TeachingFigures): Omit<DrillRef, 'of'> => ({
  schoolId: row.schoolId,
  classId: row.classId,
  subjectId: row.subjectId,
  groupId: row.groupId ?? 'none',
  teacherId: row.teacherId ?? 'none',
  ...drillPeriod(request.period),
});

/** Where the numbers of everything that is asked about lead. */
export const scopeDrill = ({ scope, period }: ReportRequest): Omit<DrillRef, 'of'> => ({
  ...(scope.kind === 'municipality' ? { municipality: scope.name } : {}),
  ...(scope.kind === 'school' ? { schoolId: scope.schoolId } : {}),
  ...(scope.kind === 'class' ? { classId: scope.classId } : {}),
  ...drillPeriod(period),
});

/** The name of a teacher, and of a group that is not the whole class. */
export const teacherOf = ({ teacherName }: Pick<TeachingFigures, 'teacherName'>): string =>
  teacherName ?? 'учитель не назван';

/** «Английский язык, группа 1» as the vendor has it, where it is only a part of the class. */
export const groupOf = ({ groupName, className, subjectName }: TeachingFigures): string | null => {
  const own = groupName?.startsWith(`${className}/`) ? groupName.slice(className.length + 1) : groupName;
  if (own === null || own === subjectName) return null;
  return own.startsWith(`${subjectName}/`) ? own.slice(subjectName.length + 1) : own;
};

/** A row of a school among others, and one of all of them. */
export interface SchoolSum<F> {
  readonly key: string;
  readonly name: string;
  readonly kind: Row['kind'];
  readonly drill: Omit<DrillRef, 'of'>;
  readonly rows: readonly F[];
  readonly opens?: { readonly scope: string };
}

/** What figures come to by school, and in all. */
export async function bySchool<F extends { readonly schoolId: string }>(
  ground: ReportGround,
  request: ReportRequest,
  figures: readonly F[],
): Promise<readonly SchoolSum<F>[]> {
  const names = await readSchoolNames(ground.database, whereOf(ground, request.scope));
  const own = groupedBy(figures, ({ schoolId }) => schoolId);
  const schools = [...names].flatMap(([schoolId, name]): SchoolSum<F>[] => {
    const rows = own.get(schoolId);
    if (!rows) return [];
    const drill = { schoolId, ...drillPeriod(request.period) };
    return [{ key: schoolId, name, kind: 'row', drill, rows, opens: { scope: `school:${schoolId}` } }];
  });
  if (schools.length === 0) return [];
  const all = {
    key: 'all',
    name: 'Всего',
    kind: 'total',
    drill: scopeDrill(request),
    rows: figures,
  } as const;
  return [...schools, all];
}
