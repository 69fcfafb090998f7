import { entityOf } from '../../src/model/entities.ts';
import type { Observed } from '../../src/model/observation.ts';
import { tell } from '../sync/migrate/school.ts';

const mapped = [
  'class',
  'subject',
  'staff',
  'student',
  'subjectGroup',
  'term',
  'workType',
  'enrolment',
] as const;

/** The teacher whom the other journal calls otherwise. */
export const RENAMED = 'т2';

/** The small school as another journal has it: under keys of its own, one teacher under another name. */
export function otherJournal() {
  const told = tell();
  return mapped.map((entity) => ({
    entity,
    records: (told.get(entity) ?? []).map((record) => {
      const data = Object.entries(record.data).map(([field, value]) => {
        const isReference = entityOf(entity).fields.get(field)?.ref !== undefined && value !== null;
        return [field, isReference ? `t-${String(value)}` : value] as const;
      });
      const named = record.key === RENAMED ? [['displayName', 'Совсем другой'] as const] : [];
      const own = Object.fromEntries([...data, ...named]) as unknown as Observed['data'];
      return { ...record, key: `t-${record.key}`, data: own };
    }),
  }));
}
