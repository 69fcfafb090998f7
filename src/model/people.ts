import { defineEntity } from './entity.ts';
import { day, oneOf, ref, text } from './fields.ts';

/** A name as far as the source tells it: always what it displays, and the parts where it tells them apart. */
const name = () => ({
  displayName: text(),
  lastName: text().nullable(),
  firstName: text().nullable(),
  middleName: text().nullable(),
});

/** A student (обучающийся). */
export const student = defineEntity(
  'student',
  { ...name(), birthDate: day().nullable(), sex: oneOf(['male', 'female']).nullable() },
  { identity: true },
);

/** A guardian (родитель, законный представитель). */
export const guardian = defineEntity('guardian', name(), { identity: true });

/** That a guardian represents a student, and in what relation. */
export const guardianship = defineEntity(
  'guardianship',
  {
    studentId: ref('student'),
    guardianId: ref('guardian'),
    relation: oneOf(['mother', 'father', 'guardian', 'other', 'unknown']),
    fromDay: day().nullable(),
    toDay: day().nullable(),
  },
  { owner: 'studentId' },
);

/** A member of staff: teacher, deputy head, principal. `position` is the source's own word. */
export const staff = defineEntity('staff', { ...name(), position: text().nullable() }, { identity: true });
