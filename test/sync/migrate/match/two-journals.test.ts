import { afterAll, describe, expect, it } from 'vitest';
import { type DnevnikSimulator, startDnevnik } from '../../../../sandbox/dnevnik/index.ts';
import type { SchoolYear, TruthStaff, TruthStudent } from '../../../../sandbox/school-year/index.ts';
import type { PullEvent } from '../../../../src/adapters/contract.ts';
import { dnevnik } from '../../../../src/adapters/dnevnik/index.ts';
import { settingsSchema } from '../../../../src/adapters/dnevnik/settings.ts';
import { proposeMapping } from '../../../../src/sync/migrate/mapping/propose.ts';
import {
  type MappingEntity,
  type MappingLine,
  mappingEntities,
} from '../../../../src/sync/migrate/mapping/types.ts';
import type { Side } from '../../../../src/sync/migrate/match/side.ts';
import { type SideRow, sideFrom } from '../../../../src/sync/migrate/match/side-from.ts';
import { simulated } from '../../../adapters/netschool/simulated.ts';
import { readAll } from '../../../contract/adapter.ts';

const STUDENTS = 150;

const closing: { close(): Promise<void> }[] = [];
afterAll(async () => {
  for (const one of closing.splice(0).reverse()) await one.close();
});

function sideOf(events: readonly PullEvent[]): Side {
  const rows = events.flatMap((event): SideRow[] =>
    event.kind === 'records'
      ? event.records.map(({ key, data }) => ({ entity: event.entity, id: key, data }))
      : [],
  );
  return sideFrom(rows, { scales: [5], attendance: [] });
}

async function readSource() {
  const fixture = await simulated({ students: STUDENTS, weeks: 1 });
  closing.push(fixture);
  const { events, error } = await readAll(fixture);
  expect(error).toBeNull();
  const { simulator } = fixture;
  const { municipality } = simulator;
  return { side: sideOf(events), simulator, municipality, year: municipality.school(1) };
}

const source = readSource();

type Profile = DnevnikSimulator['profile'];

async function readTarget(profile: Profile, adjust: (year: SchoolYear) => SchoolYear) {
  const { municipality } = await source;
  const quirks = { classNames: 'spaced' } as const;
  const simulator = await startDnevnik({ municipality, profile, empty: true, adjust, quirks });
  closing.push(simulator);
  const [school] = simulator.schools;
  const settings = settingsSchema.parse({
    host: profile,
    baseUrl: simulator.baseUrl,
    schoolId: String(school?.id),
    timeZone: school?.timeZone,
    mode: 'staff',
    tokens: [simulator.tokens.admin],
    requestsPerSecond: 10_000,
  });
  const { startDay } = municipality.school(1);
  const range = { from: startDay, to: startDay };
  const { events, error } = await readAll({
    adapter: dnevnik,
    settings,
    range,
    secrets: [],
    sessions: () => ({ live: 0, maxLivePerAccount: 1, logins: 0 }),
    close: () => simulator.close(),
  });
  expect(error).toBeNull();
  return { side: sideOf(events), simulator };
}

const of = (lines: readonly MappingLine[], entity: MappingEntity): readonly MappingLine[] =>
  lines.filter((line) => line.entity === entity);

const countOf = (people: readonly TruthStudent[], name: string): number =>
  people.filter(({ lastName }) => lastName === name).length;

const fullName = (person: TruthStaff | TruthStudent): string =>
  `${person.lastName} ${person.firstName} ${person.middleName}`;

describe.each<[Profile]>([['dnevnik.ru'], ['school.mosreg.ru']])('a school moved to %s', (profile) => {
  it('is matched as its two journals belong together; what nobody can tell is a question', async () => {
    const { side, simulator, year } = await source;
    const [teacher] = year.staff;
    const [renamedClass] = year.classes.filter(({ grade }) => grade === 7);
    const [stranger] = year.students.filter(({ lastName }) => countOf(year.students, lastName) === 1);
    if (!teacher || !renamedClass || !stranger) throw new Error('the year is too small');
    const target = await readTarget(profile, (truth) => ({
      ...truth,
      staff: truth.staff.filter(({ id }) => id !== teacher.id),
      classes: truth.classes.map((one) =>
        one.id === renamedClass.id ? { ...one, letter: 'лицейский' } : one,
      ),
      students: truth.students.map((one) => (one.id === stranger.id ? { ...one, lastName: 'Иной' } : one)),
    }));
    const { lines } = proposeMapping({
      migrationId: 'm',
      source: side,
      target: target.side,
      entities: mappingEntities,
    });

    const theirPerson = (id: string): string | null => {
      const key = simulator.ids.userKey(id);
      return key ? String(target.simulator.ids.person(key)) : null;
    };
    const people = [...of(lines, 'student'), ...of(lines, 'staff')];
    const matched = people.filter(({ targetKey }) => targetKey !== null);
    expect(matched.map(({ targetKey }) => targetKey)).toEqual(
      matched.map(({ sourceId }) => theirPerson(sourceId)),
    );

    const theirClass = (id: string): string =>
      String(target.simulator.ids.class(1, simulator.ids.classNumber(1, id) ?? 0));
    expect(of(lines, 'class').map(({ targetKey }) => targetKey)).toEqual(
      of(lines, 'class').map(({ sourceId }) => theirClass(sourceId)),
    );
    expect(of(lines, 'class').find(({ how }) => how === 'person')?.targetName).toBe('7 "ЛИЦЕЙСКИЙ"');

    const groups = new Map(target.side.subjectGroup.map((group) => [group.id, group]));
    const ourGroups = new Map(side.subjectGroup.map((group) => [group.id, group]));
    for (const { sourceId, targetKey } of of(lines, 'subjectGroup')) {
      const ours = ourGroups.get(sourceId);
      const theirs = groups.get(targetKey ?? '');
      expect(theirs?.classId).toBe(theirClass(ours?.classId ?? ''));
      expect(ours?.name).toBe(theirs?.name);
    }

    // The source tells no birth dates, so that nothing tells namesakes of one class apart.
    const open = lines.filter(({ how }) => how === 'question');
    const expected = [teacher, stranger].map(fullName);
    const told = open.filter(({ reason }) => !reason.includes('тёзки')).map(({ sourceName }) => sourceName);
    expect(told.map((name) => name.replace(/ \(.*/, '')).sort()).toEqual(expected.sort());
    const sharing = open.filter(({ reason }) => reason.includes('тёзки')).map(({ sourceName }) => sourceName);
    expect(sharing.length).toBeGreaterThan(1);
    for (const name of sharing) expect(sharing.filter((other) => other === name).length).toBeGreaterThan(1);
  });
});
