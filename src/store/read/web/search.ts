import type { Reach } from '../../../model/access.ts';
import type { ReadDatabase, Statement } from '../database.ts';
import { reachValues, withinReach } from '../reach.ts';

/** What is looked for, and by whom. */
export interface SearchAsked {
  /** Each must stand somewhere in the name; at least one. */
  readonly words: readonly string[];
  readonly reach: Reach;
  /** The only classes that the viewer sees anything of; null: all. */
  readonly classIds: readonly string[] | null;
  readonly limit: number;
}

/** Something found: a school, a class, a teacher, a student. */
export interface Found {
  readonly id: string;
  readonly name: string;
  readonly schoolId: string;
  readonly school: string;
  /** The class of a student. */
  readonly className: string | null;
}

/** `%` and `_` of what a person typed mean themselves; a Mac may write `ё` as two characters. */
const containing = (word: string): string => `%${word.normalize('NFC').replace(/[\\%_]/g, '\\$&')}%`;

/** Few people type `ё` where a name has it. By a collation that knows Russian, whatever that of the database. */
const folded = (text: string): string => `translate(lower(${text} collate "ru-x-icu"), 'ё', 'е')`;

/** $1…$3 reach, $4 words, $5 how many, $6 classes or null. */
const named = (column: string): string => `not exists (
  select from unnest($4::text[]) w(word) where ${folded(column)} not like ${folded('w.word')})`;

const finding = (name: string, text: string): Statement => ({
  name: `web-search-${name}`,
  text: `${text}\nlimit $5`,
});

const schools = finding(
  'schools',
  `
select sc.school_id, sc.name, sc.school_id, sc.municipality, null
from school sc
where ${withinReach('sc', 1)} and ${named('sc.name')}
order by length(sc.name), sc.name collate "ru-x-icu", sc.school_id`,
);

/** People write a class as «7б», «7 Б» or «7-б». */
const classes = finding(
  'classes',
  `
select c.id, c.name, sc.school_id, sc.name, null
from school sc
join class c on c.school_id = sc.school_id and c.deleted_at is null
where ${withinReach('sc', 1)} and ($6::uuid[] is null or c.id = any($6))
  and translate(${folded('c.name')}, ' -«»"', '') =
    translate(${folded(`array_to_string($4::text[], '')`)}, '%_\\\\ -«»"', '')
order by sc.name collate "ru-x-icu", c.name collate "ru-x-icu", c.id`,
);

/** Whoever sees some classes alone finds who teaches there. */
const teachers = finding(
  'teachers',
  `
select s.id, s.display_name, sc.school_id, sc.name, null
from school sc
join staff s on s.school_id = sc.school_id and s.deleted_at is null
where ${withinReach('sc', 1)} and ${named('s.display_name')}
  and ($6::uuid[] is null or exists (select from teaching_load l
    where l.school_id = s.school_id and l.staff_id = s.id and l.class_id = any($6) and l.deleted_at is null))
order by s.display_name collate "ru-x-icu", s.id`,
);

/** A student stands in the class of the latest enrolment. */
const students = finding(
  'students',
  `
select s.id, s.display_name, sc.school_id, sc.name, latest.name
from school sc
join student s on s.school_id = sc.school_id and s.deleted_at is null
left join lateral (
  select c.id, c.name from enrolment e join class c on c.school_id = e.school_id and c.id = e.class_id
  where e.school_id = s.school_id and e.student_id = s.id and e.deleted_at is null
  order by e.from_day desc nulls last, e.to_day desc nulls first, e.id limit 1
) latest on true
where ${withinReach('sc', 1)} and ${named('s.display_name')}
  and ($6::uuid[] is null or latest.id = any($6))
order by s.display_name collate "ru-x-icu", s.id`,
);

const reading =
  (statement: Statement, byClass = true) =>
  async (database: ReadDatabase, asked: SearchAsked): Promise<readonly Found[]> => {
    type Row = readonly [
      id: string,
      name: string,
      schoolId: string,
      school: string,
      className: string | null,
    ];
    const { words, reach, classIds, limit } = asked;
    const values = [...reachValues(reach), words.map(containing), limit, ...(byClass ? [classIds] : [])];
    const rows = await database.rows<Row>(statement, values);
    return rows.map(([id, name, schoolId, school, className]) => ({
      ...{ id, name, schoolId, school, className },
    }));
  };

/** Schools by a part of the name; `school` is their municipality. */
export const findSchools = reading(schools, false);

/** Classes by their whole name. */
export const findClasses = reading(classes);

/** Teachers by parts of the name. */
export const findTeachers = reading(teachers);

/** Students by parts of the name. */
export const findStudents = reading(students);
