import type { Fields } from '../../model/entities.ts';
import type { Store } from '../open.ts';
import { inScopeSql, type SourceScope, scopeValues } from './source-rows.ts';

/** What marks and attendance of a source are written in. */
export interface SourceWords {
  readonly scales: readonly number[];
  readonly attendance: readonly Pick<Fields<'attendance'>, 'status' | 'reason' | 'rawCode'>[];
}

/** The scales and the codes that occur in the rows of a scope, each once. */
export async function sourceWords(store: Store, scope: SourceScope): Promise<SourceWords> {
  const values = [...scopeValues(scope)];
  const scales = await store.pool.query<{ scale: number }>(
    `SELECT t.scale_max AS scale FROM mark t WHERE ${inScopeSql('mark')} GROUP BY 1
     UNION SELECT t.scale_max FROM term_mark t WHERE ${inScopeSql('termMark')} GROUP BY 1
     ORDER BY scale`,
    values,
  );
  const codes = await store.pool.query<SourceWords['attendance'][number]>(
    `SELECT t.status, t.reason, t.raw_code AS "rawCode" FROM attendance t WHERE ${inScopeSql('attendance')}
     GROUP BY t.status, t.reason, t.raw_code ORDER BY t.status, t.reason, t.raw_code`,
    values,
  );
  return { scales: scales.rows.map(({ scale }) => scale), attendance: codes.rows };
}

/** How many lessons and marks of a scope name a teacher, by the teacher's id. */
export async function teacherLoads(
  store: Store,
  scope: SourceScope,
): Promise<ReadonlyMap<string, { readonly lessons: number; readonly marks: number }>> {
  const { rows } = await store.pool.query<{ id: string; lessons: number; marks: number }>(
    `SELECT id, sum(lessons)::int AS lessons, sum(marks)::int AS marks FROM (
       SELECT t.teacher_id AS id, count(*) AS lessons, 0 AS marks FROM lesson t
       WHERE ${inScopeSql('lesson')} AND t.teacher_id IS NOT NULL GROUP BY 1
       UNION ALL
       SELECT t.teacher_id, 0, count(*) FROM mark t
       WHERE ${inScopeSql('mark')} AND t.teacher_id IS NOT NULL GROUP BY 1) one GROUP BY id`,
    [...scopeValues(scope)],
  );
  return new Map(rows.map(({ id, lessons, marks }) => [id, { lessons, marks }]));
}
