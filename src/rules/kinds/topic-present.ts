import { z } from 'zod';
import { lookAdvice } from '../advice.ts';
import type { Judge, Told } from '../decision.ts';
import type { AssessmentFact, ClassTermFacts, LessonFact } from '../facts.ts';
import { type Circumstances, defineKind } from '../kind.ts';
import { currentOf } from '../observed.ts';
import { dayText } from '../wording.ts';
import { indexOf } from './records/class-index.ts';

const params = z.strictObject({
  topic: z.boolean().default(true),
  /** Whether every work needs its kind. */
  workType: z.boolean().default(false),
  /** In which language topics are written. */
  language: z.literal('ru').nullable().default(null),
});

type Params = z.infer<typeof params>;

interface Question {
  readonly facts: ClassTermFacts;
  readonly at: Circumstances;
  readonly judge: Judge;
  readonly given: Params;
}

/** A foreign word in a Russian topic is in order, a topic without a Russian word is not. */
const isRussian = (text: string): boolean => /[а-яё]{2}/i.test(text);

const toldOf = (lesson: LessonFact, key: string): Omit<Told, 'message'> => ({
  key,
  rows: [{ entity: 'lesson', id: lesson.id }],
  place: { subjectId: lesson.subjectId, staffId: lesson.teacherId, day: lesson.date },
});

function judgeMissing(lesson: LessonFact, { facts, at, judge }: Question): void {
  const end = at.calendar.endOf(lesson.date);
  const seen = facts.seenAt('lesson', lesson.date);
  const told = toldOf(lesson, `${lesson.id}/topic`);
  const message = `У урока ${dayText(lesson.date)} нет темы.`;
  if (seen !== null && seen > end) judge.violated({ ...told, message, deadline: end });
  else {
    const advice = lookAdvice(at.calendar, end);
    judge.undecided({ ...told, message, reason: 'not_looked', advice, deadline: end });
  }
}

function judgeTopic(lesson: LessonFact, asked: Question): void {
  const { at, judge, given } = asked;
  const topic = currentOf(lesson.topic);
  const end = at.calendar.endOf(lesson.date);
  if (topic === null && !given.topic) judge.notConcerned();
  else if (topic === null && at.now <= end) judge.pending(end + 1);
  else if (topic === null) judgeMissing(lesson, asked);
  else if (given.language === 'ru' && !isRussian(topic)) {
    const told = toldOf(lesson, `${lesson.id}/language`);
    judge.violated({ ...told, message: `Тема урока ${dayText(lesson.date)} записана не по-русски.` });
  } else judge.met();
}

function judgeWork(work: AssessmentFact, { facts, at, judge }: Question): void {
  const end = at.calendar.endOf(work.date);
  const teacher = work.lessonId === null ? null : indexOf(facts).lessons.get(work.lessonId)?.teacherId;
  if (work.workType !== null) judge.met();
  else if (at.now <= end) judge.pending(end + 1);
  else {
    const told = {
      key: work.id,
      rows: [{ entity: 'assessment' as const, id: work.id }],
      place: { subjectId: work.subjectId, staffId: teacher ?? null, day: work.date },
      message: `У работы ${dayText(work.date)} не указан вид.`,
      deadline: end,
    };
    const seen = facts.seenAt('assessment', work.date);
    if (seen !== null && seen > end) judge.violated(told);
    else judge.undecided({ ...told, reason: 'not_looked', advice: lookAdvice(at.calendar, end) });
  }
}

/** R02: a lesson has its topic, in Russian, and its works have their kinds. */
export const topicPresent = defineKind({
  name: 'topic_present',
  rules: ['R02'],
  title: 'У урока есть тема и вид работы',
  severity: 'warning',
  scope: 'subject_term',
  params,
  topic: (given) =>
    ['topic_present', given.topic && 'topic', given.workType && 'work_type', given.language]
      .filter(Boolean)
      .join('/'),
  needs: ({ topic, language, workType }) => [
    ...(topic || language ? ['lesson.topic'] : []),
    ...(workType ? ['assessment.workTypeId'] : []),
  ],
  watches: ['lesson', 'assessment'],
  evaluate(facts, given, at, judge) {
    const asked = { facts, at, judge, given };
    if (given.topic || given.language) for (const lesson of facts.lessons) judgeTopic(lesson, asked);
    if (given.workType) for (const work of facts.assessments) judgeWork(work, asked);
  },
});
