import type { TargetWords } from '../../target.ts';
import { codeOf, meaningsOf } from '../map-attendance.ts';
import type { Desk } from './desk.ts';

/**
 * The scale of the school's marks, and its codes of attendance. Of two codes of one meaning the one that is written:
 * which of them means more only the settings of the connection can say.
 */
export function wordsOf({ book, client }: Desk): TargetWords {
  const { attendance } = client.settings;
  const codes = meaningsOf(attendance).map(({ code, meaning }) => ({ ...meaning, rawCode: code }));
  return {
    scales: [book.base.scaleMax],
    attendance: codes.filter((one) => codeOf({ ...one, rawCode: '' }, attendance) === one.rawCode),
  };
}
