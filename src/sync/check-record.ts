import type { Diagnostic } from '../model/diagnostic.ts';
import { type EntityName, entityOf, type Fields } from '../model/entities.ts';
import { readMark } from '../model/mark-value.ts';
import type { Observed } from '../model/observation.ts';

/** Bounds within which a date of the school year may lie. */
export interface YearBounds {
  readonly from: string;
  readonly to: string;
}

function checkShape(entity: EntityName, record: Observed): Diagnostic | null {
  const issue = entityOf(entity).observed.safeParse(record.data).error?.issues[0];
  if (!issue) return null;
  return {
    code: 'record.invalid',
    place: `${record.place} → ${entity}.${issue.path.join('.')}`,
    message: `the value does not fit the model: ${issue.code}`,
    hint: 'Look at the record in the journal; if it is right there, the adapter must learn to read it.',
  };
}

function checkMark(entity: EntityName, record: Observed): Diagnostic | null {
  if (entity !== 'mark' && entity !== 'termMark') return null;
  const { value, scaleMax } = record.data as Fields<'mark'>;
  if (readMark(value, scaleMax).kind !== 'unknown') return null;
  return {
    code: 'mark.outside_scale',
    place: record.place,
    message: `the mark is neither on the scale 1…${scaleMax} nor in the dictionary of marks`,
    hint: 'Correct the mark in the journal, or add its text to the dictionary of marks.',
  };
}

function checkDay(entity: EntityName, record: Observed, year: YearBounds): Diagnostic | null {
  const { day } = entityOf(entity);
  if (day === null) return null;
  const date = (record.data as Readonly<Record<string, unknown>>)[day];
  if (typeof date !== 'string' || (date >= year.from && date <= year.to)) return null;
  return {
    code: 'record.outside_year',
    place: record.place,
    message: `${entity}.${day} ${date} is outside the academic year ${year.from}…${year.to}`,
    hint: 'Correct the date in the journal, or read the academic year that it belongs to.',
  };
}

/** What is wrong with a record, or null: its shape, its mark, its date. */
export function checkRecord(entity: EntityName, record: Observed, year: YearBounds): Diagnostic | null {
  return checkShape(entity, record) ?? checkMark(entity, record) ?? checkDay(entity, record, year);
}
