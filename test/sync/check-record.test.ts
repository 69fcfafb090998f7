import { describe, expect, it } from 'vitest';
import type { Observed } from '../../src/model/observation.ts';
import { checkRecord } from '../../src/sync/check-record.ts';

const year = { from: '2025-09-01', to: '2026-05-31' };

const good = {
  studentId: '90533',
  assessmentId: null,
  lessonId: null,
  subjectId: 'Алгебра',
  date: '2025-09-08',
  value: '4',
  scaleMax: 5,
  comment: null,
  teacherId: null,
  setDay: null,
  changedAt: null,
};

const record = (change: object): Observed =>
  ({ key: '1', place: 'diary.lessons[0]', data: { ...good, ...change } }) as Observed;

describe('a record', () => {
  it.each([
    ['as it should be', {}, null],
    ['a word of the dictionary', { value: 'н/а' }, null],
    ['a mark above the scale', { value: '6' }, 'mark.outside_scale'],
    ['a word that nobody knows', { value: 'хор' }, 'mark.outside_scale'],
    ['a day before the year', { date: '2025-08-31' }, 'record.outside_year'],
    ['a day after the year', { date: '2026-06-01' }, 'record.outside_year'],
    ['the last day of the year', { date: '2026-05-31' }, null],
    ['no day at all', { date: 'вчера' }, 'record.invalid'],
    ['a field that the model does not have', { room: '12' }, 'record.invalid'],
  ])('%s', (_, change, code) => {
    expect(checkRecord('mark', record(change), year)?.code ?? null).toBe(code);
  });

  it('is told by its place and field, without its content', () => {
    const diagnostic = checkRecord('mark', record({ comment: 12345 }), year);
    expect(diagnostic?.place).toBe('diary.lessons[0] → mark.comment');
    expect(JSON.stringify(diagnostic)).not.toContain('12345');
  });
});
