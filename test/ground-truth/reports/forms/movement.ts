import { expect, it } from 'vitest';
import type { SchoolYear, TruthMovement } from '../../../../sandbox/school-year/types.ts';
import { ok } from '../../../../src/model/result.ts';
import { withRegister } from '../../../../src/store/register.ts';
import { factsOf, onlyOf } from '../facts.ts';
import type { FormCheck } from '../suite.ts';
import { cellOf, nameOf, type ReportWorld, sectionOf, shortName, valueAt } from '../world.ts';

const DAYS = { from: '2025-09-02', to: '2025-10-31' };

const movesOf = (year: SchoolYear): readonly TruthMovement[] =>
  year.movements.filter(({ date }) => date >= DAYS.from && date <= DAYS.to);

const tells = ({ gaps }: ReportWorld): boolean => !('movement' in gaps);

/** What the journal does not tell is entered with us: movements of those whom it knows. */
async function enter(world: ReportWorld): Promise<readonly TruthMovement[]> {
  const { year, services, schoolId, asOf } = world;
  const classOf = async (id: number | null) =>
    id === null ? null : world.classId(year.classes.find((one) => one.id === id)?.name ?? '');
  const entered: TruthMovement[] = [];
  for (const move of movesOf(year)) {
    const student = year.students.find(({ id }) => id === move.studentId);
    if (!student || move.kind === 'departure') continue;
    const fields = {
      studentId: await world.studentId(student),
      kind: move.kind,
      date: move.date,
      fromClassId: await classOf(move.fromClassId),
      toClassId: await classOf(move.toClassId),
      otherPlace: move.otherPlace,
      orderNumber: move.orderNumber,
      orderDay: move.orderDay,
      confirmationNumber: null,
      confirmationDay: null,
      reason: null,
    };
    const visit = { schoolId, by: 'test', at: new Date(`${asOf}:00Z`) };
    const done = await withRegister(services.store, visit, async (register) => {
      const added = await register.add('movement', `move-${move.id}`, fields, 'movement-entered');
      return added.ok ? ok(added.value) : added;
    });
    if (!done.ok) throw new Error(done.error.code);
    entered.push(move);
  }
  return entered;
}

/** Отчёт по движению и книга движения: one after the other, because the second part enters what is missing. */
export const movement: FormCheck = (world) => {
  it('says of a journal without movements that nobody tells them', async () => {
    if (tells(world())) return;
    const book = sectionOf(await world().report('movement-register', DAYS), 'movements');
    expect(book.rows).toEqual([]);
    expect(book.empty).toMatch(/^нет данных: /);
    const section = sectionOf(await world().report('movement-report', DAYS), 'movement');
    for (const row of section.rows)
      for (const key of ['arrived', 'left', 'left_russia', 'movedIn'])
        expect(cellOf(section, row, key)).toMatchObject({
          value: null,
          missing: expect.stringMatching(/^нет данных: /),
        });
  });

  it('counts who came, went and changed class, and names them', async () => {
    const { year } = world();
    const facts = factsOf(world());
    const moves = tells(world()) ? movesOf(year) : await enter(world());
    expect(moves.length).toBeGreaterThan(1);
    const book = sectionOf(await world().report('movement-register', DAYS), 'movements');
    const nameBy = (id: number): string => {
      const student = year.students.find((one) => one.id === id);
      return student ? nameOf(student) : '';
    };
    expect(
      book.rows
        .map(
          (row) =>
            `${valueAt(book, row, 'date')} ${shortName(String(valueAt(book, row, 'student')))} ${valueAt(book, row, 'orderNumber')}`,
        )
        .sort(),
    ).toEqual(
      moves.map(({ date, studentId, orderNumber }) => `${date} ${nameBy(studentId)} ${orderNumber}`).sort(),
    );

    const section = sectionOf(await world().report('movement-report', DAYS), 'movement');
    for (const { id, name } of year.classes) {
      const row = onlyOf(
        section.rows.filter(({ key }) => key === name),
        name,
      );
      const count = (kind: TruthMovement['kind'], side: 'fromClassId' | 'toClassId'): number =>
        moves.filter((move) => move.kind === kind && move[side] === id).length;
      expect(valueAt(section, row, 'arrived'), name).toBe(count('arrival', 'toClassId'));
      expect(valueAt(section, row, 'left'), name).toBe(count('departure', 'fromClassId'));
      expect(valueAt(section, row, 'movedIn'), name).toBe(count('transfer', 'toClassId'));
      expect(valueAt(section, row, 'movedOut'), name).toBe(count('transfer', 'fromClassId'));
      const end = facts.roster(id, DAYS.to);
      expect(valueAt(section, row, 'end'), name).toBe(end.length);
      const boys = cellOf(section, row, 'boys');
      if ('student.sex' in world().gaps) expect(boys.missing).toMatch(/^нет данных: /);
      else if (facts.dated) expect(boys.value).toBe(end.filter(({ sex }) => sex === 'male').length);
      const start = cellOf(section, row, 'start');
      if (facts.dated) expect(start.value).toBe(year.rosterOn(id, '2025-09-01').length);
      else expect(start.missing).toMatch(/^нет данных: /);
    }
  });

  it('balances: at the beginning, plus who came, minus who went, is at the end', async () => {
    if (!tells(world())) return;
    const scope = `municipality:${world().municipality}`;
    const section = sectionOf(await world().report('movement-report', { ...DAYS, scope }), 'movement');
    const number = (key: string): number => Number(valueAt(section, onlyOf(section.rows, 'school'), key));
    expect(
      number('start') + number('arrived') - number('left') + number('movedIn') - number('movedOut'),
    ).toBe(number('end'));
    const places = ['own', 'russia', 'abroad', 'other'].map((place) => number(`arrived_${place}`));
    expect(places.reduce((sum, one) => sum + one, 0)).toBe(number('arrived'));
  });
};
