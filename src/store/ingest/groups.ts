import { createHash } from 'node:crypto';
import { type EntityName, entityOf } from '../../model/entities.ts';
import type { Observed } from '../../model/observation.ts';
import type { Cover } from './coverage.ts';
import type { Identities } from './identities.ts';

/** Part of every digest: raise it when rows are encoded otherwise than before, so that no old digest matches. */
const VERSION = 'peremena group 1';
const FLUSH_CHARACTERS = 16_384;

/** The records of one owner since the last checkpoint, as a digest of all their keys and values in order. */
export class Group {
  readonly owner: string;
  records = 0;
  /** Different rows among the records that were taken. */
  rows = 0;
  /** Whether the owner's rows are exactly these records: none was refused, none came after the digest was taken. */
  whole = true;
  /** Found unchanged by its digest, so not written. */
  skipped = false;
  firstDay = '9999-12-31';
  lastDay = '0001-01-01';
  #text = '';
  #digest: string | null = null;
  readonly #hash = createHash('sha256').update(VERSION);

  constructor(owner: string) {
    this.owner = owner;
  }

  add(text: string, day: string | null): void {
    if (this.#digest !== null) {
      this.whole = false;
      return;
    }
    this.records += 1;
    if (day !== null) {
      if (day < this.firstDay) this.firstDay = day;
      if (day > this.lastDay) this.lastDay = day;
    }
    this.#text += text;
    if (this.#text.length > FLUSH_CHARACTERS) this.#flush();
  }

  digest(): string {
    if (this.#digest !== null) return this.#digest;
    this.#flush();
    this.#digest = this.#hash.digest('hex').slice(0, 32);
    return this.#digest;
  }

  /** Whether all records lie within a range. */
  within({ from, to }: Cover): boolean {
    return (
      this.records === 0 || this.firstDay > this.lastDay || (from <= this.firstDay && this.lastDay <= to)
    );
  }

  #flush(): void {
    this.#hash.update(this.#text, 'utf16le');
    this.#text = '';
  }
}

/** A value so that no two lists of values are the same text. */
function written(value: unknown): string {
  if (value === null || value === undefined) return '~';
  if (typeof value === 'string') return `${value.length}:${value}`;
  if (typeof value !== 'object') return `#${String(value)};`;
  return written(JSON.stringify(value));
}

interface FieldPlan {
  readonly name: string;
  /** The entity of which it names a row whose id could be another one some day. */
  readonly target: EntityName | null;
  lastKey: unknown;
  lastId: string;
}

const identityTarget = (ref: string | undefined): EntityName | null =>
  ref !== undefined && entityOf(ref as EntityName).identity ? (ref as EntityName) : null;

/** The records of one entity since the last checkpoint by their owners. */
export class Groups {
  readonly #ownerField: string;
  readonly #dayField: string | null;
  readonly #fields: readonly FieldPlan[];
  readonly #identities: Identities;
  #groups = new Map<string, Group>();
  /** The group of the last record: one owner's come together. */
  #last: Group | null = null;

  constructor(entity: EntityName, ownerField: string, identities: Identities) {
    const { fields, day } = entityOf(entity);
    this.#ownerField = ownerField;
    this.#dayField = day;
    this.#identities = identities;
    this.#fields = [...fields].map(([name, { ref }]) => ({
      name,
      target: identityTarget(ref),
      lastKey: null,
      lastId: '',
    }));
  }

  note(record: Observed): void {
    const data: Readonly<Record<string, unknown>> = record.data;
    const group = this.find(record);
    if (!group) return;
    let text = `${record.key.length}:${record.key}`;
    for (const field of this.#fields) {
      const value = data[field.name];
      text += written(value);
      if (field.target !== null && value !== null && value !== undefined) text += this.#idOf(field, value);
    }
    const day = this.#dayField === null ? null : data[this.#dayField];
    group.add(text, typeof day === 'string' ? day : null);
    // No range holds a record without a day.
    if (this.#dayField !== null && typeof day !== 'string') group.whole = false;
  }

  /** The group of a record; none where it has no owner. */
  find(record: Observed): Group | null {
    const owner = (record.data as Readonly<Record<string, unknown>>)[this.#ownerField];
    return typeof owner === 'string' ? this.of(owner) : null;
  }

  of(owner: string): Group {
    if (this.#last?.owner === owner) return this.#last;
    const group = this.#groups.get(owner) ?? new Group(owner);
    this.#groups.set(owner, group);
    this.#last = group;
    return group;
  }

  all(): Iterable<Group> {
    return this.#groups.values();
  }

  forget(): void {
    this.#groups = new Map();
    this.#last = null;
    // A key that was unknown may be known by now.
    for (const field of this.#fields) field.lastKey = null;
  }

  /** What a key stands for now: should it be tied to another row one day, the digest is another one too. */
  #idOf(field: FieldPlan, key: unknown): string {
    if (field.lastKey !== key) {
      field.lastId = this.#identities.find(field.target ?? '', key as string) ?? '?';
      // What is not known yet may be in a moment.
      field.lastKey = field.lastId === '?' ? null : key;
    }
    return field.lastId;
  }
}
