import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../src/model/dates.ts';
import { effectiveEntries } from '../../../src/rules/regulation/cascade.ts';
import type { Adoption, Regulation } from '../../../src/rules/regulation.ts';
import { act, entry, made, ownKinds } from './own-kinds.ts';

const DAY = '2025-10-01';

const adopt = (regulation: string, more: Partial<Adoption> = {}): Adoption => ({
  regulation,
  from: '2025-09-01',
  to: null,
  choices: {},
  ...more,
});

const on = (regulations: readonly Regulation[], adoptions: readonly Adoption[], day = DAY) =>
  effectiveEntries({ regulations, adoptions, day }, ownKinds);

/** `topic=regulation/entry` of what is in force. */
const winners = (...asked: Parameters<typeof on>): string[] =>
  on(...asked).map((one) => `${one.topic}=${one.regulation.id}/${one.entry.id}`);

const limit = (id: string, subject: string, days: number, more: Record<string, unknown> = {}) =>
  entry(id, { parameters: { subject, days }, ...more });

const federal = made(
  act('_federal', { level: 'federal', entries: [limit('f', 'a', 30), limit('g', 'b', 30)] }),
);
const region = made(act('_region', { level: 'region', entries: [limit('r', 'a', 20), limit('s', 'c', 20)] }));
const school = made(
  act('school', {
    date: '2020-01-09',
    number: '15',
    from: '2020-01-09',
    extends: ['_region'],
    entries: [limit('own', 'a', 10), limit('other', 'a', 12, { inForce: false, clause: 'прил. 1' })],
  }),
);
const all = [federal, region, school];

describe('what is in force for a school', () => {
  it('is the federal file where nothing is adopted', () => {
    expect(winners(all, [])).toEqual(['limit/a=_federal/f', 'limit/b=_federal/g']);
  });

  it('is for each topic the most specific, and what nobody narrowed', () => {
    expect(winners(all, [adopt('school')])).toEqual([
      'limit/a=school/own',
      'limit/b=_federal/g',
      'limit/c=_region/s',
    ]);
  });

  it('says what the winner stands above, and which other reading its own act keeps', () => {
    const [winner] = on(all, [adopt('school')]);
    expect(winner?.regulation).toMatchObject({
      id: 'school',
      level: 'school',
      number: '15',
      date: '2020-01-09',
    });
    expect(winner?.parameters).toEqual({ subject: 'a', days: 10 });
    expect(winner?.over).toEqual([
      { regulation: '_region', entry: 'r', clause: 'п. 1', why: 'less_specific' },
      { regulation: '_federal', entry: 'f', clause: 'п. 1', why: 'less_specific' },
      { regulation: 'school', entry: 'other', clause: 'прил. 1', why: 'other_reading' },
    ]);
  });

  it('may be a region’s file alone', () => {
    expect(winners(all, [adopt('_region')])).toEqual([
      'limit/a=_region/r',
      'limit/b=_federal/g',
      'limit/c=_region/s',
    ]);
  });

  it.each([
    ['before it is adopted', adopt('school', { from: '2025-10-02' })],
    ['after it was given up', adopt('school', { to: '2025-09-30' })],
    ['when it is not there', adopt('nowhere')],
  ])('is nothing of an act %s', (_, adoption) => {
    expect(winners(all, [adoption])).toEqual(winners(all, []));
  });

  it('is nothing of an act outside its own life, not even what it stands on', () => {
    const short = made(act('short', { from: '2025-01-01', to: '2025-09-30', extends: ['_region'] }));
    const adoption = [adopt('short', { from: '2024-01-01' })];
    expect(winners([...all, short], adoption)).toEqual(winners(all, []));
    expect(winners([...all, short], adoption, '2024-12-31')).toEqual(winners(all, []));
    expect(winners([...all, short], adoption, '2025-09-30')).toContain('limit/one=short/one');
  });

  it('counts the first and the last day of an adoption', () => {
    const adoption = [adopt('school', { from: DAY, to: DAY })];
    expect(winners(all, adoption)).toContain('limit/a=school/own');
    expect(winners(all, adoption, addDays(DAY, 1))).toContain('limit/a=_federal/f');
    expect(winners(all, adoption, addDays(DAY, -1))).toContain('limit/a=_federal/f');
  });

  it('changes with the days of entries', () => {
    const act2 = made(
      act('act', {
        entries: [limit('old', 'a', 5, { to: '2025-09-30' }), limit('new', 'a', 6, { from: '2025-10-01' })],
      }),
    );
    expect(winners([act2], [adopt('act')], '2025-09-30')).toEqual(['limit/a=act/old']);
    expect(winners([act2], [adopt('act')], '2025-10-01')).toEqual(['limit/a=act/new']);
  });
});

