import { z } from 'zod';
import { dayIn } from '../model/dates.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { UNKNOWN_KEY } from '../store/read/page.ts';
import { readDrillRows } from '../store/read/reports/drill/read.ts';
import type { DrillPage, DrillRow } from '../store/read/reports/drill/request.ts';
import { readPlace, readTerms, type WhereAsked } from '../store/read/reports/scope.ts';
import { OFFICE_ZONE, periodAsked } from './asked.ts';
import { drillKinds } from './drill.ts';
import { refused } from './refusal.ts';
import type { ReportGround } from './request.ts';

/** What PostgreSQL cannot hold is asked for by nobody in good faith. */
const plain = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u);

const id = (of: string) => z.uuid().optional().describe(`Id of the ${of}`);
const idOrNone = (of: string) =>
  z
    .union([z.literal('none'), z.uuid()])
    .optional()
    .describe(`Id of the ${of}; \`none\`: rows without one`);

/** A DrillRef as it stands in an address. */
export const drillQuery = {
  of: z.enum(drillKinds).describe('What kind of rows'),
  schoolId: id('school'),
  municipality: plain(200).optional().describe('Its name'),
  classId: id('class'),
  subjectId: id('subject'),
  groupId: idOrNone('subject group'),
  teacherId: idOrNone('member of staff'),
  studentId: id('student'),
  term: z.string().max(40).optional().describe('Like 2025-quarter-2; without any period the current one'),
  from: z.string().max(10).optional().describe('First day'),
  to: z.string().max(10).optional().describe('Last day'),
  value: plain(40).optional().describe('Mark, reason, category of students: see the link'),
  which: plain(100)
    .optional()
    .describe('Classes (`grade:7`, `level:5-9`, `all`), and what the kind of rows has of its own, by commas'),
};

const drillSchema = z.strictObject(drillQuery);

/** What an address says; every DrillRef is one. */
export type AskedDrill = z.infer<typeof drillSchema>;

/** Reads it out of an address; null where it is none. */
export const parseDrill = (query: unknown): AskedDrill | null => drillSchema.safeParse(query).data ?? null;

const LEVELS = ['1-4', '5-9', '10-11'];

/** `which` in parts: grade, level, and words that the kind of rows knows. */
function whichOf(which: string | undefined) {
  const words = (which ?? '').split(',').filter((word) => word !== '' && word !== 'all');
  const after = (prefix: string): string | null =>
    words.find((word) => word.startsWith(prefix))?.slice(prefix.length) ?? null;
  const grade = after('grade:');
  const level = after('level:');
  return {
    grade: grade === null ? null : /^\d{1,2}$/.test(grade) ? Number(grade) : -1,
    level: level === null || LEVELS.includes(level) ? level : 'none',
    words: words.filter((word) => !/^(grade|level):/.test(word)),
  };
}

/** Which page of the rows. */
export interface DrillPaging {
  readonly after: string | null;
  readonly limit: number;
}

/** Rows, and the period that they are of. */
export type DrillFound = DrillPage & { readonly from: string; readonly to: string };

/** Why somebody was absent is told only to those who may know of illness. */
const withoutReason = (row: DrillRow): DrillRow => ({ ...row, text: null });

/** The rows behind a number, of what the viewer sees; foreign places and absent ones are refused alike. */
export async function drillRows(
  ground: ReportGround,
  ref: AskedDrill,
  paging: DrillPaging,
): Promise<Result<DrillFound | typeof UNKNOWN_KEY, Diagnostic>> {
  const where: WhereAsked = {
    reach: ground.reach,
    classIds: ground.classIds,
    municipality: ref.municipality ?? null,
    schoolId: ref.schoolId ?? null,
    classId: ref.classId ?? null,
  };
  if (!(await readPlace(ground.database, where))) return err(refused('report.not_found', 'scope'));
  const terms = await readTerms(ground.database, where);
  const when = periodAsked(ref, terms, dayIn(ground.now, OFFICE_ZONE));
  if (!when.ok) return when;
  const page = await readDrillRows(ground.database, ref.of, {
    ...where,
    ...paging,
    ...when.value,
    classIds: ref.classId === undefined ? ground.classIds : [ref.classId],
    subjectId: ref.subjectId ?? null,
    groupId: ref.groupId ?? null,
    teacherId: ref.teacherId ?? null,
    studentId: ref.studentId ?? null,
    value: ref.value ?? null,
    ...whichOf(ref.which),
  });
  if (typeof page === 'string') return ok(page);
  const items = ref.of === 'attendance' && !ground.seesIllness ? page.items.map(withoutReason) : page.items;
  return ok({ ...page, items, from: when.value.from, to: when.value.to });
}
