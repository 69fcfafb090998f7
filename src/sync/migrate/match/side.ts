import type { Day } from '../../../model/dates.ts';
import type { Fields } from '../../../model/entities.ts';
import type { MappingEntity } from '../mapping/types.ts';

/**
 * One thing of one side. `id` is our id on the source's side and the vendor's key on the target's. `externalIds`
 * are the ids under which systems know it, as `system/key`: one of them on both sides settles it.
 */
export interface Fact {
  readonly id: string;
  readonly externalIds: readonly string[];
  readonly name: string;
}

export interface ClassFact extends Fact {
  readonly grade: number | null;
  readonly letter: string | null;
}

export interface SubjectFact extends Fact {
  readonly shortName: string | null;
}

/** `snils`: the model has none today; a side that once gives it is compared by it first. */
export interface PersonFact extends Fact {
  readonly lastName: string | null;
  readonly firstName: string | null;
  readonly middleName: string | null;
  readonly birthDate: Day | null;
  readonly snils: string | null;
  /** Classes of the student, the latest first; none for staff and where the side does not tell. */
  readonly classIds: readonly string[];
}

export interface GroupFact extends Fact {
  readonly classId: string | null;
  readonly subjectId: string;
  readonly teacherId: string | null;
  /** Who is in it; none where the side does not tell. */
  readonly studentIds: readonly string[];
}

export interface TermFact extends Fact {
  readonly kind: Fields<'term'>['kind'];
  readonly ordinal: number;
  readonly startDay: Day;
  readonly endDay: Day;
  readonly gradeFrom: number | null;
  readonly gradeTo: number | null;
}

export interface WorkTypeFact extends Fact {
  readonly abbreviation: string | null;
  readonly homework: boolean;
}

export interface ScaleFact extends Fact {
  readonly max: number;
}

export interface AttendanceFact extends Fact {
  readonly status: Fields<'attendance'>['status'];
  readonly reason: Fields<'attendance'>['reason'];
}

interface FactOf {
  readonly class: ClassFact;
  readonly subject: SubjectFact;
  readonly staff: PersonFact;
  readonly student: PersonFact;
  readonly subjectGroup: GroupFact;
  readonly term: TermFact;
  readonly workType: WorkTypeFact;
  readonly markScale: ScaleFact;
  readonly attendanceCode: AttendanceFact;
}

/** Everything of one side that is matched; the order of the lists means nothing. */
export type Side = { readonly [E in MappingEntity]: readonly FactOf[E][] };
