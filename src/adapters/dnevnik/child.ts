import type { PullEvent } from '../contract.ts';
import { readAnswer } from '../contract-broken.ts';
import { AdapterError } from '../errors.ts';
import { records, row } from '../events.ts';
import { byId, classRow, type EduGroup, type Groups, readGroups } from './groups.ts';
import { studentRow } from './people.ts';
import { type ContextChild, personSchema, type User, userSchema } from './schema.ts';
import { type Period, readPeriods, termRow, yearRow } from './school-base.ts';
import type { Visitor } from './visitor.ts';

/** A class that the child is in, or was in earlier this year, with the child's parts of it. */
export interface ChildClass {
  readonly group: EduGroup;
  readonly isPresent: boolean;
  readonly subgroups: readonly EduGroup[];
  readonly periods: readonly Period[];
}

export interface Child {
  readonly key: string;
  readonly person: ContextChild;
  readonly user: User | null;
  readonly studyYear: number;
  /** The present class first. */
  readonly classes: readonly ChildClass[];
}

/** All groups of the year where the token may ask for them, today's otherwise. */
async function groupsOf({ client }: Visitor, key: string): Promise<Groups> {
  const all = await client.getIfLet(`persons/${key}/edu-groups/all`, 'persons/edu-groups/all');
  if (all !== null) return readGroups(all, 'persons/edu-groups/all');
  return readGroups(
    await client.get(`persons/${key}/edu-groups`, 'persons/edu-groups'),
    'persons/edu-groups',
  );
}

/** The account of a child: the name in full and the birth date, where the vendor tells them. */
async function userOf({ client }: Visitor, key: string): Promise<User | null> {
  const answer = await client.getIfLet(`persons/${key}`, 'persons');
  const person = answer === null ? null : readAnswer(personSchema, answer, 'persons');
  const userId = person?.userId_str ?? person?.userId ?? null;
  if (userId === null) return null;
  const user = await client.getIfLet(`users/${userId}`, 'users');
  return user === null ? null : readAnswer(userSchema, user, 'users');
}

const withoutClass = (): AdapterError =>
  new AdapterError({
    code: 'adapter.not_found',
    place: 'persons/edu-groups',
    message: 'the child is in no class of the school',
    hint: 'Check the number of the school; a child who has left has nothing to read.',
  });

export async function readChild(visitor: Visitor, person: ContextChild): Promise<Child> {
  const key = person.personId;
  const { groups } = await groupsOf(visitor, key);
  const present = new Set(person.groupIds);
  const isPresent = ({ key: group, isClass }: EduGroup): boolean => isClass && present.has(group);
  const studyYear = Math.max(...groups.filter(isPresent).map((group) => group.studyYear));
  if (!Number.isFinite(studyYear)) throw withoutClass();
  const ofYear = groups.filter((group) => group.studyYear === studyYear);
  const order = (a: EduGroup, b: EduGroup): number =>
    Number(isPresent(b)) - Number(isPresent(a)) || byId(a.key, b.key);
  const classes: ChildClass[] = [];
  for (const group of ofYear.filter(({ isClass }) => isClass).toSorted(order)) {
    classes.push({
      group,
      isPresent: isPresent(group),
      subgroups: ofYear.filter(({ isClass, parents }) => !isClass && parents.includes(group.key)),
      periods: await readPeriods(visitor.client, group.key),
    });
  }
  return { key, person, user: await userOf(visitor, key), studyYear, classes };
}

/** Year, terms, classes, the child itself. */
export function* aboutChild({ key, person, user, studyYear, classes }: Child): Generator<PullEvent> {
  const place = 'users/me/context $.children';
  yield* records('academicYear', [yearRow(studyYear, 'persons/edu-groups $[*].studyyear')]);
  const periods = new Map(classes.flatMap((one) => one.periods.map((period) => [period.key, period])));
  yield* records(
    'term',
    [...periods.values()].map((period) =>
      termRow(period, String(studyYear), { gradeFrom: null, gradeTo: null }),
    ),
  );
  yield* records(
    'class',
    classes.map(({ group }) => classRow(group, { homeroomTeacherId: null, shift: null })),
  );
  yield* records('student', [studentRow(key, person, user, place)]);
  yield* records(
    'enrolment',
    classes
      .filter((one) => one.isPresent)
      .map(({ group }) =>
        row<'enrolment'>(`${group.key}/${key}`, place, {
          studentId: key,
          classId: group.key,
          fromDay: null,
          toDay: null,
          orderNumber: null,
          orderDay: null,
        }),
      ),
  );
}
