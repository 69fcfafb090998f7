import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvText, workbookValue } from '../../../src/adapters/exchange-pack/cell-text.ts';
import { decimal, id, int, text } from '../../../src/adapters/exchange-pack/column.ts';
import {
  notPlaced,
  pathsOf,
  placedEntities,
  toldOtherwise,
  untold,
} from '../../../src/adapters/exchange-pack/coverage.ts';
import { packFiles } from '../../../src/adapters/exchange-pack/layout.ts';
import { parsePath } from '../../../src/adapters/exchange-pack/path.ts';
import { entityOf } from '../../../src/model/entities.ts';
import { guard, unguard } from '../../../src/model/spreadsheet.ts';

describe('the layout', () => {
  it('has the files in the order in which a reader wants them', () => {
    expect(packFiles.map(({ name }) => name)).toEqual([
      'organization',
      'students',
      'guardians',
      'movements',
      'meal_benefits',
      'territory',
      'classes',
      'staff',
      'periods',
      'curriculum',
      'groups',
      'load',
      'bells',
      'timetable',
      'substitutions',
      'lesson_plan',
      'lessons',
      'marks',
      'period_marks',
      'attendance',
      'health_sheet',
      'mark_changes',
      'users',
    ]);
  });

  it.each(packFiles.map((file) => [file.name, file] as const))('%s fills only columns it has', (_, file) => {
    const titles = file.columns.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(file.columns.some(({ key }) => key)).toBe(true);
    for (const { fill } of file.lines) {
      expect(Object.keys(fill).filter((title) => !titles.includes(title))).toEqual([]);
    }
  });

  it('fills a key from something wherever rows make lines', () => {
    const without = packFiles.flatMap(({ name, columns, lines }) =>
      lines.flatMap(({ entity, fill }) => {
        const filled = columns.some(({ key, title }) => key && fill[title] !== undefined);
        return filled ? [] : [`${name}/${entity}`];
      }),
    );
    expect(without).toEqual([]);
  });

  it('says of every field where it is told, that it is told otherwise, or that it is lost', () => {
    const told = new Set(
      packFiles.flatMap(({ lines }) =>
        lines.flatMap(({ entity, fill, when, unless }) =>
          [...Object.values(fill).flatMap(pathsOf), when?.field, unless]
            .filter((path) => path !== undefined)
            .flatMap((path) => parsePath(entity, path).reads),
        ),
      ),
    );
    const open = placedEntities.flatMap((entity) =>
      [...entityOf(entity).fields.keys()].filter((field) => {
        const name = `${entity}.${field}`;
        return !(
          told.has(name) ||
          name in toldOtherwise ||
          name in notPlaced ||
          untold[entity]?.includes(field)
        );
      }),
    );
    expect(open).toEqual([]);
  });

  it('calls nothing lost that every row has: that would keep the row back', () => {
    const always = Object.keys(notPlaced).filter((name) => {
      const [entity, field] = name.split('.');
      const known = placedEntities.find((one) => one === entity);
      // A list can be emptied: only rows that have something in it lose it.
      if (!known || field === undefined || name === 'homework.files') return false;
      return !entityOf(known).fields.get(field)?.nullable;
    });
    expect(always).toEqual([]);
  });

  it.each([
    ['mark', 'nothing'],
    ['mark', 'value.name'],
    ['mark', 'subjectId.colour'],
    ['mark', 'pupil(studentId=id).name'],
    ['mark', 'homework(lessonId=room).text'],
    ['mark', 'homework(teacher=id).text'],
  ] as const)('knows a path that leads nowhere: %s, %s', (entity, path) => {
    expect(() => parsePath(entity, path)).toThrow('the layout');
  });
});

describe('cells', () => {
  const texts = fc.oneof(fc.string(), fc.stringMatching(/^['=+\-@\t\r＝]{1,4}.{0,3}$/));

  it('run nothing, and are read as they were', () => {
    fc.assert(
      fc.property(texts, (value) => {
        expect(guard(value)).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
        expect(unguard(guard(value))).toBe(value);
      }),
    );
  });

  it.each([
    ['-1', "'-1"],
    ["'=1", "''=1"],
    ["'quoted'", "'quoted'"],
    ['5', '5'],
    ['\t5', "'\t5"],
  ])('%j stands as %j', (value, cell) => {
    expect(csvText(text('x'), value)).toBe(cell);
  });

  it('guards no number: it runs nothing, and an apostrophe would make a text of it', () => {
    expect(csvText(int('x'), -2)).toBe('-2');
  });

  it('write several weights in one cell like one: with a comma', () => {
    expect(csvText(decimal('x'), '1; 1.5')).toBe('1; 1,5');
  });

  it('cut what no workbook can hold', () => {
    const cell = workbookValue(id('x'), 'я'.repeat(40_000));
    expect(String(cell)).toHaveLength(32_767);
    expect(String(cell).endsWith('…')).toBe(true);
  });
});
