import { type Edge, groupedBy } from './edges.ts';
import { compareNames, type NameLevel, type PersonName, personName } from './person-name.ts';
import type { PersonFact, Side } from './side.ts';

type Told = 'same' | 'differs' | 'untold';

interface Pair {
  readonly source: PersonFact;
  readonly target: PersonFact;
  readonly level: NameLevel;
  readonly birth: Told;
  readonly ofClass: Told;
}

type Scores = Readonly<Record<NameLevel, Readonly<Record<Told, number>>>>;

/** With the birth date the same; the columns say what the class tells. */
const BIRTH_SAME: Scores = {
  full: { same: 0.99, untold: 0.95, differs: 0.94 },
  partial: { same: 0.97, untold: 0.92, differs: 0.91 },
  initials: { same: 0.93, untold: 0.86, differs: 0.85 },
  weak: { same: 0.78, untold: 0.65, differs: 0.6 },
};

/** With no birth date on one side at least. */
const BIRTH_UNTOLD: Scores = {
  full: { same: 0.9, untold: 0.7, differs: 0.6 },
  partial: { same: 0.82, untold: 0.6, differs: 0.5 },
  initials: { same: 0.8, untold: 0.5, differs: 0.4 },
  weak: { same: 0.6, untold: 0.3, differs: 0.25 },
};

/** Staff have no birth date and no class: a full name is enough where it is one person's. */
const STAFF: Readonly<Record<NameLevel, number>> = { full: 0.92, partial: 0.82, initials: 0.8, weak: 0.5 };

const SNILS_SAME = 1;
const SNILS_DIFFERS = 0.3;
const BIRTH_DIFFERS = 0.45;
const NAMESAKES = 0.65;
const NAME_CHANGED = 0.5;

const RANK: Readonly<Record<NameLevel, number>> = { full: 3, partial: 2, initials: 1, weak: 0 };

const LEVEL_TEXT: Readonly<Record<NameLevel, string>> = {
  full: 'фамилия, имя и отчество',
  partial: 'фамилия и имя (отчество указано не везде)',
  initials: 'фамилия и инициалы',
  weak: 'фамилия и первый инициал',
};

const told = (a: string | null, b: string | null): Told =>
  a === null || b === null ? 'untold' : a === b ? 'same' : 'differs';

/** What becomes of our classes in the target, as far as it is settled. */
export type ClassMapping = ReadonlyMap<string, string>;

function classesTell(source: PersonFact, target: PersonFact, classes: ClassMapping): Told {
  const mapped = source.classIds.map((id) => classes.get(id) ?? null);
  if (mapped.some((id) => id !== null && target.classIds.includes(id))) return 'same';
  if (target.classIds.length === 0 || mapped.length === 0 || mapped.includes(null)) return 'untold';
  return 'differs';
}

interface Named {
  readonly person: PersonFact;
  readonly name: PersonName;
}

const namesOf = (people: readonly PersonFact[]): Named[] =>
  people.map((person) => ({ person, name: personName(person) }));

/** Whose name fits, as pairs; only people of one surname are compared. */
function namePairs(source: readonly Named[], target: readonly Named[], classes: ClassMapping): Pair[] {
  const theirs = groupedBy(target, ({ name }) => name.last);
  return source.flatMap((ours) =>
    (theirs.get(ours.name.last) ?? []).flatMap(({ person, name }): Pair[] => {
      const level = compareNames(ours.name, name);
      if (level === null) return [];
      const birth = told(ours.person.birthDate, person.birthDate);
      const ofClass = classesTell(ours.person, person, classes);
      return [{ source: ours.person, target: person, level, birth, ofClass }];
    }),
  );
}

/** Pairs that another pair speaks against: the same person here, a name that fits as well there. */
function withRivals(pairs: readonly Pair[]): ReadonlySet<Pair> {
  const possible = pairs.filter(({ birth }) => birth !== 'differs');
  const ofSource = groupedBy(possible, ({ source }) => source.id);
  const ofTarget = groupedBy(possible, ({ target }) => target.id);
  const hasRival = (pair: Pair): boolean =>
    [...(ofSource.get(pair.source.id) ?? []), ...(ofTarget.get(pair.target.id) ?? [])].some(
      (other) =>
        other !== pair &&
        RANK[other.level] >= RANK[pair.level] &&
        (pair.ofClass !== 'same' || other.ofClass === 'same'),
    );
  return new Set(possible.filter(({ birth }) => birth === 'untold').filter(hasRival));
}

