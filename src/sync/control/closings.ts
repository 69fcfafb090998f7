import type { Day } from '../../model/dates.ts';
import { type Applied, isInForce } from '../../rules/evaluate.ts';
import { type EditWindow, windowSchema } from '../../rules/window.ts';
import type { Closing } from '../../store/hold.ts';

/** The records whose changes can wait, by the names that acts use. */
const ENTITIES = { mark: 'mark', attendance: 'attendance', term_mark: 'termMark' } as const;

/** No month is shorter. */
const DAYS_A_MONTH = 28;

/** Days after which a window is certainly not yet closed; one fewer where the last day is read as not included. */
function surelyOpen(window: EditWindow): number | null {
  switch (window.closes) {
    case 'at_once':
      return 0;
    case 'after_days':
      return Math.max(0, window.days - 1);
    case 'after_months':
      return window.months * DAYS_A_MONTH - 1;
    case 'at_year_end':
      return null;
  }
}

/** The closing that an entry asks for, if it withholds anything. */
function closingOf({ effective, kind }: Applied): Closing | null {
  const { entry, parameters, unchosen } = effective;
  if (entry.effect !== 'withhold' || unchosen !== null) return null;
  // Of attendance and term marks no source tells who put them: what is in doubt is not withheld.
  if (kind.name === 'void_after_leak') {
    return { entity: 'mark', afterDays: null, byTermMark: false, afterLeak: true };
  }
  const { record, window } = parameters as { readonly record?: string; readonly window?: unknown };
  const entity = Object.entries(ENTITIES).find(([name]) => name === record)?.[1];
  if (!entity) return null;
  if (kind.name === 'edit_after_term_mark') return { entity, afterDays: null, byTermMark: true };
  if (kind.name !== 'edit_window') return null;
  return { entity, afterDays: surelyOpen(windowSchema.parse(window)), byTermMark: false };
}

const sooner = (left: number | null, right: number | null): number | null =>
  left === null ? right : right === null ? left : Math.min(left, right);

/**
 * What a run must hold back until it was evaluated: for each entity the shortest window of all entries that withhold.
 * Too much is held rather than too little; the evaluation lets go what may go.
 */
export function closingsOf(entries: readonly Applied[], today: Day): Closing[] {
  const found = new Map<Closing['entity'], Closing>();
  for (const applied of entries) {
    const closing = isInForce(applied, today) ? closingOf(applied) : null;
    if (!closing) continue;
    const before = found.get(closing.entity);
    found.set(closing.entity, {
      entity: closing.entity,
      afterDays: before ? sooner(before.afterDays, closing.afterDays) : closing.afterDays,
      byTermMark: closing.byTermMark || before?.byTermMark === true,
      afterLeak: closing.afterLeak === true || before?.afterLeak === true,
    });
  }
  return [...found.values()];
}
