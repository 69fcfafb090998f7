import { describe, expect, it } from 'vitest';
import type { TargetDeclaration } from '../../../src/adapters/target.ts';
import { judge } from '../../../src/sync/migrate/judge.ts';
import { limitsOf, type PolicyChoice, policyChoices } from '../../../src/sync/migrate/policy.ts';
import { noMapping } from '../../../src/sync/migrate/resolve.ts';

const declaration: TargetDeclaration = {
  takes: ['homework'],
  cannot: { 'homework.studentId': 'домашнее задание задаётся всей группе' },
  deletes: true,
  batch: 10,
  mapped: false,
};

const homework = (studentId: string | null, more: object = {}) => ({
  entity: 'homework' as const,
  rowId: 'h1',
  data: {
    lessonId: null,
    classId: null,
    subjectId: 's1',
    studentId,
    dueDay: '2025-09-15',
    text: 'п. 3',
    ...more,
  },
});

const judged = (studentId: string | null, choice: PolicyChoice) =>
  judge(
    homework(studentId),
    {
      declaration,
      mapping: noMapping,
      limits: limitsOf(declaration, { 'homework.studentId': choice }),
      heldBack: () => null,
      oldestDay: () => null,
    },
    () => ({ goes: true, key: 'there', name: 'there' }),
  );

describe('what is for one student', () => {
  it.each(policyChoices)('is left, not given to the whole group, whatever the policy (%s)', (choice) => {
    expect(judged('p1', choice)).toMatchObject({ fate: 'leave', data: null });
    expect(judged(null, choice)).toMatchObject({ fate: 'arrive', data: { studentId: null, text: 'п. 3' } });
  });
});

const withFiles: TargetDeclaration = { ...declaration, cannot: { 'homework.files': 'файлы не передаются' } };

const judgedWithFiles = (names: readonly string[], choice: PolicyChoice) =>
  judge(
    homework(null, { files: names.map((name) => ({ key: name, name })) }),
    {
      declaration: withFiles,
      mapping: noMapping,
      limits: limitsOf(withFiles, { 'homework.files': choice }),
      heldBack: () => null,
      oldestDay: () => null,
    },
    () => ({ goes: true, key: 'there', name: 'there' }),
  );

describe('a list that the target cannot hold', () => {
  it.each([
    ['keep', 'change', 'transfer.kept_here/homework.files', { files: [], text: 'п. 3' }],
    [
      'comment',
      'change',
      'transfer.in_comment/homework.files',
      { files: [], text: 'п. 3 (файлы: а.pdf, б.docx)' },
    ],
    ['leave', 'leave', 'transfer.left_behind/homework.files', null],
  ] as const)('is emptied, and the row says so: %s', (choice, fate, reason, data) => {
    const judgement = judgedWithFiles(['а.pdf', 'б.docx'], choice);
    expect(judgement).toMatchObject({ fate, reason });
    if (data) expect(judgement.data).toMatchObject(data);
    else expect(judgement.data).toBeNull();
  });

  it('is no loss where it is empty', () => {
    expect(judgedWithFiles([], 'keep')).toMatchObject({ fate: 'arrive', reason: null });
  });
});
