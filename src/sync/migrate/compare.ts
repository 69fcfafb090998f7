import type { EntityName } from '../../model/entities.ts';
import { entityOf } from '../../model/entities.ts';

/** What must come back as it was given; the rest a system may know better (who entered it, when). */
const EXACT: Readonly<Partial<Record<EntityName, readonly string[]>>> = {
  mark: ['studentId', 'date', 'value'],
  attendance: ['studentId', 'date', 'status'],
  termMark: ['studentId', 'kind', 'value'],
  homework: ['dueDay', 'text'],
  lesson: ['date', 'number', 'topic'],
  assessment: ['date'],
};

/** What must be the same where both sides tell it. */
const WHERE_TOLD: Readonly<Partial<Record<EntityName, readonly string[]>>> = {
  mark: ['subjectId', 'lessonId', 'assessmentId', 'comment'],
  attendance: ['lessonId', 'subjectId', 'reason', 'comment'],
  termMark: ['subjectId', 'termId'],
  homework: ['subjectId', 'lessonId', 'studentId'],
  lesson: ['subjectGroupId', 'subjectId'],
  assessment: ['lessonId', 'subjectId', 'workTypeId'],
};

/** When a thing was entered is the target's own to say, and so is its word for a code. */
const ITS_OWN = new Set(['setDay', 'changedAt', 'rawCode']);

type Content = Readonly<Record<string, unknown>>;

const same = (left: unknown, right: unknown): boolean =>
  left === right || JSON.stringify(left ?? null) === JSON.stringify(right ?? null);

const isNothing = (value: unknown): boolean =>
  (value ?? null) === null || (Array.isArray(value) && value.length === 0);

/** What was given and did not come back: nothing gets lost without a word, whatever the target says of itself. */
function lostFields(entity: EntityName, given: Content, found: Content): readonly string[] {
  return [...entityOf(entity).fields].flatMap(([field, { ref }]) => {
    if (ref !== undefined || ITS_OWN.has(field) || isNothing(given[field])) return [];
    return same(given[field], found[field]) ? [] : [field];
  });
}

/** The fields in which what the target has differs from what was given to it. */
export function differences(entity: EntityName, given: Content, found: Content): readonly string[] {
  const exact = (EXACT[entity] ?? []).filter((field) => !same(given[field], found[field]));
  const references = WHERE_TOLD[entity] ?? [...entityOf(entity).fields.keys()];
  const told = references.filter((field) => {
    if (ITS_OWN.has(field)) return false;
    const [left, right] = [given[field] ?? null, found[field] ?? null];
    return left !== null && right !== null && !same(left, right);
  });
  return [...new Set([...exact, ...lostFields(entity, given, found), ...told])];
}
