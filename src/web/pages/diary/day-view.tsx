import type { VNode } from 'preact';
import { DataTable } from '../../parts/table.tsx';
import { AttendanceView, type DiaryDay, type DiaryLesson, MarkView } from './mark-view.tsx';
import { dayTitle } from './week.ts';

type Homework = DiaryLesson['homework'][number];

const HomeworkView = ({ homework }: { readonly homework: Homework }): VNode => (
  <span class="line-mark">
    {homework.text}
    {homework.personal && <small> (лично)</small>}
    {homework.files.length > 0 && <small> Файлы: {homework.files.map(({ name }) => name).join(', ')}</small>}
  </span>
);

const Subject = ({ lesson }: { readonly lesson: DiaryLesson }): VNode => {
  const { subject, group, teacher, room, substitution } = lesson;
  const under = [teacher?.displayName, room && `каб.\u00a0${room}`].filter((one) => one).join(' · ');
  const named = group !== null && group !== subject.name ? group : null;
  return (
    <>
      {subject.name}
      {named !== null && <small> {named}</small>}
      {under !== '' && <span class="under">{under}</span>}
      {substitution && (
        <span class="under">
          замена{substitution.substituteTeacher && `: ${substitution.substituteTeacher.displayName}`}
        </span>
      )}
    </>
  );
};

const time = ({ number, startTime }: DiaryLesson): string =>
  [number === null ? '' : String(number), startTime ?? ''].filter((part) => part !== '').join(' · ');

const Lessons = ({ day }: { readonly day: DiaryDay }): VNode => (
  <DataTable
    caption={`Уроки: ${dayTitle(day.date)}`}
    columns={[
      { key: 'subject', title: 'Урок', cell: (lesson: DiaryLesson) => <Subject lesson={lesson} /> },
      { key: 'time', title: 'Время', cell: time },
      { key: 'topic', title: 'Тема', cell: ({ topic }) => topic ?? '' },
      {
        key: 'homework',
        title: 'Задано',
        cell: ({ homework }) => homework.map((one) => <HomeworkView homework={one} key={one.text} />),
      },
      {
        key: 'marks',
        title: 'Отметки',
        cell: ({ marks }) =>
          marks.map((mark, nth) => <MarkView mark={mark} key={`${mark.firstSeenAt} ${nth}`} />),
      },
      {
        key: 'attendance',
        title: 'Посещение',
        cell: ({ attendance }) =>
          attendance.map((one) => <AttendanceView attendance={one} key={`${one.status} ${one.rawCode}`} />),
      },
    ]}
    rows={day.lessons}
    keyOf={({ id }) => id}
    empty="Уроков в этот день нет."
  />
);

/** What the source tells of the day without saying of which lesson. */
const Unplaced = ({ day }: { readonly day: DiaryDay }): VNode | null => {
  const { marks, attendance, homework } = day.unplaced;
  if (marks.length + attendance.length + homework.length === 0) return null;
  const of = (subject: { readonly name: string } | null) => `${subject?.name ?? 'предмет не указан'}: `;
  return (
    <ul class="plain unplaced">
      {marks.map(({ subject, mark }, nth) => (
        <li key={`m${nth}`}>
          {of(subject)}
          <MarkView mark={mark} />
        </li>
      ))}
      {attendance.map(({ subject, attendance: one }, nth) => (
        <li key={`a${nth}`}>
          {of(subject)}
          <AttendanceView attendance={one} />
        </li>
      ))}
      {homework.map(({ subject, homework: one }, nth) => (
        <li key={`h${nth}`}>
          {of(subject)}
          <HomeworkView homework={one} />
        </li>
      ))}
    </ul>
  );
};

/** One day of a diary. */
export const DayView = ({ day }: { readonly day: DiaryDay }): VNode => (
  <section class="section diary-day" aria-labelledby={`d${day.date}`}>
    <h2 id={`d${day.date}`}>{dayTitle(day.date)}</h2>
    <Lessons day={day} />
    <Unplaced day={day} />
  </section>
);
