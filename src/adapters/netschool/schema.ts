import { z } from 'zod';
import { id, nullish } from '../vendor-values.ts';

export const loginDataSchema = z.object({
  version: z.string().default(''),
  schoolLogin: z.boolean().default(true),
  esiaMainAuth: z.boolean().default(false),
});

export const saltSchema = z.object({ lt: id, ver: id, salt: id });

const roleSchema = z.object({ id, name: z.string().default('') });

export const loginAnswerSchema = z.object({
  at: nullish(z.string()),
  entryPoint: nullish(z.string()),
  message: nullish(z.string()),
  errorMessage: nullish(z.string()),
  accountInfo: nullish(z.object({ userRoles: nullish(z.array(z.object({ role: roleSchema }))) })),
});

export const esiaInfoSchema = z.object({
  users: z.array(
    z.object({
      id,
      userId: nullish(id),
      organizationId: nullish(id),
      isStaff: z.boolean().default(false),
      roles: nullish(z.array(roleSchema)),
    }),
  ),
});

export const contextSchema = z.object({
  schoolId: nullish(id),
  schoolYearId: id,
  dateFormat: nullish(z.string()),
  schoolyear: nullish(z.object({ startDate: z.string(), endDate: z.string() })),
  organization: nullish(z.object({ name: z.string() })),
});

export const yearSchema = z.object({
  id,
  name: z.string().min(1),
  startDate: z.string(),
  endDate: z.string(),
  closed: z.boolean().default(false),
});

export const namedSchema = z.object({ id, name: z.string().min(1) });

export const workTypeSchema = z.object({ id, name: z.string().min(1), abbr: nullish(z.string()) });

const childSchema = z.object({ studentId: id, nickName: z.string().min(1) });

/** Some hosts send the list as an object keyed by index. */
export const diaryInitSchema = z.object({
  students: z
    .union([z.array(childSchema), z.record(z.string(), childSchema).transform((map) => Object.values(map))])
    .default([]),
  maxMark: z.number().int().min(2).max(100).default(5),
  weight: z.boolean().default(false),
  weekStart: nullish(z.string()),
});

export const diaryMarkSchema = z.object({
  mark: z.union([z.number(), z.string()]).nullish(),
  dutyMark: z.boolean().default(false),
});

export const diaryAssignmentSchema = z.object({
  id,
  typeId: id,
  assignmentName: nullish(z.string()),
  weight: nullish(z.number()),
  dueDate: nullish(z.string()),
  mark: nullish(diaryMarkSchema),
  markComment: nullish(z.object({ name: nullish(z.string()) })),
});

export type DiaryAssignment = z.infer<typeof diaryAssignmentSchema>;

export const diaryLessonSchema = z.object({
  day: z.string(),
  number: nullish(z.number().int()),
  relay: nullish(z.number().int()),
  room: nullish(z.string()),
  startTime: nullish(z.string()),
  endTime: nullish(z.string()),
  subjectName: z.string().min(1),
  isEaLesson: z.boolean().default(false),
  isDistanceLesson: z.boolean().default(false),
  assignments: z.array(z.unknown()).default([]),
});

export type DiaryLesson = z.infer<typeof diaryLessonSchema>;

export const diarySchema = z.object({
  weekDays: z.array(z.object({ date: z.string(), lessons: z.array(z.unknown()).default([]) })).default([]),
  className: nullish(z.string()),
});

export const assignmentDetailsSchema = z.object({
  weight: nullish(z.number()),
  description: nullish(z.string()),
  teachers: nullish(z.array(namedSchema)),
  teacher: nullish(namedSchema),
});

/** `attachmentGuid` stands for `id` on some servers. */
export const attachmentsSchema = z.object({
  assignmentId: id,
  attachments: z
    .array(
      z.object({
        id: nullish(id),
        attachmentGuid: nullish(id),
        name: nullish(z.string()),
        originalFileName: nullish(z.string()),
      }),
    )
    .default([]),
});

const filterItemSchema = z.object({ title: z.string(), value: id });

export const filterSourceSchema = z.object({
  filterId: z.string(),
  items: nullish(z.array(filterItemSchema)),
  defaultValue: nullish(z.unknown()),
  range: nullish(z.object({ start: z.string(), end: z.string() })),
});

export type FilterSource = z.infer<typeof filterSourceSchema>;

export const reportSchema = z.object({ filterSources: z.array(filterSourceSchema) });

export const queuedSchema = z.object({ taskId: id, queueKey: nullish(z.string()) });

export const termSchema = z.object({
  id,
  termName: z.string().min(1),
  startDate: z.string(),
  endDate: z.string(),
});

export const vacationSchema = z.object({
  id,
  name: z.string().min(1),
  startTime: z.string(),
  endTime: z.string(),
});

export const bellSchema = z.object({
  id,
  startTime: z.string(),
  endTime: z.string(),
  number: nullish(z.number().int()),
  relay: nullish(z.number().int()),
});

export const classSchema = z.object({
  id,
  name: z.string().min(1),
  letter: nullish(z.string()),
  grade: nullish(z.object({ name: nullish(z.string()) })),
  chiefs: nullish(z.array(namedSchema)),
});

export const studentRowSchema = z.object({ id, fullName: z.string().min(1) });

export const subjectSchema = z.object({ id, name: z.string().min(1), shortName: nullish(z.string()) });

export const subjectGroupSchema = z.object({
  id,
  name: z.string().min(1),
  teachers: nullish(z.array(namedSchema)),
});

export const classMeetingSchema = z.object({
  day: z.string(),
  number: nullish(z.number().int()),
  subjectGroupId: id,
  scheduleTimeId: nullish(id),
  roomId: nullish(id),
  teacherId: nullish(id),
});

export type ClassMeeting = z.infer<typeof classMeetingSchema>;

export const roomSchema = z.object({ id, roomname: z.string() });

export const monthEventsSchema = z.object({ holidays: z.array(z.unknown()).default([]) });

export const staffRowSchema = z.object({
  id,
  fio: z.string().min(1),
  staffPosition: nullish(z.string()),
});

export const registrySchema = z.object({ rows: z.array(z.unknown()).default([]) });
