import { expect, it } from 'vitest';
import { acrossSources, type SourceJudged } from '../../src/rules/evaluate/across-sources.ts';
import type { Evaluation, Found } from '../../src/rules/evaluate/outcome.ts';
import type { ClassTermFacts, MarkFact } from '../../src/rules/facts.ts';

interface Late {
  readonly id: string;
  readonly accepted: string | null;
  readonly permitId?: string;
}

const at = (notAfter: number) => ({ notBefore: notAfter - 1, notAfter });

/** Marks of one student, subject and day, by id: what each was, and is now. */
function source(
  marks: Readonly<Record<string, readonly (string | null)[]>>,
  late: readonly Late[],
): SourceJudged {
  const rows = Object.entries(marks).map(([id, values]) => ({
    ...{ id, studentId: 's', subjectId: 'a', date: '2025-09-10' },
    value: values.map((value, index) => ({ value, since: at(index + 1), byStaffId: null })),
  }));
  const findings = late.map(({ id, permitId }) => ({
    ...{ findingId: `f-${id}`, regulation: 'r', entry: 'e', verdict: 'violated', effect: 'withhold' },
    ...{ rows: [{ entity: 'mark', id }], permitId: permitId ?? null, message: id },
  }));
  const held = late
    .filter(({ permitId }) => permitId === undefined)
    .map(({ id, accepted }) => ({
      ...{ row: { entity: 'mark' as const, id }, studentId: 's' },
      ...{ accepted, findingId: `f-${id}` },
    }));
  const evaluation = { unit: 'u', tallies: [], findings: findings as unknown as Found[], held, dueAt: null };
  const facts = { marks: rows as unknown as MarkFact[], attendance: [], termMarks: [] };
  return { facts: facts as unknown as ClassTermFacts, evaluations: [evaluation] };
}

const told = (evaluations: readonly Evaluation[]) =>
  evaluations.map(({ findings, held }) => ({
    findings: findings.map(({ findingId, permitId }) => [findingId, permitId]),
    held: held.map(({ row, accepted, findingId }) => [row.id, accepted, findingId]),
  }))[0];

it('pairs each of two alike changes with the one that was the same before', () => {
  const mine = source({ a: ['3', '5'], b: ['4', '5'] }, [
    { id: 'a', accepted: '3' },
    { id: 'b', accepted: '4' },
  ]);
  const theirs = source({ y: ['4', '5'], x: ['3', '5'] }, [
    { id: 'y', accepted: '4' },
    { id: 'x', accepted: '3' },
  ]);
  expect(told(acrossSources(mine, [theirs]))).toEqual({
    findings: [
      ['f-a', null],
      ['f-b', null],
    ],
    held: [
      ['a', '3', 'f-a'],
      ['b', '4', 'f-b'],
      ['y', '4', 'f-b'],
      ['x', '3', 'f-a'],
    ],
  });
});

it('lets a permit for one of two alike changes go to one only', () => {
  const mine = source({ a: ['3', '5'], b: ['4', '5'] }, [
    { id: 'a', accepted: '3', permitId: 'p' },
    { id: 'b', accepted: '4' },
  ]);
  const theirs = source({ x: ['5'], y: ['4', '5'] }, []);
  expect(told(acrossSources(mine, [theirs]))?.held).toEqual([
    ['b', '4', 'f-b'],
    ['y', '4', 'f-b'],
  ]);
});

it('goes on to a third source', () => {
  const late = [{ id: 'a', accepted: '3' }];
  const mine = source({ a: ['3', '5'] }, late);
  const second = source({ x: ['3', '5'] }, [{ id: 'x', accepted: '3' }]);
  const third = source({ z: ['5'] }, []);
  expect(told(acrossSources(mine, [second, third]))).toEqual({
    findings: [['f-a', null]],
    held: [
      ['a', '3', 'f-a'],
      ['x', '3', 'f-a'],
      ['z', '3', 'f-a'],
    ],
  });
});
