import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';

describe('config', () => {
  it('has a default for everything', () => {
    const outcome = readConfig({});
    expect(outcome).toMatchObject({ ok: true, config: { host: '127.0.0.1', port: 8080, databaseUrl: null } });
  });

  it('takes an empty variable for an absent one', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '' })).toMatchObject({ ok: true, config: { port: 8080 } });
  });

  it('tells all faults at once, by the name of the variable', () => {
    const outcome = readConfig({ PORT: '70000', DATABASE_URL: 'mysql://x', PEREMENA_KEY: 'short' });
    expect(outcome.ok).toBe(false);
    if (!outcome.ok) {
      expect(outcome.faults.map((fault) => fault.split(':')[0]).sort()).toEqual([
        'DATABASE_URL',
        'PEREMENA_KEY',
        'PORT',
      ]);
    }
  });
});
