import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { versionOf } from '../../../../src/sync/migrate/mapping/ground.ts';
import { proposeMapping } from '../../../../src/sync/migrate/mapping/propose.ts';
import { mappingEntities, shareable } from '../../../../src/sync/migrate/mapping/types.ts';
import { PROPOSAL_BAR } from '../../../../src/sync/migrate/match/edges.ts';
import type { Side } from '../../../../src/sync/migrate/match/side.ts';
import { aClass, aCode, aGroup, aPerson, aScale, aSide, aSubject, aTerm, aWorkType } from './sides.ts';
import { groundOf } from './told.ts';

/** Few words, so that things meet, repeat and contradict one another. */
const CLASSES = ['5а', '5 «А»', '5A', '5б', '5-Б', '6а', '5 лицейский'];
const SUBJECTS = ['Алгебра', 'алгебра', 'Англ. яз.', 'Английский язык', 'История', 'История России'];
const PEOPLE = [
  'Орлова Анна Петровна',
  'Орлова А. П.',
  'Орлова Алла Павловна',
  'Орлова А.',
  'Орлова Анна',
  'Белов Иван Ильич',
  'Белов И. И.',
];
const GROUPS = ['Английский язык/1', 'Английский язык/2', '5а/Алгебра', 'Алгебра', '1 группа'];
const WORKS = ['Контрольная работа', 'К/р', 'контрольная работа', 'Тест', 'Тестирование', 'Диктант'];

const among = <T>(items: readonly T[]) => fc.constantFrom(...items);
const some = <T>(item: fc.Arbitrary<T>, maxLength = 6) => fc.array(item, { maxLength });
const birth = fc.option(among(['2014-03-12', '2013-11-02']), { nil: null });
const snils = fc.option(among(['001', '002']), { nil: null, freq: 5 });
const external = fc.option(among(['x/1', 'x/2']), { nil: null, freq: 5 }).map((id) => (id ? [id] : []));

const person = fc.record({
  name: among(PEOPLE),
  birthDate: birth,
  snils,
  at: fc.nat(4),
  externalIds: external,
});

const term = fc.record({
  kind: among(['quarter', 'half_year', 'other'] as const),
  ordinal: fc.integer({ min: 1, max: 2 }),
  startDay: among(['2025-09-01', '2025-09-02', '2024-09-01']),
  endDay: among(['2025-10-26', '2025-12-28']),
});

const code = fc.record({
  name: among(['Б', 'н', 'Late']),
  status: among(['absent', 'late', 'unknown'] as const),
  reason: among(['sick', 'unexcused', null] as const),
});

interface Plan {
  readonly classes: readonly string[];
  readonly subjects: readonly string[];
  readonly staff: readonly (typeof person extends fc.Arbitrary<infer P> ? P : never)[];
  readonly students: Plan['staff'];
  readonly groups: readonly { readonly name: string; readonly at: number; readonly subject: number }[];
  readonly terms: readonly (typeof term extends fc.Arbitrary<infer T> ? T : never)[];
  readonly works: readonly string[];
  readonly scales: readonly number[];
  readonly codes: readonly (typeof code extends fc.Arbitrary<infer C> ? C : never)[];
}

const plan: fc.Arbitrary<Plan> = fc.record({
  classes: some(among(CLASSES)),
  subjects: some(among(SUBJECTS)),
  staff: some(person),
  students: some(person, 9),
  groups: some(fc.record({ name: among(GROUPS), at: fc.nat(4), subject: fc.nat(4) })),
  terms: some(term),
  works: some(among(WORKS)),
  scales: fc.uniqueArray(among([5, 10, 12])),
  codes: some(code),
});

function sideOf(
  prefix: string,
  { classes, subjects, staff, students, groups, terms, works, scales, codes }: Plan,
): Side {
  const id = (kind: string, index: number): string => `${prefix}-${kind}-${index}`;
  const classAt = (at: number): string[] => (at < classes.length ? [id('class', at)] : []);
  return aSide({
    class: classes.map((name, index) => aClass(id('class', index), name)),
    subject: subjects.map((name, index) => aSubject(id('subject', index), name)),
    staff: staff.map(({ name, externalIds }, index) => aPerson(id('staff', index), name, { externalIds })),
    student: students.map(({ name, at, ...rest }, index) =>
      aPerson(id('student', index), name, { ...rest, classIds: classAt(at) }),
    ),
    subjectGroup: groups.flatMap(({ name, at, subject }, index) =>
      subject < subjects.length
        ? [aGroup(id('group', index), name, classAt(at)[0] ?? null, id('subject', subject))]
        : [],
    ),
    term: terms.map((rest, index) => aTerm(id('term', index), 'период', rest)),
    workType: works.map((name, index) => aWorkType(id('work', index), name)),
    markScale: scales.map(aScale),
    attendanceCode: codes.map(({ name, status, reason }, index) =>
      aCode(id('code', index), name, status, reason),
    ),
  });
}

const grounds = fc
  .tuple(plan, plan)
  .map(([ours, theirs]) => groundOf(sideOf('ours', ours), sideOf('theirs', theirs)));

/** The same side with every list in another order. */
function shuffledSide(side: Side, seed: number): Side {
  const turned = <T>(list: readonly T[]): T[] => {
    const at = list.length === 0 ? 0 : seed % list.length;
    const cut = [...list.slice(at), ...list.slice(0, at)];
    return seed % 2 === 0 ? cut : cut.reverse();
  };
  return Object.fromEntries(
    mappingEntities.map((entity) => [entity, turned<unknown>(side[entity])]),
  ) as unknown as Side;
}

describe('matching', () => {
  it('does not depend on the order of either side', () => {
    fc.assert(
      fc.property(grounds, fc.nat(30), fc.nat(30), (ground, a, b) => {
        const turned = {
          ...ground,
          source: shuffledSide(ground.source, a),
          target: shuffledSide(ground.target, b),
        };
        expect(versionOf(turned)).toBe(versionOf(ground));
        expect(proposeMapping(turned)).toEqual(proposeMapping(ground));
      }),
      { numRuns: 120 },
    );
  });

  it('has a line for everything of the source, proposes no target twice, and nothing under the bar', () => {
    fc.assert(
      fc.property(grounds, (ground) => {
        const { lines } = proposeMapping(ground);
        for (const entity of mappingEntities) {
          const own = lines.filter((line) => line.entity === entity);
          expect(own.map(({ sourceId }) => sourceId).sort()).toEqual(
            ground.source[entity].map(({ id }) => id).sort(),
          );
          const given = own.flatMap(({ targetKey }) => targetKey ?? []);
          if (!shareable.has(entity) || entity === 'workType') expect(new Set(given).size).toBe(given.length);
        }
        for (const { targetKey, score, reason, how, candidates } of lines) {
          expect(reason).not.toBe('');
          if (targetKey === null) expect(how).toBe('question');
          else expect(score).toBeGreaterThanOrEqual(PROPOSAL_BAR);
          if (targetKey !== null) expect(candidates[0]?.key).toBe(targetKey);
        }
      }),
      { numRuns: 120 },
    );
  });

  it('keeps what was decided, and takes it from nobody else', () => {
    fc.assert(
      fc.property(grounds, (ground) => {
        const first = proposeMapping(ground);
        expect(proposeMapping(ground, first.lines).lines.filter(({ how }) => how !== 'question')).toEqual(
          expect.arrayContaining(first.lines.filter(({ how }) => how !== 'question')),
        );
      }),
      { numRuns: 60 },
    );
  });
});
