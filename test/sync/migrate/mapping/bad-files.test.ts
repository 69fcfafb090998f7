import ExcelJS, { type Worksheet } from 'exceljs';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../../src/model/diagnostic.ts';
import type { Result } from '../../../../src/model/result.ts';
import { checkMapping } from '../../../../src/sync/migrate/mapping/check.ts';
import type { MappingGround } from '../../../../src/sync/migrate/mapping/ground.ts';
import type { PlacedMapping } from '../../../../src/sync/migrate/mapping/placed.ts';
import { proposeMapping } from '../../../../src/sync/migrate/mapping/propose.ts';
import { mappingFromXlsx } from '../../../../src/sync/migrate/mapping/read-xlsx.ts';
import { mappingFromYaml } from '../../../../src/sync/migrate/mapping/read-yaml.ts';
import { boundedFaults, refusedMapping } from '../../../../src/sync/migrate/mapping/refused.ts';
import type { MappingFile } from '../../../../src/sync/migrate/mapping/types.ts';
import { mappingToXlsx } from '../../../../src/sync/migrate/mapping/write-xlsx.ts';
import { mappingToYaml } from '../../../../src/sync/migrate/mapping/yaml.ts';
import { aTerm } from '../match/sides.ts';
import { NAMES, smallGround } from './school.ts';

const proposed = proposeMapping(smallGround);

/** Every question answered, so that only what a test breaks is broken. */
const whole: MappingFile = {
  ...proposed,
  lines: proposed.lines.map((line) => (line.how === 'question' ? { ...line, how: 'leave' } : line)),
};

const otherYear: MappingGround = {
  ...smallGround,
  target: {
    ...smallGround.target,
    term: [aTerm('2101000000000000101', '1 четверть', { startDay: '2024-09-01', endDay: '2024-10-25' })],
  },
};

const told = (read: Result<PlacedMapping, Diagnostic[]>, ground = smallGround): readonly Diagnostic[] =>
  read.ok ? checkMapping(read.value, ground) : read.error;

async function workbook(edit: (sheet: (title: string) => Worksheet) => void, ground = smallGround) {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(Uint8Array.from(await mappingToXlsx(whole)).buffer);
  edit((title) => {
    const sheet = book.getWorksheet(title);
    if (!sheet) throw new Error(`no sheet ${title}`);
    return sheet;
  });
  return told(await mappingFromXlsx(Buffer.from(await book.xlsx.writeBuffer())), ground);
}

const text = mappingToYaml(whole);
const rows = text.split('\n');

/** The number of a line of the text, from 1: a field of the row of a thing. */
function lineOf(sourceId: string, field: string, within = rows): number {
  const row = within.findIndex((line) => line.includes(`sourceId: ${sourceId}`));
  return within.findIndex((line, index) => index >= row && line.trim().startsWith(`${field}:`)) + 1;
}

const without = (sourceId: string): string => {
  const from = lineOf(sourceId, 'sourceId') - 2;
  const length = rows.slice(from + 1).findIndex((line) => line.startsWith('  - entity:')) + 1;
  return rows.toSpliced(from, length).join('\n');
};

const replaced = (sourceId: string, field: string, value: string): string =>
  rows.with(lineOf(sourceId, field) - 1, `    ${field}: "${value}"`).join('\n');

const firstStudentOf = (within: string): number =>
  within.split('\n').findIndex((line) => line.includes('entity: student')) + 1;

