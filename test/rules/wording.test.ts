import { describe, expect, it } from 'vitest';
import { counted, dayText, minutesText, numberText, shareText } from '../../src/rules/wording.ts';

describe('wording', () => {
  it.each([
    [0, '0 уроков'],
    [1, '1 урок'],
    [2, '2 урока'],
    [4, '4 урока'],
    [5, '5 уроков'],
    [11, '11 уроков'],
    [12, '12 уроков'],
    [21, '21 урок'],
    [112, '112 уроков'],
    [122, '122 урока'],
  ])('counts %i', (count, text) => {
    expect(counted(count, 'урок', 'урока', 'уроков')).toBe(text);
  });

  it('writes days, numbers, shares and times as people do', () => {
    expect(dayText('2025-09-05')).toBe('05.09.2025');
    expect([numberText(4.5), numberText(4), numberText(10), numberText(3.666)]).toEqual([
      '4,5',
      '4',
      '10',
      '3,67',
    ]);
    expect([shareText(3, 25), shareText(1, 3), shareText(0, 0)]).toEqual(['12 %', '33,3 %', '—']);
    expect([minutesText(45), minutesText(120), minutesText(150)]).toEqual(['45 мин', '2 ч', '2 ч 30 мин']);
  });
});
