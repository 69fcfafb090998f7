import { z } from 'zod';
import { type Day, isDay } from '../../model/dates.ts';
import type { EntityName } from '../../model/entities.ts';
import type { Judge } from '../decision.ts';
import type { SchoolFacts } from '../facts.ts';
import { type Circumstances, defineKind } from '../kind.ts';
import { keptDeadline } from '../observed.ts';
import { dayText } from '../wording.ts';

const monthDay = (year: number, month: number, day: number): Day =>
  [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');

const deadline = z.discriminatedUnion('within', [
  /** A day of the academic year. */
  z
    .strictObject({ within: z.literal('date'), month: z.int(), day: z.int() })
    .refine(({ month, day }) => isDay(monthDay(2025, month, day)), 'not a day of the year'),
  /** Before each term begins. */
  z.strictObject({ within: z.literal('before_term'), days: z.int().min(0) }),
]);

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

const params = z.strictObject({ entities: z.array(z.enum(baseEntities)).min(1), deadline });

/** By when, and for the sake of what: a term, or the year as a whole. */
interface Due {
  readonly key: string;
  readonly termId: string | null;
  readonly day: Day;
}

function datesOf(
  { from, terms }: SchoolFacts,
  { deadline }: z.infer<typeof params>,
  at: Circumstances,
): Due[] {
  if (deadline.within === 'before_term') {
    return terms.map(({ id, startDay }) => ({
      key: `/${id}`,
      termId: id,
      day: at.calendar.addDays(startDay, -Math.max(1, deadline.days)),
    }));
  }
  // An academic year is written by its two years; from July on a day belongs to the first.
  const year = Number(from.slice(0, 4)) + (deadline.month < 7 ? 1 : 0);
  return [{ key: '', termId: null, day: monthDay(year, deadline.month, deadline.day) }];
}

function judgeOne(facts: SchoolFacts, entity: BaseEntity, due: Due, at: Circumstances, judge: Judge): void {
  const deadline = at.calendar.endOf(due.day);
  const title = titles[entity];
  const told = {
    key: `${entity}${due.key}`,
    rows: [],
    place: { termId: due.termId, day: due.day },
    deadline,
  };
  const base = facts.base.get(entity);
  const there = base && base.count > 0 ? base.first : null;
  const verdict = there && keptDeadline(there, deadline);
  const missing = `Срок ${dayText(due.day)}: ${title}.`;
  if (verdict === 'kept') judge.met();
  else if (verdict === 'missed' && there) {
    judge.violated({ ...told, message: `Внесено позже срока. ${missing}`, interval: there });
  } else if (verdict === 'straddles' && there) {
    judge.undecided({
      ...told,
      message: `Внесено, но неизвестно, до срока или после. ${missing}`,
      interval: there,
      reason: 'straddles',
      advice: `Читать журнал хотя бы раз незадолго до срока (${dayText(due.day)}) и сразу после него.`,
    });
  } else judgeMissing(facts.seenAt(entity, null), told, missing, at, judge);
}

function judgeMissing(
  seenAt: number | null,
  told: Pick<Parameters<Judge['violated']>[0], 'key' | 'rows' | 'place'> & { readonly deadline: number },
  missing: string,
  { now }: Circumstances,
  judge: Judge,
): void {
  if (now <= told.deadline) judge.pending(told.deadline + 1);
  else if (seenAt !== null && seenAt > told.deadline) {
    judge.violated({ ...told, message: `В журнале нет обязательных данных. ${missing}` });
  } else {
    judge.undecided({
      ...told,
      message: `После срока журнал не читали. ${missing}`,
      reason: 'not_looked',
      advice: 'Прочитать журнал: тогда станет видно, внесены ли данные.',
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
  // What the source does not tell is said entity by entity: the others can still be judged.
  needs: ({ deadline }) => (deadline.within === 'before_term' ? ['term'] : []),
  watches: baseEntities,
  evaluate(facts, asked, at, judge) {
    for (const entity of asked.entities) {
      const gap = at.gap(entity);
      if (gap === null) {
        for (const due of datesOf(facts, asked, at)) judgeOne(facts, entity, due, at, judge);
        continue;
      }
      judge.undecided({
        key: entity,
        rows: [],
        place: {},
        message: `Нельзя проверить, внесены ли в срок: ${titles[entity]}.`,
        reason: 'missing_input',
        advice: `Источник этого не сообщает: ${gap}.`,
      });
    }
  },
});
