import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Act, actSchema, actText } from '../../../../src/sync/migrate/act/act.ts';
import { writeActList } from '../../../../src/sync/migrate/act/list.ts';
import { readAct, verifyAct } from '../../../../src/sync/migrate/act/verify.ts';
import { testFolder } from './folder.ts';
import { ends, ground, linesOf, streamed } from './invented.ts';

const folder = testFolder();
const lines = [...linesOf(ends)];

async function kept(): Promise<{ readonly act: Act; readonly path: string }> {
  const path = join(folder(), 'rows.ndjson');
  const { rows, sha256, totals } = await writeActList(path, streamed(lines));
  const list = { file: 'rows.ndjson', rows, sha256 };
  return { act: { format: 'peremena-act', version: 1, ...ground, totals: [...totals], list }, path };
}

describe('the list of an act', () => {
  it('adds up: the four ends are the count of the source', async () => {
    const { act } = await kept();
    expect(act.totals).toEqual([
      { entity: 'class', source: 3, ...ends.class },
      { entity: 'student', source: 72, ...ends.student },
      { entity: 'lesson', source: 413, ...ends.lesson },
      { entity: 'mark', source: 1262, ...ends.mark },
    ]);
    expect(act.list.rows).toBe(1750);
  });

  it('is the same bytes for the same rows', async () => {
    const [first, second] = [await kept(), await kept()];
    expect(readFileSync(first.path).equals(readFileSync(second.path))).toBe(true);
    expect(first.act.list.sha256).toBe(second.act.list.sha256);
  });

  it('has ids, states, reasons and digests, and nothing else', async () => {
    const { path } = await kept();
    const [first = ''] = readFileSync(path, 'utf8').split('\n');
    expect(Object.keys(JSON.parse(first))).toEqual([
      'entity',
      'id',
      'state',
      'reason',
      'sourceDigest',
      'targetKey',
      'targetDigest',
    ]);
  });

  it.each([
    ['twice the same row', (all: typeof lines) => [all[0], all[0]]],
    ['a row before its place', (all: typeof lines) => [all[1], all[0]]],
    ['an entity before its place', (all: typeof lines) => [all[3], all[0]]],
  ])('is not written out of order: %s', async (_, order) => {
    const wrong = order(lines).flatMap((line) => line ?? []);
    await expect(writeActList(join(folder(), 'rows'), streamed(wrong))).rejects.toThrow('out of order');
  });

  it('may be empty', async () => {
    expect(await writeActList(join(folder(), 'rows'), streamed([]))).toMatchObject({ rows: 0, totals: [] });
  });
});

describe('holding a list against its act', () => {
  it('finds nothing where nothing was touched', async () => {
    const { act, path } = await kept();
    expect(await verifyAct(act, path)).toEqual([]);
  });

  const changed: readonly (readonly [string, (rows: string[]) => string[], readonly string[]])[] = [
    [
      'a row taken out',
      (rows) => rows.toSpliced(100, 1),
      ['act.list_changed', 'act.list_changed', 'act.counts_differ', 'act.counts_differ'],
    ],
    [
      'an end altered',
      (rows) => rows.with(-2, rows.at(-2)?.replace('"left"', '"arrived"') ?? ''),
      ['act.list_changed', 'act.counts_differ', 'act.counts_differ'],
    ],
    [
      'a digest altered',
      (rows) => rows.with(5, rows[5]?.replace(/"sourceDigest":"./, '"sourceDigest":"z') ?? ''),
      ['act.list_changed'],
    ],
    [
      'two rows changed about',
      (rows) => rows.with(7, rows[8] ?? '').with(8, rows[7] ?? ''),
      ['act.list_changed', 'act.line_out_of_order'],
    ],
    [
      'a line that is not one',
      (rows) => rows.with(0, 'Класс 5А'),
      [
        'act.list_changed',
        'act.list_changed',
        'act.line_unreadable',
        'act.counts_differ',
        'act.counts_differ',
      ],
    ],
    ['the end of the last line', (rows) => rows.slice(0, -1), ['act.list_changed']],
  ];

  it.each(changed)('finds %s', async (_, change, codes) => {
    const { act, path } = await kept();
    writeFileSync(path, change(readFileSync(path, 'utf8').split('\n')).join('\n'));
    expect((await verifyAct(act, path)).map(({ code }) => code)).toEqual(codes);
  });

  it('says where: the entity, the end, the line', async () => {
    const { act, path } = await kept();
    const rows = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, rows.with(4, '{').join('\n'));
    expect((await verifyAct(act, path)).map(({ place }) => place)).toEqual([
      'list',
      'list',
      'list, line 5',
      'student.source',
      'student.arrived',
    ]);
  });

  it('finds the list gone', async () => {
    const { act, path } = await kept();
    expect((await verifyAct(act, `${path}.gone`)).map(({ code }) => code)).toEqual(['act.list_missing']);
  });

  it('finds the list of another act', async () => {
    const { act, path } = await kept();
    const other = { ...act, list: { ...act.list, sha256: '0'.repeat(64) } };
    expect((await verifyAct(other, path)).map(({ code }) => code)).toEqual(['act.list_changed']);
  });

  it('finds any one byte changed', async () => {
    const { act, path } = await kept();
    const bytes = readFileSync(path);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const other = Buffer.from(bytes);
        other[at] = ((other[at] ?? 0) + by) % 256;
        writeFileSync(path, other);
        expect((await verifyAct(act, path)).length).toBeGreaterThan(0);
      }),
      { numRuns: 25 },
    );
  });
});

describe('an act as it is kept', () => {
  it('reads as it was written, and is the same text again', async () => {
    const { act } = await kept();
    const path = join(folder(), 'act.json');
    writeFileSync(path, actText(act));
    const read = await readAct(path);
    expect(read).toEqual({ ok: true, value: act });
    expect(actText(actSchema.parse(JSON.parse(actText(act))))).toBe(actText(act));
  });

  it.each([
    ['sums that do not add up', (text: string) => text.replace('"source": 3', '"source": 4')],
    ['something that is no JSON', () => 'Акт'],
    ['a field too many', (text: string) => text.replace('{', '{ "signed": true,')],
    ['a list that stands elsewhere', (text: string) => text.replace('rows.ndjson', '../rows.ndjson')],
    ['a shortened digest', (text: string) => text.replace(/"sha256": ".{10}/, '"sha256": "')],
  ])('is not taken with %s', async (_, spoil) => {
    const { act } = await kept();
    const path = join(folder(), 'act.json');
    writeFileSync(path, spoil(actText(act)));
    expect(await readAct(path)).toMatchObject({ ok: false, error: { code: 'act.unreadable' } });
  });

  it('may not be there', async () => {
    expect(await readAct(join(folder(), 'act.json'))).toMatchObject({ ok: false, error: { place: 'act' } });
  });
});
