import { z } from 'zod';
import { id, nullish } from '../vendor-values.ts';

const text = nullish(z.string());
const ids = nullish(z.array(id)).transform((list) => list ?? []);
const int = nullish(z.number().int());

/** What has its id twice: as a number, and as the text that is to be trusted. */
const twice = { id, id_str: text };

export const keyOf = ({
  id: number,
  id_str,
}: {
  readonly id: string;
  readonly id_str: string | null;
}): string => id_str ?? number;

const named = { firstName: text, lastName: text, middleName: text };

export const personSchema = z.object({
  ...twice,
  userId: nullish(id),
  userId_str: text,
  ...named,
  shortName: text,
  sex: text,
});

export type Person = z.infer<typeof personSchema>;

export const userSchema = z.object({
  personId: id,
  personId_str: text,
  ...named,
  shortName: text,
  sex: text,
  birthday: text,
});

export type User = z.infer<typeof userSchema>;

const childSchema = z.object({ personId: id, ...named, shortName: text, schoolIds: ids, groupIds: ids });

export type ContextChild = z.infer<typeof childSchema>;

export const contextSchema = z.object({
  userId: id,
  personId: id,
  roles: z.array(z.string()),
  children: nullish(z.array(childSchema)),
  schools: z.array(z.object({ id, name: z.string(), type: text, groupIds: ids })),
  ...named,
  shortName: text,
  schoolIds: ids,
  groupIds: ids,
});

export const subjectSchema = z.object({ ...twice, name: z.string().min(1) });

export type Subject = z.infer<typeof subjectSchema>;

export const eduGroupSchema = z.object({
  ...twice,
  parentIds: ids,
  parentIds_str: nullish(z.array(z.string())),
  type: z.string(),
  name: z.string().min(1),
  parallel: int,
  timetable: nullish(id),
  timetable_str: text,
  studyyear: z.number().int(),
  subjects: nullish(z.array(subjectSchema)),
});

export const periodSchema = z.object({
  ...twice,
  start: z.string(),
  finish: z.string(),
  number: z.number().int(),
  type: z.string(),
  name: z.string().min(1),
});

export const holidaysSchema = z.object({
  holidays: z.array(z.object({ id, dateStart: z.string(), dateFinish: z.string(), name: text })),
});

export const workTypeSchema = z.object({
  ...twice,
  kind: text,
  title: z.string().min(1),
  abbr: text,
  weight: nullish(z.number()),
});

export const schoolSchema = z.object({ name: z.string(), markType: text });

/** Pascal case is the vendor's, here and in bells. */
export const teacherSchema = z.object({
  Id: id,
  IdStr: text,
  FirstName: text,
  LastName: text,
  MiddleName: text,
  ShortName: text,
  NameManagingPosition: text,
  NameTeacherPosition: text,
  NameMedicalPosition: text,
});

const timetableSchema = z.object({
  Name: text,
  Items: z.array(z.object({ Id: id, Start: z.string(), Finish: z.string(), LessonNumber: z.number().int() })),
});

export type Timetable = z.infer<typeof timetableSchema>;

/** One object or a list of them: the vendor's documents and its clients disagree. */
export const timetablesSchema = z
  .union([z.array(timetableSchema), timetableSchema])
  .transform((one) => (Array.isArray(one) ? one : [one]));

const lesson = { title: text, date: z.string(), number: int };

/** A lesson of a schedule: numbers only, with room and hours, without its group. */
export const shortLessonSchema = z.object({
  id,
  ...lesson,
  subjectId: nullish(id),
  place: text,
  hours: text,
  works: ids,
  teachers: ids,
});

export type ShortLesson = z.infer<typeof shortLessonSchema>;

export const fullLessonSchema = z.object({
  ...twice,
  ...lesson,
  subject: nullish(subjectSchema),
  group: id,
  works: nullish(z.array(z.unknown())),
  teachers: ids,
  teachers_str: nullish(z.array(z.string())),
});

export type FullLesson = z.infer<typeof fullLessonSchema>;

export const lessonGroupSchema = z.object({ ...twice, group: id });

export const workSchema = z.object({
  ...twice,
  type: z.string(),
  workType: nullish(id),
  lesson: nullish(id),
  lesson_str: text,
  eduGroup: nullish(id),
  eduGroup_str: text,
  text,
  periodNumber: int,
  periodType: text,
  subjectId: nullish(id),
  targetDate: text,
  files: ids,
});

export type Work = z.infer<typeof workSchema>;

export const markSchema = z.object({
  type: text,
  value: z.union([z.string(), z.number()]).transform(String),
  textValue: text,
  person: id,
  person_str: text,
  work: id,
  work_str: text,
  lesson: nullish(id),
  lesson_str: text,
  number: int,
  date: text,
});

export type Mark = z.infer<typeof markSchema>;

export const logEntrySchema = z.object({
  person: id,
  lesson: id,
  person_str: text,
  lesson_str: text,
  comment: text,
  status: z.string(),
});

export type LogEntry = z.infer<typeof logEntrySchema>;

export const personEntriesSchema = z.object({
  logEntries: z.array(z.unknown()),
  lessons: z.array(
    z.object({ ...twice, date: z.string(), subject: nullish(z.object({ ...twice })), number: int }),
  ),
});

const list = nullish(z.array(z.unknown())).transform((rows) => rows ?? []);

export const scheduleDaySchema = z.object({
  date: z.string(),
  lessons: list,
  marks: list,
  works: list,
  homeworks: list,
  subjects: list,
  lessonLogEntries: list,
  teachers: list,
});

export type ScheduleDay = z.infer<typeof scheduleDaySchema>;

/** An object with days, or the days alone. */
export const scheduleSchema = z
  .union([z.object({ days: z.array(scheduleDaySchema) }), z.array(scheduleDaySchema)])
  .transform((answer) => (Array.isArray(answer) ? answer : answer.days));

export const shortSubjectSchema = z.object({ id, name: z.string().min(1) });

export const scheduleTeacherSchema = z.object({ person: personSchema });

export const bundleSchema = z.object({
  files: z.array(z.object({ ...twice, name: text, type: text })),
});

export const allFinalMarksSchema = z.object({ marks: list, works: list, subjects: list });

const finalOfSubject = z.object({ 'final-mark': z.unknown() });

export const classFinalsSchema = z.object({ 'per-subject-final-marks': z.array(finalOfSubject) });
