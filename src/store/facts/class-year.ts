import type { ClassYearFacts } from '../../rules/facts.ts';
import { type Known, termsFor } from './known.ts';
import { askLessons, changedLessons, lessonsOf, readAssessments, readPlan } from './lessons.ts';
import { seenAtOf } from './seen.ts';
import { readPasts } from './timelines.ts';

const NO_HOURS: ReadonlyMap<string, number> = new Map();

/** Reads a class over the academic year; see {@link ClassYearFacts}. */
export async function readClassYear(
  known: Known,
  { classId, source }: { readonly classId: string; readonly source: string },
): Promise<ClassYearFacts> {
  const { asker, schoolId, calendar, now } = known;
  const [year, one, ground, ofSource, names] = await Promise.all([
    known.year(),
    known.classFact(classId),
    known.classGround(source, classId),
    known.source(source),
    known.subjectNames(),
  ]);
  const { from, to } = year.year;
  const days = { schoolId, classId, source, from, to, subjects: null };
  const [rows, works, plan] = await Promise.all([
    askLessons(asker, days, ground.groupIds),
    readAssessments(asker, days, ofSource.workTypes),
    readPlan(asker, days, ground.groupIds),
  ]);
  const past = await readPasts(asker, schoolId, changedLessons(rows));
  const lessons = lessonsOf(rows, past, calendar);
  const lessonIds = new Set(lessons.map(({ id }) => id));
  const { students, groups } = ground;
  return {
    source,
    class: one,
    from,
    to,
    terms: termsFor(year, source, one),
    students,
    groups,
    lessons,
    assessments: works.filter(
      ({ namesClass, lessonId }) => namesClass || (lessonId !== null && lessonIds.has(lessonId)),
    ),
    plan,
    yearlyHours: ofSource.yearlyHours.get(classId) ?? NO_HOURS,
    subjectName: (subjectId) => names.get(subjectId) ?? '',
    seenAt: seenAtOf(ofSource.looks, { classId, students }, now),
  };
}
