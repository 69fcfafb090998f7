import { describe, expect, it } from 'vitest';
import { proposeMapping } from '../../../../src/sync/migrate/mapping/propose.ts';
import { mappingFromYaml } from '../../../../src/sync/migrate/mapping/read-yaml.ts';
import { mappingToYaml } from '../../../../src/sync/migrate/mapping/yaml.ts';
import { NAMES, smallGround } from './school.ts';

const text = mappingToYaml(proposeMapping(smallGround));

/** The document after somebody has replaced a piece of its text. */
function lineAfter(sourceId: string, from: string, to: string) {
  const at = text.indexOf(`sourceId: ${sourceId}`);
  const changed = text.slice(0, at) + text.slice(at).replace(from, to);
  const read = mappingFromYaml(changed);
  return read.ok ? read.value.file.lines.find((line) => line.sourceId === sourceId) : read.error;
}

describe('a mapping document edited as YAML', () => {
  it('takes an id of 19 digits without quotes as it is', () => {
    expect(
      lineAfter('our-class', 'targetKey: "2101000000000000011"', 'targetKey: 2101000000000000013'),
    ).toMatchObject({
      how: 'by_hand',
      targetKey: '2101000000000000013',
      targetName: null,
    });
  });

  it.each(['оставить', 'Оставить', '"оставить"', '«оставить»', "' оставить. '"])(
    'takes %s for «оставить»',
    (word) => {
      expect(lineAfter('our-missing', 'targetKey: null', `targetKey: ${word}`)).toMatchObject({
        how: 'leave',
        targetKey: null,
      });
    },
  );

  it.each(['targetKey:', 'targetKey: ~', 'targetKey: ""', 'targetKey: null'])(
    'takes «%s» in place of a proposal for a question',
    (empty) => {
      expect(lineAfter('our-class', 'targetKey: "2101000000000000011"', empty)).toMatchObject({
        how: 'question',
        targetKey: null,
        targetName: null,
      });
    },
  );

  it('takes the name of a candidate that was chosen', () => {
    expect(lineAfter('our-missing', 'targetKey: null', 'targetKey: "1000000000012"')).toMatchObject({
      how: 'by_hand',
    });
  });

  it.each([
    ['no YAML', 'lines: [', 1],
    ['a text', 'Орлова Анна Петровна', 1],
    ['nothing', '', 0],
    ['a row without an id', text.replace('sourceId: our-anna', 'source: Орлова Анна'), 1],
    ['a row of an unknown kind', text.replace('entity: student', 'entity: Орлова'), 1],
    ['a word in place of a row', text.replace('lines:\n', 'lines:\n  - Орлова Анна\n'), 1],
    [
      'the same key twice in a row',
      text.replace('sourceId: our-anna', 'how: name\n    sourceId: our-anna'),
      1,
    ],
    ['no version', text.replace(/^version/m, 'версия'), 1],
    ['a bad indent', text.replace('    sourceId: our-anna', '   sourceId: Орлова'), 1],
  ])('refuses %s, with the place and nobody’s name', (_, broken) => {
    const read = mappingFromYaml(broken);
    expect(read.ok).toBe(false);
    const told = read.ok ? [] : read.error;
    expect(told.length).toBeGreaterThan(0);
    for (const { code, place } of told) {
      expect(code).toBe('mapping.unreadable');
      expect(place).toMatch(/^соответствие\.yaml(:\d+(:\d+)?)?$/);
    }
    expect(JSON.stringify(told)).not.toMatch(NAMES);
  });
});
