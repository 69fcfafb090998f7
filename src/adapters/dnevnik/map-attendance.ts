import type { Observed } from '../../model/observation.ts';
import { type Reject, row } from '../events.ts';
import { shownText } from '../plain-text.ts';
import { personOf } from './map-marks.ts';
import type { LogEntry } from './schema.ts';
import type { AttendanceMeaning, Settings } from './settings.ts';

/** Why somebody was away, only `Ill` says for sure: the sources disagree on `Absent` and `Pass`. */
const USUAL: Readonly<Record<string, AttendanceMeaning>> = {
  attend: { status: 'present', reason: null },
  absent: { status: 'absent', reason: null },
  pass: { status: 'absent', reason: null },
  ill: { status: 'absent', reason: 'sick' },
  late: { status: 'late', reason: null },
};

const UNKNOWN: AttendanceMeaning = { status: 'unknown', reason: null };

/** What a code means: by the school's own settings first. Null for «nothing». */
export function meaningOf(code: string, settings: Settings['attendance']): AttendanceMeaning | null {
  const own = Object.entries(settings).find(([name]) => name.toLowerCase() === code.toLowerCase());
  if (own) return own[1];
  return code.toLowerCase() === 'notset' ? null : (USUAL[code.toLowerCase()] ?? UNKNOWN);
}

export interface SeenEntry {
  readonly value: LogEntry;
  readonly place: string;
}

/** What an entry must know of its lesson. */
export interface LessonOfEntry {
  readonly day: string;
  readonly subjectId: string | null;
}

export interface AttendanceRecords {
  readonly rows: Observed<'attendance'>[];
  readonly rejects: Reject[];
}

const homeless = (place: string, key: string): Reject => ({
  entity: 'attendance',
  key,
  diagnostic: {
    code: 'record.unknown_reference',
    place,
    message: 'the entry is of a lesson that is not there',
    hint: 'Look at the lesson in the journal; the rest was read.',
  },
  raw: null,
});

/** Attendance at lessons; a lesson without an entry was attended and is not told. */
export function mapAttendance(
  entries: Iterable<SeenEntry>,
  lessons: ReadonlyMap<string, LessonOfEntry>,
  settings: Settings['attendance'],
): AttendanceRecords {
  const found: AttendanceRecords = { rows: [], rejects: [] };
  for (const { value, place } of entries) {
    const meaning = meaningOf(value.status, settings);
    if (!meaning) continue;
    const studentId = personOf(value);
    const lessonId = value.lesson_str ?? value.lesson;
    const key = `${lessonId}/${studentId}`;
    const lesson = lessons.get(lessonId);
    if (!lesson) {
      found.rejects.push(homeless(`${place}.lesson`, key));
      continue;
    }
    found.rows.push(
      row<'attendance'>(key, `${place}.status`, {
        studentId,
        lessonId,
        subjectId: lesson.subjectId,
        date: lesson.day,
        ...meaning,
        rawCode: value.status,
        comment: shownText(value.comment),
      }),
    );
  }
  return found;
}

const CODES = ['Attend', 'Absent', 'Ill', 'Late', 'Pass'];

/** What the codes that can be written mean at this school. */
export const meaningsOf = (
  settings: Settings['attendance'],
): readonly { readonly code: string; readonly meaning: AttendanceMeaning }[] =>
  CODES.flatMap((code) => {
    const meaning = meaningOf(code, settings);
    return meaning ? [{ code, meaning }] : [];
  });

/** The code for a meaning: the vendor's own where the row has one, then the school's, then the usual one. */
export function codeOf(
  row: { readonly status: string; readonly reason: string | null; readonly rawCode: string },
  settings: Settings['attendance'],
): string | null {
  const fits = meaningsOf(settings).filter(({ meaning }) => meaning.status === row.status);
  const own = fits.find(({ code }) => code === row.rawCode);
  const exact = fits.find(({ meaning }) => meaning.reason === row.reason);
  const open = fits.find(({ meaning }) => meaning.reason === null);
  return (own ?? exact ?? open)?.code ?? null;
}
