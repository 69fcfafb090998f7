import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { kinds } from '../../../src/rules/kinds/index.ts';
import { checkAdoption } from '../../../src/rules/regulation/adoption.ts';
import { effectiveEntries } from '../../../src/rules/regulation/cascade.ts';
import { checkRegulation } from '../../../src/rules/regulation/check.ts';
import { fileNamed } from '../../../src/rules/regulation/file.ts';
import { parameterNames } from '../../../src/rules/regulation/parameters.ts';
import type { Adoption, EffectiveEntry } from '../../../src/rules/regulation.ts';
import { readRegulations, regulationsFolder } from '../../../src/sync/regulation-files.ts';

const { regulations, calendar, faults } = await readRegulations(regulationsFolder, kinds);

const ACTS = ['barnaul-33', 'krasny-30', 'megion-3', 'podolsk-12', 'sosh-22'];

const adopt = (regulation: string, choices: Record<string, string> = {}): Adoption => ({
  regulation,
  from: '2025-09-01',
  to: null,
  choices,
});

const keptBy = (...adoptions: Adoption[]): EffectiveEntry[] =>
  effectiveEntries({ regulations, adoptions, day: '2025-10-01' }, kinds);

const about = (entries: readonly EffectiveEntry[], topic: string): EffectiveEntry => {
  const found = entries.find((one) => one.topic === topic);
  if (!found) throw new Error(`nothing about ${topic}`);
  return found;
};

