import fc from 'fast-check';
import {
  type MappingCandidate,
  type MappingFile,
  type MappingLine,
  mappingEntities,
} from '../../../../src/sync/migrate/mapping/types.ts';

/** Names as labels make them: no line ends, no spaces at the ends, never empty; anything else goes. */
const shownName = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.constantFrom(
      '=1+1',
      '+7',
      '-5',
      '@сумма',
      "'=1",
      "''=1",
      '_x0041_',
      'null',
      '~',
      '5',
      '1e3',
      'true',
      '#',
      '- а',
      'а: б',
      '«Ё»',
      '0123',
      '2026-01-01',
      '<b>&amp;</b>',
      '"',
      "'",
      '[',
      '{',
      '|',
      '> а',
      '%',
      '!',
      '*а',
      '&а',
      'оставить',
    ),
  )
  .map((text) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s\uFFFE\uFFFF]+/gu, ' ').trim() || 'н');

const key = fc.oneof(
  fc.bigInt({ min: 1n, max: 9_223_372_036_854_775_807n }).map(String),
  fc.uuid(),
  fc.constantFrom(
    '7б/Алгебра',
    '-1',
    '=А1',
    '0123',
    '1e5',
    "'=2",
    'absent/sick/Б',
    'null',
    '~',
    '2207/Английский язык/1',
  ),
);

const score = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);

const candidate: fc.Arbitrary<MappingCandidate> = fc.record({ key, name: shownName, score });

const common = {
  entity: fc.constantFrom(...mappingEntities),
  sourceId: key,
  sourceName: shownName,
  score,
  reason: shownName,
};

const open = fc.record({
  ...common,
  how: fc.constantFrom<'question' | 'leave' | 'held'>('question', 'leave', 'held'),
  targetKey: fc.constant(null),
  targetName: fc.constant(null),
  candidates: fc.array(candidate, { maxLength: 5 }),
});

const byHand = fc.record({
  ...common,
  how: fc.constant<'by_hand'>('by_hand'),
  targetKey: key,
  targetName: shownName,
  candidates: fc.constant([]),
});

const proposed = fc
  .record({
    ...common,
    how: fc.constantFrom<'exact' | 'name' | 'person'>('exact', 'name', 'person'),
    candidates: fc.array(candidate, { minLength: 1, maxLength: 5 }),
  })
  .map(({ candidates, ...line }): MappingLine => {
    const [first = { key: 'никогда', name: 'никогда', score: 0 }] = candidates;
    return { ...line, candidates, targetKey: first.key, targetName: first.name };
  });

const line: fc.Arbitrary<MappingLine> = fc.oneof(open, byHand, proposed);

/** Documents of any content; the lines of an entity stand together, as they are written. */
export const anyMapping: fc.Arbitrary<MappingFile> = fc
  .record({ version: key, migrationId: fc.uuid(), lines: fc.array(line, { maxLength: 12 }) })
  .map((file) => ({
    ...file,
    lines: mappingEntities.flatMap((entity) => file.lines.filter((one) => one.entity === entity)),
  }));
