import type { Day } from '../../model/dates.ts';
import type { TermRow } from '../facts/terms.ts';
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

/** What places and consents of rows are made of: as much as there are people, not as there are marks. */
export interface TransferGround {
  readonly stays: readonly ClassStay[];
  /** Those of the source that share days with the scope. */
  readonly terms: readonly TermRow[];
  /** Kinds of terms that a class has term marks for. */
  readonly marked: ReadonlyMap<string, ReadonlySet<string>>;
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

const TERMS = `
SELECT id, source, name, kind, ordinal, start_day::text AS "startDay", end_day::text AS "endDay", grade_from AS "gradeFrom",
  grade_to AS "gradeTo"
FROM term t WHERE school_id = $1 AND source = $2 AND deleted_at IS NULL AND start_day <= $4::date AND end_day >= $3::date
ORDER BY end_day, start_day, id`;

const MARKED = `
SELECT e.class_id AS "classId", array_agg(DISTINCT t.kind) AS kinds FROM term t
JOIN term_mark m ON m.school_id = t.school_id AND m.term_id = t.id AND m.source = t.source AND m.deleted_at IS NULL
JOIN enrolment e ON e.school_id = m.school_id AND e.student_id = m.student_id AND e.source = t.source
  AND e.deleted_at IS NULL
WHERE t.school_id = $1 AND t.source = $2 AND t.deleted_at IS NULL AND t.start_day <= $4::date AND t.end_day >= $3::date
GROUP BY e.class_id`;

async function termsOf(
  store: Store,
  { schoolId, source, from, to }: SourceScope,
): Promise<Pick<TransferGround, 'terms' | 'marked'>> {
  const values = [schoolId, source, from, to];
  const terms = await store.pool.query<TermRow>(TERMS, values);
  const marked = await store.pool.query<{ classId: string; kinds: string[] }>(MARKED, values);
  return {
    terms: terms.rows,
    marked: new Map(marked.rows.map(({ classId, kinds }) => [classId, new Set(kinds)])),
  };
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
    ...(await termsOf(store, scope)),
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
