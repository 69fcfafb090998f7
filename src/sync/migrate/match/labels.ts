import type { MappingEntity } from '../mapping/types.ts';
import { groupedBy } from './edges.ts';
import { compareNames, personName } from './person-name.ts';
import type { AttendanceFact, GroupFact, PersonFact, Side, TermFact } from './side.ts';
import { plainText } from './text.ts';

const LONGEST = 300;

/** What can stand in a cell and on a line: no control characters, no line ends, no halves of a character. */
const shown = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\uFFFE\uFFFF]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST)
    .toWellFormed();

const dayText = (day: string): string => day.split('-').reverse().join('.');

const inBrackets = (name: string, told: readonly (string | null)[]): string => {
  const text = told.filter((part) => part).join(', ');
  return text === '' ? name : `${name} (${text})`;
};

type Label<T> = (fact: T) => string;

const numberOf = ({ externalIds: [first] }: PersonFact): string | null =>
  first === undefined ? null : `№ ${first.slice(first.indexOf('/') + 1)}`;

/** A student with the class; with the birth date or the journal's number only where a name is not one person's. */
function studentLabel(side: Side): Label<PersonFact> {
  const classes = new Map(side.class.map(({ id, name }) => [id, name]));
  const names = new Map(side.student.map((person) => [person, personName(person)]));
  const bySurname = groupedBy(names, ([, { last }]) => last);
  const mixedUp = (person: PersonFact): boolean => {
    const name = names.get(person) ?? personName(person);
    return (bySurname.get(name.last) ?? []).some(
      ([other, itsName]) => other.id !== person.id && compareNames(name, itsName) !== null,
    );
  };
  return (person) => {
    const [latest] = person.classIds;
    const ofClass = latest === undefined ? null : (classes.get(latest) ?? null);
    if (!mixedUp(person)) return inBrackets(person.name, [ofClass]);
    const born = person.birthDate === null ? numberOf(person) : dayText(person.birthDate);
    return inBrackets(person.name, [ofClass, born]);
  };
}

function groupLabel(side: Side): Label<GroupFact> {
  const classes = new Map(side.class.map(({ id, name }) => [id, name]));
  const subjects = new Map(side.subject.map(({ id, name }) => [id, name]));
  return ({ name, classId, subjectId }) => {
    const around = [classId === null ? null : classes.get(classId), subjects.get(subjectId)];
    const missing = around.filter((part) => part && !plainText(name).includes(plainText(part)));
    return inBrackets(
      name,
      missing.map((part) => part ?? null),
    );
  };
}

const termLabel: Label<TermFact> = ({ name, startDay, endDay }) =>
  inBrackets(name, [`${dayText(startDay)}–${dayText(endDay)}`]);

const STATUS: Readonly<Record<AttendanceFact['status'], string>> = {
  present: 'присутствовал',
  absent: 'отсутствовал',
  late: 'опоздал',
  partial: 'был не весь урок',
  remote: 'дистанционно',
  exempt: 'освобождён',
  unknown: 'значение неизвестно',
};

const REASON: Readonly<Record<NonNullable<AttendanceFact['reason']>, string>> = {
  sick: 'по болезни',
  excused: 'по уважительной причине',
  unexcused: 'без уважительной причины',
  school_event: 'школьное мероприятие',
  not_given: 'причина не указана',
};

const attendanceLabel: Label<AttendanceFact> = ({ name, status, reason }) => {
  const meaning = reason === null ? STATUS[status] : `${STATUS[status]}, ${REASON[reason]}`;
  return name === '' ? meaning : `${name} (${meaning})`;
};

/** What each thing of a side is called before people, by its id. An id stands in where there is no name. */
export function labelsOf(side: Side, entity: MappingEntity): ReadonlyMap<string, string> {
  const named = <T extends { readonly id: string }>(facts: readonly T[], label: Label<T>) =>
    new Map(facts.map((fact) => [fact.id, shown(label(fact)) || shown(fact.id)]));
  switch (entity) {
    case 'student':
      return named(side.student, studentLabel(side));
    case 'subjectGroup':
      return named(side.subjectGroup, groupLabel(side));
    case 'term':
      return named(side.term, termLabel);
    case 'attendanceCode':
      return named(side.attendanceCode, attendanceLabel);
    default:
      return named<{ readonly id: string; readonly name: string }>(side[entity], ({ name }) => name);
  }
}
