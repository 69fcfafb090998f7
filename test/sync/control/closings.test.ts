import { expect, it } from 'vitest';
import { recordKinds } from '../../../src/rules/kinds/record-kinds.ts';
import { entrySchema } from '../../../src/rules/regulation.ts';
import { appliedEntries } from '../../../src/sync/control/applied.ts';
import { closingsOf } from '../../../src/sync/control/closings.ts';
import { tinyAct } from './tiny-kinds.ts';

const DAY = '2025-10-01';

function closingsUnder(
  ...entries: readonly (readonly [kind: string, parameters: object, effect?: string])[]
) {
  const parsed = entries.map(([kind, parameters, effect = 'withhold'], index) =>
    entrySchema.parse({ id: `e-${index}`, kind, clause: 'п. 1', says: kind, effect, parameters }),
  );
  const regulations = [tinyAct({ entries: parsed })];
  const adoptions = [{ regulation: 'tiny', from: '2025-09-01', to: null, choices: {} }];
  const applied = appliedEntries({ regulations, adoptions }, recordKinds, { from: DAY, to: DAY });
  return closingsOf(applied, DAY);
}

const weekly = { record: 'mark', window: { closes: 'after_days', days: 7 } };

it('closes what an act withholds: by days, with the term mark, after a leak; all of it together for marks', () => {
  expect(closingsUnder(['void_after_leak', {}])).toEqual([
    { entity: 'mark', afterDays: null, byTermMark: false, afterLeak: true },
  ]);
  expect(
    closingsUnder(['edit_window', weekly], ['void_after_leak', {}], ['edit_after_term_mark', {}]),
  ).toEqual([{ entity: 'mark', afterDays: 6, byTermMark: true, afterLeak: true }]);
});

it('closes nothing for entries that only report', () => {
  expect(closingsUnder(['void_after_leak', {}, 'report'], ['edit_window', weekly, 'report'])).toEqual([]);
});
