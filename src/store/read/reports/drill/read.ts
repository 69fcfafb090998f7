import { termKeyText, termsEndingWith } from '../../../../model/period.ts';
import type { ReadDatabase } from '../../database.ts';
import { UNKNOWN_KEY } from '../../page.ts';
import { reachValues } from '../../reach.ts';
import { attendance } from './attendance.ts';
import { consents } from './consents.ts';
import { changes, findings } from './control.ts';
import { lessons } from './lessons.ts';
import { marks } from './marks.ts';
import { achievements, memberships, refusals } from './papers.ts';
import { movements, runs, substitutions } from './registers.ts';
import type { DrillPage, DrillRequest, DrillRow, DrillSelect } from './request.ts';
import { drillSql } from './statement.ts';
import { students } from './students.ts';
import { termMarks } from './term-marks.ts';
import { assessments, homework } from './works.ts';

/** How rows are found, by kind. */
const selects = {
  students,
  term_marks: termMarks,
  marks,
  attendance,
  lessons,
  homework,
  assessments,
  substitutions,
  movements,
  changes,
  findings,
  consents,
  refusals,
  memberships,
  achievements,
  runs,
} as const satisfies Readonly<Record<string, (request: DrillRequest) => DrillSelect>>;

/** A kind of rows. */
export type DrillRowKind = keyof typeof selects;

const NIL = '00000000-0000-0000-0000-000000000000';
const orNil = (id: string | null): string | null => (id === 'none' ? NIL : id);

function valuesOf(request: DrillRequest): unknown[] {
  const { period, reach, schoolId, municipality, classIds } = request;
  const { subjectId, groupId, teacherId, studentId, grade, level, value, words } = request;
  return [
    ...reachValues(reach),
    schoolId,
    municipality,
    classIds,
    ...(period.kind === 'range' ? [period.from, period.to] : [termsEndingWith(period.term).map(termKeyText)]),
    subjectId,
    orNil(groupId),
    orNil(teacherId),
    studentId,
    grade,
    level,
    value,
    words,
    request.from,
    request.to,
    request.after,
    request.limit + 1,
  ];
}

type Line = readonly [key: string, row: DrillRow, total: number, counts: number];

/** The rows behind a number, in the order in which people look for them. */
export async function readDrillRows(
  database: ReadDatabase,
  kind: DrillRowKind,
  request: DrillRequest,
): Promise<DrillPage | typeof UNKNOWN_KEY> {
  const select = selects[kind](request);
  const basis = request.period.kind === 'range' ? 'range' : 'terms';
  const statement = { name: `drill-${basis}-${select.name}`, text: drillSql(basis, select), hashed: true };
  const rows = await database.rows<Line>(statement, valuesOf(request));
  const [first] = rows;
  if (!first) return request.after === null ? { items: [], next: null, total: 0, counts: 0 } : UNKNOWN_KEY;
  const shown = rows.slice(0, request.limit);
  return {
    items: shown.map(([, row]) => row),
    next: rows.length > request.limit ? (shown.at(-1)?.[0] ?? null) : null,
    total: first[2],
    counts: first[3],
  };
}