const CLASS_TEXT: Readonly<Record<Told, string>> = {
  same: ', класс',
  untold: '; класс не сопоставлен',
  differs: '; класс другой',
};

function judged(pair: Pair, namesakes: boolean): Pick<Edge, 'score' | 'how' | 'reason'> | null {
  const { source, target, level, birth, ofClass } = pair;
  const snils = told(source.snils, target.snils);
  if (snils === 'same') return { score: SNILS_SAME, how: 'exact', reason: 'Один и тот же СНИЛС' };
  const text = LEVEL_TEXT[level];
  if (snils === 'differs')
    return { score: SNILS_DIFFERS, how: 'person', reason: `Совпадают ${text}, но СНИЛС разный` };
  if (birth === 'differs') {
    if (RANK[level] < RANK.partial) return null;
    return { score: BIRTH_DIFFERS, how: 'person', reason: `Совпадают ${text}, но дата рождения разная` };
  }
  if (birth === 'same') {
    const reason = `Совпадают ${text}, дата рождения${CLASS_TEXT[ofClass]}`;
    return { score: BIRTH_SAME[level][ofClass], how: 'person', reason };
  }
  const reason = `Совпадают ${text}${CLASS_TEXT[ofClass]}; дата рождения указана не везде`;
  const score = BIRTH_UNTOLD[level][ofClass];
  if (!namesakes) return { score, how: 'person', reason };
  return { score: Math.min(score, NAMESAKES), how: 'person', reason: `${reason}; есть тёзки` };
}

/** Somebody who may have changed a name or been misspelled: the same day of birth and two parts of the name. */
function nearlyNamed(source: readonly Named[], target: readonly Named[]): Edge[] {
  const theirs = groupedBy(target, ({ person }) => person.birthDate);
  return source.flatMap(({ person, name }) => {
    const others = person.birthDate === null ? [] : (theirs.get(person.birthDate) ?? []);
    return others.flatMap((other): Edge[] => {
      const same = (['last', 'first', 'middle'] as const).filter(
        (part) => name[part] !== null && name[part] === other.name[part],
      );
      if (same.length !== 2) return [];
      const reason = 'Совпадают дата рождения и две части имени из трёх';
      return [{ source: person.id, target: other.person.id, score: NAME_CHANGED, how: 'person', reason }];
    });
  });
}

/** The same СНИЛС under whatever name. */
function sameSnils(source: readonly PersonFact[], target: readonly PersonFact[]): Edge[] {
  const theirs = groupedBy(target, ({ snils }) => snils);
  return source.flatMap(({ id, snils }) =>
    (snils === null ? [] : (theirs.get(snils) ?? [])).map(
      (other): Edge => ({
        source: id,
        target: other.id,
        score: SNILS_SAME,
        how: 'exact',
        reason: 'Один и тот же СНИЛС',
      }),
    ),
  );
}

/** Students: by name, birth date and class; namesakes of one class whom no birth date tells apart are a question. */
export function studentEdges(source: Side, target: Side, classes: ClassMapping): Edge[] {
  const ours = namesOf(source.student);
  const theirs = namesOf(target.student);
  const pairs = namePairs(ours, theirs, classes);
  const rivals = withRivals(pairs);
  const named = pairs.flatMap((pair): Edge[] => {
    const found = judged(pair, rivals.has(pair));
    return found ? [{ source: pair.source.id, target: pair.target.id, ...found }] : [];
  });
  return [...named, ...sameSnils(source.student, target.student), ...nearlyNamed(ours, theirs)];
}

/** Staff: by name, where it is one person's on both sides. */
export function staffEdges(source: Side, target: Side): Edge[] {
  const pairs = namePairs(namesOf(source.staff), namesOf(target.staff), new Map());
  const rivals = withRivals(pairs);
  const named = pairs.map((pair): Edge => {
    const namesakes = rivals.has(pair);
    const score = namesakes ? Math.min(STAFF[pair.level], NAMESAKES) : STAFF[pair.level];
    const reason = `Совпадают ${LEVEL_TEXT[pair.level]}${namesakes ? '; есть тёзки' : ''}`;
    return { source: pair.source.id, target: pair.target.id, score, how: 'person', reason };
  });
  return [...named, ...sameSnils(source.staff, target.staff)];
}
