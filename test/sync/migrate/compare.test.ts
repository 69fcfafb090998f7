import { describe, expect, it } from 'vitest';
import { differences } from '../../../src/sync/migrate/compare.ts';

const mark = { studentId: 's', date: '2025-09-02', value: '5', scaleMax: 5, comment: 'молодец' };
const absence = { studentId: 's', date: '2025-09-02', status: 'absent', reason: 'unexcused', comment: null };
const homework = { dueDay: '2025-09-02', text: 'п. 3', files: [{ key: '1', name: 'а.pdf' }] };

describe('what came back', () => {
  it.each([
    ['a comment that was dropped', 'mark', mark, { ...mark, comment: null }, ['comment']],
    ['a reason that was dropped', 'attendance', absence, { ...absence, reason: null }, ['reason']],
    ['files that were dropped', 'homework', homework, { ...homework, files: [] }, ['files']],
    [
      'a field of anything else',
      'achievement',
      { studentId: 's', title: 'Диплом' },
      { studentId: 's' },
      ['title'],
    ],
    [
      'the target’s own code',
      'attendance',
      { ...absence, rawCode: 'НП' },
      { ...absence, rawCode: 'Pass' },
      [],
    ],
    [
      'what the target knows beside',
      'mark',
      { ...mark, comment: null },
      { ...mark, setDay: '2025-09-03', comment: null },
      [],
    ],
  ] as const)('is held against what was given: %s', (_name, entity, given, found, fields) => {
    expect(differences(entity, given, found)).toEqual(fields);
  });
});