describe('what the school chooses', () => {
  const choosing = (fallback: string | null) =>
    made(
      act('act', {
        entries: [
          entry('one', {
            kind: 'window',
            clause: 'п. 3.6',
            parameters: { record: 'mark' },
            choice: {
              parameter: 'window',
              options: { Неделя: { closes: 'after_days', days: 7 }, Никогда: { closes: 'never' } },
              default: fallback,
            },
          }),
        ],
      }),
    );
  const answer = (fallback: string | null, choices: Record<string, string>) =>
    on([choosing(fallback)], [adopt('act', { choices })])[0];

  it('is put into the parameters', () => {
    expect(answer(null, { one: 'Неделя' })).toMatchObject({
      parameters: { record: 'mark', window: { closes: 'after_days', days: 7 } },
      unchosen: null,
      topic: 'window/mark',
    });
  });

  it('is the default where there is one', () => {
    expect(answer('Никогда', {})?.parameters).toEqual({ record: 'mark', window: { closes: 'never' } });
  });

  it('is asked for where there is none: nothing can be evaluated until then', () => {
    expect(answer(null, {})).toMatchObject({
      parameters: null,
      topic: 'window/mark',
      unchosen: 'п. 3.6 оставляет выбор школе, и он не сделан. Выберите один из: «Неделя», «Никогда».',
    });
  });

  it('is asked for again when the file no longer has the option', () => {
    expect(answer('Никогда', { one: 'Год' })).toMatchObject({
      parameters: null,
      unchosen: 'Варианта «Год» в п. 3.6 больше нет. Выберите один из: «Неделя», «Никогда».',
    });
  });
});

describe('the cascade', () => {
  const subject = fc.constantFrom('a', 'b', 'c', 'd');
  const level = fc.constantFrom('federal', 'region', 'school');
  const file = fc.record({
    level,
    subjects: fc.uniqueArray(subject, { minLength: 1 }),
    days: fc.integer({ min: 0, max: 30 }),
    from: fc.constantFrom(null, '2025-09-01', '2025-10-02'),
  });
  const library = fc.array(file, { minLength: 1, maxLength: 6 }).map((files) => {
    const regions = files.flatMap((one, index) => (one.level === 'region' ? [`act-${index}`] : []));
    return files.map((one, index) =>
      made(
        act(`act-${index}`, {
          level: one.level,
          from: one.from,
          extends: one.level === 'school' ? regions.slice(0, 1) : [],
          entries: one.subjects.map((name) => limit(`e-${name}`, name, one.days)),
        }),
      ),
    );
  });
  const adoptable = (regulations: readonly Regulation[]) =>
    regulations.filter(({ level: own }) => own !== 'federal').map(({ id }) => adopt(id));

  it('does not depend on the order of files or of adoptions', () => {
    fc.assert(
      fc.property(library, fc.infiniteStream(fc.nat()), (regulations, luck) => {
        const shuffled = <T>(items: readonly T[]): T[] =>
          items
            .map((item) => ({ item, key: luck.next().value ?? 0 }))
            .sort((left, right) => left.key - right.key)
            .map(({ item }) => item);
        const adoptions = adoptable(regulations);
        expect(on(shuffled(regulations), shuffled(adoptions))).toEqual(on(regulations, adoptions));
      }),
    );
  });

  it('has exactly one winner for each topic that anything in force is about, and none more specific', () => {
    const weight = { federal: 0, region: 1, school: 2 };
    fc.assert(
      fc.property(library, (regulations) => {
        const holding = regulations.filter(({ from }) => from === null || from <= DAY);
        const found = on(regulations, adoptable(regulations));
        const topics = new Set(
          holding.flatMap(({ entries }) => entries.map(({ parameters }) => `limit/${parameters['subject']}`)),
        );
        expect(found.map(({ topic }) => topic)).toEqual([...topics].sort());
        for (const { topic, regulation, over } of found) {
          const rivals = holding.filter(({ entries }) =>
            entries.some(({ parameters }) => `limit/${parameters['subject']}` === topic),
          );
          expect(over).toHaveLength(rivals.length - 1);
          expect(Math.max(...rivals.map((one) => weight[one.level]))).toBe(weight[regulation.level]);
        }
      }),
    );
  });
});
