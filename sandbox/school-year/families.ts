import { addDays } from '../../src/model/dates.ts';
import type { ClassPlan } from './classes.ts';
import { childName, givenName, patronymic, type Sex, surnameBase, surnameFor } from './names.ts';
import { chance, itemAt, type Key, mix, PURPOSE, unit } from './random.ts';
import type { TruthGuardian, TruthStudent } from './types.ts';

/** A student without what happens in the year. */
export type Child = Omit<TruthStudent, 'enrolments' | 'consents'> & { readonly classId: number };

interface Family {
  readonly key: Key;
  readonly surname: string;
  readonly father: string;
  readonly children: number[];
}

const SIBLING_SHARE = 0.18;

function makeFamily(key: Key): Family {
  const father = givenName(mix(key, 2), 'male');
  return { key, surname: surnameBase(mix(key, 1)), father, children: [] };
}

/** Which family each student belongs to; a sibling is in a class some way off, seldom in the same one. */
function familiesOf(schoolKey: Key, students: number): readonly Family[] {
  const key = mix(schoolKey, PURPOSE.family);
  const families: Family[] = [];
  const step = Math.max(1, Math.floor(students / 3));
  const ofStudent: Family[] = [];
  for (let id = 1; id <= students; id += 1) {
    const elder = ofStudent[id - step - 1];
    const joins = elder && elder.children.length < 3 && chance(mix(key, id), SIBLING_SHARE);
    const family = joins ? elder : makeFamily(mix(key, id + 100_000));
    if (!joins) families.push(family);
    family.children.push(id);
    ofStudent.push(family);
  }
  return families;
}

function makeChild(schoolKey: Key, startYear: number, family: Family, id: number, plan: ClassPlan): Child {
  const key = mix(mix(schoolKey, PURPOSE.student), id);
  const sex: Sex = chance(mix(key, 1), 0.5) ? 'male' : 'female';
  const oldest = `${startYear - 7 - plan.grade}-11-01`;
  return {
    id,
    sex,
    lastName: surnameFor(family.surname, sex),
    firstName: childName(mix(family.key, 6), family.children.indexOf(id), sex),
    middleName: patronymic(family.father, sex),
    birthDate: addDays(oldest, Math.floor(unit(mix(key, 3)) * 365)),
    guardianIds: [],
    classId: plan.id,
  };
}

type Adult = Omit<TruthGuardian, 'id'>;

function adult(family: Family, relation: TruthGuardian['relation'], surname: string): Adult {
  const key = mix(family.key, relation === 'mother' ? 11 : relation === 'father' ? 12 : 13);
  const sex: Sex = relation === 'father' ? 'male' : 'female';
  return {
    lastName: surnameFor(surname, sex),
    firstName: relation === 'father' ? family.father : givenName(mix(key, 1), sex),
    middleName: patronymic(givenName(mix(key, 2), 'male'), sex),
    relation,
    studentIds: family.children,
  };
}

/** Mother and father, mother alone, sometimes with a name of her own; now and then another guardian. */
function adultsOf(family: Family): Adult[] {
  const kind = unit(mix(family.key, 3));
  const ownName = chance(mix(family.key, 4), 0.12) ? surnameBase(mix(family.key, 5)) : family.surname;
  if (kind < 0.04) return [adult(family, 'guardian', ownName)];
  const mother = adult(family, 'mother', ownName);
  return kind < 0.28 ? [mother] : [mother, adult(family, 'father', family.surname)];
}

/** The second of the pair takes the name and sex of the first. */
function sameName(children: Child[], from: number, to: number): void {
  const { lastName, firstName, middleName, sex } = itemAt(children, from);
  children[to] = { ...itemAt(children, to), lastName, firstName, middleName, sex };
}

/** Namesakes: a pair in two classes of every school, and a pair inside one class where asked. */
function makeNamesakes(children: Child[], plans: readonly ClassPlan[], insideClass: boolean): void {
  const upper = plans.find(({ grade, size }) => grade >= 5 && size >= 4);
  const other = plans.findLast(({ size }) => size >= 4);
  if (!upper || !other || upper === other) return;
  const first = children.findIndex(({ classId }) => classId === upper.id);
  sameName(children, first, children.findIndex(({ classId }) => classId === other.id) + 1);
  if (insideClass) sameName(children, first + 2, first + 3);
}

export function makeFamilies(
  schoolKey: Key,
  startYear: number,
  plans: readonly ClassPlan[],
  insideClass: boolean,
): { readonly children: readonly Child[]; readonly guardians: readonly TruthGuardian[] } {
  const seats = plans.flatMap((plan) => Array<ClassPlan>(plan.size).fill(plan));
  const children: Child[] = [];
  const guardians: TruthGuardian[] = [];
  for (const family of familiesOf(schoolKey, seats.length)) {
    const adults = adultsOf(family).map((one, index) => ({ id: guardians.length + index + 1, ...one }));
    guardians.push(...adults);
    for (const id of family.children) {
      const child = makeChild(schoolKey, startYear, family, id, itemAt(seats, id - 1));
      children[id - 1] = { ...child, guardianIds: adults.map((one) => one.id) };
    }
  }
  makeNamesakes(children, plans, insideClass);
  return { children, guardians };
}
