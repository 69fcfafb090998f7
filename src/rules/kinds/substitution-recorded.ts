import { z } from 'zod';
import { lookAdvice, syncAdvice } from '../advice.ts';
import type { Judge } from '../decision.ts';
import type { ClassTermFacts, LessonFact, SubstitutionFact } from '../facts.ts';
import { type Circumstances, defineKind } from '../kind.ts';
import { covers } from '../membership.ts';
import { intervalText } from '../moment-text.ts';
import { type Instant, keptDeadline } from '../observed.ts';
import { dayText } from '../wording.ts';
import { indexOf } from './records/class-index.ts';

const params = z.strictObject({
  /** Whether it has to be on record on the day itself. */
  sameDay: z.boolean().default(false),
  /** Where it is recorded: in the vendor's journal, or in the register that the school keeps with us. */
  register: z.enum(['journal', 'ours']).default('journal'),
});

type Params = z.infer<typeof params>;

interface Question {
  readonly facts: ClassTermFacts;
  readonly at: Circumstances;
  readonly judge: Judge;
  readonly given: Params;
}

const toldOf = (lesson: LessonFact) => ({
  key: lesson.id,
  rows: [{ entity: 'lesson' as const, id: lesson.id }],
  place: { subjectId: lesson.subjectId, staffId: lesson.teacherId, day: lesson.date },
});

/** Whether the teacher is one who has this group by the load or as its usual one; null when nobody tells. */
function isUsual({ teacherId, groupId, subjectId, date }: LessonFact, facts: ClassTermFacts): boolean | null {
  const own = groupId === null ? null : indexOf(facts).groups.get(groupId);
  const loads = facts.loads.filter(
    (load) =>
      load.subjectId === subjectId &&
      (load.groupId === null || load.groupId === groupId) &&
      covers(load, date),
  );
  if (teacherId === null) return null;
  if (own?.teacherId === teacherId || loads.some(({ staffId }) => staffId === teacherId)) return true;
  return own?.teacherId || loads.length > 0 ? false : null;
}

/** Whether the register of substitutions has been read since the day was over; ours is always at hand. */
function hasLooked({ date }: LessonFact, end: Instant, { facts, given }: Question): boolean {
  if (given.register === 'ours') return true;
  const seen = facts.seenAt('substitution', date);
  return seen !== null && seen > end;
}

function judgeUnrecorded(lesson: LessonFact, asked: Question): void {
  const { at, judge, given } = asked;
  const gap = given.register === 'journal' ? at.gap('substitution') : null;
  const end = at.calendar.endOf(lesson.date);
  const what = `Урок ${dayText(lesson.date)} провёл другой учитель`;
  if (gap !== null) {
    judge.undecided({
      ...toldOf(lesson),
      message: `${what}; отмечена ли замена, журнал не сообщает (${gap}).`,
      reason: 'missing_input',
      advice: 'Внесите замену в журнал замещений «Перемены».',
    });
  } else if (at.now <= end) judge.pending(end + 1);
  else if (hasLooked(lesson, end, asked))
    judge.violated({ ...toldOf(lesson), message: `${what}, а замена не отмечена.`, deadline: end });
  else {
    judge.undecided({
      ...toldOf(lesson),
      message: `${what}; отмечена ли замена, не известно: с того дня журнал ещё не читали.`,
      reason: 'not_looked',
      advice: lookAdvice(at.calendar, end),
      deadline: end,
    });
  }
}

function judgeRecorded(lesson: LessonFact, { id, entered }: SubstitutionFact, asked: Question): void {
  const { at, judge, given } = asked;
  const end = at.calendar.endOf(lesson.date);
  const kept = given.sameDay ? keptDeadline(entered, end) : 'kept';
  if (kept === 'kept') {
    judge.met();
    return;
  }
  const { rows, ...told } = toldOf(lesson);
  const when = intervalText(at.calendar, entered);
  const late = {
    ...told,
    rows: [...rows, { entity: 'substitution' as const, id }],
    message: `Замена на уроке ${dayText(lesson.date)} отмечена ${when}, а нужно было в тот же день.`,
    deadline: end,
    interval: entered,
  };
  if (kept === 'missed') judge.violated(late);
  else judge.undecided({ ...late, reason: 'straddles', advice: syncAdvice(at.calendar, entered, end) });
}

/** Whether a record of a substitution names whoever gave the lesson. */
const fits = ({ substituteTeacherId }: SubstitutionFact, { teacherId }: LessonFact): boolean =>
  substituteTeacherId === null || teacherId === null || substituteTeacherId === teacherId;

function judgeMisnamed(lesson: LessonFact, records: readonly SubstitutionFact[], judge: Judge): void {
  const { rows, ...told } = toldOf(lesson);
  const named = records.map(({ id }) => ({ entity: 'substitution' as const, id }));
  const message = `В записи о замене на уроке ${dayText(lesson.date)} назван не тот учитель, который его провёл.`;
  judge.violated({ ...told, rows: [...rows, ...named], message });
}

function judgeLesson(lesson: LessonFact, asked: Question): void {
  const { facts, judge } = asked;
  const records = indexOf(facts).substitutions.get(lesson.id) ?? [];
  const recorded = records.find((one) => fits(one, lesson));
  const usual = isUsual(lesson, facts);
  if (recorded) judgeRecorded(lesson, recorded, asked);
  else if (records.length > 0) judgeMisnamed(lesson, records, judge);
  else if (usual) judge.met();
  else if (usual === false) judgeUnrecorded(lesson, asked);
  else {
    judge.undecided({
      ...toldOf(lesson),
      message: `Не известно, кто вёл урок ${dayText(lesson.date)} или кто ведёт предмет в этой группе.`,
      reason: 'missing_input',
      advice: 'Укажите в журнале учителя группы и учителя урока.',
    });
  }
}

/** R16: who gave a lesson instead of its usual teacher stands in the register of substitutions. */
export const substitutionRecorded = defineKind({
  name: 'substitution_recorded',
  rules: ['R16'],
  title: 'Замена отмечена',
  severity: 'error',
  scope: 'subject_term',
  params,
  topic: () => 'substitution_recorded',
  needs: () => ['lesson.teacherId'],
  watches: ['lesson', 'substitution', 'subjectGroup', 'teachingLoad'],
  evaluate(facts, given, at, judge) {
    for (const lesson of facts.lessons) {
      const start = at.calendar.startOf(lesson.date);
      if (at.now < start) judge.pending(start);
      else judgeLesson(lesson, { facts, at, judge, given });
    }
  },
});
