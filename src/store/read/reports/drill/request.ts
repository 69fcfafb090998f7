import type { Reach } from '../../../../model/access.ts';
import type { Day } from '../../../../model/dates.ts';
import type { Period } from '../../../../model/period.ts';
import type { PageRequest } from '../../page.ts';

/** Which rows, of what the viewer sees. What is null does not narrow. */
export interface DrillRequest extends PageRequest {
  readonly reach: Reach;
  readonly classIds: readonly string[] | null;
  readonly schoolId: string | null;
  readonly municipality: string | null;
  readonly period: Period;
  /** The days of the period, for rows that are of no class. */
  readonly from: Day;
  readonly to: Day;
  readonly subjectId: string | null;
  /** `none`: of no group, of nobody in particular. */
  readonly groupId: string | null;
  readonly teacherId: string | null;
  readonly studentId: string | null;
  readonly grade: number | null;
  /** `1-4`, `5-9`, `10-11`; `none`: classes whose grade nobody told. */
  readonly level: string | null;
  readonly value: string | null;
  readonly words: readonly string[];
}

/** A thing with its name. */
export interface DrillName {
  readonly id: string;
  readonly name: string;
}

/** One row behind a number. What it does not have, or what was worked out and never told by a source, is null. */
export interface DrillRow {
  readonly key: string;
  readonly entity: string;
  readonly school: DrillName;
  readonly class: DrillName | null;
  readonly student: DrillName | null;
  readonly subject: DrillName | null;
  readonly teacher: DrillName | null;
  readonly day: Day | null;
  readonly value: string | null;
  readonly text: string | null;
  /** How much of the number it makes: an absence of a whole day is as many as the day has lessons. */
  readonly counts: number;
  readonly source: string | null;
  readonly externalKey: string | null;
  readonly runId: string | null;
  readonly firstSeenAt: string | null;
  readonly changedAt: string | null;
}

/** A page of them. */
export interface DrillPage {
  readonly items: readonly DrillRow[];
  readonly next: string | null;
  /** How many rows there are in all, and what they come to: the number that they stand behind. */
  readonly total: number;
  readonly counts: number;
}

/** How the rows of a kind are found: a name for each statement of its own, parts, and the select of the rows. */
export interface DrillSelect {
  readonly name: string;
  readonly parts?: readonly string[];
  /** Columns as {@link drillColumns} makes them. */
  readonly select: string;
}
