import type { z } from 'zod';
import * as beyondLessons from './beyond-lessons.ts';
import * as classes from './classes.ts';
import * as curriculum from './curriculum.ts';
import type { Entity } from './entity.ts';
import { homework, lesson, substitution, timetableSlot } from './lessons.ts';
import * as marks from './marks.ts';
import * as papers from './papers.ts';
import * as people from './people.ts';
import { academicYear, bellPeriod, schoolBreak, term } from './school.ts';

/**
 * Every entity of the canonical model, in an order in which what is referred to stands before what refers
 * to it. The store makes one table of each; an adapter fills those that its source can tell.
 */
export const entities = {
  academicYear,
  term,
  schoolBreak,
  bellPeriod,
  staff: people.staff,
  subject: curriculum.subject,
  class: classes.schoolClass,
  student: people.student,
  guardian: people.guardian,
  guardianship: people.guardianship,
  subjectGroup: classes.subjectGroup,
  enrolment: classes.enrolment,
  groupMembership: classes.groupMembership,
  movement: classes.movement,
  curriculumLine: curriculum.curriculumLine,
  teachingLoad: curriculum.teachingLoad,
  lessonPlanEntry: curriculum.lessonPlanEntry,
  timetableSlot,
  workType: marks.workType,
  lesson,
  substitution,
  homework,
  assessment: marks.assessment,
  mark: marks.mark,
  attendance: marks.attendance,
  termMark: marks.termMark,
  consent: papers.consent,
  electronicFormRefusal: papers.electronicFormRefusal,
  resitProtocol: papers.resitProtocol,
  amendmentPermit: papers.amendmentPermit,
  remark: papers.remark,
  controlEvent: papers.controlEvent,
  account: papers.account,
  achievement: beyondLessons.achievement,
  extracurricularGroup: beyondLessons.extracurricularGroup,
  extracurricularMembership: beyondLessons.extracurricularMembership,
  healthSheet: beyondLessons.healthSheet,
} as const satisfies Record<string, Entity>;

/** The name of an entity. */
export type EntityName = keyof typeof entities;

/** The fields of an entity; references hold our ids in the store and the vendor's keys in an observation. */
export type Fields<N extends EntityName> = z.infer<(typeof entities)[N]['schema']>;

/** All names, in the order of {@link entities}. */
export const entityNames = Object.keys(entities) as EntityName[];

/** The description of an entity by its name, without the types of its fields. */
export const entityOf = (name: EntityName): Entity => entities[name];
