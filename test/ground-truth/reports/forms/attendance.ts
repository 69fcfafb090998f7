import { expect, it } from 'vitest';
import type { TruthClass } from '../../../../sandbox/school-year/types.ts';
import { attendanceForm } from '../../../../src/reports/forms/attendance.ts';
import { makeReport } from '../../../../src/reports/make.ts';
import { readsOver } from '../../../../src/store/read/database.ts';
import { absencesIn, type Facts, factsOf, missedDaysIn, onlyOf } from '../facts.ts';
import type { FormCheck } from '../suite.ts';
import { cellOf, nameOf, type ReportWorld, sectionOf, shortName, valueAt } from '../world.ts';

const TERM = { term: '2025-quarter-1' };

/** Where nobody tells dates, whoever changed class is of the groups of both: such classes cannot be reckoned. */
const isClear = ({ year }: ReportWorld, facts: Facts, { id }: TruthClass): boolean =>
  facts.dated || !year.movements.some(({ kind, toClassId }) => kind === 'transfer' && toClassId === id);

/** Lessons that students could attend, while they were of the group. */
const possibleIn = (facts: Facts, classId: number): number =>
  facts.lessons
    .filter(({ lesson }) => lesson.classId === classId)
    .reduce((sum, { lesson }) => sum + facts.members(lesson.groupId, lesson.date).length, 0);

function truthOf(facts: Facts, { id }: TruthClass) {
  const all = absencesIn(facts, id);
  const absent = all.filter(({ status }) => status === 'absent');
  const of = (reason: string): number => absent.filter((one) => one.reason === reason).length;
  return {
    possible: possibleIn(facts, id),
    missed: absent.length,
    sick: of('sick'),
    excused: of('excused'),
    unexcused: of('unexcused'),
    notGiven: of('not_given'),
    late: all.length - absent.length,
    missedDays: missedDaysIn(facts, id),
  };
}

const REASONS: readonly string[] = ['sick', 'excused', 'unexcused'];

/** The same class seen by those who may know of illness, or by others. */
async function seenBy(world: ReportWorld, classId: string, seesIllness: boolean) {
  const ground = {
    database: readsOver(world.services.store.pool),
    reach: { schools: [world.schoolId] },
    classIds: null,
    now: new Date(`${world.asOf}:00Z`),
    seesIllness,
    gapsOf: () => world.gaps,
  };
  const made = await makeReport(ground, 'attendance', { scope: `class:${classId}`, ...TERM });
  if (!made.ok) throw new Error(made.error.code);
  const sections = [];
  for await (const section of made.value.sections) sections.push(section);
  return { ...made.value, sections };
}

