import { z } from 'zod';
import type { ClassTermFacts, GroupFact, LoadFact, MarkFact } from '../facts.ts';
import { groupedBy } from '../grouping.ts';
import { defineKind } from '../kind.ts';
import { covers } from '../membership.ts';
import type { State } from '../observed.ts';
import { dayText } from '../wording.ts';
import { indexOf } from './records/class-index.ts';

/** Whether somebody may put marks of this subject in this class on a day. */
type MayTeach = (staffId: string, mark: MarkFact) => boolean;

/**
 * The groups whose teachers may put a student's marks of a subject on a day: the student's own, where it is known who
 * has them; otherwise all of the subject.
 */
function groupsFor(facts: ClassTermFacts): (mark: MarkFact) => readonly GroupFact[] {
  const ofSubject = groupedBy(facts.groups, ({ subjectId }) => subjectId);
  const told = ({ id, teacherId }: GroupFact) =>
    teacherId !== null || facts.loads.some(({ groupId }) => groupId === id);
  return ({ studentId, subjectId, date }) => {
    const all = ofSubject.get(subjectId) ?? [];
    if (all.length < 2) return all;
    const own = all.filter(({ members }) =>
      members.some((member) => member.studentId === studentId && covers(member, date)),
    );
    return own.some(told) ? own : all;
  };
}

/** Usual teachers of the student's groups, teachers by the load, and whoever gave the lesson instead. */
function teachersOf(facts: ClassTermFacts): MayTeach {
  const groupsOf = groupsFor(facts);
  const loads = groupedBy(facts.loads, ({ staffId, subjectId }) => `${staffId} ${subjectId}`);
  const { lessons, substitutions } = indexOf(facts);
  return (staffId, mark) => {
    const groups = groupsOf(mark);
    if (groups.some(({ teacherId }) => teacherId === staffId)) return true;
    const suits = (load: LoadFact): boolean =>
      covers(load, mark.date) && (load.groupId === null || groups.some(({ id }) => id === load.groupId));
    if (loads.get(`${staffId} ${mark.subjectId}`)?.some(suits)) return true;
    if (mark.lessonId === null) return false;
    const instead = substitutions.get(mark.lessonId) ?? [];
    return (
      lessons.get(mark.lessonId)?.teacherId === staffId ||
      instead.some(({ substituteTeacherId }) => substituteTeacherId === staffId)
    );
  };
}

const putBy = ({ byStaffId }: State, index: number, mark: MarkFact): string | null =>
  byStaffId ?? (index === 0 ? mark.teacherId : null);

/** R27: who puts marks in a class teaches it; where the class is parted, the student's own part. */
export const teachingLoad = defineKind({
  name: 'teaching_load',
  rules: ['R27'],
  title: 'Отметки ставит тот, кто ведёт предмет в классе',
  severity: 'error',
  scope: 'subject_term',
  params: z.strictObject({}),
  topic: () => 'teaching_load',
  needs: () => ['mark.teacherId'],
  watches: ['mark', 'subjectGroup', 'teachingLoad', 'substitution', 'lesson', 'amendmentPermit'],
  evaluate(facts, _, __, judge) {
    const mayTeach = teachersOf(facts);
    const told = facts.groups.some(({ teacherId }) => teacherId !== null) || facts.loads.length > 0;
    const { permitsFor } = indexOf(facts);
    for (const mark of facts.marks) {
      // What a permit allows the deputy head enters, who teaches nobody here.
      const allowed = permitsFor(mark.id).some(({ granted }) => granted);
      const staff = mark.value.flatMap((state, index) => putBy(state, index, mark) ?? []);
      const stranger = allowed || !told ? undefined : staff.find((staffId) => !mayTeach(staffId, mark));
      const place = { subjectId: mark.subjectId, studentId: mark.studentId, day: mark.date };
      const rows = [{ entity: 'mark' as const, id: mark.id }];
      if (stranger !== undefined) {
        const message = `Отметку ${dayText(mark.date)} поставил тот, у кого нет этого предмета в этом классе.`;
        judge.violated({ key: mark.id, rows, place: { ...place, staffId: stranger }, message });
      } else if (!told) {
        judge.undecided({
          key: mark.id,
          rows,
          place,
          message: 'Не известно, кто ведёт предмет в этом классе.',
          reason: 'missing_input',
          advice: 'Внесите в журнал нагрузку или учителей групп.',
        });
      } else if (staff.length === 0) judge.notConcerned();
      else judge.met();
    }
  },
});
