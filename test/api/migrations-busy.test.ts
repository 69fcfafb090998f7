import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AdapterError } from '../../src/adapters/errors.ts';
import { askToPause, getTransfer } from '../../src/store/transfer/transfers.ts';
import { OPERATOR } from '../sync/migrate/school.ts';
import { plainDeclaration, ScriptedTarget, takes } from '../sync/migrate/scripted-target.ts';
import { movesOver } from './api.ts';
import { type MovingSchool, movingSchool } from './moving-school.ts';

// A target that has nothing of its own: nobody has to be asked.
const people = [
  'academicYear',
  'term',
  'staff',
  'subject',
  'class',
  'student',
  'subjectGroup',
  'workType',
] as const;
const target = new ScriptedTarget({
  declaration: { ...plainDeclaration, takes: [...people, ...takes], mapped: false },
});
let moving: MovingSchool;
let id: string;
let reached: Promise<void>;
let release: () => void;
beforeAll(async () => {
  moving = await movingSchool({ scripted: target });
});
afterAll(() => moving.close());

/** At its next step the target waits until it is told to go on. */
function holdAt(step: number): void {
  let here: () => void = () => undefined;
  reached = new Promise((resolve) => {
    here = resolve;
  });
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  target.script.faults = new Map([[step, 'pause']]);
  target.script.onPause = async () => {
    here();
    await gate;
  };
}

beforeEach(async () => {
  target.script.faults = new Map();
  target.rows.clear();
  const planned = await moving.step('', { from: moving.school.name, to: 'scripted', operator: OPERATOR });
  id = planned.migrationId;
  expect([planned.activity.error, planned.state]).toEqual([null, 'planned']);
});

async function takeBack(): Promise<void> {
  target.script.faults = new Map();
  expect(await moving.step(`/${id}/rollback`, { confirmed: true })).toMatchObject({ state: 'rolled_back' });
}

describe('while a move is under way', () => {
  it('nothing else of the school is begun; it is paused and gone on with', async () => {
    holdAt(target.steps + 2);
    expect((await moving.ask('POST', `/${id}/run`)).status).toBe(202);
    await reached;
    const busy = [
      await moving.ask('POST', `/${id}/run`),
      await moving.ask('POST', `/${id}/resume`),
      await moving.ask('POST', `/${id}/plan`, {}),
      await moving.ask('POST', `/${id}/act`),
      await moving.ask('POST', `/${id}/rollback`, { confirmed: true }),
      await moving.ask('POST', '', { from: moving.school.name, to: 'scripted', operator: OPERATOR }),
      await moving.ask('GET', `/${id}/dry-run`),
    ];
    for (const { status, body } of busy) {
      expect([status, body.code]).toEqual([409, 'transfer.already_running']);
    }
    expect((await moving.ask('GET', `/${id}`)).body).toMatchObject({
      state: 'running',
      activity: { kind: 'run', endedAt: null },
    });
    expect((await moving.ask('POST', `/${id}/pause`)).status).toBe(202);
    release();
    await moving.moves.idle(moving.school.schoolId);
    expect((await moving.ask('GET', `/${id}`)).body).toMatchObject({ state: 'paused', error: null });
    expect((await moving.ask('POST', `/${id}/pause`)).body.code).toBe('transfer.not_running');
    const done = await moving.step(`/${id}/resume`);
    expect(done).toMatchObject({ state: 'done', activity: { leftMs: 0 } });
    expect(target.rows.size).toBe(done.total);
    await takeBack();
  });

  it('its steps are told to whoever watches', async () => {
    const told: string[] = [];
    const stop = moving.moves.watch(id, ({ kind, progress, endedAt }) => {
      told.push(`${kind} ${progress?.done ?? '-'}${endedAt ? ' end' : ''}`);
    });
    const { total } = await moving.step(`/${id}/run`);
    stop();
    expect([told[0], told.at(-1)]).toEqual(['run -', `run ${total} end`]);
    expect(told.length).toBeGreaterThan(3);
    await takeBack();
    expect(told.at(-1)).toBe(`run ${total} end`);
  });

  it('a program that stops leaves it to be gone on with', async () => {
    holdAt(target.steps + 2);
    await moving.ask('POST', `/${id}/run`);
    await reached;
    const transfer = await getTransfer(moving.store, id);
    if (!transfer) throw new Error('the transfer was just begun');
    await askToPause(moving.store, transfer);
    release();
    await moving.moves.idle(moving.school.schoolId);
    expect(await moving.step(`/${id}/run`)).toMatchObject({ state: 'done' });
    await takeBack();
  });
});

describe('a dry run', () => {
  it('whose listener goes away ends, and the next thing is begun', async () => {
    const controller = new AbortController();
    const authorization = `Bearer ${await moving.api.token('all')}`;
    const response = await fetch(`${moving.api.url}${moving.base}/${id}/dry-run`, {
      headers: { authorization },
      signal: controller.signal,
    });
    expect(response.status).toBe(200);
    controller.abort();
    await moving.moves.idle(moving.school.schoolId);
    expect(await moving.step(`/${id}/run`)).toMatchObject({ state: 'done' });
    await takeBack();
  });
});

describe('a target that fails', () => {
  it('is told of as the cause, and what was written is kept', async () => {
    target.script.mayWrite = false;
    const failed = await moving.step(`/${id}/run`);
    expect(failed).toMatchObject({
      state: 'paused',
      activity: { kind: 'run', error: { code: 'adapter.forbidden' } },
    });
    expect((await moving.ask('GET', `/${id}/dry-run`)).body).toMatchObject({
      status: 502,
      code: 'transfer.target_failed',
    });
    target.script.mayWrite = true;
    expect(await moving.step(`/${id}/resume`)).toMatchObject({ state: 'done' });
    await takeBack();
  });

  it('by its settings is told of before anything is begun', async () => {
    const broken = Object.assign(Object.create(ScriptedTarget.prototype), target, {
      declarationFor: () => {
        const diagnostic = {
          code: 'adapter.settings_invalid',
          place: 'settings',
          message: 'no',
          hint: 'mend',
        } as const;
        throw new AdapterError(diagnostic);
      },
    });
    const moves = movesOver(moving.store, () => new Date('2025-10-28T09:00:00Z'), {
      targets: { scripted: broken },
    });
    const names = { schoolId: moving.school.schoolId, from: moving.school.name, to: 'scripted' };
    const planned = await moves.plan(names, { operator: OPERATOR }, 'all');
    expect(planned).toMatchObject({ ok: false, error: { code: 'adapter.settings_invalid' } });
    await moves.close();
    await takeBack();
  });

  it('in a way that nobody foresaw breaks that work and nothing else', async () => {
    target.script.faults = new Map([[target.steps + 1, 'kill']]);
    const broken = await moving.step(`/${id}/run`);
    expect(broken.activity.error.code).toBe('transfer.broken');
    target.script.faults = new Map();
    expect(await moving.step(`/${id}/resume`)).toMatchObject({ state: 'done' });
    await takeBack();
  });
});
