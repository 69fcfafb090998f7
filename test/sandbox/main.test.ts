import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const running: ChildProcess[] = [];

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

function sandbox(...words: string[]): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts', ...words], { cwd: root });
  running.push(child);
  return child;
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('exit', (code) => resolve(code)));

async function collected(child: ChildProcess): Promise<{ code: number | null; errors: string }> {
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  return { code: await ended(child), errors };
}

const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    child.once('exit', () => reject(new Error(`ended: ${text}`)));
  });

describe('npm run sandbox', () => {
  it('prints one line of JSON, serves, and stops at a signal', async () => {
    const child = sandbox('netschool', '--json', '--students', '40', '--profile', '5.25');
    const card = JSON.parse(await firstLine(child));
    expect(card.sampleWeek).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(card.schools).toHaveLength(1);
    expect(new Set(card.accounts.map(({ role }: { role: string }) => role))).toContain('guardian');
    expect((await fetch(`${card.baseUrl}/webapi/logindata`)).status).toBe(200);
    const exit = ended(child);
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
  });

  it.each([
    ['an unknown system', ['atlantis']],
    ['an unknown profile', ['netschool', '--profile', '9.99']],
    ['a number that is none', ['netschool', '--students', 'many']],
    ['a port out of range', ['netschool', '--port', '99999']],
  ])('refuses %s with code 2 and a reason', async (_case, words) => {
    const { code, errors } = await collected(sandbox(...words));
    expect(code).toBe(2);
    expect(errors.length).toBeGreaterThan(20);
  });

  it('says that a port is taken', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { code, errors } = await collected(
      sandbox('netschool', '--port', String(port), '--students', '40'),
    );
    server.close();
    expect(code).toBe(2);
    expect(errors).toContain('the port is taken');
  });
});
