import type { ClassTermFacts, LessonFact } from '../facts.ts';

/** The unit of records that belong to no subject, as an absence of a whole day. */
export const NO_SUBJECT = '00000000-0000-0000-0000-000000000000';

type Listed = 'groups' | 'lessons' | 'homework' | 'assessments' | 'marks' | 'attendance' | 'termMarks';
type Part = {
  -readonly [K in Listed | 'substitutions' | 'loads' | 'otherMarks']: ClassTermFacts[K][number][];
};

const emptyPart = (): Part => ({
  groups: [],
  lessons: [],
  homework: [],
  assessments: [],
  marks: [],
  attendance: [],
  termMarks: [],
  substitutions: [],
  loads: [],
  otherMarks: [],
});

/** Sorts the rows of all lists by subject. */
function sorted(facts: ClassTermFacts): Map<string, Part> {
  const parts = new Map<string, Part>();
  const partOf = (subjectId: string | null | undefined): Part => {
    const key = subjectId ?? NO_SUBJECT;
    const known = parts.get(key);
    if (known) return known;
    const part = emptyPart();
    parts.set(key, part);
    return part;
  };
  const lessons = new Map<string, LessonFact>();
  for (const lesson of facts.lessons) lessons.set(lesson.id, lesson);
  const subjectOf = (lessonId: string | null): string | null =>
    lessonId === null ? null : (lessons.get(lessonId)?.subjectId ?? null);
  for (const row of facts.groups) partOf(row.subjectId).groups.push(row);
  for (const row of facts.lessons) partOf(row.subjectId).lessons.push(row);
  for (const row of facts.homework) partOf(row.subjectId).homework.push(row);
  for (const row of facts.assessments) partOf(row.subjectId).assessments.push(row);
  for (const row of facts.marks) partOf(row.subjectId).marks.push(row);
  for (const row of facts.attendance) partOf(row.subjectId ?? subjectOf(row.lessonId)).attendance.push(row);
  for (const row of facts.termMarks) partOf(row.subjectId).termMarks.push(row);
  for (const row of facts.substitutions) partOf(subjectOf(row.lessonId)).substitutions.push(row);
  for (const row of facts.loads) partOf(row.subjectId).loads.push(row);
  for (const row of facts.otherMarks) partOf(row.subjectId).otherMarks.push(row);
  return parts;
}

/**
 * The facts of each subject by itself; what belongs to the class as a whole is in every one. Subjects of which
 * nothing is there have none.
 */
export function slices(facts: ClassTermFacts): Map<string, ClassTermFacts> {
  const made = new Map<string, ClassTermFacts>();
  for (const [subjectId, part] of sorted(facts)) {
    if (facts.subjects !== null && !facts.subjects.has(subjectId)) continue;
    made.set(subjectId, { ...facts, ...part, subjects: new Set([subjectId]) });
  }
  return made;
}
