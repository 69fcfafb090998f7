import type { Edge } from './edges.ts';
import type { AttendanceFact, Side } from './side.ts';
import { plainText } from './text.ts';

const SCORES = { same: 1, meaning: 0.95, open: 0.8, status: 0.5 };

/** Mark scales: one of as many points, or none: a mark of ten is not divided by two. */
export const scaleEdges = (source: Side, target: Side): Edge[] =>
  source.markScale.flatMap((a) =>
    target.markScale
      .filter(({ max }) => max === a.max)
      .map(
        (b): Edge => ({
          source: a.id,
          target: b.id,
          score: SCORES.same,
          how: 'name',
          reason: 'Та же шкала',
        }),
      ),
  );

function compare(a: AttendanceFact, b: AttendanceFact): Pick<Edge, 'score' | 'reason'> | null {
  if (a.status !== b.status || a.status === 'unknown') return null;
  if (a.reason !== b.reason && b.reason === null) {
    return { score: SCORES.open, reason: 'Совпадает значение; отдельного кода для причины нет' };
  }
  if (a.reason !== b.reason) return { score: SCORES.status, reason: 'Причина другая' };
  return plainText(a.name) === plainText(b.name)
    ? { score: SCORES.same, reason: 'Совпадают код и значение' }
    : { score: SCORES.meaning, reason: 'Совпадает значение' };
}

/** Codes of attendance: by what they mean; a letter alone means a different thing in each journal. */
export const attendanceEdges = (source: Side, target: Side): Edge[] =>
  source.attendanceCode.flatMap((a) =>
    target.attendanceCode.flatMap((b): Edge[] => {
      const found = compare(a, b);
      return found ? [{ source: a.id, target: b.id, how: 'name', ...found }] : [];
    }),
  );
