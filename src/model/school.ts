import { z } from 'zod';
import { defineEntity } from './entity.ts';
import { bool, day, int, oneOf, ref, text, time } from './fields.ts';

/**
 * A school (образовательная организация). It is known by our id, made when the school is first connected;
 * a vendor's number for it lives in the connection. `timeZone` is an IANA name and is what every local date
 * and time of the school is read in: never the server's zone.
 */
export const schoolSchema = z.strictObject({
  schoolId: z.uuid(),
  name: z.string().min(1),
  municipality: z.string().min(1),
  timeZone: z.string().refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone), {
    message: 'not an IANA time zone',
  }),
  /** Study days a week: 5 or 6; null until the school says. */
  weekDays: z.union([z.literal(5), z.literal(6)]).nullable(),
});

/** See {@link schoolSchema}. */
export type School = z.infer<typeof schoolSchema>;

/** An academic year (учебный год), written 2025/2026; days inclusive. */
export const academicYear = defineEntity('academicYear', {
  name: text(),
  startDay: day(),
  endDay: day(),
  closed: bool(),
});

/** A term (четверть, триместр, полугодие). `gradeFrom`…`gradeTo`: the grades it holds for, null for all. */
export const term = defineEntity('term', {
  academicYearId: ref('academicYear').nullable(),
  name: text(),
  kind: oneOf(['quarter', 'trimester', 'half_year', 'other']),
  /** 1 for the first of its kind in the year. */
  ordinal: int(),
  startDay: day(),
  endDay: day(),
  gradeFrom: int().nullable(),
  gradeTo: int().nullable(),
});

/** Days without lessons: a break (каникулы) or a holiday; days inclusive. */
export const schoolBreak = defineEntity('schoolBreak', {
  academicYearId: ref('academicYear').nullable(),
  name: text(),
  kind: oneOf(['break', 'holiday']),
  startDay: day(),
  endDay: day(),
});

/** One line of the bell schedule (расписание звонков): when lesson `number` of `shift` begins and ends. */
export const bellPeriod = defineEntity('bellPeriod', {
  scheduleName: text().nullable(),
  shift: int(),
  number: int(),
  startTime: time(),
  endTime: time(),
});
