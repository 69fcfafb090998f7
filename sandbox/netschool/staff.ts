import { type Reply, value } from '../http/reply.ts';
import type { TruthClass } from '../school-year/types.ts';
import { diaryName, fullName, groupName } from './book.ts';
import { get, midnight, post, type Route, refusal, type Visit } from './route.ts';

function classRow({ world, school, book }: Visit, one: TruthClass): unknown {
  const chief = book.staff.get(one.homeroomTeacherId);
  const chiefs = chief
    ? [{ id: world.ids.user({ school, kind: 'staff', id: chief.id }), name: fullName(chief) }]
    : [];
  return {
    id: world.ids.class(school, one.id),
    name: one.name,
    letter: one.letter,
    step: { id: one.grade <= 4 ? 1 : one.grade <= 9 ? 2 : 3, name: stepName(one.grade) },
    grade: { id: one.grade, name: String(one.grade) },
    funcType: 'School',
    iup: false,
    classType: { id: 1, name: 'Общеобразовательный' },
    profileId: null,
    chiefs,
    plannedOccupancy: null,
    hasClassNotWorkingTeacher: null,
  };
}

const stepName = (grade: number): string => {
  if (grade <= 4) return 'Начальное общее образование';
  return grade <= 9 ? 'Основное общее образование' : 'Среднее общее образование';
};

const classes = (visit: Visit): Reply => value(visit.book.year.classes.map((one) => classRow(visit, one)));

/** The class that a parameter names, in this school. */
export function classAsked(visit: Visit, text: string | undefined): TruthClass | null {
  const id = text === undefined ? null : visit.world.ids.classNumber(visit.school, text);
  return id === null ? null : (visit.book.classes.get(id) ?? null);
}

function oneClass(visit: Visit): Reply {
  const one = classAsked(visit, visit.call.params['id']);
  return one ? value(classRow(visit, one)) : refusal(404, 'Класс не найден');
}

/** Who is in the class today; those who left are not here. */
function studentList(visit: Visit): Reply {
  const { world, school, book, call } = visit;
  const one = classAsked(visit, call.query.get('classid'));
  if (!one) return refusal(404, 'Класс не найден');
  const roster = book.year.rosterOn(one.id, world.todayOf(school));
  return value(
    roster.map((student) => ({
      id: world.ids.user({ school, kind: 'student', id: student.id }),
      fullName: fullName(student),
    })),
  );
}

/** The same by the older address; `out` is taken to be json. */
function olderStudentList(visit: Visit): Reply {
  const { world, school, book, call } = visit;
  const one = classAsked(visit, call.query.get('classid'));
  const roster = one ? book.year.rosterOn(one.id, world.todayOf(school)) : [];
  return value(
    roster.map((student) => ({
      studentid: world.ids.user({ school, kind: 'student', id: student.id }),
      studentname: fullName(student),
    })),
  );
}

const subjects = ({ world, school, book }: Visit): Reply =>
  value(
    book.year.subjects.map((subject) => ({
      id: world.ids.subject(school, subject.id),
      name: subject.name,
      shortName: subject.shortName,
      teachers: null,
      groups: null,
      parentSubject: null,
      subjectField: null,
      globalSubject: { id: subject.id, name: subject.name },
      order: null,
      using: true,
      usingInYear: true,
      extraCurricular: false,
      isModular: false,
      useExemption: false,
      direction: null,
    })),
  );

function terms({ world, school, book }: Visit, wanted: readonly number[] | null): Reply {
  const rows = book.year.terms.filter((term) => wanted === null || wanted.includes(term.id));
  return value(
    rows.map((term) => ({
      id: world.ids.term(school, term.id),
      termName: term.name,
      termTypeId: term.kind === 'quarter' ? 1 : 2,
      startDate: midnight(term.startDay),
      endDate: midnight(term.endDay),
      schoolYearId: world.ids.year(school),
    })),
  );
}

/** Terms of some classes; all without `classIds`. */
function searchTerms(visit: Visit): Reply {
  const body = visit.call.json as { classIds?: unknown[] } | undefined;
  if (!body?.classIds?.length) return terms(visit, null);
  const ids = body.classIds.flatMap((id) => {
    const one = classAsked(visit, String(id));
    return one ? visit.book.year.termsOf(one.id).map((term) => term.id) : [];
  });
  return terms(visit, ids);
}

/** Rows for a class, or for the groups where a student is today. */
function subjectGroups(visit: Visit): Reply {
  const { world, school, book, call } = visit;
  const one = classAsked(visit, call.query.get('classid') ?? call.query.get('iupclassid'));
  const key = world.ids.userKey(call.query.get('studentid') ?? '');
  if (!one && key?.kind !== 'student') return refusal(400, 'Не указан класс или ученик');
  if (key?.kind === 'student' && !maySee(visit, key.school, key.id)) return refusal(403, 'Нет доступа');
  const today = world.todayOf(school);
  const groups = one
    ? (book.groupsOfClass.get(one.id) ?? [])
    : book.year.groups.filter((group) =>
        book.year.membersOn(group.id, today).some(({ id }) => id === key?.id),
      );
  return value(
    groups.map((group) => {
      const teacher = book.staff.get(group.teacherId);
      const teacherId = world.ids.user({ school, kind: 'staff', id: group.teacherId });
      return {
        id: world.ids.group(school, group.id),
        name: groupName(book, group),
        shortName: diaryName(book, group),
        subject: {
          id: world.ids.subject(school, group.subjectId),
          name: book.subjects.get(group.subjectId)?.name ?? '',
        },
        class: {
          id: world.ids.class(school, group.classId),
          name: book.classes.get(group.classId)?.name ?? '',
        },
        teachers: teacher ? [{ id: teacherId, name: fullName(teacher) }] : [],
      };
    }),
  );
}

/** Families see their own students only. */
export function maySee({ session, school }: Visit, ofSchool: number, student: number): boolean {
  if (ofSchool !== school) return false;
  const { account } = session;
  return account.key.kind === 'staff' || account.key.kind === 'admin' || account.students.includes(student);
}

export const staffRoutes: readonly Route[] = [
  get('staff', 'classes', classes),
  get('staff', 'classes/{id}', oneClass),
  get('staff', 'grade/studentList', studentList),
  get('staff', 'users/studentlist', olderStudentList),
  { method: 'GET', path: '/api/v2/lacc/GetStudentList2', who: 'staff', handle: olderStudentList },
  get('staff', 'subjects', subjects),
  get('staff', 'terms', (visit) => terms(visit, null)),
  post('any', 'terms/search', searchTerms),
  get('any', 'subjectgroups', subjectGroups),
];
