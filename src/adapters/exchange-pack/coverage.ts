import { type EntityName, entityNames, entityOf } from '../../model/entities.ts';
import type { Fill, LineSource } from './column.ts';
import { packFiles } from './layout.ts';
import { type Condition, parsePath, type Step } from './path.ts';

/** The paths that a cell is filled from. */
export function pathsOf(fill: Fill): readonly string[] {
  if (typeof fill === 'string') return [fill];
  if (Array.isArray(fill)) return fill;
  return 'parts' in fill ? fill.parts : [];
}

const lineSources: readonly LineSource[] = packFiles.flatMap(({ special, lines }) => (special ? [] : lines));

const special: ReadonlySet<string> = new Set(
  packFiles.flatMap((file) => (file.special ? file.lines.map(({ entity }) => entity) : [])),
);

const parsed = lineSources.flatMap(({ entity, fill, when, unless }) =>
  [...Object.values(fill).flatMap(pathsOf), ...(when ? [when.field] : []), ...(unless ? [unless] : [])].map(
    (path) => parsePath(entity, path),
  ),
);

const placed = new Set(parsed.flatMap(({ reads }) => reads));
const entitiesPlaced = new Set<string>([
  ...lineSources.map(({ entity }) => entity),
  ...[...placed].map((field) => field.slice(0, field.indexOf('.'))),
]);

/** The entities that some file has a place for, referred-to before referring. */
export const placedEntities: readonly EntityName[] = entityNames.filter((name) => entitiesPlaced.has(name));

/** Entities each of whose rows makes a line, whatever it says. */
export const alwaysLines: ReadonlySet<EntityName> = new Set(
  lineSources.filter(({ when, unless }) => !when && !unless).map(({ entity }) => entity),
);

/** Names that stand wherever they are used: one that nothing uses has nothing to tell. */
export const dictionaries: ReadonlySet<EntityName> = new Set(['subject', 'workType']);

const NO_FILE = 'в пакете обмена нет файла для таких записей';
const SPECIAL = 'специальная категория персональных данных: в пакет обмена не передаётся';
const NO_COLUMN = 'в пакете обмена нет такой графы';

/** Fields without a column of their own whose value the pack tells all the same, and by what. */
export const toldOtherwise: Readonly<Record<string, string>> = {
  'staff.lastName': 'ФИО',
  'staff.firstName': 'ФИО',
  'staff.middleName': 'ФИО',
  'guardian.lastName': 'ФИО представителя',
  'guardian.firstName': 'ФИО представителя',
  'guardian.middleName': 'ФИО представителя',
  'class.academicYearId': 'a pack is of one year',
  'curriculumLine.academicYearId': 'a pack is of one year',
  'lesson.shift': 'the shift of the class',
  'lesson.startTime': 'bells, by the number of the lesson',
  'lesson.endTime': 'bells, by the number of the lesson',
  'mark.lessonId': 'lessons, by date and subject',
  'assessment.classId': 'the lesson, or the student of the mark',
  'assessment.subjectId': 'the subject of the mark',
  'assessment.date': 'the date of the mark',
  'account.holder': 'whose name stands there',
};

/**
 * Fields that every row has and no column tells. They are not counted as something lost, because that would keep
 * back rows all of whose rest goes: whether a year is closed says nothing of its marks.
 */
export const untold: { readonly [N in EntityName]?: readonly string[] } = {
  academicYear: ['closed'],
  workType: ['homework'],
  consent: ['purpose'],
  amendmentPermit: ['target', 'targetId', 'documentDay'],
  account: ['shared'],
};

const HEALTH = 'сведения о здоровье (специальная категория): причина отсутствия не передаётся';
const FOR_ONE = 'задание для одного ученика: в пакете задания стоят при уроке класса';

/** Values that a column could hold, and that are not handed over unless somebody chooses to. */
const withheld: Readonly<Record<string, string>> = {
  'attendance.reason=sick': HEALTH,
  'substitution.reason=*олезн*': HEALTH,
  'substitution.reason=*ольничн*': HEALTH,
  'homework.studentId': FOR_ONE,
};

const isLost = (entity: EntityName, field: string): boolean => {
  const name = `${entity}.${field}`;
  return !placed.has(name) && !(name in toldOtherwise) && !untold[entity]?.includes(field);
};

/** What no file has room for: whole entities, and fields of the others that no column is filled from. */
export const notPlaced: Readonly<Record<string, string>> = Object.fromEntries(
  entityNames.flatMap((entity): [string, string][] =>
    entitiesPlaced.has(entity)
      ? [...entityOf(entity).fields.keys()]
          .filter((field) => isLost(entity, field))
          .map((field) => [`${entity}.${field}`, NO_COLUMN])
      : [[entity, special.has(entity) ? SPECIAL : NO_FILE]],
  ),
);

/** What a pack cannot hold or does not hand over. */
export const cannotHold: Readonly<Record<string, string>> = { ...notPlaced, ...withheld };

const isBack = (step: Step): step is Extract<Step, { kind: 'back' }> => step.kind === 'back';

/** The condition that rows referring back are looked up by; the others only sift what it finds. */
export function lookUpBy(conditions: readonly Condition[]): Condition {
  const first = conditions.find(({ equals }) => equals !== null);
  if (!first) throw new Error('a path that goes back must name a field of the row that it comes from');
  return first;
}

/** The reverse look-ups that the layout needs: entity → the reference fields to find its rows by. */
export const lookUps: ReadonlyMap<EntityName, ReadonlySet<string>> = parsed
  .flatMap(({ steps }) => steps.filter(isBack))
  .reduce((map, { entity, conditions }) => {
    const fields = map.get(entity) ?? new Set<string>();
    return map.set(entity, fields.add(lookUpBy(conditions).field));
  }, new Map<EntityName, Set<string>>());