describe('a bad mapping file', () => {
  it.each<[string, (sheet: (title: string) => Worksheet) => void, string, string]>([
    [
      'a row deleted',
      (sheet) => sheet('Ученики').spliceRows(2, 1),
      'row_missing',
      'лист «Ученики», столбец A',
    ],
    [
      'the same target twice',
      (sheet) => {
        sheet('Ученики').getCell('C3').value = '1000000000021';
      },
      'target_twice',
      'лист «Ученики», ячейка C3',
    ],
    [
      'an unknown target',
      (sheet) => {
        sheet('Ученики').getCell('C3').value = '1000000000029';
      },
      'unknown_target',
      'лист «Ученики», ячейка C3',
    ],
    [
      'a row that stands twice',
      (sheet) => {
        const { values } = sheet('Виды работ').getRow(2);
        sheet('Виды работ').addRow(values);
      },
      'row_repeated',
      'лист «Виды работ», ячейка A4',
    ],
    [
      'a stale version',
      (sheet) => {
        sheet('О файле').getCell('B1').value = 'старая';
      },
      'stale_version',
      'лист «О файле», ячейка B1',
    ],
    [
      'another migration',
      (sheet) => {
        sheet('О файле').getCell('B2').value = '17';
      },
      'other_migration',
      'лист «О файле», ячейка B2',
    ],
  ])('as a workbook: %s is refused with its cell', async (_, edit, code, place) => {
    const faults = await workbook(edit);
    expect(faults).toMatchObject([{ code: `mapping.${code}`, place: `соответствие.xlsx, ${place}` }]);
    expect(faults[0]?.hint).toMatch(/\p{Script=Cyrillic}/u);
    expect(JSON.stringify(faults)).not.toMatch(NAMES);
  });

  it('as a workbook: an id that was changed is unknown, and its own row is missing', async () => {
    const faults = await workbook((sheet) => {
      sheet('Ученики').getCell('A2').value = 'our-nobody';
    });
    expect(faults.map(({ code, place }) => [code, place])).toEqual([
      ['mapping.row_missing', 'соответствие.xlsx, лист «Ученики», столбец A'],
      ['mapping.unknown_source', 'соответствие.xlsx, лист «Ученики», ячейка A2'],
    ]);
  });

  it.each<[string, string, string, number]>([
    ['a row deleted', without('our-ivan'), 'row_missing', firstStudentOf(without('our-ivan'))],
    [
      'the same target twice',
      replaced('our-ivan', 'targetKey', '1000000000021'),
      'target_twice',
      lineOf('our-ivan', 'targetKey'),
    ],
    [
      'an unknown target',
      replaced('our-ivan', 'targetKey', '1000000000029'),
      'unknown_target',
      lineOf('our-ivan', 'targetKey'),
    ],
    [
      'a target of another kind',
      replaced('our-ivan', 'targetKey', '900001'),
      'unknown_target',
      lineOf('our-ivan', 'targetKey'),
    ],
    ['no answer', replaced('our-missing', 'targetKey', ''), 'unanswered', lineOf('our-missing', 'targetKey')],
    [
      'a stale version',
      text.replace(/^version: .*$/m, 'version: старая'),
      'stale_version',
      rows.findIndex((line) => line.startsWith('version:')) + 1,
    ],
    [
      'another migration',
      text.replace(/^migrationId: .*$/m, 'migrationId: x'),
      'other_migration',
      rows.findIndex((line) => line.startsWith('migrationId:')) + 1,
    ],
  ])('as YAML: %s is refused with its line', (_, broken, code, line) => {
    const faults = told(mappingFromYaml(broken));
    expect(faults).toMatchObject([{ code: `mapping.${code}`, place: `соответствие.yaml:${line}` }]);
    expect(faults[0]?.hint).toMatch(/\p{Script=Cyrillic}/u);
  });

  it('of a target of another year is refused before anything else is looked at', async () => {
    const faults = await workbook(() => undefined, otherYear);
    expect(faults.map(({ code, place }) => [code, place])).toEqual([
      ['mapping.stale_version', 'соответствие.xlsx, лист «О файле», ячейка B1'],
      ['mapping.other_year', 'соответствие.xlsx, лист «Учебные периоды», столбец A'],
    ]);
  });
});

describe('faults of a whole school', () => {
  const many = Array.from(
    { length: 1_000 },
    (_, index): Diagnostic => ({
      code: index < 900 ? 'mapping.unanswered' : 'mapping.row_missing',
      place: `соответствие.xlsx, лист «Ученики», ячейка C${index + 2}`,
      message: 'It is not said what this student is in the target.',
      hint: 'Впишите номер.',
    }),
  );

  it('are told up to a bound, the others counted', () => {
    const { shown, more, counts } = boundedFaults(many);
    expect([shown.length, more, counts]).toEqual([
      20,
      980,
      { 'mapping.unanswered': 900, 'mapping.row_missing': 100 },
    ]);
    const one = refusedMapping(many);
    expect(one.message.split('\n').length).toBe(21);
    expect(one.message).toContain('and 980 more: mapping.unanswered 900, mapping.row_missing 100');
    expect(one.place).toBe(many[0]?.place);
  });

  it('are told whole where they are few', () => {
    expect(refusedMapping(many.slice(0, 2)).message).not.toContain('more');
  });
});
