import { drillColumns } from './columns.ts';
import { lessonsNarrowed, lookup } from './narrowing.ts';
import type { DrillRequest, DrillSelect } from './request.ts';

const LACKING = ['without_topic', 'without_homework', 'without_marks'];

/** Of the others, what narrows them. */
const SETS: Readonly<Record<string, string>> = {
  with_topic: 'not l.without_topic',
  marked: 's.grade is distinct from 1',
};

/** Lessons that have come due; `which` says what they lack or have. */
export function lessons({ words }: DrillRequest): DrillSelect {
  const lacking = LACKING.filter((word) => words.includes(word));
  const sets = Object.keys(SETS).filter((word) => words.includes(word));
  const part = lacking.length > 0 || sets.includes('with_topic') ? 'entries' : 'lessons';
  const told = [...lacking.map((word) => `l.${word}`), ...sets.map((word) => SETS[word])];
  return {
    name: ['lessons', ...lacking, ...sets].join('-'),
    select: `select ${drillColumns('s.school_id', {
      entity: 'lesson',
      key: "s.class_id || '/' || k.id",
      classId: 's.class_id',
      subjectId: 'l.subject_id',
      teacherId: 'l.teacher_id',
      day: 'k.date',
      value: "k.number || ' урок'",
      text: 'k.topic',
      row: 'k',
    })}
    from ${part} l join picked s using (sc) cross join asked a
    ${lookup('lesson', 'k', 'k.school_id = s.school_id and k.id = l.id')}
    where ${['true', ...told].join(' and ')} and ${lessonsNarrowed('l')}`,
  };
}
