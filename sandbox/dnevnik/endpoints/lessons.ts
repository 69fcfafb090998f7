import {
  batchAsked,
  groupAsked,
  lessonAsked,
  rangeAsked,
  repeated,
  subjectAsked,
  wholeGroupAsked,
} from '../asked.ts';
import { lessonsOfGroup, worksOf } from '../journal.ts';
import type { LessonView } from '../lesson-view.ts';
import { MARK_VALUES } from '../mark-values.ts';
import { marksOf } from '../marks.ts';
import { notOwner, unknown } from '../refused.ts';
import { type ApiRoute, batch, get, type Visit } from '../route.ts';
import { fullLesson } from '../shapes/lessons.ts';
import { mark, work } from '../shapes/works.ts';
import { markAsked, workAsked } from '../work-asked.ts';

const onSubject = (visit: Visit, views: Iterable<LessonView>): LessonView[] => {
  const subject = subjectAsked(visit);
  return [...views].filter(({ lesson }) => lesson.subjectId === subject);
};

const groupLessons = (visit: Visit): LessonView[] => [
  ...lessonsOfGroup(visit.world, groupAsked(visit), rangeAsked(visit)),
];

const lessons = ({ world }: Visit, views: readonly LessonView[]): object[] =>
  views.map((view) => fullLesson(world, view));

/** All marks of lessons: for those who may see the whole class. */
const marks = ({ world }: Visit, views: readonly LessonView[]): object[] =>
  views.flatMap((view) =>
    worksOf(world, view).flatMap((row) => marksOf(world, row).map((one) => mark(world, one))),
  );

function checkWholeClass({ account, world }: Visit): void {
  if (!account.isStaff && !world.quirks.familySeesClass) throw notOwner();
}

function marksOfLessons(visit: Visit, ids: readonly string[]): object[] {
  checkWholeClass(visit);
  return marks(
    visit,
    ids.map((id) => lessonAsked(visit, id)),
  );
}

const groupMarks = (visit: Visit): LessonView[] => [
  ...lessonsOfGroup(visit.world, wholeGroupAsked(visit), rangeAsked(visit)),
];

const works = ({ world }: Visit, view: LessonView): object[] =>
  worksOf(world, view).map((row) => work(world, row, true));

function marksOfWork(visit: Visit): object[] {
  checkWholeClass(visit);
  return marksOf(visit.world, workAsked(visit)).map((one) => mark(visit.world, one));
}

function valuesOfSystem({ call }: Visit): unknown {
  const values = MARK_VALUES[call.params['system'] ?? ''];
  if (!values) throw unknown('mark system');
  return values;
}

export const lessonRoutes: readonly ApiRoute[] = [
  get('lessons/{lesson}', (visit) => fullLesson(visit.world, lessonAsked(visit))),
  batch('lessons/many', (visit) =>
    lessons(
      visit,
      batchAsked(visit, 'lessons').map((id) => lessonAsked(visit, id)),
    ),
  ),
  get('edu-groups/{group}/lessons/{from}/{to}', (visit) => lessons(visit, groupLessons(visit))),
  get('edu-groups/{group}/subjects/{subject}/lessons/{from}/{to}', (visit) =>
    lessons(visit, onSubject(visit, groupLessons(visit))),
  ),
  get('works/{work}', (visit) => work(visit.world, workAsked(visit), true)),
  batch('works/many', (visit) =>
    batchAsked(visit, 'works').map((id) => work(visit.world, workAsked(visit, id), true)),
  ),
  get('works', (visit) => repeated(visit, 'lesson').flatMap((id) => works(visit, lessonAsked(visit, id)))),
  get('lessons/{lesson}/works', (visit) => works(visit, lessonAsked(visit))),
  get('marks/values', () => MARK_VALUES),
  get('marks/values/type/{system}', valuesOfSystem),
  get('marks/{mark}', (visit) => mark(visit.world, markAsked(visit))),
  get('works/{work}/marks', marksOfWork),
  get('lessons/{lesson}/marks', (visit) => marksOfLessons(visit, [visit.call.params['lesson'] ?? ''])),
  batch('lessons/many/marks', (visit) => marksOfLessons(visit, batchAsked(visit, 'lessons'))),
  batch('lessons/marks', (visit) => marksOfLessons(visit, batchAsked(visit, 'lessons'))),
  get('edu-groups/{group}/marks/{from}/{to}', (visit) => marks(visit, groupMarks(visit))),
  get('edu-groups/{group}/subjects/{subject}/marks/{from}/{to}', (visit) =>
    marks(visit, onSubject(visit, groupMarks(visit))),
  ),
];
