import { Agent, request } from 'node:http';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { serve } from '../../src/api/serve.ts';

const local = { host: '127.0.0.1', port: 0 };

async function started(app: express.Express) {
  const served = await serve(app, local);
  if (!served.ok) throw new Error(served.error.code);
  return served.value;
}

describe('serve', () => {
  it('tells that the port is taken, by its code', async () => {
    const first = await started(express());
    const second = await serve(express(), { ...local, port: first.port });
    expect(second).toMatchObject({
      ok: false,
      error: { code: 'api.port_taken', place: `127.0.0.1:${first.port}` },
    });
    await first.close();
  });

  it('tells that an address is not of this machine', async () => {
    const served = await serve(express(), { host: '192.0.2.1', port: 0 });
    expect(served).toMatchObject({ ok: false, error: { code: 'api.cannot_listen' } });
  });

  it('lets what was begun end, takes nothing new, and closes connections that are kept alive', async () => {
    let release = () => {};
    let began = () => {};
    const begun = new Promise<void>((resolve) => {
      began = resolve;
    });
    const app = express();
    app.get('/slow', (_request, response) => {
      release = () => response.end('done');
      began();
    });
    app.get('/quick', (_request, response) => {
      response.end();
    });
    const serving = await started(app);
    const agent = new Agent({ keepAlive: true });
    const get = (path: string) =>
      new Promise<string>((resolve, reject) => {
        request(`${serving.url}${path}`, { agent }, (response) => {
          let text = '';
          response.on('data', (chunk) => {
            text += chunk;
          });
          response.on('end', () => resolve(text));
        })
          .on('error', reject)
          .end();
      });
    await get('/quick');
    const slow = get('/slow');
    await begun;
    const closed = serving.close(30_000);
    await expect(fetch(`${serving.url}/quick`)).rejects.toThrow();
    release();
    expect(await slow).toBe('done');
    await closed;
    agent.destroy();
  });

  it('ends what does not end by itself', async () => {
    let began = () => {};
    const begun = new Promise<void>((resolve) => {
      began = resolve;
    });
    const app = express();
    app.get('/never', () => began());
    const serving = await started(app);
    const never = fetch(`${serving.url}/never`);
    await begun;
    const [outcome] = await Promise.allSettled([never, serving.close(10)]);
    expect(outcome.status).toBe('rejected');
  });
});
