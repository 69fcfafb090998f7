import { type Day, isDay } from '../../../src/model/dates.ts';
import type { TruthClass, TruthStudent, TruthTerm } from '../../school-year/types.ts';
import { isStaffRole } from '../accounts.ts';
import { classBy, diaryName, everInClass, nickName } from '../book.ts';
import type { Visit } from '../route.ts';

/** What a client has chosen in a report's form. */
export interface Selection {
  readonly student: TruthStudent | null;
  readonly schoolClass: TruthClass | null;
  /** Null for an arbitrary interval, or where nothing was chosen. */
  readonly term: TruthTerm | null;
  readonly groupId: number | null;
  readonly from: Day;
  readonly to: Day;
}

export interface FilterSource {
  readonly filterId: string;
  readonly items: readonly { readonly title: string; readonly value: string }[] | null;
  readonly defaultValue: string | null;
  readonly nullText: null;
  readonly minValue: string | null;
  readonly maxValue: string | null;
  readonly range: { readonly start: string; readonly end: string } | null;
  readonly defaultRange: { readonly start: string; readonly end: string } | null;
}

/** The value of the term list that means «any dates». */
const ANY_DATES = '-1';

type Chosen = ReadonlyMap<string, string>;

const isRecord = (part: unknown): part is Record<string, unknown> =>
  typeof part === 'object' && part !== null;

/** `selectedData` of a form, names in upper case. */
export function chosenIn(body: unknown): Map<string, string> {
  const data = isRecord(body) && Array.isArray(body['selectedData']) ? body['selectedData'] : [];
  return new Map(
    data.filter(isRecord).map((row) => [String(row['filterId']).toUpperCase(), String(row['filterValue'])]),
  );
}

const isStaff = (visit: Visit): boolean => visit.session.role !== null && isStaffRole(visit.session.role);

const classValue = (visit: Visit, classId: number): string =>
  String(visit.world.ids.class(visit.school, classId));

const studentValue = (visit: Visit, id: number): string =>
  String(visit.world.ids.user({ school: visit.school, kind: 'student', id }));

/** The classes that the form lists: all for staff, the children's for a family. */
function classesOf(visit: Visit): TruthClass[] {
  const { book, session } = visit;
  if (isStaff(visit)) return [...book.year.classes];
  const today = visit.world.todayOf(visit.school);
  const ids = session.account.students.map((id) => {
    const student = book.students.get(id);
    return student ? classBy(student, today) : null;
  });
  return book.year.classes.filter((one) => ids.includes(one.id));
}

function chosenClass(visit: Visit, chosen: Chosen): TruthClass | null {
  const text = chosen.get('PCLID') ?? chosen.get('PCLID_IUP');
  if (text !== undefined) {
    const id = visit.world.ids.classNumber(visit.school, text);
    return id === null ? null : (visit.book.classes.get(id) ?? null);
  }
  const student = chosenStudent(visit, chosen);
  const classId = student ? classBy(student, visit.world.todayOf(visit.school)) : null;
  return (classId === null ? undefined : visit.book.classes.get(classId)) ?? classesOf(visit)[0] ?? null;
}

/** The students that the form lists: the children, or everyone who has been in the chosen class. */
function studentsOf(visit: Visit, schoolClass: TruthClass | null): TruthStudent[] {
  const { book, session } = visit;
  if (!isStaff(visit)) return session.account.students.flatMap((id) => book.students.get(id) ?? []);
  return schoolClass ? everInClass(book, schoolClass.id, visit.world.todayOf(visit.school)) : [];
}

function chosenStudent(visit: Visit, chosen: Chosen): TruthStudent | null {
  const text = chosen.get('SID');
  const key = text === undefined ? null : visit.world.ids.userKey(text);
  if (key?.kind !== 'student' || key.school !== visit.school) return null;
  const mine = isStaff(visit) || visit.session.account.students.includes(key.id);
  return mine ? (visit.book.students.get(key.id) ?? null) : null;
}

function chosenTerm(visit: Visit, chosen: Chosen, schoolClass: TruthClass | null): TruthTerm | null {
  const text = chosen.get('TERMID');
  if (text === undefined || text === ANY_DATES || !schoolClass) return null;
  const id = visit.world.ids.termNumber(visit.school, text);
  return visit.book.year.termsOf(schoolClass.id).find((term) => term.id === id) ?? null;
}

/** `2025-09-01T00:00 - 2025-10-26T00:00`, with any further precision. */
export function readPeriod(text: string | undefined): { from: Day; to: Day } | null {
  const [from = '', to = ''] = (text ?? '').split(' - ').map((part) => part.trim().slice(0, 10));
  return isDay(from) && isDay(to) ? { from, to } : null;
}