/** Посещаемость. */
export const attendance: FormCheck = (world) => {
  it('counts lessons missed by reason, days, lateness and the rate', async () => {
    const facts = factsOf(world());
    const section = sectionOf(await world().report('attendance', TERM), 'attendance');
    for (const klass of facts.classes.filter((one) => isClear(world(), facts, one))) {
      const truth = truthOf(facts, klass);
      const row = onlyOf(
        section.rows.filter(({ key }) => key === klass.name),
        klass.name,
      );
      for (const [key, value] of Object.entries(truth)) {
        const unknown =
          REASONS.includes(key) && value === 0 && truth.notGiven > 0 && 'attendance.reason' in world().gaps;
        if (unknown)
          expect(cellOf(section, row, key).missing, `${klass.name} ${key}`).toMatch(/^нет данных: /);
        else expect(valueAt(section, row, key), `${klass.name} ${key}`).toBe(value);
      }
      const rate = ((truth.possible - truth.missed) / truth.possible) * 100;
      expect(valueAt(section, row, 'rate')).toBeCloseTo(rate, 8);
    }
  });

  it('is a ratio of sums for a school among schools', async () => {
    const facts = factsOf(world());
    const scope = `municipality:${world().municipality}`;
    const section = sectionOf(await world().report('attendance', { ...TERM, scope }), 'attendance');
    const own = sectionOf(await world().report('attendance', TERM), 'attendance');
    const classes = own.rows.filter(({ kind }) => kind === 'row');
    expect(classes.length).toBe(facts.classes.length);
    const sum = (key: 'possible' | 'missed'): number =>
      classes.reduce((all, one) => all + Number(valueAt(own, one, key)), 0);
    const row = onlyOf(section.rows, 'school');
    expect(valueAt(section, row, 'missed')).toBe(sum('missed'));
    expect(valueAt(section, row, 'rate')).toBeCloseTo(
      ((sum('possible') - sum('missed')) / sum('possible')) * 100,
      8,
    );
  });

  it('shows the illness of a named student to the school alone', async () => {
    const facts = factsOf(world());
    const sickOf = (klass: TruthClass) =>
      absencesIn(facts, klass.id).filter(({ status, reason }) => status === 'absent' && reason === 'sick');
    const klass = facts.classes.find((one) => sickOf(one).length > 0);
    if (!klass) throw new Error('nobody was ill');
    const [{ studentId = 0 } = {}] = sickOf(klass);
    const ill = onlyOf(
      world().year.students.filter(({ id }) => id === studentId),
      'students',
    );
    const classId = await world().classId(klass.name);
    const outside = sectionOf(await seenBy(world(), classId, false), 'students');
    for (const row of outside.rows)
      for (const key of ['sick', 'excused', 'notGiven']) expect(valueAt(outside, row, key)).toBeNull();
    const inside = sectionOf(await seenBy(world(), classId, true), 'students');
    const row = onlyOf(
      inside.rows.filter((one) => shortName(String(valueAt(inside, one, 'name'))) === nameOf(ill)),
      'students of the name',
    );
    expect(valueAt(inside, row, 'sick')).toBe(
      sickOf(klass).filter((one) => one.studentId === studentId).length,
    );
  });

  it('signals whoever missed too much of a month, from the share that is asked for', async () => {
    const facts = factsOf(world());
    const threshold = 0.5;
    const ground = {
      database: readsOver(world().services.store.pool),
      reach: { all: true },
      classIds: null,
      now: new Date(`${world().asOf}:00Z`),
      seesIllness: false,
      gapsOf: () => world().gaps,
    } as const;
    const made = await attendanceForm(threshold).build(ground, {
      scope: { kind: 'school', schoolId: world().schoolId },
      period: { kind: 'term', term: { year: 2025, kind: 'quarter', ordinal: 1 } },
    });
    if (!made.ok) throw new Error(made.error.code);
    const said: string[] = [];
    for await (const section of made.value.sections)
      if (section.key === 'signals')
        for (const row of section.rows)
          said.push(
            `${shortName(String(valueAt(section, row, 'student')))} ${valueAt(section, row, 'month')} ${valueAt(section, row, 'unexcused')}/${valueAt(section, row, 'possible')}`,
          );
    const truth: string[] = [];
    for (const klass of facts.classes)
      for (const student of world().year.students)
        for (const month of ['2025-09', '2025-10']) {
          const own = absencesIn(facts, klass.id).filter(
            ({ studentId, date, status, reason }) =>
              studentId === student.id &&
              date.startsWith(month) &&
              status === 'absent' &&
              reason === 'unexcused',
          ).length;
          const possible = facts.lessons.filter(
            ({ lesson }) =>
              lesson.classId === klass.id &&
              lesson.date.startsWith(month) &&
              facts.members(lesson.groupId, lesson.date).some(({ id }) => id === student.id),
          ).length;
          if (possible > 0 && (own / possible) * 100 >= threshold)
            truth.push(`${nameOf(student)} ${month.split('-').reverse().join('.')} ${own}/${possible}`);
        }
    expect(said.sort()).toEqual(truth.sort());
  });
};
