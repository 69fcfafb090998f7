import type { VNode } from 'preact';
import { z } from 'zod';
import { progressOf } from '../../../api/progress.ts';
import { dayIn } from '../../../model/dates.ts';
import { readDiary } from '../../../store/read/diary.ts';
import { readProgress } from '../../../store/read/progress.ts';
import { readTerm } from '../../../store/read/progress-term.ts';
import { readStudentPlace, type StudentPlace } from '../../../store/read/web/student.ts';
import { noteLook } from '../../../store/read-log.ts';
import { notFound, type Page, trouble, type Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';
import { authorOf } from '../../parts/author.ts';
import { Empty } from '../../parts/empty.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { sourceName } from '../../parts/source-name.ts';
import { momentText } from '../../parts/words.ts';
import { DayView } from './day-view.tsx';
import type { Diary } from './mark-view.tsx';
import { type Progress, ProgressView } from './progress-view.tsx';
import { dayAsked, type Week, weekOf, weekTitle } from './week.ts';

type Told = Omit<Diary, 'basis'>;

async function readWeek(visit: Visit, studentId: string, { from, to }: Week): Promise<Told | null> {
  const { deps, session, may } = visit;
  const { reach } = session.person;
  const pending = may('diary.pending');
  const diary = await readDiary(deps.database, { studentId, from, to, reach, pending });
  if (!diary) return null;
  const gaps = diary.source === null ? {} : deps.gapsOf(diary.source);
  return { gaps, ...(JSON.parse(`{${diary.members}}`) as Omit<Told, 'gaps'>) };
}

async function readTermOf(
  visit: Visit,
  studentId: string,
  place: StudentPlace,
  week: Week,
): Promise<Progress | null> {
  const { deps, session, may, query } = visit;
  const { reach } = session.person;
  // The term of the week that is looked at, by the school's own noon of its last day; today's where none is asked.
  const isAsked = query['day'] !== undefined && query['day'] !== '';
  const now =
    isAsked && week.to < dayIn(visit.now, place.timeZone) ? new Date(`${week.to}T09:00:00Z`) : visit.now;
  const chosen = await readTerm(deps.database, { studentId, term: null, now, reach });
  if (!chosen) return null;
  const facts = await readProgress(deps.database, {
    studentId,
    ...chosen,
    reach,
    pending: may('diary.pending'),
  });
  return facts && progressOf(facts, chosen.term, facts.source === null ? {} : deps.gapsOf(facts.source));
}

const WeekNav = ({ studentId, week }: { readonly studentId: string; readonly week: Week }): VNode => (
  <nav class="actions week-nav" aria-label="Недели">
    <a class="button" href={hrefOf(`/diary/${studentId}`, { day: week.before })} rel="prev">
      ← Предыдущая
    </a>
    <b>{weekTitle(week)}</b>
    <a class="button" href={hrefOf(`/diary/${studentId}`, { day: week.after })} rel="next">
      Следующая →
    </a>
    <form method="get" action={`/diary/${studentId}`} class="inline">
      <input type="date" name="day" value={week.from} aria-label="Неделя с днём" />
      <button type="submit">Перейти</button>
    </form>
  </nav>
);

const sourceText = ({ deps }: Visit, source: string): string => {
  const [system = '', mode = ''] = source.split('/');
  return sourceName(deps.adapters, system, mode);
};

/** Empty is not «none»: what the source does not tell, and when it was read last. */
const Ground = ({
  diary,
  place,
  source,
}: {
  readonly diary: Told;
  readonly place: StudentPlace;
  readonly source: string;
}): VNode => {
  const gaps = Object.values(diary.gaps);
  return (
    <div class="note section">
      <p>
        {diary.source === null
          ? 'Ни один источник не знает уроков этого ученика.'
          : `Источник: ${source}. ${
              diary.seenAt === null
                ? 'Эти дни ещё не читались: пустой день не значит, что уроков не было.'
                : `Прочитано ${momentText(new Date(diary.seenAt), place.timeZone)}.`
            }`}
      </p>
      {gaps.length > 0 && <p>Чего источник не передаёт: {[...new Set(gaps)].join('; ')}.</p>}
    </div>
  );
};

const DiaryPage = ({
  visit,
  place,
  week,
  diary,
  progress,
}: {
  readonly visit: Visit;
  readonly place: StudentPlace;
  readonly week: Week;
  readonly diary: Told;
  readonly progress: Progress | null;
}): VNode => {
  const days = diary.days.filter(
    ({ lessons, unplaced }) => lessons.length + Object.values(unplaced).flat().length > 0,
  );
  return (
    <>
      <PageHead title={place.name} about={`${place.school}${place.class ? `, ${place.class.name}` : ''}`} />
      <WeekNav studentId={diary.student.id} week={week} />
      {!visit.may('diary.pending') && <p class="note">Так дневник видит семья.</p>}
      {days.length === 0 ? (
        <div class="section">
          <Empty>На этой неделе уроков нет.</Empty>
        </div>
      ) : (
        days.map((day) => <DayView day={day} key={day.date} />)
      )}
      <Ground diary={diary} place={place} source={sourceText(visit, diary.source ?? '')} />
      {progress && <ProgressView progress={progress} />}
    </>
  );
};

const badDay = () =>
  trouble(
    400,
    'День не понят',
    'Такого дня в календаре нет.',
    'Вернитесь в дневник и выберите день ещё раз.',
  );

/** The diary of one student, a week at a time, as a guardian sees it. Every look is written down. */
export const diary: Page = {
  method: 'get',
  path: '/diary/:studentId',
  access: { scope: 'diary.read' },
  answer: async (visit) => {
    const { deps, session, now } = visit;
    const { reach, classIds, role } = session.person;
    const id = z.uuid().safeParse(visit.params['studentId']);
    const place = id.success ? await readStudentPlace(deps.database, id.data, reach, classIds) : null;
    if (!id.success || !place) return notFound('страницы ученика');
    const day = dayAsked(visit.query['day'], dayIn(now, place.timeZone));
    if (day === null) return badDay();
    const week = weekOf(day);
    const [told, progress] = await Promise.all([
      readWeek(visit, id.data, week),
      readTermOf(visit, id.data, place, week),
    ]);
    if (!told) return notFound('страницы ученика');
    const { schoolId } = place;
    const days = { from: week.from, to: week.to };
    const look = {
      schoolId,
      studentId: id.data,
      at: now,
      by: authorOf(visit),
      what: 'diary',
      ...days,
      right: role,
    } as const;
    await noteLook(deps.store, look);
    const body = <DiaryPage visit={visit} place={place} week={week} diary={told} progress={progress} />;
    return {
      kind: 'page',
      title: `Дневник: ${place.name}`,
      body,
      trail: [{ title: place.school, href: `/schools/${schoolId}` }],
    };
  },
};
