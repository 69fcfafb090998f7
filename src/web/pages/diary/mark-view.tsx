import type { VNode } from 'preact';
import type { z } from 'zod';
import type { diarySchema } from '../../../api/schemas/diary.ts';

/** A diary as the API tells it. */
export type Diary = z.infer<typeof diarySchema>;

export type DiaryDay = Diary['days'][number];
export type DiaryLesson = DiaryDay['lessons'][number];
type Mark = DiaryLesson['marks'][number];
type Attendance = DiaryLesson['attendance'][number];
type Pending = NonNullable<Mark['pending']>;

const STATUSES: Readonly<Record<string, string>> = { absent: 'не был', late: 'опоздал', present: 'был' };
const REASONS: Readonly<Record<string, string>> = {
  sick: 'болезнь',
  excused: 'уважительная причина',
  unexcused: 'без уважительной причины',
  school_event: 'мероприятие школы',
  not_given: 'причина не указана',
};

/** A word with its ending open for both: the journal does not say who is a boy. */
const statusText = (status: string | null): string => (status === null ? '' : (STATUSES[status] ?? status));

const codeText = (code: string): string =>
  code
    .split('/')
    .map((part) => STATUSES[part] ?? REASONS[part] ?? part)
    .join(', ');

/** What waits for permission; only roles that may know of it get it at all. */
export const PendingView = ({ pending }: { readonly pending: Pending | null | undefined }): VNode | null => {
  if (!pending) return null;
  const words = `ожидает разрешения: ${pending.value === null ? 'убрать' : codeText(pending.value)}`;
  return (
    <span class="badge warn">
      {pending.findingId === null ? words : <a href={`/control/findings/${pending.findingId}`}>{words}</a>}
    </span>
  );
};

/** A mark with its work and weight, and what waits. */
export const MarkView = ({ mark }: { readonly mark: Mark }): VNode => {
  const { value, weight, workType, comment, topic, pending } = mark;
  const about = [workType?.name, topic, weight === null ? null : `вес ${weight}`, comment].filter(
    (one) => one,
  );
  return (
    <span class="line-mark">
      <b class="mark">{value ?? '—'}</b>
      {about.length > 0 && <small> {about.join(', ')}</small>} <PendingView pending={pending} />
    </span>
  );
};

/** Whether somebody was there, and why not. */
export const AttendanceView = ({ attendance }: { readonly attendance: Attendance }): VNode => {
  const { status, reason, comment, pending } = attendance;
  const words = [statusText(status), reason && (REASONS[reason] ?? reason), comment].filter((one) => one);
  return (
    <span class="line-mark">
      <span class={status === 'absent' ? 'warn-text' : undefined}>{words.join(', ')}</span>{' '}
      <PendingView pending={pending} />
    </span>
  );
};
