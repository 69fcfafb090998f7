import type { LessonRecord, TruthStudent } from '../../../sandbox/school-year/types.ts';
import { daysBetween } from '../../../src/model/dates.ts';
import { expectedOf } from '../expected.ts';
import type { Source } from './packing.ts';
import { csvLines, isoDay, type PackLine } from './read-pack.ts';

/** What is told of students, as lines that can be compared: the same from the truth and from a pack. */
export interface StudentFacts {
  readonly marks: readonly string[];
  readonly attendance: readonly string[];
  readonly termMarks: readonly string[];
}

const LETTERS: Readonly<Record<string, string>> = { quarter: 'Ч', half_year: 'П' };

/** Why somebody was ill is not handed over, and «not given» is no reason. */
const reasonTold = (line: string): string => line.replace(/ (sick|not_given|null)$/, ' -');

/** What the truth says of these students, in what the old journal can tell and a pack hands over. */
export function expectedFacts(source: Source, students: readonly TruthStudent[]): StudentFacts {
  const { year, wording, from, to, asOf, idOf } = source;
  const codes = new Map(
    year.terms.map(({ name, kind, ordinal }) => [name, `${LETTERS[kind]}${ordinal}`] as const),
  );
  const coded = (line: string): string => {
    const name = [...codes.keys()].find((one) => line.startsWith(`${one} `)) ?? '';
    return `${codes.get(name)}${line.slice(name.length)}`;
  };
  const all = students.flatMap((student) => {
    const facts = expectedOf({ year, wording, student, from, to, asOf });
    const own = (lines: readonly string[]) => lines.map((line) => `${idOf(student)} ${line}`);
    return [
      {
        marks: own(facts.marks),
        attendance: own(facts.attendance.map(reasonTold)),
        termMarks: own(facts.termMarks.map(coded)),
      },
    ];
  });
  return {
    marks: all.flatMap(({ marks }) => marks).sort(),
    attendance: all.flatMap(({ attendance }) => attendance).sort(),
    termMarks: all.flatMap(({ termMarks }) => termMarks).sort(),
  };
}

const STATUS: Readonly<Record<string, string>> = { н: 'absent', оп: 'late', осв: 'exempt' };
const REASON: Readonly<Record<string, string>> = { уважительная: 'excused', неуважительная: 'unexcused' };

const who = (line: PackLine): string | undefined => line['№ личного дела'];

/** What a pack says of all its students. */
export function packFacts(folder: string): StudentFacts {
  const attendance = csvLines(folder, 'attendance').map((line) => {
    const [code, reason] = [line['код'] ?? '', line['причина'] ?? ''];
    const said = `${STATUS[code] ?? code} ${reason === '' ? '-' : (REASON[reason] ?? reason)}`;
    return `${who(line)} ${isoDay(line['дата'])} ${line['предмет']} ${said}`;
  });
  const marks = csvLines(folder, 'marks').map(
    (line) => `${who(line)} ${isoDay(line['дата'])} ${line['предмет']} ${line['отметка']}`,
  );
  const termMarks = csvLines(folder, 'period_marks').map(
    (line) => `${who(line)} ${line['период']} ${line['предмет']} ${line['отметка']}`,
  );
  return { marks: marks.sort(), attendance: attendance.sort(), termMarks: termMarks.sort() };
}

/** Every lesson that took place, with what was put to it. */
export function truthLessons({ year, from, to, asOf }: Source): readonly LessonRecord[] {
  return [...daysBetween(from, to)].flatMap((day) =>
    year.classes.flatMap(({ id }) =>
      year
        .lessonsOn(id, day)
        .filter(({ endTime }) => `${day}T${endTime}` <= asOf)
        .map((lesson) => year.record(lesson)),
    ),
  );
}

/** What a lesson is called in a file: day, class, number, subject and, where the class is split, the part. */
export function lessonName({ year }: Source, { lesson }: LessonRecord): string {
  const subject = year.subjects.find(({ id }) => id === lesson.subjectId)?.name;
  const className = year.classes.find(({ id }) => id === lesson.classId)?.name;
  const part = year.groups.find(({ id }) => id === lesson.groupId)?.part ?? null;
  const group = part === null ? subject : `${subject}/${part}`;
  return `${lesson.date} ${className} ${lesson.number} ${subject} ${group}`;
}

/** Lines of `lessons` under the same names. */
export const packLessons = (folder: string): ReadonlyMap<string, PackLine> =>
  new Map(
    csvLines(folder, 'lessons').map((line) => [
      [isoDay(line['дата']), line['класс'], line['№ урока'], line['предмет'], line['группа']].join(' '),
      line,
    ]),
  );
