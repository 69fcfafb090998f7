import { expect, it } from 'vitest';
import type { TruthClass } from '../../../../sandbox/school-year/types.ts';
import { countedOf, type Facts, factsOf, onlyOf } from '../facts.ts';
import type { FormCheck } from '../suite.ts';
import { cellOf, nameOf, sectionOf, shortName, valueAt } from '../world.ts';

const TERM = { term: '2025-quarter-1' };

const lessonsOf = (facts: Facts, { id }: TruthClass) =>
  facts.lessons.filter(({ lesson }) => lesson.classId === id);

/** How many counted marks each student of a class has in each subject. */
function countsOf(facts: Facts, { id }: TruthClass): readonly number[] {
  const on = new Set(facts.roster(id, facts.term.endDay).map((one) => one.id));
  return facts.groupsOf(id).flatMap((group) =>
    facts
      .members(group.id, facts.term.endDay)
      .filter((one) => on.has(one.id))
      .map((one) => countedOf(facts, one.id, group.subjectId).length),
  );
}

/** Ведение журнала. */
export const journalKeeping: FormCheck = (world) => {
  const open = async (klass?: TruthClass) => {
    const scope = klass ? { scope: `class:${await world().classId(klass.name)}` } : {};
    const section = sectionOf(await world().report('journal-keeping', { ...TERM, ...scope }), 'keeping');
    return {
      section,
      all: onlyOf(
        section.rows.filter(({ kind }) => kind === 'total'),
        'totals',
      ),
    };
  };

  it('counts lessons, and those without topic and homework', async () => {
    const facts = factsOf(world());
    const { gaps, asOf } = world();
    for (const klass of facts.settled) {
      const { section, all } = await open(klass);
      const held = lessonsOf(facts, klass);
      const untold = (key: string) => expect(cellOf(section, all, key).missing, key).toMatch(/^нет данных: /);
      const counts = (key: string, truth: number) =>
        expect(valueAt(section, all, key), `${klass.name} ${key}`).toBe(truth);
      counts('lessons', held.length);
      if ('lesson.topic' in gaps) for (const key of ['withoutTopic', 'filled']) untold(key);
      else {
        const filled = held.filter(
          ({ record }) => record.topicEnteredAt !== null && record.topicEnteredAt <= asOf,
        ).length;
        counts('withoutTopic', held.length - filled);
        counts('filled', filled);
      }
      if ('homework' in gaps) untold('withoutHomework');
      else counts('withoutHomework', held.filter(({ record }) => record.homework === null).length);
    }
  });

  it('counts lessons by whoever gave them, where the source names a substitute', async () => {
    if ('lesson.teacherId' in world().gaps) return;
    const facts = factsOf(world());
    const names = new Map(world().year.staff.map((one) => [one.id, nameOf(one)]));
    for (const klass of facts.settled) {
      const { section } = await open(klass);
      const truth = lessonsOf(facts, klass).map(({ lesson }) => names.get(lesson.teacherId) ?? '');
      const shown = section.rows
        .filter(({ kind }) => kind === 'row')
        .flatMap((row) => {
          const name = shortName(String(valueAt(section, row, 'name')));
          return Array<string>(Number(valueAt(section, row, 'lessons'))).fill(name);
        });
      expect(shown.sort()).toEqual(truth.sort());
    }
  });

  it('has the shares of students without a mark and with one', async () => {
    const facts = factsOf(world());
    for (const klass of facts.settled) {
      const { section, all } = await open(klass);
      const counts = countsOf(facts, klass);
      const share = (wanted: number): number =>
        (counts.filter((count) => count === wanted).length / counts.length) * 100;
      for (const [key, wanted] of [
        ['withoutShare', 0],
        ['oneShare', 1],
      ] as const) {
        const value = valueAt(section, all, key);
        if (klass.grade === 1) expect(value).toBeNull();
        else expect(value).toBeCloseTo(share(wanted), 8);
      }
    }
  });

  it('counts what acts find by day and state, as the store keeps it', async () => {
    const { services, schoolId } = world();
    const { startDay, endDay } = factsOf(world()).term;
    const { section, all } = await open();
    const { rows } = await services.store.pool.query<{ kind: string; state: string; on: string }>(
      `select kind, state, coalesce(day, (opened_at at time zone time_zone)::date)::text as on
       from finding join school using (school_id) where school_id = $1 and verdict = 'violated'`,
      [schoolId],
    );
    const own = rows.filter(({ on }) => on >= startDay && on <= endDay);
    const count = (state: string): number => own.filter((one) => one.state === state).length;
    expect(valueAt(section, all, 'open')).toBe(count('open'));
    expect(valueAt(section, all, 'mended')).toBe(count('mended'));
    expect(count('open')).toBeGreaterThan(0);
    const late = own.filter(({ kind, state }) => kind === 'entry_deadline' && state !== 'mended');
    const cell = cellOf(section, all, 'late');
    if (cell.value === null) expect(cell.missing).toMatch(/^нет данных: /);
    expect(cell.value ?? 0).toBe(late.length);
  });
};
