import type { EntityName } from '../model/entities.ts';
import { tableOf } from './schema/columns.ts';

/** Records whose late changes can be withheld: those that families see and acts close. */
export const heldEntities = ['mark', 'attendance', 'termMark'] as const;

/** See {@link heldEntities}. */
export type Held = (typeof heldEntities)[number];

/** Whether changes of an entity can be withheld. */
export const isHeld = (entity: EntityName): entity is Held =>
  (heldEntities as readonly EntityName[]).includes(entity);

/** When the records of an entity are closed, for what a run must hold before anybody has evaluated. */
export interface Closing {
  readonly entity: Held;
  /** Days after the record's own (for term marks: after the term's last one); null: never by days. */
  readonly afterDays: number | null;
  /** Marks are closed as soon as the term mark is set. */
  readonly byTermMark: boolean;
  /** Marks of a teacher whose password has leaked are void. */
  readonly afterLeak?: boolean;
}

/** What others see of a record, and so what is kept of it while its change waits. */
const SHOWN: Readonly<Record<Held, readonly string[]>> = {
  mark: ['value', 'scaleMax', 'comment', 'setDay'],
  attendance: ['status', 'reason', 'rawCode', 'comment'],
  termMark: ['value', 'scaleMax'],
};

const columnOf = (entity: Held, field: string): string =>
  tableOf(entity).fields.find((column) => column.field === field)?.name ?? field;

/** The columns that others see, of rows `alias`. */
export const shownSql = (entity: Held, alias: string): string =>
  SHOWN[entity].map((field) => `${alias}."${columnOf(entity, field)}"`).join(', ');

/** They as JSON, as `withheld.accepted` keeps them. */
export const acceptedSql = (entity: Held, alias: string): string =>
  `jsonb_build_object(${SHOWN[entity]
    .map((field) => `'${field}', ${alias}."${columnOf(entity, field)}"`)
    .join(', ')})`;

/** The same of an image in `history`. */
export const acceptedOfImageSql = (entity: Held, image: string): string =>
  `jsonb_build_object(${SHOWN[entity]
    .map((field) => `'${field}', ${image}->'${columnOf(entity, field)}'`)
    .join(', ')})`;

/** A record's value as rules and people write it, out of {@link acceptedSql}. */
export const valueSql = (entity: Held, accepted: string): string =>
  entity === 'attendance'
    ? `concat_ws('/', ${accepted}->>'status', ${accepted}->>'reason')`
    : `${accepted}->>'value'`;
