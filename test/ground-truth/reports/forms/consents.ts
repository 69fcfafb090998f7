import { expect, it } from 'vitest';
import { disclosurePurposes } from '../../../../src/model/disclosure.ts';
import { withRegister } from '../../../../src/store/register.ts';
import { factsOf, onlyOf } from '../facts.ts';
import type { FormCheck } from '../suite.ts';
import { cellOf, type ReportWorld, sectionOf, valueAt } from '../world.ts';

const LAST = '2025-10-31';
const DAYS = { from: '2025-09-01', to: LAST };
const PURPOSES = ['diary', 'portal', 'learning', 'transfer'] as const;

/** One consent that runs out soon, and one that was refused later. */
async function enter({ services, schoolId, asOf }: ReportWorld): Promise<void> {
  const { rows } = await services.store.pool.query<{ id: string }>(
    'select distinct student_id as id from enrolment where school_id = $1 and deleted_at is null order by 1 limit 2',
    [schoolId],
  );
  const visit = { schoolId, by: 'test', at: new Date(`${asOf}:00Z`) };
  const paper = (studentId: string, state: 'given' | 'refused', fromDay: string, toDay: string | null) => ({
    studentId,
    purpose: 'diary',
    operator: null,
    state,
    signerGuardianId: null,
    signedByStudent: 'yes' as const,
    fromDay,
    toDay,
    withdrawnDay: null,
    document: null,
  });
  const [first, second] = rows.map(({ id }) => id);
  if (!first || !second) throw new Error('nobody is there');
  const papers = [
    paper(first, 'given', '2025-09-01', '2025-11-15'),
    paper(second, 'given', '2025-09-01', null),
    paper(second, 'refused', '2025-10-01', null),
  ];
  const done = await withRegister(services.store, visit, async (register) => {
    let last = await register.add(
      'consent',
      'paper-0',
      papers[0] ?? paper(first, 'given', LAST, null),
      'entered',
    );
    for (const [index, one] of papers.entries())
      last = await register.add('consent', `paper-${index}`, one, 'entered');
    return last;
  });
  if (!done.ok) throw new Error(done.error.code);
}

/** Согласия и отказы. */
export const consents: FormCheck = (world) => {
  it('counts consents by purpose and state: the last word of a family', async () => {
    const facts = factsOf(world());
    const { year, gaps } = world();
    const section = sectionOf(await world().report('consents', DAYS), 'purposes');
    const rowOf = (some: typeof section, purpose: string) =>
      onlyOf(
        some.rows.filter(({ key }) => key === purpose),
        purpose,
      );
    const students = year.classes.flatMap(({ id }) => facts.roster(id, LAST));
    for (const purpose of PURPOSES)
      expect(valueAt(section, rowOf(section, purpose), 'students')).toBe(students.length);
    if ('consent' in gaps) {
      expect(cellOf(section, rowOf(section, 'diary'), 'missing').missing).toMatch(/^нет данных: /);
      await enter(world());
      const after = sectionOf(await world().report('consents', DAYS), 'purposes');
      const row = rowOf(after, 'diary');
      expect(['given', 'refused', 'missing', 'expiring'].map((key) => valueAt(after, row, key))).toEqual([
        1,
        1,
        students.length - 2,
        1,
      ]);
      return;
    }
    for (const purpose of PURPOSES) {
      const states = students.map(({ consents: papers }) => {
        const paper = papers.find(({ discloses, fromDay }) => discloses === purpose && fromDay <= LAST);
        if (!paper) return 'missing';
        if (paper.state !== 'withdrawn') return paper.state;
        return paper.withdrawnDay !== null && paper.withdrawnDay <= LAST ? 'withdrawn' : 'given';
      });
      for (const state of ['given', 'refused', 'withdrawn', 'missing', 'expired'])
        expect(
          valueAt(section, rowOf(section, purpose), state),
          `${disclosurePurposes[purpose].title} ${state}`,
        ).toBe(states.filter((one) => one === state).length);
    }
  });
};
