import { groupAsked, studentAsked, subjectAsked } from '../asked.ts';
import { lessonsOfGroup, worksOf } from '../journal.ts';
import { marksOf } from '../marks.ts';
import { type ApiRoute, get, type Visit } from '../route.ts';
import { workAsked } from '../work-asked.ts';
import type { WorkRow } from '../work-row.ts';
import { termAsked } from './averages.ts';

/** How many got which mark: nobody is named, so everybody of the class may see it. */
function numbers({ world }: Visit, row: WorkRow): object[] {
  const parts = new Map<number, Map<string, number>>();
  for (const { part, value } of marksOf(world, row)) {
    const counts = parts.get(part) ?? new Map<string, number>();
    parts.set(part, counts.set(value, (counts.get(value) ?? 0) + 1));
  }
  return [...parts].map(([markNumber, counts]) => ({
    markNumber,
    marks: [...counts].map(([value, count]) => ({ value, count })),
  }));
}

const ofWork = (visit: Visit): object => ({ markNumbers: numbers(visit, workAsked(visit)) });

function ofPeriod(visit: Visit): object {
  const term = termAsked(visit);
  const subject = subjectAsked(visit);
  const range = { from: term.startDay, to: term.endDay };
  const views = [...lessonsOfGroup(visit.world, groupAsked(visit), range)];
  const works = views
    .filter(({ lesson }) => lesson.subjectId === subject)
    .flatMap((view) => worksOf(visit.world, view))
    .map((row) => ({ workId: row.id, workId_str: String(row.id), markNumbers: numbers(visit, row) }));
  return { works: works.filter(({ markNumbers }) => markNumbers.length > 0) };
}

/** Kinds of marks that these schools do not have: empty lists, for whoever may ask. */
const none = (visit: Visit): object[] => {
  if (visit.call.params['group'] !== undefined) groupAsked(visit);
  if (visit.call.params['person'] !== undefined) studentAsked(visit);
  return [];
};

const CRITERIA = [
  'edu-group/{group}/subject/{subject}/period/{period}/criteria-marks-sections',
  'edu-group/{group}/person/{person}/subject/{subject}/period/{period}/criteria-marks',
  'edu-group/{group}/period/{period}/criteria-marks',
  'edu-group/{group}/subject/{subject}/period/{period}/criteria-marks',
  'edu-group/{group}/person/{person}/criteria-marks',
  'edu-group/{group}/criteria-marks-totals',
  'edu-group/{group}/subject/{subject}/criteria-marks-totals',
  'edu-group/{group}/criteriajournalsection/{section}/criteria-marks',
  'edu-group/{group}/criteriajournalsection/{section}/criteria-marks-totals',
];

const THEMATIC = [
  'persons/{person}/edu-groups/{group}/thematic-marks/{from}/{to}',
  'persons/{person}/edu-groups/{group}/subjects/{subject}/thematic-marks/{from}/{to}',
  'persons/{person}/schools/{school}/thematic-marks/{from}/{to}',
  'edu-groups/{group}/subjects/{subject}/thematic-marks',
];

export const statisticRoutes: readonly ApiRoute[] = [
  get('works/{work}/marks/histogram', ofWork),
  get('periods/{period}/subjects/{subject}/groups/{group}/marks/histogram', ofPeriod),
  ...[...CRITERIA, ...THEMATIC].map((path) => get(path, none)),
];
