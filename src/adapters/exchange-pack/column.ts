import type { EntityName } from '../../model/entities.ts';

/** How a column's values are written: `id` is text whatever it looks like (leading zeros), `moment` is ISO 8601. */
export type CellKind = 'text' | 'id' | 'day' | 'moment' | 'time' | 'int' | 'decimal';

/** A column of a file. With `words`, our word → the word that stands in the file; an empty one says nothing. */
export interface Column {
  readonly title: string;
  readonly kind: CellKind;
  /** Whether it is part of the key that a line is known by. */
  readonly key: boolean;
  readonly words?: Readonly<Record<string, string>>;
}

/**
 * Where a cell comes from, beginning at the row that makes the line:
 *
 * - `'date'`: its own field; `'id'`: its id;
 * - `'subjectId.name'`: a field of what it refers to, over any number of references;
 * - `'homework(lessonId=id).text'`: of all rows that refer to it, each text once; `:last` takes only the latest
 *   by `fromDay`; several conditions are parted by `,`, and `studentId=null` asks for an empty field;
 * - `'teacherId.label'`: a member of staff so that two of one name are told apart;
 * - a list: the first that says something; `always`: the same word; `parts`: several written together;
 * - `counter`: 1, 2, 3… among lines that are alike in the key before it.
 */
export type Fill =
  | string
  | readonly string[]
  | { readonly always: string }
  | { readonly parts: readonly string[]; readonly between: string }
  | { readonly counter: true };

/** The rows of an entity that each make a line of a file. */
export interface LineSource {
  readonly entity: EntityName;
  /** Only rows that have one of these values there. */
  readonly when?: { readonly field: string; readonly values: readonly (string | null)[] };
  /** Not the rows for which this path leads anywhere. */
  readonly unless?: string;
  /** Column's title → where it comes from; a column that is not named stays empty. */
  readonly fill: Readonly<Record<string, Fill>>;
}

/** A file of the pack. */
export interface PackFile {
  readonly name: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly lines: readonly LineSource[];
  /** A special category of personal data (152-ФЗ art. 10): nothing but the header is written. */
  readonly special?: true;
}

const column =
  (kind: CellKind) =>
  (title: string): Column => ({ title, kind, key: false });

export const text = column('text');
export const id = column('id');
export const day = column('day');
export const moment = column('moment');
export const time = column('time');
export const int = column('int');
export const decimal = column('decimal');

/** A column of a closed list of words. */
export const words = (title: string, dictionary: Readonly<Record<string, string>>): Column => ({
  ...text(title),
  words: dictionary,
});

/** Makes a column part of the key. */
export const key = (one: Column): Column => ({ ...one, key: true });
