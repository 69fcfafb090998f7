import { type EntityName, entityOf } from '../../src/model/entities.ts';
import type { Kept, SchoolFacts } from '../../src/rules/facts.ts';
import { QUARTERS } from './case-class-year.ts';
import { type CaseSetting, classOf, groundOf, termOf } from './case-ground.ts';
import { type ShortSchool, schoolSchema, type When } from './case-schema.ts';

type ShortRow = ShortSchool['movements'][number];

/** Rows of an entity: what may be null is null when it is left out; an unknown field is a mistake. */
function keptRows<N extends EntityName>(name: N, rows: readonly ShortRow[], setting: CaseSetting): Kept<N>[] {
  const { fields } = entityOf(name);
  return rows.map(({ id, entered, ...given }, index) => {
    for (const field of Object.keys(given))
      if (!fields.has(field)) throw new Error(`${name} has no ${field}`);
    const full: Record<string, unknown> = {
      id: id ?? `${name}-${index + 1}`,
      entered: setting.times.interval((entered as When | undefined) ?? '2025-09-01T12:00'),
    };
    for (const [field, { nullable }] of fields) {
      if (given[field] === undefined && !nullable) throw new Error(`${name} needs ${field}`);
      full[field] = given[field] ?? null;
    }
    // Every field of the entity is there; that its ids are plain words does not matter to rules.
    return full as Kept<N>;
  });
}

/** Builds the facts of a school from their short form. */
export function schoolFacts(given: unknown, setting: CaseSetting): SchoolFacts {
  const short = schoolSchema.parse(given ?? {});
  const { times } = setting;
  const base = Object.entries(short.base).map(
    ([name, { count, first }]) => [name as EntityName, { count, first: times.interval(first) }] as const,
  );
  return {
    ...groundOf(short.seen, setting),
    from: short.from ?? '2025-09-01',
    to: short.to ?? '2026-05-31',
    terms: (short.terms ?? QUARTERS).map(termOf),
    classes: short.classes.map(classOf),
    students: short.students.map((row) => ({
      id: row.id,
      birthDate: row.birthDate === undefined ? '2012-05-01' : row.birthDate,
      classId: row.class === undefined ? 'c1' : row.class,
      grade: row.grade === undefined ? 7 : row.grade,
    })),
    movements: keptRows('movement', short.movements, setting),
    consents: keptRows('consent', short.consents, setting),
    refusals: keptRows('electronicFormRefusal', short.refusals, setting),
    guardianships: keptRows('guardianship', short.guardianships, setting),
    accounts: keptRows('account', short.accounts, setting),
    familyAccounts: short.familyAccounts.map(({ student, since }) => ({
      studentId: student,
      since: times.interval(since ?? '2025-09-01T12:00'),
    })),
    remarks: keptRows('remark', short.remarks, setting),
    events: keptRows('controlEvent', short.events, setting),
    base: new Map(base),
  };
}
