import { z } from 'zod';
import type { Day } from '../../model/dates.ts';
import type { SchoolCalendar } from '../calendar.ts';
import type { Judge } from '../decision.ts';
import type { ClassYearFacts, GroupFact, MemberFact } from '../facts.ts';
import { groupedBy } from '../grouping.ts';
import { defineKind } from '../kind.ts';
import { membersOn } from '../membership.ts';

interface Peopled {
  readonly group: GroupFact;
  readonly members: ReadonlySet<string>;
}

const inBoth = (left: ReadonlySet<string>, right: ReadonlySet<string>): number => {
  let count = 0;
  for (const one of right) if (left.has(one)) count += 1;
  return count;
};

/**
 * Which of a subject's groups are parts of the class. A group that has the whole class, or most of each of at least
 * two other groups, is none (a newcomer may be missing from it); what is left are subgroups when there are two.
 */
export function subgroupsOf(groups: readonly Peopled[], students: ReadonlySet<string>): readonly Peopled[] {
  const peopled = groups.filter(({ members }) => members.size > 0);
  const parts = peopled.filter(({ members }) => {
    if (students.size > 0 && inBoth(members, students) === students.size) return false;
    const others = peopled.filter((other) => other.members !== members);
    return (
      others.length < 2 || others.some((other) => inBoth(members, other.members) * 2 <= other.members.size)
    );
  });
  return parts.length > 1 ? parts : [];
}

function judgeSubject(
  parts: readonly Peopled[],
  students: ReadonlySet<string>,
  subject: { readonly id: string; readonly name: string },
  judge: Judge,
): void {
  for (const studentId of students) {
    const own = parts.filter(({ members }) => members.has(studentId));
    if (own.length === 1) {
      judge.met();
      continue;
    }
    const groups = own.length === 0 ? parts : own;
    const what =
      own.length === 0 ? 'Ученик не входит ни в одну подгруппу' : `Ученик входит в ${own.length} подгруппы`;
    judge.violated({
      key: `${studentId}/${subject.id}`,
      rows: groups.map(({ group }) => ({ entity: 'subjectGroup', id: group.id })),
      place: { studentId, subjectId: subject.id },
      message: `${what} по предмету «${subject.name}»: ${groups.map(({ group }) => group.name).join(', ')}.`,
    });
  }
}

const onDay = (groups: readonly GroupFact[], day: Day): Peopled[] =>
  groups.map((group) => ({ group, members: membersOn(group.members, day) }));

function judgeClass(facts: ClassYearFacts, students: readonly MemberFact[], day: Day, judge: Judge): void {
  const present = membersOn(students, day);
  for (const [subjectId, groups] of groupedBy(facts.groups, (group) => group.subjectId)) {
    const parts = subgroupsOf(onDay(groups, day), present);
    const subject = { id: subjectId, name: facts.subjectName(subjectId) };
    if (parts.length === 0) judge.notConcerned();
    else judgeSubject(parts, present, subject, judge);
  }
}

/** The next day within the year on which somebody comes or goes. */
function nextChange(
  { students, groups, to }: ClassYearFacts,
  day: Day,
  calendar: SchoolCalendar,
): Day | null {
  const stays = [...students, ...groups.flatMap(({ members }) => members)];
  const days = stays.flatMap((stay) => [stay.from, stay.to && calendar.addDays(stay.to, 1)]);
  return days.reduce<Day | null>(
    (next, one) => (one !== null && one > day && one <= to && (next === null || one < next) ? one : next),
    null,
  );
}

/** In a subject that is taught in subgroups each student of the class is in exactly one (R20). */
export const groupMembership = defineKind({
  name: 'group_membership',
  rules: ['R20'],
  title: 'Каждый ученик — ровно в одной подгруппе предмета',
  severity: 'warning',
  scope: 'class_year',
  params: z.strictObject({}),
  topic: () => 'group_membership',
  needs: () => ['subjectGroup', 'groupMembership'],
  watches: ['subjectGroup', 'groupMembership', 'enrolment'],
  evaluate(facts, _params, { now, calendar }, judge) {
    const start = calendar.startOf(facts.from);
    if (now < start) return judge.pending(start);
    const today = calendar.dayOf(now);
    const day = today < facts.to ? today : facts.to;
    if (facts.seenAt('groupMembership', null) !== null) {
      const next = nextChange(facts, day, calendar);
      if (next !== null) judge.pending(calendar.startOf(next));
      return judgeClass(facts, facts.students, day, judge);
    }
    judge.undecided({
      key: 'unseen',
      rows: [],
      place: {},
      message: 'Состав подгрупп класса ещё ни разу не прочитан целиком.',
      reason: 'not_looked',
      advice: 'Прочитать журнал целиком, чтобы состав подгрупп стал известен.',
    });
  },
});
