import { alphabeticalRegister } from './forms/alphabetical-register.ts';
import { assessmentSchedule } from './forms/assessment-schedule.ts';
import { attendance } from './forms/attendance.ts';
import { consents } from './forms/consents.ts';
import { contingentList } from './forms/contingent-list.ts';
import { dataFreshness } from './forms/data-freshness.ts';
import { extracurricular } from './forms/extracurricular.ts';
import { movement } from './forms/movement.ts';
import { oo1 } from './forms/oo1.ts';
import { programmeCompletion } from './forms/programme-completion.ts';
import { rowsBehind } from './forms/rows-behind.ts';
import { substitutionRegister } from './forms/substitution-register.ts';
import type { FormCheck } from './suite.ts';

/** Registers, attendance and statistics: what the office keeps beside marks. */
export const officeChecks: Readonly<Record<string, FormCheck>> = {
  'alphabetical-register': alphabeticalRegister,
  'assessment-schedule': assessmentSchedule,
  attendance,
  consents,
  'contingent-list': contingentList,
  'data-freshness': dataFreshness,
  extracurricular,
  'movement-register, movement-report': movement,
  oo1,
  'programme-completion': programmeCompletion,
  'rows behind numbers': rowsBehind,
  'substitution-register': substitutionRegister,
};
