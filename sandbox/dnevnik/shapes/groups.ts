import type { TruthTerm } from '../../school-year/types.ts';
import type { GroupRef } from '../asked.ts';
import { classIdOf, numberedId } from '../ids.ts';
import { midnight } from '../stamps.ts';
import { periodType } from '../terms.ts';
import type { World } from '../world.ts';
import { subject } from './subjects.ts';

/** «7б», «7Б» or «7 "Б"»: schools write it each in their own way. */
function className(world: World, { grade, letter, name }: GroupRef['class']): string {
  const way = world.quirks.classNames;
  if (way === 'plain') return name;
  const upper = letter.toUpperCase();
  return way === 'upper' ? `${grade}${upper}` : `${grade} "${upper}"`;
}

function namesOf(world: World, ref: GroupRef): { name: string; fullName: string } {
  const own = className(world, ref.class);
  if (!ref.group) return { name: own, fullName: own };
  const taught = world.book(ref.school).subjects.get(ref.group.subjectId)?.name ?? '';
  const name = `${taught}/${ref.group.part}`;
  return { name, fullName: `${own}/${name}` };
}

export const timetableId = (ref: GroupRef): bigint =>
  numberedId('timetable', { school: ref.school, id: ref.class.shift });

function subjectsOf(world: World, ref: GroupRef): number[] {
  if (ref.group) return [ref.group.subjectId];
  const groups = world.book(ref.school).groupsOfClass.get(ref.class.id) ?? [];
  return [...new Set(groups.map(({ subjectId }) => subjectId))];
}

export const subjectsTaught = (world: World, ref: GroupRef): object[] =>
  subjectsOf(world, ref).map((id) => subject(world, ref.school, id));

/** A class or subgroup; the one in a context is without its type of education, and names no subjects. */
export function eduGroup(world: World, ref: GroupRef, isInContext = false): object {
  const parents = ref.group ? [classIdOf(ref.school, ref.class.id)] : [];
  const timetable = timetableId(ref);
  return {
    id: ref.id,
    id_str: String(ref.id),
    parentIds: parents,
    parentIds_str: parents.map(String),
    type: ref.group ? 'Subgroup' : 'Group',
    ...namesOf(world, ref),
    parallel: ref.class.grade,
    timetable,
    timetable_str: String(timetable),
    status: 'Active',
    studyyear: world.municipality.options.startYear,
    ...(isInContext ? {} : { educationType: 'General' }),
    subjects: isInContext ? [] : subjectsTaught(world, ref),
    [world.quirks.camelKeys ? 'journalType' : 'journaltype']: null,
  };
}

export function reportingPeriod(world: World, school: number, term: TruthTerm): object {
  const id = numberedId('period', { school, id: term.id });
  return {
    id,
    id_str: String(id),
    start: midnight(term.startDay),
    finish: midnight(term.endDay),
    number: term.ordinal - 1,
    type: periodType(term),
    name: term.name,
    year: world.municipality.options.startYear,
  };
}

export function reportingPeriodGroup(world: World, ref: GroupRef): object {
  const { year } = world.book(ref.school);
  const terms = year.termsOf(ref.class.id);
  const id = numberedId('periodGroup', { school: ref.school, id: terms[0]?.kind === 'half_year' ? 2 : 1 });
  return {
    id,
    reportingPeriods: terms.map((term) => reportingPeriod(world, ref.school, term)),
    holidays: year.breaks.map((one) => ({
      id: numberedId('holiday', { school: ref.school, id: one.id }),
      reportingPeriodGroupId: id,
      dateStart: midnight(one.startDay),
      dateFinish: midnight(one.endDay),
      name: one.name,
      description: null,
    })),
  };
}

const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The bells of a shift, in PascalCase as the vendor has it. */
export function timetable(world: World, school: number, shift: 1 | 2): object {
  const { bells, startDay, weekDays } = world.book(school).year;
  return {
    Name: shift === 1 ? 'Основное' : 'Вторая смена',
    Start: midnight(startDay),
    FirstLessonNumber: 1,
    Items: bells
      .filter((bell) => bell.shift === shift)
      .map((bell) => ({
        Id: numberedId('bell', { school, id: shift * 100 + bell.number }),
        Start: `${startDay}T${bell.startTime}:00`,
        Finish: `${startDay}T${bell.endTime}:00`,
        Name: `${bell.number} урок`,
        Type: 'Lesson',
        DaysOfWeek: DAY_NAMES.slice(0, weekDays),
        LessonNumber: bell.number,
      })),
  };
}
