import { unitOf } from '../../rules/unit.ts';
import { WHOLE_SCHOOL } from '../../store/control/due.ts';
import type { ControlDeps } from './deps.ts';
import { type ControlGround, openGround } from './ground.ts';

/** Whether a unit is of the academic year that an evaluation looks at. */
export const ofYear =
  ({ book: { layout } }: ControlGround) =>
  (name: string): boolean => {
    if (name === WHOLE_SCHOOL) return false;
    const { from } = unitOf(name);
    return layout.year.from <= from && from <= layout.year.to;
  };

/** Units of a year that is not today's, with everything that they are judged by. */
export interface OtherYear {
  readonly ground: ControlGround;
  readonly units: readonly string[];
}

/** Papers are of today, and a class that is not there any more is judged by nobody: its findings stay as they were. */
const isJudged =
  ({ book: { layout } }: ControlGround) =>
  (name: string): boolean => {
    const unit = unitOf(name);
    return unit.scope !== 'school' && layout.classes.some(({ class: { id } }) => id === unit.classId);
  };

/**
 * What is due of other years than today's: a permit that was granted, a mark that was corrected when the year had
 * turned already. Each unit is judged in the year that it names, by the acts of that year.
 */
export async function otherYears(
  deps: ControlDeps,
  { now, schoolId }: Pick<ControlGround, 'now' | 'schoolId'>,
  due: readonly string[],
): Promise<OtherYear[]> {
  const found: OtherYear[] = [];
  let left = due.filter((name) => name !== WHOLE_SCHOOL);
  for (let first = left[0]; first !== undefined; first = left[0]) {
    const ground = await openGround(deps, schoolId, now, unitOf(first).from);
    if (!ground) return found;
    const units = left.filter(ofYear(ground)).filter(isJudged(ground));
    if (units.length > 0) found.push({ ground, units });
    left = left.slice(1).filter((name) => !ofYear(ground)(name));
  }
  return found;
}
