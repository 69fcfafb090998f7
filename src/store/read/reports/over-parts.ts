import { termKeyText, termsEndingWith } from '../../../model/period.ts';
import { computing } from '../../rollup/compute.ts';
import type { FiguresRequest } from '../../rollup/types.ts';
import type { ReadDatabase } from '../database.ts';
import { reachValues } from '../reach.ts';

/**
 * Reads rows over the parts that figures are computed of (`rollup/compute.ts`): the same classes, source, students,
 * accepted values, so that lists and sums of one report agree. Only parts that `last` asks for are worked out.
 */
export function overParts<Row extends readonly unknown[]>(
  name: string,
  last: string,
  more: readonly string[] = [],
) {
  const ofTerm = { name: `report-${name}-terms`, text: computing('terms', last, more) };
  const ofDays = { name: `report-${name}-range`, text: computing('range', last, more) };
  /** `terms`: keys in place of those of the period's term. */
  return (database: ReadDatabase, request: FiguresRequest, terms?: readonly string[]): Promise<Row[]> => {
    const { reach, schoolId, municipality, classIds, period } = request;
    const where = [...reachValues(reach), schoolId, municipality, classIds];
    return period.kind === 'range'
      ? database.rows<Row>(ofDays, [...where, period.from, period.to])
      : database.rows<Row>(ofTerm, [...where, terms ?? termsEndingWith(period.term).map(termKeyText)]);
  };
}
