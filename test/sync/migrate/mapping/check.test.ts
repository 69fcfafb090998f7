import { describe, expect, it } from 'vitest';
import { acceptMapping, checkMapping } from '../../../../src/sync/migrate/mapping/check.ts';
import type { MappingGround } from '../../../../src/sync/migrate/mapping/ground.ts';
import { placed } from '../../../../src/sync/migrate/mapping/placed.ts';
import { proposeMapping } from '../../../../src/sync/migrate/mapping/propose.ts';
import { mappingFromYaml } from '../../../../src/sync/migrate/mapping/read-yaml.ts';
import { lineId, type MappingFile, type MappingLine } from '../../../../src/sync/migrate/mapping/types.ts';
import { mappingToYaml } from '../../../../src/sync/migrate/mapping/yaml.ts';
import { aTerm } from '../match/sides.ts';
import { NAMES, smallGround } from './school.ts';

const proposed = proposeMapping(smallGround);

const edited = (
  sourceId: string,
  change: Partial<MappingLine>,
  file: MappingFile = proposed,
): MappingFile => ({
  ...file,
  lines: file.lines.map((line) => (line.sourceId === sourceId ? { ...line, ...change } : line)),
});

const byHand = (targetKey: string) => ({ how: 'by_hand', targetKey }) as const;

/** The missing teacher is left out: nothing is open any more. */
const answered = edited('our-missing', { how: 'leave' });

const faults = (file: MappingFile, ground: MappingGround = smallGround) =>
  checkMapping(placed(file), ground).map(({ code, place }) => [code, place]);

const placeIn = (file: MappingFile, sourceId: string): string => {
  const line = file.lines.find((one) => one.sourceId === sourceId);
  return line ? lineId(line) : '';
};

describe('checkMapping', () => {
  it('has nothing to say about an answered document', () => {
    expect(faults(answered)).toEqual([]);
  });

  it('names what is not answered', () => {
    expect(faults(proposed)).toEqual([['mapping.unanswered', placeIn(proposed, 'our-missing')]]);
  });

  it.each<[string, MappingFile, string, string]>([
    [
      'a row deleted',
      { ...answered, lines: answered.lines.filter(({ sourceId }) => sourceId !== 'our-ivan') },
      'row_missing',
      'student',
    ],
    [
      'the same target twice',
      edited('our-ivan', byHand('1000000000021'), answered),
      'target_twice',
      'our-ivan',
    ],
    [
      'an unknown target',
      edited('our-ivan', byHand('1000000000029'), answered),
      'unknown_target',
      'our-ivan',
    ],
    [
      'a target of another kind',
      edited('our-ivan', byHand('900001'), answered),
      'unknown_target',
      'our-ivan',
    ],
    ['another version', { ...answered, version: 'старая' }, 'stale_version', 'version'],
    ['another migration', { ...answered, migrationId: 'x' }, 'other_migration', 'migrationId'],
    [
      'a group of another subject',
      edited(
        'our-group-1',
        { how: 'leave', targetKey: null },
        edited('our-group-2', byHand('2101000000000000012'), answered),
      ),
      'group_astray',
      'our-group-2',
    ],
  ])('refuses %s', (_, file, problem, where) => {
    const place = where.startsWith('our-') ? placeIn(file, where) : where;
    expect(faults(file)).toEqual([[`mapping.${problem}`, place]]);
  });

  it('refuses an id that was changed: the row is missing, and another is unknown', () => {
    const file = edited('our-ivan', { sourceId: 'our-other' }, answered);
    expect(faults(file)).toEqual([
      ['mapping.row_missing', 'student'],
      ['mapping.unknown_source', placeIn(file, 'our-other')],
    ]);
  });

  it('refuses a row that stands twice, also with the same answer', () => {
    const again = answered.lines.filter(({ sourceId }) => sourceId === 'our-ivan');
    const file = { ...answered, lines: [...answered.lines, ...again] };
    expect(faults(file).map(([code]) => code)).toEqual(['mapping.row_repeated', 'mapping.target_twice']);
  });

  it('lets two words of a dictionary be one in the target', () => {
    expect(faults(edited('our-test', byHand('301'), answered))).toEqual([]);
  });

  it('refuses a target of another year', () => {
    const other = aTerm('t', '1 четверть', { startDay: '2024-09-01', endDay: '2024-10-26' });
    const ground = { ...smallGround, target: { ...smallGround.target, term: [other] } };
    const file = proposeMapping(ground, answered.lines);
    expect(faults(file, ground).map(([code]) => code)).toEqual(['mapping.other_year', 'mapping.unanswered']);
  });

  it('notices that a journal has changed since', () => {
    const [first, ...others] = smallGround.source.student;
    const ground = { ...smallGround, source: { ...smallGround.source, student: first ? [first] : others } };
    expect(faults(answered, ground)).toEqual([
      ['mapping.stale_version', 'version'],
      ['mapping.unknown_source', placeIn(answered, 'our-ivan')],
    ]);
    expect(faults(proposeMapping(ground, answered.lines), ground)).toEqual([]);
  });

  it('never names anybody', () => {
    const broken = {
      ...answered,
      version: 'старая',
      lines: answered.lines.map((line) => ({ ...line, sourceId: `${line.sourceId}-x`, ...byHand('1') })),
    };
    const told = JSON.stringify(checkMapping(placed(broken), smallGround));
    expect(told).not.toMatch(NAMES);
  });
});

describe('acceptMapping', () => {
  it('gives the document back with the names of today, whatever people made of them', () => {
    const file = edited('our-missing', { ...byHand('1000000000012'), sourceName: 'исправлено' });
    const accepted = acceptMapping(placed({ ...file, lines: file.lines.toReversed() }), smallGround);
    expect(accepted).toEqual({
      ok: true,
      value: edited('our-missing', { ...byHand('1000000000012'), targetName: 'Соколов П. П.' }),
    });
  });

  it('leaves the groups of a class behind that is left out, and takes them up again with it', () => {
    const left = edited('our-class', { how: 'leave', targetKey: null, targetName: null }, answered);
    const accepted = acceptMapping(placed(left), smallGround);
    const groups = (lines: readonly MappingLine[]) =>
      lines.filter(({ entity }) => entity === 'subjectGroup').map(({ how }) => how);
    const lines = accepted.ok ? accepted.value.lines : [];
    expect(groups(lines)).toEqual(['leave', 'leave']);
    const renewed = proposeMapping(smallGround, left.lines);
    expect(groups(renewed.lines)).toEqual(['leave', 'leave']);
    const back = proposeMapping(
      smallGround,
      edited('our-class', byHand('2101000000000000011'), renewed).lines,
    );
    expect(groups(back.lines)).toEqual(['name', 'name']);
  });

  it('gives the faults with the lines of the file that was read', () => {
    const text = mappingToYaml(proposed);
    const read = mappingFromYaml(text, 'соответствие.yaml');
    const found = read.ok ? acceptMapping(read.value, smallGround) : read;
    const lines = text.split('\n');
    const row = lines.findIndex((one) => one.includes('our-missing'));
    const line = lines.findIndex((one, index) => index > row && one.includes('targetKey')) + 1;
    expect(found).toMatchObject({
      ok: false,
      error: [{ code: 'mapping.unanswered', place: `соответствие.yaml:${line}` }],
    });
  });
});
