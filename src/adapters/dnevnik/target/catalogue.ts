import type { EntityName } from '../../../model/entities.ts';
import type { Observed } from '../../../model/observation.ts';
import type { PullEvent } from '../../contract.ts';
import { aboutSchool } from '../staff-base.ts';
import type { StaffBook } from '../staff-book.ts';
import { aboutClass } from '../staff-class.ts';

/** What of the school ours is matched with. */
const MATCHED: ReadonlySet<EntityName> = new Set([
  'academicYear',
  'term',
  'class',
  'subject',
  'staff',
  'student',
  'enrolment',
  'subjectGroup',
  'groupMembership',
  'workType',
]);

function* rowsIn(
  events: Iterable<PullEvent>,
): Generator<{ readonly entity: EntityName; readonly records: readonly Observed[] }> {
  for (const event of events) {
    if (event.kind === 'records' && MATCHED.has(event.entity))
      yield { entity: event.entity, records: event.records };
  }
}

/** Classes, groups, people, subjects, terms and work types, as a reading gives them. */
export async function* catalogueOf(
  book: StaffBook,
): AsyncGenerator<{ readonly entity: EntityName; readonly records: readonly Observed[] }> {
  yield* rowsIn(aboutSchool(book));
  for (const one of book.classes) yield* rowsIn(aboutClass(book, one));
}
