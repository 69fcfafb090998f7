import { z } from 'zod';
import { addDays } from '../../model/dates.ts';
import { controlEventKinds } from '../../model/papers.ts';
import { academicYearOf } from '../deadline.ts';
import type { Judge } from '../decision.ts';
import type { Kept, SchoolFacts } from '../facts.ts';
import { type Circumstances, defineKind } from '../kind.ts';
import { type Period, periodsOf, rhythms } from '../periods.ts';
import { dayText } from '../wording.ts';

const params = z
  .strictObject({
    event: z.enum(controlEventKinds),
    every: z.enum(rhythms),
    /** How long after the period's end it may still be done; null: it may be told of at any time. */
    withinDays: z.int().min(0).nullable().default(null),
    /** How long before the period's end it must have been done. */
    beforeEndDays: z.int().min(1).nullable().default(null),
  })
  .refine(
    ({ withinDays, beforeEndDays }) => withinDays === null || beforeEndDays === null,
    'withinDays and beforeEndDays exclude each other',
  );

type Params = z.infer<typeof params>;

const titles: Readonly<Record<(typeof controlEventKinds)[number], string>> = {
  usage_report: 'отчёт об использовании журнала',
  results_report: 'отчёт об успеваемости и качестве',
  attendance_report: 'отчёт о посещаемости',
  assessment_report: 'отчёт о накопляемости отметок',
  journal_check: 'проверка журнала',
  results_told: 'доведение итогов проверки до учителей',
  data_check: 'сверка данных',
  consent_check: 'сверка данных с согласиями',
  backup: 'резервное копирование',
  archive: 'архивирование журнала',
  forecast: 'предварительные итоги периода',
  summary_sheet: 'сводная ведомость',
  paper_summary: 'распечатанная сводка для семьи',
  assessment_schedule: 'график оценочных процедур',
  credentials_issued: 'выдача учётных данных',
  credential_leak: 'сообщение об утечке пароля',
};

const dueOf = ({ to }: Period, { withinDays, beforeEndDays }: Params, { calendar }: Circumstances): string =>
  calendar.addDays(to, beforeEndDays === null ? (withinDays ?? 0) : -beforeEndDays);

/** What sums up a period: one made in its midst, of no named period, is of a shorter one. */
const SUMMARIES: ReadonlySet<string> = new Set<Params['event']>([
  'usage_report',
  'results_report',
  'attendance_report',
  'assessment_report',
  'summary_sheet',
]);

/** From which day on an event that names no period may be of this one. A year's summary is not made before its last term. */
function earliestDay(period: Period, { event, every }: Params, { terms }: SchoolFacts): string {
  if (every !== 'year' || !SUMMARIES.has(event)) return period.from;
  const starts = terms.map(({ startDay }) => startDay).sort();
  return starts.at(-1) ?? period.from;
}

/**
 * Until which day an event that names no period may be of this one. What is made of a whole term or year is mostly
 * made in the break behind it.
 */
function latestDay(period: Period, periods: readonly Named[], due: string, asked: Params): string {
  const last = due > period.to ? due : period.to;
  const afterwards = SUMMARIES.has(asked.event) || asked.event === 'archive';
  if (!afterwards || !['term', 'quarter_of_year', 'year'].includes(asked.every)) return last;
  const later = periods.map((one) => one.period.from).filter((from) => from > period.to);
  const next = later.sort()[0] ?? `${academicYearOf(period.to) + 1}-09-01`;
  return last < next ? addDays(next, -1) : last;
}

/** Whether the event is of that period: it says so, or it says nothing and happened in it or soon after. */
function isOf(
  { periodFrom, periodTo, day }: Kept<'controlEvent'>,
  period: Period,
  { from, to }: { readonly from: string; readonly to: string },
): boolean {
  if (periodFrom !== null && periodTo !== null) {
    return periodFrom <= period.firstStudyDay && period.lastStudyDay <= periodTo;
  }
  return from <= day && day <= to;
}

/** A period with what keys name it by: its first day. */
interface Named {
  readonly period: Period;
  readonly name: string;
}

/** Quarters and half-years begin on one day: of such the last day tells them apart. */
const named = (periods: readonly Period[]): Named[] =>
  periods.map((period) => {
    const alone = periods.every((other) => other === period || other.from !== period.from);
    return { period, name: alone ? period.from : `${period.from}/${period.to}` };
  });

interface Question {
  readonly facts: SchoolFacts;
  readonly periods: readonly Named[];
  readonly asked: Params;
  readonly at: Circumstances;
  readonly judge: Judge;
}

function judgePeriod(
  { period, name }: Named,
  events: readonly Kept<'controlEvent'>[],
  { facts, periods, asked, at, judge }: Question,
): void {
  const due = dueOf(period, asked, at);
  const from = earliestDay(period, asked, facts);
  const to = latestDay(period, periods, due, asked);
  const timed = asked.withinDays !== null || asked.beforeEndDays !== null;
  const done = events.filter((event) => isOf(event, period, { from, to }));
  const deadline = at.calendar.endOf(due);
  if (done.some(({ day }) => !timed || day <= due)) {
    judge.met();
    return;
  }
  if (at.now <= deadline) {
    judge.pending(deadline + 1);
    return;
  }
  const [late] = done;
  const what = `${titles[asked.event]} за ${period.name}`;
  judge.violated({
    key: `${asked.event}/${name}`,
    rows: done.map(({ id }) => ({ entity: 'controlEvent', id })),
    place: { day: due },
    message: late
      ? `Сделано позже срока: ${what} — ${dayText(late.day)} вместо ${dayText(due)}.`
      : `Не отмечено: ${what}; срок был ${dayText(due)}.`,
    deadline,
  });
}

const eventsOf = ({ events }: SchoolFacts, event: Params['event']): Kept<'controlEvent'>[] =>
  events.filter(({ kind, studentId }) => kind === event && studentId === null);

/** A report was made, a check was held, for each period that is over (R25). */
export const controlEvent = defineKind({
  name: 'control_event',
  rules: ['R25'],
  title: 'Отчёты и проверки за период сделаны',
  severity: 'warning',
  scope: 'school',
  params,
  topic: ({ event, every }) => `control_event/${event}/${every}`,
  needs: ({ every }) => (every === 'term' ? ['term'] : []),
  watches: ['controlEvent', 'term'],
  evaluate(facts, asked, at, judge) {
    const events = eventsOf(facts, asked.event);
    const periods = named(periodsOf(asked.every, facts, at.calendar));
    for (const one of periods) {
      judgePeriod(one, events, { facts, periods, asked, at, judge });
    }
  },
});
