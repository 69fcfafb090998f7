import { readMark } from '../../model/mark-value.ts';
import type { Observed } from '../../model/observation.ts';
import { outsideScale, type Reject, row, uniqueKeys } from '../events.ts';
import { subjectOf } from './names.ts';
import { readCell } from './reports/cell.ts';
import type { TotalRow } from './reports/student-total.ts';
import type { FinalMark } from './reports/total-marks.ts';

/** Of whom and in what a report's rows are to be understood. */
export interface ReportOwner {
  readonly studentId: string;
  readonly scaleMax: number;
  readonly yearId: string;
  /** A term's name → its key. */
  readonly terms: ReadonlyMap<string, string>;
  /** The lesson of a group on a day, where there is exactly one; null otherwise. */
  readonly lessonOf: (group: string, day: string) => string | null;
}

export interface TotalRecords {
  readonly marks: readonly Observed<'mark'>[];
  readonly attendance: readonly Observed<'attendance'>[];
  readonly rejects: readonly Reject[];
}

/** Marks and attendance of the report by dates. A mark's key is its place in the cell: the same at each reading. */
export function mapTotal(rows: readonly TotalRow[], owner: ReportOwner): TotalRecords {
  const marks: Observed<'mark'>[] = [];
  const attendance: Observed<'attendance'>[] = [];
  const rejects: Reject[] = [];
  for (const { group, cells } of rows) {
    const counts = new Map<string, number>();
    const nextKey = (entity: string, day: string): string => {
      const number = (counts.get(`${entity} ${day}`) ?? 0) + 1;
      counts.set(`${entity} ${day}`, number);
      return `${owner.studentId}/${group}/${day}/${number}`;
    };
    for (const { day, text, place } of cells) {
      const cell = readCell(text, owner.scaleMax);
      const lessonId = owner.lessonOf(group, day);
      const common = { studentId: owner.studentId, subjectId: subjectOf(group), lessonId, date: day };
      for (const value of cell.marks) {
        marks.push(
          row<'mark'>(nextKey('mark', day), place, {
            ...common,
            value,
            scaleMax: owner.scaleMax,
            assessmentId: null,
            comment: null,
            teacherId: null,
            setDay: null,
            changedAt: null,
          }),
        );
      }
      for (const raw of cell.unreadable) {
        const key = nextKey('mark', day);
        rejects.push({ entity: 'mark', key, diagnostic: outsideScale(place, owner.scaleMax), raw });
      }
      for (const absence of cell.absences) {
        attendance.push(
          row<'attendance'>(nextKey('attendance', day), place, { ...common, ...absence, comment: null }),
        );
      }
    }
  }
  return { marks, attendance, rejects };
}

export interface FinalRecords {
  readonly termMarks: readonly Observed<'termMark'>[];
  readonly rejects: readonly Reject[];
}

/** Marks for terms, year, examination and certificate. */
export function mapFinals(finals: readonly FinalMark[], owner: ReportOwner): FinalRecords {
  const termMarks: Observed<'termMark'>[] = [];
  const rejects: Reject[] = [];
  const unique = uniqueKeys();
  for (const { group, kind, title, value, place } of finals) {
    const termId = kind === 'term' ? (owner.terms.get(title) ?? null) : null;
    const period = kind === 'term' ? (termId ?? title) : kind;
    const key = unique(`${owner.studentId}/${subjectOf(group)}/${period}`);
    if (readMark(value, owner.scaleMax).kind === 'unknown') {
      rejects.push({ entity: 'termMark', key, diagnostic: outsideScale(place, owner.scaleMax), raw: value });
      continue;
    }
    termMarks.push(
      row<'termMark'>(key, place, {
        studentId: owner.studentId,
        subjectId: subjectOf(group),
        kind,
        termId,
        academicYearId: owner.yearId,
        value,
        scaleMax: owner.scaleMax,
      }),
    );
  }
  return { termMarks, rejects };
}
