import { meanMark, readMark, weightedMeanMark } from '../model/mark-value.ts';
import type { Missed, ProgressFacts, SubjectFacts } from '../store/read/progress.ts';
import type { ProgressTerm } from '../store/read/progress-term.ts';

const none: Missed = { total: 0, sick: 0, excused: 0, unexcused: 0, schoolEvent: 0, notGiven: 0 };

/** Means to a thousandth: enough to tell 4.50 from 4.49, and no tail of a binary fraction. */
const rounded = (mean: number | null): number | null =>
  mean === null ? null : Math.round(mean * 1_000) / 1_000;

function subjectProgress({ subject, marks, termMarks, missed, late }: SubjectFacts) {
  const read = marks.flatMap(({ value, scaleMax, weight }) =>
    value === null ? [] : { meaning: readMark(value, scaleMax), weight },
  );
  return {
    subject,
    marks,
    mean: rounded(meanMark(read.map(({ meaning }) => meaning))),
    weightedMean: rounded(weightedMeanMark(read)),
    termMarks,
    missed: missed ?? none,
    late: late ?? 0,
  };
}

/** The progress of a student, as the API tells it. */
export const progressOf = (
  { schoolId, student, source, seenAt, subjects }: ProgressFacts,
  term: ProgressTerm,
  gaps: Readonly<Record<string, string>>,
) => ({ schoolId, student, term, source, seenAt, gaps, subjects: subjects.map(subjectProgress) });
