/** What a row says, as SQL; what is left out is null. */
export interface DrillColumns {
  readonly entity: string;
  /** SQL of a text that is the row's alone within the list. */
  readonly key: string;
  readonly classId?: string;
  readonly studentId?: string;
  readonly subjectId?: string;
  readonly teacherId?: string;
  readonly day?: string;
  readonly value?: string;
  readonly text?: string;
  readonly counts?: string;
  /** The alias of the row of the store, for its provenance; what was worked out has none. */
  readonly row?: string;
}

/** The list of a select, of the school `schoolId`. */
export function drillColumns(schoolId: string, columns: DrillColumns): string {
  const { entity, key, row, counts = '1' } = columns;
  const of = (expression: string | undefined, type: string): string => `(${expression ?? 'null'})::${type}`;
  const own = (column: string, type: string): string => of(row && `${row}.${column}`, type);
  return `'${entity}' as entity, (${key})::text as key, ${schoolId} as school_id,
  ${of(columns.classId, 'uuid')} as class_id, ${of(columns.studentId, 'uuid')} as student_id,
  ${of(columns.subjectId, 'uuid')} as subject_id, ${of(columns.teacherId, 'uuid')} as teacher_id,
  ${of(columns.day, 'date')} as day, ${of(columns.value, 'text')} as value, ${of(columns.text, 'text')} as text,
  ${of(counts, 'int')} as counts, ${own('source', 'text')} as source,
  ${own('external_key', 'text')} as external_key, ${own('run_id', 'text')} as run_id,
  ${own('first_seen_at', 'timestamptz')} as first_seen_at, ${own('content_changed_at', 'timestamptz')} as changed_at`;
}

/** SQL of a mark's code as people write it. */
export const codeWord = (code: string): string =>
  `case ${code} when 'na' then 'н/а' when 'exempt' then 'осв' when 'passed' then 'зач' when 'failed' then 'незач' else ${code} end`;
