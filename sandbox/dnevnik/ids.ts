import { addDays, type Day } from '../../src/model/dates.ts';

/**
 * The vendor's ids, packed from the truth's small numbers so that nothing has to be remembered to read one
 * back: 13 digits for accounts, people and schools, 19 digits, past the exact range of a double, for the rest.
 */
export interface PersonKey {
  readonly school: number;
  readonly kind: 'student' | 'guardian' | 'staff' | 'admin';
  readonly id: number;
}

/** A class, or a subgroup of it by the truth's number of the group. */
export interface EduGroupKey {
  readonly school: number;
  readonly classId: number | null;
  readonly groupId: number | null;
}

export interface LessonKey {
  readonly school: number;
  readonly group: number;
  readonly date: Day;
  readonly number: number;
}

/** `slot` 0 is the homework, 1…9 a work of the truth, 19 the work that came with the lesson. */
export interface LessonWorkKey extends LessonKey {
  readonly slot: number;
}

/** The work that carries a term's mark; `term` 0 is the year, 19 the final mark of the year. */
export interface PeriodWorkKey {
  readonly school: number;
  readonly classId: number;
  readonly subjectId: number;
  readonly term: number;
}

/** What can be numbered within a school: `part` tells its kind. */
export interface NumberedKey {
  readonly school: number;
  readonly id: number;
}

export interface MarkOf {
  /** The id of the work that the mark hangs on. */
  readonly work: bigint;
  readonly student: number;
  /** Which of the marks of the work: 0, or 1 for the second of `4/5`. */
  readonly part: number;
  /** Grows where a vendor gives a changed mark another id. */
  readonly edition: number;
}

const SHORT = 1_000_000_000_000;
const SCHOOL_SPAN = 1_000_000;
const PERSONS = 100_000;
const USERS = 500_000;
const HOLDERS = 100_000;
const OFFSET = { student: 0, guardian: 30_000, staff: 90_000, admin: 99_999 } as const;

const LONG = 2_000_000_000_000_000_000n;
const SPAN = 100_000_000_000_000_000n;
const GROUPS = 10_000;
const DAYS = 400;
const NUMBERS = 20;
const SLOTS = 20;
const STUDENTS = 10_000n;
const PARTS = 4n;
const EDITIONS = 2n;
const MARKS = STUDENTS * PARTS * EDITIONS;
const SUBJECTS = 900_000;

const KINDS = [
  'none',
  'class',
  'subgroup',
  'lesson',
  'lessonWork',
  'lessonMark',
  'periodWork',
  'periodMark',
  'writtenWork',
  'writtenMark',
  'workType',
  'period',
  'periodGroup',
  'timetable',
  'bell',
  'room',
  'file',
  'holiday',
  'subjectGroup',
  'lessonTask',
  'writtenTask',
] as const;

export type LongKind = (typeof KINDS)[number];

/** Kinds whose ids are a number within a school. */
export type NumberedKind =
  | 'writtenWork'
  | 'workType'
  | 'period'
  | 'periodGroup'
  | 'timetable'
  | 'bell'
  | 'room'
  | 'holiday'
  | 'subjectGroup';

const MARK_KINDS = {
  lessonWork: 'lessonMark',
  periodWork: 'periodMark',
  writtenWork: 'writtenMark',
} as const;
const TASK_KINDS = { lessonWork: 'lessonTask', writtenWork: 'writtenTask' } as const;

const pack = (kind: LongKind, payload: bigint): bigint => LONG + BigInt(KINDS.indexOf(kind)) * SPAN + payload;

/** The kind and the payload of a 19-digit id; null for anything else. */
export function unpack(text: string): { readonly kind: LongKind; readonly payload: bigint } | null {
  if (!/^\d{19}$/.test(text)) return null;
  const offset = BigInt(text) - LONG;
  const kind = offset < 0n ? undefined : KINDS[Number(offset / SPAN)];
  return kind === undefined || kind === 'none' ? null : { kind, payload: offset % SPAN };
}

const payloadOf = (text: string, kind: LongKind): number | null => {
  const found = unpack(text);
  return found?.kind === kind ? Number(found.payload) : null;
};

const shortOf = (text: string): number | null => (/^1\d{12}$/.test(text) ? Number(text) - SHORT : null);

const holder = (key: PersonKey, offset: number): number =>
  SHORT + key.school * SCHOOL_SPAN + offset + OFFSET[key.kind] + key.id;

function holderKey(text: string, offset: number): PersonKey | null {
  const short = shortOf(text);
  if (short === null) return null;
  const school = Math.floor(short / SCHOOL_SPAN);
  const rest = (short % SCHOOL_SPAN) - offset;
  if (rest < 0 || rest >= HOLDERS) return null;
  if (rest === OFFSET.admin) return { school, kind: 'admin', id: 0 };
  const kind = rest >= OFFSET.staff ? 'staff' : rest >= OFFSET.guardian ? 'guardian' : 'student';
  return { school, kind, id: rest - OFFSET[kind] };
}

const WITHIN = 1_000_000_000;

export const schoolId = (index: number): number => SHORT + index;

export function schoolIndex(text: string): number | null {
  const short = shortOf(text);
  return short !== null && short > 0 && short < SCHOOL_SPAN ? short : null;
}

export const personId = (key: PersonKey): number => holder(key, PERSONS);
export const userId = (key: PersonKey): number => holder(key, USERS);
export const personKey = (text: string): PersonKey | null => holderKey(text, PERSONS);
export const userKey = (text: string): PersonKey | null => holderKey(text, USERS);

