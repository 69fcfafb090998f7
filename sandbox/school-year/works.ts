import { type Course, PHYSICAL_EDUCATION } from './curriculum.ts';
import { chance, type Key, mix, pick } from './random.ts';
import type { TruthWork } from './types.ts';
import { WORK, workType } from './work-types.ts';

/** A work and which share of those present get a mark for it. */
export interface PlannedWork extends Omit<TruthWork, 'enteredAt'> {
  readonly markedShare: number;
}

/** A unit of the plan is about so many lessons: a smaller work in its middle, a larger one at its end. */
const UNIT_LESSONS = 9;
const MIDDLE = 4;
const END = 8;

const WHOLE_CLASS = 0.94;

function largeWorks(course: Course): readonly number[] {
  if (course.id === PHYSICAL_EDUCATION) return [WORK.credit];
  if (course.name === 'Русский язык') return [WORK.control, WORK.dictation, WORK.dictation, WORK.retelling];
  if (course.name === 'Литература') return [WORK.essay, WORK.control];
  if (course.kind === 'arts' || course.kind === 'labour') return [WORK.project, WORK.practical];
  return [WORK.control];
}

function smallWorks(course: Course): readonly number[] {
  if (course.kind === 'physics' || course.kind === 'nature') return [WORK.laboratory, WORK.independent];
  if (course.kind === 'geography' || course.kind === 'informatics') return [WORK.practical, WORK.test];
  if (course.kind === 'physical' || course.kind === 'arts' || course.kind === 'labour')
    return [WORK.practical];
  return [WORK.independent, WORK.quiz, WORK.test];
}

const work = (index: number, typeId: number, topic: string, markedShare: number): PlannedWork => ({
  index,
  workTypeId: typeId,
  weight: workType(typeId).weight,
  topic,
  markedShare,
});

/** The works of a lesson; grade 1 has none, for it has no marks. */
export function worksOf(
  lessonKey: Key,
  course: Course,
  grade: number,
  lesson: { readonly ordinal: number; readonly topic: string; readonly hasHomework: boolean },
): PlannedWork[] {
  if (grade === 1) return [];
  const works: PlannedWork[] = [];
  const add = (typeId: number, topic: string, share: number): void => {
    works.push(work(works.length + 1, typeId, topic, share));
  };
  const { ordinal, topic } = lesson;
  const place = ordinal % UNIT_LESSONS;
  const typeKey = mix(lessonKey, 1);
  if (place === END)
    add(course.passFail ? WORK.credit : pick(typeKey, largeWorks(course)), topic, WHOLE_CLASS);
  else {
    if (chance(mix(lessonKey, 2), 0.8)) add(WORK.answer, topic, 0.2);
    if (place === MIDDLE && !course.passFail) add(pick(typeKey, smallWorks(course)), topic, WHOLE_CLASS);
  }
  if (lesson.hasHomework && chance(mix(lessonKey, 3), 0.3))
    add(WORK.homework, `Домашняя работа: ${topic}`, 0.35);
  return works;
}
