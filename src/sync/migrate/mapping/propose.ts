import { classEdges } from '../match/classes.ts';
import { decide, type Question } from '../match/decide.ts';
import { groupedBy } from '../match/edges.ts';
import { groupEdges } from '../match/groups.ts';
import { attendanceEdges, scaleEdges } from '../match/meanings.ts';
import { staffEdges, studentEdges } from '../match/people.ts';
import type { Side } from '../match/side.ts';
import { subjectEdges } from '../match/subjects.ts';
import { termEdges } from '../match/terms.ts';
import { workTypeEdges } from '../match/work-types.ts';
import { heldIn, type MappingGround, versionOf } from './ground.ts';
import { LEFT_WITH_ABOVE, leftWithAbove } from './left-above.ts';
import { inOrder } from './order.ts';
import { mayShare } from './sharing.ts';
import type { MappingEntity, MappingFile, MappingLine } from './types.ts';

type Kept = ReadonlyMap<string, MappingLine>;

const ids = (side: Side, entity: MappingEntity): ReadonlySet<string> =>
  new Set(side[entity].map(({ id }) => id));

/** Earlier decisions about things that are still there; where two took one target, both are asked again. */
function keptOf(
  entity: MappingEntity,
  { source, target }: MappingGround,
  lines: readonly MappingLine[],
): Kept {
  const ours = ids(source, entity);
  const theirs = ids(target, entity);
  const decided = lines.filter(
    (line) =>
      line.entity === entity &&
      ours.has(line.sourceId) &&
      (line.targetKey === null ? line.how === 'leave' : theirs.has(line.targetKey)),
  );
  const sharing = groupedBy(decided, ({ targetKey }) => targetKey);
  const alone = (line: MappingLine): boolean =>
    (sharing.get(line.targetKey ?? '') ?? []).every(
      (other) => other === line || mayShare(line, other, source),
    );
  return new Map(decided.filter(alone).map((line) => [line.sourceId, line]));
}

const targets = (lines: readonly MappingLine[]): ReadonlyMap<string, string> =>
  new Map(lines.flatMap(({ sourceId, targetKey }) => (targetKey === null ? [] : [[sourceId, targetKey]])));

/** A group whose class or subject is open cannot be asked yet; one whose class or subject stays behind does too. */
function groupsBeforehand(source: Side, above: readonly MappingLine[], left: ReadonlySet<string>) {
  const groups = new Map(source.subjectGroup.map((group) => [group.id, group]));
  const open = new Set(above.filter(({ how }) => how === 'question').map(({ sourceId }) => sourceId));
  return (groupId: string): Pick<MappingLine, 'how' | 'reason'> | null => {
    if (left.has(groupId)) return { how: 'leave', reason: LEFT_WITH_ABOVE };
    const group = groups.get(groupId);
    const waits = [group?.classId, group?.subjectId].some((id) => id && open.has(id));
    return waits ? { how: 'question', reason: 'Сначала ответьте про класс и предмет' } : null;
  };
}

const HELD = 'Согласия на передачу нет: ответ понадобится, когда оно будет';

/** Nobody is asked about a student of whom nothing goes; one who is certain is matched all the same. */
function heldBeforehand(ground: MappingGround) {
  const held = heldIn(ground);
  return (studentId: string): Pick<MappingLine, 'how' | 'reason'> | null =>
    held('student', studentId) ? { how: 'held', reason: HELD } : null;
}

/** What hangs on a teacher whom the target does not have: that is what the answer decides. */
function withLoad(line: MappingLine, { loads }: MappingGround): MappingLine {
  if (line.how !== 'question' || !loads) return line;
  const { lessons, marks } = loads[line.sourceId] ?? { lessons: 0, marks: 0 };
  const load =
    lessons + marks === 0
      ? 'Уроков и отметок на нём нет'
      : `На нём уроков: ${lessons}, отметок: ${marks}; если «оставить», они перенесутся без учителя`;
  return { ...line, reason: `${line.reason}. ${load}` };
}

/**
 * Matches the source with the target. `kept`: lines of an earlier document, whose decisions stand while both
 * ends are there; so a person's answers carry over, and a row once moved keeps its target.
 */
export function proposeMapping(ground: MappingGround, kept: readonly MappingLine[] = []): MappingFile {
  const { source, target, entities, migrationId } = ground;
  const ask = (
    entity: MappingEntity,
    rest: Pick<Question, 'edges' | 'beforehand'>,
    earlier = kept,
  ): MappingLine[] => decide({ entity, source, target, kept: keptOf(entity, ground, earlier), ...rest });
  const classes = ask('class', { edges: classEdges(source, target) });
  const subjects = ask('subject', { edges: subjectEdges(source, target) });
  const staff = ask('staff', { edges: staffEdges(source, target) }).map((line) => withLoad(line, ground));
  const inClasses = { classes: targets(classes), subjects: targets(subjects), staff: targets(staff) };
  const students = ask('student', {
    edges: studentEdges(source, target, inClasses.classes),
    beforehand: heldBeforehand(ground),
  });
  const above = { ...inClasses, students: targets(students) };
  const left = leftWithAbove([...classes, ...subjects], source);
  const beforehand = groupsBeforehand(source, [...classes, ...subjects], left);
  const groupsKept = kept.filter(({ sourceId, reason }) => !left.has(sourceId) && reason !== LEFT_WITH_ABOVE);
  const lines = [
    ...classes,
    ...subjects,
    ...staff,
    ...students,
    ...ask('subjectGroup', { edges: groupEdges(source, target, above), beforehand }, groupsKept),
    ...ask('term', { edges: termEdges(source, target) }),
    ...ask('workType', { edges: workTypeEdges(source, target) }),
    ...ask('markScale', { edges: scaleEdges(source, target) }),
    ...ask('attendanceCode', { edges: attendanceEdges(source, target) }),
  ];
  return {
    version: versionOf(ground),
    migrationId,
    lines: inOrder(lines.filter(({ entity }) => entities.includes(entity))),
  };
}