/** Subjects have short ids: the vendor's vary. */
export const subjectId = ({ school, id }: NumberedKey): number => SUBJECTS + school * 1000 + id;

export function subjectKey(text: string): NumberedKey | null {
  const offset = /^\d{6,7}$/.test(text) ? Number(text) - SUBJECTS : -1;
  return offset <= 0 ? null : { school: Math.floor(offset / 1000), id: offset % 1000 };
}

export const numberedId = (kind: NumberedKind, { school, id }: NumberedKey): bigint =>
  pack(kind, BigInt(school * WITHIN + id));

export function numberedKey(kind: NumberedKind, text: string): NumberedKey | null {
  const payload = payloadOf(text, kind);
  return payload === null ? null : { school: Math.floor(payload / WITHIN), id: payload % WITHIN };
}

export const classIdOf = (school: number, id: number): bigint => pack('class', BigInt(school * GROUPS + id));
export const subgroupIdOf = (school: number, id: number): bigint =>
  pack('subgroup', BigInt(school * GROUPS + id));

export function eduGroupKey(text: string): EduGroupKey | null {
  const found = unpack(text);
  if (found?.kind !== 'class' && found?.kind !== 'subgroup') return null;
  const payload = Number(found.payload);
  const school = Math.floor(payload / GROUPS);
  const id = payload % GROUPS;
  return found.kind === 'class'
    ? { school, classId: id, groupId: null }
    : { school, classId: null, groupId: id };
}

export const periodWorkId = (key: PeriodWorkKey): bigint =>
  pack(
    'periodWork',
    BigInt(((key.school * GROUPS + key.classId) * 100 + key.subjectId) * NUMBERS + key.term),
  );

export function periodWorkKey(text: string): PeriodWorkKey | null {
  const payload = payloadOf(text, 'periodWork');
  if (payload === null) return null;
  const subjects = Math.floor(payload / NUMBERS);
  const classes = Math.floor(subjects / 100);
  return {
    school: Math.floor(classes / GROUPS),
    classId: classes % GROUPS,
    subjectId: subjects % 100,
    term: payload % NUMBERS,
  };
}

function ofWork(kinds: Readonly<Partial<Record<LongKind, LongKind>>>, of: MarkOf): bigint {
  const work = unpack(String(of.work));
  const kind = work && kinds[work.kind];
  if (!work || !kind) throw new RangeError(`${of.work} is no work that can carry this`);
  const within = (BigInt(of.student) * PARTS + BigInt(of.part)) * EDITIONS + BigInt(of.edition);
  return pack(kind, work.payload * MARKS + within);
}

function workOf(kinds: Readonly<Partial<Record<LongKind, LongKind>>>, text: string): MarkOf | null {
  const found = unpack(text);
  const workKind = (Object.entries(kinds) as [LongKind, LongKind][]).find(([, kind]) => kind === found?.kind);
  if (!found || !workKind) return null;
  const within = found.payload % MARKS;
  return {
    work: pack(workKind[0], found.payload / MARKS),
    student: Number(within / (PARTS * EDITIONS)),
    part: Number((within / EDITIONS) % PARTS),
    edition: Number(within % EDITIONS),
  };
}

export const markId = (of: MarkOf): bigint => ofWork(MARK_KINDS, of);
export const markOf = (text: string): MarkOf | null => workOf(MARK_KINDS, text);
export const taskId = (work: bigint, student: number): bigint =>
  ofWork(TASK_KINDS, { work, student, part: 0, edition: 0 });
export const taskOf = (text: string): MarkOf | null => workOf(TASK_KINDS, text);

/** Ids that count days from the beginning of the year. */
export interface DatedIds {
  lesson(key: LessonKey): bigint;
  lessonKey(text: string): LessonKey | null;
  work(key: LessonWorkKey): bigint;
  workKey(text: string): LessonWorkKey | null;
  file(key: LessonKey, number: number): bigint;
  fileKey(text: string): { readonly lesson: LessonKey; readonly number: number } | null;
}

export function makeDatedIds(startYear: number): DatedIds {
  const firstDay: Day = `${startYear}-08-01`;
  const first = Date.parse(firstDay);
  const packLesson = (key: LessonKey): number =>
    ((key.school * GROUPS + key.group) * DAYS + Math.round((Date.parse(key.date) - first) / 86_400_000)) *
      NUMBERS +
    key.number;
  const unpackLesson = (payload: number): LessonKey => {
    const dayed = Math.floor(payload / NUMBERS);
    const grouped = Math.floor(dayed / DAYS);
    return {
      school: Math.floor(grouped / GROUPS),
      group: grouped % GROUPS,
      date: addDays(firstDay, dayed % DAYS),
      number: payload % NUMBERS,
    };
  };
  const read = (kind: LongKind, text: string): { lesson: LessonKey; rest: number } | null => {
    const payload = payloadOf(text, kind);
    if (payload === null) return null;
    return { lesson: unpackLesson(Math.floor(payload / SLOTS)), rest: payload % SLOTS };
  };
  return {
    lesson: (key) => pack('lesson', BigInt(packLesson(key))),
    lessonKey: (text) => {
      const payload = payloadOf(text, 'lesson');
      return payload === null ? null : unpackLesson(payload);
    },
    work: (key) => pack('lessonWork', BigInt(packLesson(key) * SLOTS + key.slot)),
    workKey: (text) => {
      const found = read('lessonWork', text);
      return found && { ...found.lesson, slot: found.rest };
    },
    file: (key, number) => pack('file', BigInt(packLesson(key) * SLOTS + number)),
    fileKey: (text) => {
      const found = read('file', text);
      return found && { lesson: found.lesson, number: found.rest };
    },
  };
}
