import { z } from 'zod';
import type { EntityName } from '../../model/entities.ts';
import { lookAdvice, syncAdvice } from '../advice.ts';
import { deadlineAt, deadlineSchema } from '../deadline.ts';
import type { Judge, Told } from '../decision.ts';
import type { SchoolFacts, TermFact } from '../facts.ts';
import { type Circumstances, defineKind } from '../kind.ts';
import { type Instant, keptDeadline } from '../observed.ts';
import { dayText } from '../wording.ts';

/** What a journal stands on. */
const titles = {
  academicYear: 'учебный год',
  term: 'учебные периоды',
  schoolBreak: 'каникулы',
  bellPeriod: 'расписание звонков',
  staff: 'сотрудники',
  subject: 'предметы',
  class: 'классы',
  student: 'обучающиеся',
  guardian: 'родители',
  guardianship: 'связи родителей с детьми',
  subjectGroup: 'группы по предметам',
  enrolment: 'состав классов',
  groupMembership: 'состав групп',
  movement: 'движение обучающихся',
  curriculumLine: 'учебный план',
  teachingLoad: 'нагрузка учителей',
  lessonPlanEntry: 'календарно-тематическое планирование',
  timetableSlot: 'расписание уроков',
  workType: 'виды работ',
  consent: 'согласия',
  account: 'учётные записи',
  extracurricularGroup: 'кружки и внеурочная деятельность',
  extracurricularMembership: 'состав кружков и внеурочных групп',
  healthSheet: 'листы здоровья',
} as const satisfies Partial<Record<EntityName, string>>;

type BaseEntity = keyof typeof titles;

const baseEntities = Object.keys(titles) as [BaseEntity, ...BaseEntity[]];

const deadline = deadlineSchema.refine(
  ({ within }) => within === 'date' || within === 'before_term',
  'base data have a date or a time before a term',
);

const params = z.strictObject({ entities: z.array(z.enum(baseEntities)).min(1), deadline });

/** By when, and for the sake of what: a term, or the year as a whole. */
interface Due {
  readonly key: string;
  readonly termId: string | null;
  readonly deadline: Instant;
}

function duesOf(
  { from, terms }: SchoolFacts,
  { deadline }: z.infer<typeof params>,
  at: Circumstances,
): Due[] {
  const due = (term: TermFact | null): Due[] => {
    const occasion = { day: null, start: null, term, dayOfYear: from, lastLessonEnd: () => null };
    const moment = deadlineAt(deadline, occasion, at);
    if (typeof moment !== 'number') return [];
    return [{ key: term ? `/${term.id}` : '', termId: term?.id ?? null, deadline: moment }];
  };
  return deadline.within === 'before_term' ? terms.flatMap(due) : due(null);
}

function judgeOne(facts: SchoolFacts, entity: BaseEntity, due: Due, at: Circumstances, judge: Judge): void {
  const { deadline } = due;
  const day = at.calendar.dayOf(deadline);
  const base = facts.base.get(entity);
  const first = base && base.count > 0 ? base.first : null;
  const told = {
    key: `${entity}${due.key}`,
    rows: [],
    place: { termId: due.termId, day },
    deadline,
    ...(first ? { interval: first } : {}),
  };
  const what = `${titles[entity]}; срок ${dayText(day)}.`;
  if (first === null) {
    judgeMissing(facts.seenAt(entity, null), { ...told, message: what }, at, judge);
    return;
  }
  const verdict = keptDeadline(first, deadline);
  if (verdict === 'kept') judge.met();
  else if (verdict === 'missed') judge.violated({ ...told, message: `Внесено позже срока: ${what}` });
  else {
    const advice = syncAdvice(at.calendar, first, deadline);
    const message = `Внесено, но неизвестно, до срока или после: ${what}`;
    judge.undecided({ ...told, message, reason: 'straddles', advice });
  }
}

function judgeMissing(
  seenAt: Instant | null,
  told: Told & { readonly deadline: Instant },
  { now, calendar }: Circumstances,
  judge: Judge,
): void {
  const { deadline, message } = told;
  if (now <= deadline) judge.pending(deadline + 1);
  else if (seenAt !== null && seenAt > deadline) {
    judge.violated({ ...told, message: `В журнале нет обязательных данных: ${message}` });
  } else {
    judge.undecided({
      ...told,
      message: `Неизвестно, внесены ли данные: ${message}`,
      reason: 'not_looked',
      advice: lookAdvice(calendar, deadline),
    });
  }
}

/** What a journal stands on is entered by a day (R22). */
export const baseData = defineKind({
  name: 'base_data',
  rules: ['R22'],
  title: 'Основные данные внесены в срок',
  severity: 'warning',
  scope: 'school',
  params,
  topic: ({ entities }) => `base_data/${[...entities].sort().join('+')}`,
  overlaps: (left, right) => left.entities.some((entity) => right.entities.includes(entity)),
  needs: ({ entities, deadline }) => (deadline.within === 'before_term' ? [...entities, 'term'] : entities),
  watches: baseEntities,
  evaluate(facts, asked, at, judge) {
    const dues = duesOf(facts, asked, at);
    for (const entity of asked.entities) {
      for (const due of dues) judgeOne(facts, entity, due, at, judge);
    }
  },
});
