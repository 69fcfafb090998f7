import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';
import type { diarySchema } from '../src/api/schemas/diary.ts';

interface Told {
  readonly api: string;
  readonly docs: string;
  readonly token: string;
  readonly clock: string;
  readonly pages: string;
  readonly people: readonly { readonly login: string; readonly role: string; readonly password: string }[];
  readonly example: {
    readonly schoolId: string;
    readonly studentId: string;
    readonly from: string;
    readonly to: string;
  };
}

let home: string;
let program: ChildProcess | null = null;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'peremena-start-'));
});
afterAll(async () => {
  program?.kill('SIGKILL');
  await rm(home, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function start(port: number): Promise<{ child: ChildProcess; told: Told }> {
  const child = spawn(process.execPath, ['bin/peremena.js', 'start', '--demo', '--json'], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, PEREMENA_HOME: home, PORT: String(port), DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  program = child;
  const [line] = (await once(createInterface(child.stdout as NodeJS.ReadableStream), 'line')) as [string];
  return { child, told: JSON.parse(line) as Told };
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

interface Ended {
  readonly code: number;
  readonly out: string;
}

/** Another program, typed in a second terminal while the first one runs. */
async function beside(port: number, ...words: string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['bin/peremena.js', ...words, '--json'], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, PEREMENA_HOME: home, PORT: String(port), DATABASE_URL: '', LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [out, [code]] = await Promise.all([text(child.stdout), once(child, 'exit') as Promise<[number]>]);
  return { code, out };
}

/** The command that the demonstration names as the next step, from its plan to its act. */
async function moveSchool(port: number): Promise<void> {
  const { code, out } = await beside(port, 'migrate', 'demo');
  expect(code).toBe(0);
  const { folder, steps } = JSON.parse(out) as {
    readonly folder: string;
    readonly steps: readonly { readonly command: readonly string[]; readonly answer: object }[];
  };
  expect(steps.map(({ command }) => command[1])).toEqual(
    expect.arrayContaining(['plan', 'run', 'act', 'verify']),
  );
  expect(steps.find(({ command }) => command[1] === 'act')?.answer).toMatchObject({ differing: 0 });
  const files = await readdir(folder);
  for (const kind of ['pdf', 'xlsx', 'json', 'ndjson']) {
    expect(files.some((name) => name.endsWith(`.${kind}`))).toBe(true);
  }
  // They name people: whoever else uses the machine has no business with them.
  for (const name of files) expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
  const ends = ['--from', 'school-1-staff', '--to', 'school-1-portal'];
  const status = JSON.parse((await beside(port, 'migrate', 'status', ...ends)).out) as {
    readonly transfer: { readonly state: string };
  };
  expect(status.transfer.state).toBe('done');
}

async function stop(child: ChildProcess): Promise<void> {
  const postmaster = await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8');
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  expect(isAlive(Number.parseInt(postmaster, 10))).toBe(false);
}

async function diaryOf({ api, token, example }: Told): Promise<z.infer<typeof diarySchema>> {
  const { studentId, from, to } = example;
  const response = await fetch(`${api}/v1/students/${studentId}/diary?from=${from}&to=${to}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(response.status).toBe(200);
  return (await response.json()) as z.infer<typeof diarySchema>;
}

interface Finding {
  readonly regulation: string;
  readonly clause: string;
  readonly verdict: string;
}

async function findingsOf({ api, token }: Told, schoolId: string): Promise<readonly Finding[]> {
  const response = await fetch(`${api}/v1/schools/${schoolId}/findings?state=current&limit=100`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { items: Finding[] }).items;
}

/** Signs in as each person that is told of, and reads the first page. */
async function firstPages({ pages, people }: Told): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const { login, password } of people) {
    const body = new URLSearchParams({ login, password });
    const signedIn = await fetch(new URL('/signin', pages), { method: 'POST', body, redirect: 'manual' });
    expect(signedIn.status).toBe(303);
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const page = await fetch(pages, { headers: { cookie } });
    expect(page.status).toBe(200);
    texts.push(await page.text());
  }
  return texts;
}

it('one command shows a municipality read from four journals of two vendors, another moves one of its schools, and it starts again with what it had', async () => {
  const port = await freePort();
  const first = await start(port);
  expect(first.told.api).toBe(`http://127.0.0.1:${port}`);
  expect((await fetch(first.told.docs)).status).toBe(200);
  expect(first.told.clock).toMatch(/^2025-12-/);
  const before = await diaryOf(first.told);
  const lessons = before.days.flatMap((day) => day.lessons);
  expect(lessons.length).toBeGreaterThan(20);
  expect(lessons.flatMap((lesson) => lesson.marks).length).toBeGreaterThan(0);
  expect(lessons.flatMap((lesson) => lesson.homework).length).toBeGreaterThan(0);
  const schools = await fetch(`${first.told.api}/v1/schools`, {
    headers: { authorization: `Bearer ${first.told.token}` },
  });
  const { items } = (await schools.json()) as { items: { schoolId: string }[] };
  expect(items).toHaveLength(4);
  const acts = new Set<string>();
  for (const { schoolId } of items) {
    const findings = await findingsOf(first.told, schoolId);
    expect(findings.some(({ verdict }) => verdict === 'violated')).toBe(true);
    expect(findings.every(({ clause }) => clause !== '')).toBe(true);
    for (const { regulation } of findings) acts.add(regulation);
  }
  for (const act of ['krasny-30', 'sosh-22', 'barnaul-33', 'podolsk-12']) expect([...acts]).toContain(act);
  expect(first.told.people).toHaveLength(5);
  const [office = '', ...ofSchool] = await firstPages(first.told);
  const named = (page: string) => new Set(page.match(/href="\/schools\/[^"]+"/g)).size;
  expect(named(office)).toBe(4);
  expect(ofSchool.map(named)).toEqual([1, 1, 1, 1]);
  expect((await beside(port, 'doctor')).code).toBe(0);
  expect((await beside(await freePort(), 'start')).code).toBe(5);
  await moveSchool(port);
  expect((await beside(port, 'runs')).code).toBe(0);
  await stop(first.child);

  const second = await start(port);
  expect(await diaryOf(second.told)).toEqual(before);
  expect(await firstPages(second.told)).toHaveLength(5);
  await stop(second.child);
}, 900_000);