/** What a form's data mean for this account. */
export function selectionOf(visit: Visit, chosen: Chosen): Selection {
  const schoolClass = chosenClass(visit, chosen);
  const term = chosenTerm(visit, chosen, schoolClass);
  const { startDay, endDay } = visit.book.year;
  const whole = { from: term?.startDay ?? startDay, to: term?.endDay ?? endDay };
  const period = readPeriod(chosen.get('PERIOD')) ?? whole;
  const group = chosen.get('SGID');
  return {
    student: chosenStudent(visit, chosen),
    schoolClass,
    term,
    groupId: group === undefined ? null : visit.world.ids.groupNumber(visit.school, group),
    ...period,
  };
}

const listSource = (filterId: string, items: FilterSource['items'], defaultValue?: string): FilterSource => ({
  filterId,
  items,
  defaultValue: defaultValue ?? items?.[0]?.value ?? null,
  nullText: null,
  minValue: null,
  maxValue: null,
  range: null,
  defaultRange: null,
});

const precise = (day: Day): string => `${day}T00:00:00.0000000`;

function periodSource(visit: Visit, from: Day, to: Day): FilterSource {
  const { startDay, endDay } = visit.book.year;
  const range = { start: `${from}T00:00:00`, end: `${to}T00:00:00` };
  return {
    ...listSource('period', null, `${precise(from)} - ${precise(to)}`),
    minValue: `${startDay}T00:00:00`,
    maxValue: `${endDay}T00:00:00`,
    range,
    defaultRange: range,
  };
}

function termSource(visit: Visit, schoolClass: TruthClass | null): FilterSource {
  const terms = schoolClass ? visit.book.year.termsOf(schoolClass.id) : [];
  const today = visit.world.todayOf(visit.school);
  const current = terms.filter((term) => term.startDay <= today).at(-1);
  const value = (term: TruthTerm): string => String(visit.world.ids.term(visit.school, term.id));
  const items = terms.map((term) => ({ title: term.name, value: value(term) }));
  const any = { title: 'Произвольный интервал', value: ANY_DATES };
  return listSource('TERMID', [...items, any], current ? value(current) : ANY_DATES);
}

function groupSource(
  visit: Visit,
  schoolClass: TruthClass | null,
  student: TruthStudent | null,
): FilterSource {
  const { book, world, school } = visit;
  const today = world.todayOf(school);
  const groups = schoolClass ? (book.groupsOfClass.get(schoolClass.id) ?? []) : [];
  const mine = student
    ? groups.filter((group) => book.year.membersOn(group.id, today).some(({ id }) => id === student.id))
    : groups;
  return listSource(
    'SGID',
    mine.map((group) => ({
      title: diaryName(book, group),
      value: String(world.ids.group(school, group.id)),
    })),
  );
}

/** The sources of the filters named, for what is chosen so far. */
export function filterSources(visit: Visit, filters: readonly string[], chosen: Chosen): FilterSource[] {
  const schoolClass = chosenClass(visit, chosen);
  const students = studentsOf(visit, schoolClass);
  const selection = selectionOf(visit, chosen);
  const make: Readonly<Record<string, () => FilterSource>> = {
    SID: () =>
      listSource(
        'SID',
        students.map((one) => ({ title: nickName(one), value: studentValue(visit, one.id) })),
      ),
    PCLID: () =>
      listSource(
        'PCLID',
        classesOf(visit).map((one) => ({ title: one.name, value: classValue(visit, one.id) })),
        schoolClass ? classValue(visit, schoolClass.id) : undefined,
      ),
    PCLID_IUP: () =>
      listSource(
        'PCLID_IUP',
        classesOf(visit).map((one) => ({ title: one.name, value: `${classValue(visit, one.id)}_0` })),
        schoolClass ? `${classValue(visit, schoolClass.id)}_0` : undefined,
      ),
    SGID: () => groupSource(visit, schoolClass, selection.student ?? students[0] ?? null),
    TERMID: () => termSource(visit, schoolClass),
    REPORTTYPE: () => listSource('ReportType', [{ title: 'По периоду', value: '2' }]),
    PERIOD: () => periodFor(visit, chosen, selection),
  };
  return filters.flatMap((id) => make[id.toUpperCase()]?.() ?? []);
}

function periodFor(visit: Visit, chosen: Chosen, selection: Selection): FilterSource {
  if (chosen.has('TERMID')) {
    return periodSource(
      visit,
      selection.term?.startDay ?? visit.book.year.startDay,
      selection.term?.endDay ?? visit.book.year.endDay,
    );
  }
  const byDefault = termSource(visit, selection.schoolClass).defaultValue ?? ANY_DATES;
  const term = chosenTerm(visit, new Map([['TERMID', byDefault]]), selection.schoolClass);
  return periodSource(
    visit,
    term?.startDay ?? visit.book.year.startDay,
    term?.endDay ?? visit.book.year.endDay,
  );
}