describe('the regulations that come with the program', () => {
  it('are in order', () => {
    expect(faults).toEqual([]);
    expect(regulations.map(({ id }) => id)).toEqual(['_federal', ...ACTS]);
    expect(calendar.map(({ year }) => year)).toEqual([2024, 2025, 2026, 2027]);
  });

  it('use every kind of rule there is', () => {
    const used = new Set(regulations.flatMap(({ entries }) => entries.map(({ kind }) => kind)));
    expect(kinds.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
  });

  it('name each clause in Russian and say of each that is not checked why', () => {
    for (const { id, entries, uncheckable } of regulations) {
      expect([id, entries.length > 0, uncheckable.length > 0]).toEqual([id, true, true]);
      for (const { says } of entries) expect(says).toMatch(/[а-яё]/i);
      for (const { why } of uncheckable) expect(why).toMatch(/[а-яё].*\.$/i);
    }
  });

  it('withhold only what is changed too late, refuse only what lacks a consent, and report the rest', () => {
    const effects = new Map(kinds.map(({ name, effect }) => [name, effect ?? 'report']));
    for (const { id, entries } of regulations) {
      for (const entry of entries) {
        expect([id, entry.id, entry.effect]).toEqual([id, entry.id, effects.get(entry.kind)]);
      }
    }
  });

  it.each(ACTS)('may be adopted: %s', (act) => {
    expect(checkAdoption({ regulations, adoptions: [], adoption: adopt(act) }, kinds)).toEqual([]);
  });

  it('may not be adopted two at once: both say by when homework is entered', () => {
    const asked = { regulations, adoptions: [adopt('krasny-30')], adoption: adopt('sosh-22') };
    const codes = checkAdoption(asked, kinds).map(({ code }) => code);
    expect(new Set(codes)).toEqual(new Set(['regulation.two_winners']));
  });

  it('cover every rule of the catalogue, R01 to R28', () => {
    const rules = new Set(kinds.flatMap((kind) => kind.rules));
    const wanted = Array.from({ length: 28 }, (_, index) => `R${String(index + 1).padStart(2, '0')}`);
    expect([...rules].sort()).toEqual(wanted);
  });
});

describe('what a school keeps to', () => {
  it('is in barnaul-33, which has no deadline of its own, what the country says', () => {
    const entries = keptBy(adopt('barnaul-33'));
    const homework = about(entries, 'entry_deadline/homework');
    expect(homework.regulation).toMatchObject({ id: '_federal', level: 'federal' });
    expect(homework.entry.clause).toContain('№ 704');
    expect(
      entries
        .filter(({ topic }) => topic.startsWith('entry_deadline'))
        .map(({ regulation }) => regulation.id),
    ).toEqual(['_federal']);
    expect(about(entries, 'account_rights')).toMatchObject({
      regulation: { id: 'barnaul-33' },
      over: [{ regulation: '_federal', why: 'less_specific' }],
    });
  });

  it('is in podolsk-12 homework within one hour; the two hours of its appendix are kept beside it', () => {
    const homework = about(keptBy(adopt('podolsk-12')), 'entry_deadline/homework');
    expect(homework.parameters).toMatchObject({ deadline: { within: 'hours_after_last_lesson', hours: 1 } });
    expect(homework.over).toEqual([
      expect.objectContaining({ regulation: '_federal', why: 'less_specific' }),
      expect.objectContaining({
        entry: 'homework-two-hours',
        clause: 'прил. 6, п. 11',
        why: 'other_reading',
      }),
    ]);
  });

  it.each([
    ['Никогда', { closes: 'at_year_end' }],
    ['Через неделю', { closes: 'after_days', days: 7 }],
    ['Через 2 недели', { closes: 'after_days', days: 14 }],
    ['Через 3 недели', { closes: 'after_days', days: 21 }],
    ['Через месяц', { closes: 'after_months', months: 1 }],
  ])('is in podolsk-12 the window that the administrator chose: %s', (option, window) => {
    const chosen = about(keptBy(adopt('podolsk-12', { 'edit-marks': option })), 'edit_window/mark');
    expect(chosen).toMatchObject({ unchosen: null, parameters: { record: 'mark', window } });
    expect(about(keptBy(adopt('podolsk-12')), 'edit_window/mark').unchosen).toContain(`«${option}»`);
  });

  it.each([
    ['krasny-30', 30],
    ['sosh-22', 14],
  ])('is in %s a window of %i days for attendance', (act, days) => {
    const window = about(keptBy(adopt(act)), 'edit_window/attendance');
    expect(window).toMatchObject({
      regulation: { id: act, readings: { lastDay: 'included' } },
      entry: { effect: 'withhold' },
      parameters: { window: { closes: 'after_days', days } },
    });
  });

  it('is in megion-3 attendance within ten minutes and term marks within five working days', () => {
    const entries = keptBy(adopt('megion-3'));
    expect(about(entries, 'entry_deadline/attendance').parameters).toMatchObject({
      deadline: { within: 'minutes_after_start', minutes: 10 },
    });
    expect(about(entries, 'entry_deadline/term_mark').parameters).toMatchObject({
      deadline: { within: 'days', days: 5, working: true },
    });
  });

  it('names each topic once, whatever the act', () => {
    for (const act of ACTS) {
      const topics = keptBy(adopt(act)).map(({ topic }) => topic);
      expect(topics).toEqual([...new Set(topics)].sort());
    }
  });
});

describe('docs/guide-regulations.md', () => {
  const path = join(import.meta.dirname, '../../../docs/guide-regulations.md');
  const page = readFileSync(path, 'utf8');
  const rows = new Map(
    [...page.matchAll(/^\| `([a-z_]+)` \| (.+) \| (.+) \|$/gm)].map(
      ([, name = '', title, parameters = '']) => [
        name,
        { title, parameters: [...parameters.matchAll(/`([a-zA-Z0-9]+)`/g)].map(([, one]) => one) },
      ],
    ),
  );

  it('has a row for every kind, and no other', () => {
    expect([...rows.keys()].sort()).toEqual(kinds.map(({ name }) => name).sort());
  });

  it.each(kinds.map((kind) => [kind.name, kind] as const))('names the parameters of %s', (name, kind) => {
    expect(rows.get(name)?.title).toBe(kind.title);
    expect(rows.get(name)?.parameters).toEqual(parameterNames(kind) ?? []);
  });
});

describe('the example of docs/guide-regulations.md', () => {
  it('is in order', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/guide-regulations.md'), 'utf8');
    const [, example = ''] = /```yaml\n([\s\S]+?)```/.exec(page) ?? [];
    expect(checkRegulation(parse(example), fileNamed('school-7.yaml'), kinds)).toMatchObject({ ok: true });
  });
});
