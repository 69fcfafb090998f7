import type { Day } from '../../model/dates.ts';
import type { Store } from '../open.ts';
import { readsOver } from '../read/database.ts';
import { type GateFacts, readSchoolGateFacts } from '../read/gate.ts';
import type { SourceScope } from './source-rows.ts';

/** From when to when a student is of a class; open ends are null. */
export interface ClassStay {
  readonly studentId: string;
  readonly classId: string;
  readonly grade: number | null;
  readonly from: Day | null;
  readonly to: Day | null;
}

/** A term of the source. */
export interface TermSpan {
  readonly termId: string;
  readonly from: Day;
  readonly to: Day;
  readonly gradeFrom: number | null;
  readonly gradeTo: number | null;
}

/** What places and consents of rows are made of: as much as there are people, not as there are marks. */
export interface TransferGround {
  readonly stays: readonly ClassStay[];
  readonly terms: readonly TermSpan[];
  readonly gradeOfClass: ReadonlyMap<string, number | null>;
  readonly gate: readonly (readonly [studentId: string, facts: GateFacts])[];
  /** Guardian and student. */
  readonly guardians: readonly (readonly [guardianId: string, studentId: string])[];
}

async function staysOf(store: Store, { schoolId, source }: SourceScope): Promise<readonly ClassStay[]> {
  const { rows } = await store.pool.query<ClassStay>(
    `SELECT e.student_id AS "studentId", e.class_id AS "classId", k.grade, e.from_day::text AS "from",
       e.to_day::text AS "to"
     FROM enrolment e LEFT JOIN class k ON k.school_id = e.school_id AND k.id = e.class_id
     WHERE e.school_id = $1 AND e.source = $2 AND e.deleted_at IS NULL
     ORDER BY e.student_id, e.from_day DESC NULLS LAST, e.id`,
    [schoolId, source],
  );
  return rows;
}

async function termsOf(store: Store, { schoolId, source }: SourceScope): Promise<readonly TermSpan[]> {
  const { rows } = await store.pool.query<TermSpan>(
    `SELECT id AS "termId", start_day::text AS "from", end_day::text AS "to", grade_from AS "gradeFrom",
       grade_to AS "gradeTo"
     FROM term WHERE school_id = $1 AND source = $2 AND deleted_at IS NULL ORDER BY start_day, id`,
    [schoolId, source],
  );
  return rows;
}

/** Reads what a plan stands on. */
export async function readTransferGround(
  store: Store,
  scope: SourceScope,
  now: Date,
): Promise<TransferGround> {
  const { schoolId } = scope;
  const classes = await store.pool.query<{ id: string; grade: number | null }>(
    'SELECT id, grade FROM class WHERE school_id = $1',
    [schoolId],
  );
  const links = await store.pool.query<{ guardian: string; student: string }>(
    `SELECT guardian_id AS guardian, student_id AS student FROM guardianship
     WHERE school_id = $1 AND source = $2 AND deleted_at IS NULL`,
    [schoolId, scope.source],
  );
  return {
    stays: await staysOf(store, scope),
    terms: await termsOf(store, scope),
    gradeOfClass: new Map(classes.rows.map(({ id, grade }) => [id, grade])),
    gate: await readSchoolGateFacts(readsOver(store.pool), {
      schoolId,
      now,
      purpose: 'transfer',
      reach: { schools: [schoolId] },
    }),
    guardians: links.rows.map(({ guardian, student }) => [guardian, student] as const),
  };
}
