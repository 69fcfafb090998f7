import { type Reply, value } from '../http/reply.ts';
import type { TruthStudent } from '../school-year/types.ts';
import { fullName, groupName } from './book.ts';
import { askedStudent } from './diary.ts';
import type { AssignmentKey } from './ids.ts';
import { homeworkSeen, SECOND, viewOf, worksSeen } from './journal.ts';
import { get, midnight, noAccess, type Route, refusal, type Visit } from './route.ts';
import { HOMEWORK_TYPE } from './work-types.ts';
import type { LessonView } from './world.ts';

/** An assignment that the student's diary shows. */
interface Shown {
  readonly key: AssignmentKey;
  readonly view: LessonView;
  readonly student: TruthStudent;
}

/** Finds what an assignment id stands for, when the student has that lesson. */
export function shownAssignment(visit: Visit, id: string, student: TruthStudent): Shown | null {
  const key = visit.world.ids.assignmentKey(id);
  const view = key?.school === visit.school ? viewOf(visit.world, key) : null;
  return key && view?.members.has(student.id) ? { key, view, student } : null;
}

const workOf = ({ key, view }: Shown, moment: string) =>
  worksSeen(view, moment).find(({ index }) => index === key.work % SECOND);

/** The work that marks the homework, where it is marked. */
const homeworkWork = ({ view }: Shown, moment: string) =>
  worksSeen(view, moment).find(({ workTypeId }) => workTypeId === HOMEWORK_TYPE);

/** The files of an assignment: only homework has some. */
export function filesOf(visit: Visit, { key, view }: Shown): object[] {
  if (key.work !== 0) return [];
  const { world, school } = visit;
  const files = homeworkSeen(view, world.momentOf(school))?.files ?? [];
  return files.map((file, index) => {
    const id = world.ids.attachment(key, index);
    const naming = world.quirks.attachmentGuid ? { attachmentGuid: guidOf(id) } : { id };
    return { ...naming, name: file.name, originalFileName: file.name, description: '' };
  });
}

/** A GUID that carries the id, so that nothing has to be remembered. */
export const guidOf = (id: number): string => `00000000-0000-4000-8000-${id.toString(16).padStart(12, '0')}`;

function teachersOf(visit: Visit, view: LessonView): object {
  const teacher = visit.book.staff.get(view.lesson.teacherId);
  const person = {
    id: visit.world.ids.user({ school: visit.school, kind: 'staff', id: view.lesson.teacherId }),
    name: teacher ? fullName(teacher) : '',
  };
  return visit.world.profile.name === '5.13' ? { teacher: person } : { teachers: [person] };
}

function descriptionOf(visit: Visit, shown: Shown): string | null {
  if (shown.key.work !== 0 || !visit.world.quirks.untidyTexts) return null;
  const text = homeworkSeen(shown.view, visit.world.momentOf(visit.school))?.text ?? '';
  return `<p>${text}</p>\r\nСм. вложения.`;
}

function details(visit: Visit): Reply {
  const student = askedStudent(visit);
  if (!student) return noAccess();
  const shown = shownAssignment(visit, visit.call.params['id'] ?? '', student);
  if (!shown) return refusal(404, 'Задание не найдено');
  const { world, school, book } = visit;
  const moment = world.momentOf(school);
  const homework = shown.key.work === 0 ? homeworkSeen(shown.view, moment) : null;
  const work = homework ? homeworkWork(shown, moment) : workOf(shown, moment);
  if (!homework && !work) return refusal(404, 'Задание не найдено');
  const group = book.groups.get(shown.view.lesson.groupId);
  return value({
    id: world.ids.assignment(shown.key),
    assignmentName: homework?.text ?? work?.topic ?? '',
    activityName: null,
    problemName: null,
    subjectGroup: group
      ? { id: world.ids.group(school, group.id), name: groupName(book, group) }
      : { id: 0, name: '' },
    ...teachersOf(visit, shown.view),
    productId: null,
    isDeleted: false,
    weight: work?.weight ?? 0,
    date: midnight(shown.view.lesson.date),
    description: descriptionOf(visit, shown),
    attachments: filesOf(visit, shown),
    contentElements: null,
    codeContentElements: null,
  });
}

export const assignmentRoutes: readonly Route[] = [get('family', 'student/diary/assigns/{id}', details)];
