import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyTypes } from '../../src/api/body-types.ts';
import type { MappingLine } from '../../src/sync/migrate/mapping/types.ts';
import { OPERATOR } from '../sync/migrate/school.ts';
import { ScriptedTarget } from '../sync/migrate/scripted-target.ts';
import { type MovingSchool, movingSchool } from './moving-school.ts';
import { otherJournal, RENAMED } from './other-journal.ts';

const target = new ScriptedTarget({ catalogue: otherJournal() });
let moving: MovingSchool;
let id: string;
let question: MappingLine;
beforeAll(async () => {
  moving = await movingSchool({ scripted: target });
  const begin = { from: moving.school.name, to: 'new', operator: OPERATOR, switchDay: '2099-12-31' };
  id = (await moving.step('', begin)).migrationId;
  [question] = (await moving.ask('GET', `/${id}/mapping?how=question`)).body.items;
});
afterAll(() => moving.close());

const text = async (end: string) => (await moving.api.as(`${moving.base}/${id}/mapping.${end}`)).text();

async function put(body: string | Buffer, end: 'yaml' | 'xlsx' = 'yaml', type: string = bodyTypes[end]) {
  const response = await moving.api.send('PUT', `${moving.base}/${id}/mapping.${end}`, body, type);
  return { status: response.status, body: await response.json() };
}

const answer = (more: object) =>
  moving.ask('PATCH', `/${id}/mapping`, { entity: 'staff', sourceId: question.sourceId, ...more });

/** The lines of one entity in the document, as texts. */
const linesOf = (yaml: string) => yaml.split(/(?=^ {2}- entity: )/m);
const ofStaff = (line: string) => line.startsWith('  - entity: staff');

describe('a mapping', () => {
  it('is read a page at a time, by kind and by what is open', async () => {
    expect(question).toMatchObject({ entity: 'staff', targetKey: null });
    const first = await moving.ask('GET', `/${id}/mapping?limit=3`);
    expect(first.body.items).toHaveLength(3);
    const second = await moving.ask('GET', `/${id}/mapping?limit=3&cursor=${first.body.next}`);
    expect(second.body.items[0].sourceId).not.toBe(first.body.items[0].sourceId);
    const staff = (await moving.ask('GET', `/${id}/mapping?entity=staff`)).body;
    expect(staff).toMatchObject({ items: [{ entity: 'staff' }, { entity: 'staff' }], next: null });
    expect((await moving.ask('GET', `/${id}`)).body.mapping).toMatchObject({ questions: 1, isPlanned: true });
  });

  it('keeps a run from beginning as long as it asks', async () => {
    for (const path of ['run', 'resume', 'dry-run']) {
      const { status, body } = await moving.ask(path === 'dry-run' ? 'GET' : 'POST', `/${id}/${path}`);
      expect([path, status, body.code]).toEqual([path, 409, 'transfer.open_questions']);
    }
    expect(target.steps).toBe(0);
  });

  it.each([
    ['a key that is nowhere', { answer: { target: 'no-such' } }, 422, 'mapping.unknown_target'],
    ['a key of something else', { answer: { target: 't-7а' } }, 422, 'mapping.unknown_target'],
    ['a key that is taken', { answer: { target: 't-т1' } }, 422, 'mapping.target_twice'],
    ['a line that is nowhere', { sourceId: 'nobody', answer: 'leave' }, 422, 'mapping.unknown_line'],
    ['no word of ours', { answer: 'perhaps' }, 400, 'api.invalid_parameter'],
    ['no key', { answer: { target: '' } }, 400, 'api.invalid_parameter'],
    ['no such kind', { entity: 'mark', answer: 'leave' }, 400, 'api.invalid_parameter'],
  ] as const)('does not take %s for an answer', async (_, more, status, code) => {
    const before = await text('yaml');
    const taken = await answer(more);
    expect([taken.status, taken.body.code]).toEqual([status, code]);
    expect(await text('yaml')).toBe(before);
  });

  it.each([
    ['nothing', () => '', 400, 'api.invalid_parameter'],
    ['no document', () => '{', 422, 'mapping.unreadable'],
    [
      'a row less',
      (yaml: string) =>
        linesOf(yaml)
          .filter((line) => !ofStaff(line))
          .join(''),
      422,
      'mapping.row_missing',
    ],
    ['a row twice', (yaml: string) => yaml + linesOf(yaml).find(ofStaff), 422, 'mapping.row_repeated'],
    [
      'one target twice',
      (yaml: string) => yaml.replace(/targetKey: null/, 'targetKey: "t-т1"'),
      422,
      'mapping.target_twice',
    ],
    [
      'an unknown id',
      (yaml: string) => yaml.replace(/targetKey: null/, 'targetKey: "9"'),
      422,
      'mapping.unknown_target',
    ],
    [
      'a stale version',
      (yaml: string) => yaml.replace(/^version: .*$/m, 'version: "0"'),
      422,
      'mapping.stale_version',
    ],
    [
      'of another move',
      (yaml: string) => yaml.replace(/^migrationId: .*$/m, 'migrationId: "0"'),
      422,
      'mapping.other_migration',
    ],
  ] as const)('is not taken with %s: each fault has its place', async (_, edit, status, code) => {
    const before = await text('yaml');
    const taken = await put(edit(before));
    expect([taken.status, taken.body.code]).toEqual([status, code]);
    if (status === 422) {
      expect(taken.body.faults[0]).toMatchObject({
        code,
        place: expect.stringMatching(/^mapping-\d+\.yaml/),
      });
      expect(taken.body.faults[0].hint).toMatch(/\p{Script=Cyrillic}/u);
      expect(JSON.stringify(taken.body)).not.toMatch(/Петрова|Сидорова|Совсем другой/);
    }
    expect(await text('yaml')).toBe(before);
  });

  it('is taken in its own types only, and not without end', async () => {
    expect((await put(await text('yaml'), 'yaml', 'application/json')).status).toBe(415);
    expect((await put(Buffer.from('PK no workbook'), 'xlsx')).body.code).toBe('mapping.unreadable');
    expect((await put('x'.repeat(8_000_001))).status).toBe(413);
  });

  it('goes out as a workbook and comes back the same', async () => {
    const response = await moving.api.as(`${moving.base}/${id}/mapping.xlsx`);
    const before = await text('yaml');
    const taken = await put(Buffer.from(await response.arrayBuffer()), 'xlsx');
    expect(taken).toMatchObject({ status: 200, body: { questions: 1 } });
    expect(await text('yaml')).toBe(before);
  });

  it('is answered, planned again, and then run', async () => {
    const taken = await answer({ answer: { target: `t-${RENAMED}` } });
    expect(taken).toMatchObject({ status: 200, body: { questions: 0 } });
    expect(taken.body.changed).toMatchObject([{ sourceId: question.sourceId, how: 'by_hand' }]);
    expect((await moving.ask('GET', `/${id}`)).body.mapping.isPlanned).toBe(false);
    expect((await moving.ask('POST', `/${id}/run`)).body.code).toBe('transfer.mapping_changed');
    expect(await moving.step(`/${id}/plan`, {})).toMatchObject({
      questions: 0,
      mapping: { isPlanned: true },
    });
    expect(await moving.step(`/${id}/run`)).toMatchObject({ state: 'done' });
    const teachers = [...target.rows.values()].map(({ data }) => data['teacherId']);
    expect(teachers).toContain(`t-${RENAMED}`);
  });
});
