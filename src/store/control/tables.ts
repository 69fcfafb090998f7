/** A column of a JSON array of records, by its name there, and its type in PostgreSQL. */
export type Columns = Readonly<Record<string, string>>;

/** Reads `parameter`, a JSON array of records, as a table. */
export const recordsOf = (parameter: string, columns: Columns): string =>
  `jsonb_to_recordset(${parameter}::jsonb) AS i(${Object.entries(columns)
    .map(([name, type]) => `"${name}" ${type}`)
    .join(', ')})`;

/** What an evaluation tells of a finding. */
export const contentColumns: Columns = {
  rule: 'text',
  kind: 'text',
  severity: 'text',
  effect: 'text',
  regulation: 'text',
  entry: 'text',
  clause: 'text',
  verdict: 'text',
  reason: 'text',
  message: 'text',
  advice: 'text',
  class_id: 'uuid',
  subject_id: 'uuid',
  student_id: 'uuid',
  staff_id: 'uuid',
  term_id: 'uuid',
  day: 'date',
  deadline: 'timestamptz',
  not_before: 'timestamptz',
  not_after: 'timestamptz',
  count: 'int',
  rows: 'jsonb',
  basis: 'jsonb',
  permit_id: 'uuid',
};

export const tallyColumns: Columns = {
  unit: 'text',
  regulation: 'text',
  entry: 'text',
  kind: 'text',
  class_id: 'uuid',
  subject_id: 'uuid',
  term_id: 'uuid',
  met: 'int',
  violated: 'int',
  not_evaluable: 'int',
  not_concerned: 'int',
};
