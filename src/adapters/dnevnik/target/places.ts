import type { EntityName, Fields } from '../../../model/entities.ts';
import { readList } from '../../contract-broken.ts';
import type { TargetRecord } from '../../target.ts';
import { personOf, type SeenMark, textsOf, workOf } from '../map-marks.ts';
import { keyOf, markSchema } from '../schema.ts';
import { pullFinals } from '../staff-finals.ts';
import { entryKey } from './attendance.ts';
import { asked, type Desk, worksOf } from './desk.ts';
import { isStandIn, markKeyOf } from './marks.ts';
import { isHomeworkOf, worksOfLesson } from './works.ts';

/** Keys under which something may stand already, for each record of one entity. */
type Places = (desk: Desk, records: readonly TargetRecord[]) => Promise<readonly (readonly string[])[]>;

const fieldsOf = <N extends EntityName>(_entity: N, { data }: TargetRecord): Fields<N> => data as Fields<N>;

/** One entry of a student in a lesson. */
const ofAttendance: Places = (_desk, records) => {
  const data = records.map((record) => fieldsOf('attendance', record));
  return Promise.resolve(
    data.map(({ lessonId, studentId }) => (lessonId === null ? [] : [entryKey(lessonId, studentId)])),
  );
};

/** Marks of lessons on works that are made for marks alone, by lesson, student and value. */
async function standInMarks(desk: Desk, lessons: readonly string[]): Promise<Map<string, string[]>> {
  const path = 'lessons/many/marks';
  const marks = readList(markSchema, await asked(desk.client, path, lessons), path).rows as SeenMark[];
  const works = await worksOf(desk.client, [...new Set(marks.map(({ value }) => workOf(value)))]);
  const found = new Map<string, string[]>();
  for (const { seen, value } of textsOf(marks, desk.book.base.scaleMax).read) {
    const work = works.get(workOf(seen.value));
    const lesson = work?.lesson_str ?? work?.lesson ?? null;
    if (!work || lesson === null || !isStandIn(work)) continue;
    const person = personOf(seen.value);
    const name = [lesson, person, value].join('/');
    found.set(name, [...(found.get(name) ?? []), markKeyOf(keyOf(work), person)]);
  }
  return found;
}

/** On a work that is named a student has one place; else a mark stands beside others, unless it is there already. */
const ofMarks: Places = async (desk, records) => {
  const data = records.map((record) => fieldsOf('mark', record));
  const lessons = data.flatMap(({ assessmentId, lessonId }) =>
    assessmentId === null && lessonId !== null ? [lessonId] : [],
  );
  const standing = await standInMarks(desk, [...new Set(lessons)]);
  return data.map(({ assessmentId, lessonId, studentId, value }) =>
    assessmentId === null
      ? (standing.get([lessonId, studentId, value].join('/')) ?? [])
      : [markKeyOf(assessmentId, studentId)],
  );
};

async function homeworkOfLessons(
  desk: Desk,
  lessons: readonly (string | null)[],
): Promise<Map<string | null, readonly string[]>> {
  const found = new Map<string | null, readonly string[]>();
  for (const lesson of new Set(lessons)) {
    if (lesson === null) continue;
    const works = await worksOfLesson(desk, lesson);
    found.set(lesson, works.filter(isHomeworkOf).map(keyOf));
  }
  return found;
}

const ofHomework: Places = async (desk, records) => {
  const data = records.map((record) => fieldsOf('homework', record));
  const lessons = data.map(({ lessonId }) => lessonId);
  const found = await homeworkOfLessons(desk, lessons);
  return lessons.map((lesson) => found.get(lesson) ?? []);
};

/** What is marked of a homework is the homework itself; any other work has a place of its own. */
const ofAssessments: Places = async (desk, records) => {
  const data = records.map((record) => fieldsOf('assessment', record));
  const lessons = data.map(({ lessonId, workTypeId }) =>
    desk.homeworkTypes.has(workTypeId ?? '') ? lessonId : null,
  );
  const found = await homeworkOfLessons(desk, lessons);
  // The marks go to the last one.
  return lessons.map((lesson) => (found.get(lesson) ?? []).slice(-1));
};

const nameOf = ({ studentId, subjectId, kind, termId }: Fields<'termMark'>): string =>
  [studentId, subjectId, kind, kind === 'term' ? termId : ''].join('/');

/** Works of terms are found by the marks on them: asking for one by name would make it. */
const ofTermMarks: Places = async (desk, records) => {
  const data = records.map((record) => fieldsOf('termMark', record));
  const found = new Map<string, string[]>();
  const classes = new Set(data.flatMap(({ studentId }) => desk.classOf.get(studentId) ?? []));
  for (const one of classes) {
    const students = data.map(({ studentId }) => studentId).filter((id) => desk.classOf.get(id) === one);
    for await (const event of pullFinals(desk.client, desk.book, one, [...new Set(students)])) {
      if (event.kind !== 'records' || event.entity !== 'termMark') continue;
      for (const { key, data: mark } of event.records) {
        const name = nameOf(mark as Fields<'termMark'>);
        found.set(name, [...(found.get(name) ?? []), key]);
      }
    }
  }
  return data.map((mark) => found.get(nameOf(mark)) ?? []);
};

const BY_ENTITY: { readonly [N in EntityName]?: Places } = {
  attendance: ofAttendance,
  mark: ofMarks,
  homework: ofHomework,
  assessment: ofAssessments,
  termMark: ofTermMarks,
};

/** Where something that teachers entered may stand in the place of new records; all are of one entity. */
export function placesOf(
  desk: Desk,
  records: readonly TargetRecord[],
): Promise<readonly (readonly string[])[]> {
  const places = BY_ENTITY[records[0]?.entity ?? 'class'];
  return places ? places(desk, records) : Promise.resolve(records.map(() => []));
}
