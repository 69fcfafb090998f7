import type { EntityName } from '../../model/entities.ts';
import { entityOf } from '../../model/entities.ts';

/** What must come back as it was given; the rest a system may know better (who entered it, when). */
const EXACT: Readonly<Partial<Record<EntityName, readonly string[]>>> = {
  mark: ['studentId', 'date', 'value'],
  attendance: ['studentId', 'date', 'status'],
  termMark: ['studentId', 'kind', 'value'],
  homework: ['dueDay', 'text'],
  lesson: ['date', 'number', 'topic'],
  assessment: ['date', 'topic'],
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

/** When a thing was entered is the target's own to say. */
const ITS_OWN = new Set(['setDay', 'changedAt']);

type Content = Readonly<Record<string, unknown>>;

const same = (left: unknown, right: unknown): boolean =>
  left === right || JSON.stringify(left ?? null) === JSON.stringify(right ?? null);

/** The fields in which what the target has differs from what was given to it. */
export function differences(entity: EntityName, given: Content, found: Content): readonly string[] {
  const exact = EXACT[entity];
  const fields = exact ?? [...entityOf(entity).fields.keys()].filter((field) => !ITS_OWN.has(field));
  const strict = fields.filter((field) => {
    const value = given[field] ?? null;
    if (exact === undefined && (value === null || (found[field] ?? null) === null)) return false;
    return !same(value, found[field]);
  });
  const told = (WHERE_TOLD[entity] ?? []).filter((field) => {
    const [left, right] = [given[field] ?? null, found[field] ?? null];
    return left !== null && right !== null && !same(left, right);
  });
  return [...strict, ...told];
}
