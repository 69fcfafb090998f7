import type { Reach } from '../../model/access.ts';
import type { Day } from '../../model/dates.ts';
import type { DisclosurePurpose } from '../../model/disclosure.ts';
import type { Fields } from '../../model/entities.ts';
import type { ReadDatabase, Statement } from './database.ts';
import { reachValues, withinReach } from './reach.ts';

/** What the gate must know of a student, before anything else of the student is read. */
export interface GateFacts {
  readonly student: { readonly birthDate: Day | null; readonly grade: number | null };
  /** Those of the purpose, of every source, oldest first. */
  readonly consents: readonly (Omit<Fields<'consent'>, 'studentId' | 'document'> & { readonly id: string })[];
  /** Today by the school's clock. */
  readonly day: Day;
}

const consentsJson = (
  student: string,
  purpose: string,
): string => `(select coalesce(json_agg(json_build_object(
    'id', c.id, 'purpose', c.purpose, 'operator', c.operator, 'state', c.state,
    'signerGuardianId', c.signer_guardian_id, 'signedByStudent', c.signed_by_student,
    'fromDay', c.from_day, 'toDay', c.to_day, 'withdrawnDay', c.withdrawn_day) order by c.from_day, c.id), '[]')
  from consent c where c.school_id = ${student}.school_id and c.student_id = ${student}.id
    and c.purpose = ${purpose} and c.deleted_at is null)`;

const factsJson = (student: string, now: string, purpose: string): string => `json_build_object(
  'student', json_build_object('birthDate', ${student}.birth_date, 'grade', (select k.grade
    from enrolment e join class k on k.school_id = e.school_id and k.id = e.class_id
    where e.school_id = ${student}.school_id and e.student_id = ${student}.id and e.deleted_at is null
    order by e.from_day desc nulls last, e.to_day desc nulls first, e.id limit 1)),
  'day', (${now} at time zone sc.time_zone)::date,
  'consents', ${consentsJson(student, purpose)})`;

const oneStatement: Statement = {
  name: 'gate-student',
  text: `select ${factsJson('s', '$5::timestamptz', '$6::text')}
from student s join school sc on sc.school_id = s.school_id
where s.id = $1::uuid and s.deleted_at is null and ${withinReach('sc', 2)}`,
};

/** For what, when, and within whose reach the gate is asked. */
interface GateRequest {
  readonly purpose: DisclosurePurpose;
  readonly now: Date;
  readonly reach: Reach;
}

/** What the gate must know of one student; null when there is none within reach. */
export async function readGateFacts(
  database: ReadDatabase,
  request: GateRequest & { readonly studentId: string },
): Promise<GateFacts | null> {
  const { studentId, now, purpose, reach } = request;
  const values = [studentId, ...reachValues(reach), now.toISOString(), purpose];
  const [row] = await database.rows<readonly [GateFacts]>(oneStatement, values);
  return row ? row[0] : null;
}

const schoolStatement: Statement = {
  name: 'gate-school',
  text: `select s.id::text, ${factsJson('s', '$5::timestamptz', '$6::text')}
from student s join school sc on sc.school_id = s.school_id
where s.school_id = $1::uuid and s.deleted_at is null and ${withinReach('sc', 2)}`,
};

/** The same of every student of a school. */
export async function readSchoolGateFacts(
  database: ReadDatabase,
  request: GateRequest & { readonly schoolId: string },
): Promise<readonly (readonly [studentId: string, facts: GateFacts])[]> {
  const { schoolId, now, purpose, reach } = request;
  const values = [schoolId, ...reachValues(reach), now.toISOString(), purpose];
  return database.rows<readonly [string, GateFacts]>(schoolStatement, values);
}
