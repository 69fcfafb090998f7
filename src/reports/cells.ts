import type { DrillRef } from './drill.ts';
import type { ReportGround } from './request.ts';
import type { Cell, CellValue, Section } from './table.ts';
import { noData } from './words.ts';

/** A cell of a value, with the rows that made it. */
export const cell = (value: CellValue, drill?: DrillRef): Cell => (drill ? { value, drill } : { value });

/** A cell that the source cannot fill, and why. */
export const missingCell = (reason: string): Cell => ({ value: null, missing: noData(reason) });

/** A number; where the sources do not tell it, the reason instead of a 0 that nobody counted. */
export const told = (value: CellValue, gap: string | null, drill?: DrillRef): Cell =>
  gap === null ? cell(value, drill) : missingCell(gap);

/** Sections that are known already. */
export async function* allOf(sections: readonly Section[]): AsyncIterable<Section> {
  yield* sections;
}

/**
 * Why none of the sources tells one of the things (`entity` or `entity.field`); null where one of them does. What some
 * tell and others do not is a number of those that do: a note says so.
 */
export function gapOf(
  { gapsOf }: Pick<ReportGround, 'gapsOf'>,
  sources: readonly string[],
  ...things: readonly string[]
): string | null {
  const reasons = sources.map((source) => {
    const gaps = gapsOf(source);
    return things.map((thing) => gaps[thing]).find((reason) => reason !== undefined) ?? null;
  });
  const [first] = reasons;
  return first !== undefined && reasons.every((reason) => reason !== null) ? first : null;
}
