import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // One embedded PostgreSQL a run; a test file asks for a database of its own by testStore().
    globalSetup: ['test/database-cluster.ts'],
    // Two cores and an embedded database a worker: more workers only wait for one another.
    maxWorkers: 2,
    // What a file imports is kept for the next one of its worker: loading it anew took a third of the run.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // .ci/run counts the tests in this report.
    reporters: process.env['CI']
      ? ['default', ['json', { outputFile: 'coverage/test-results.json' }]]
      : ['default'],
    env: { TZ: 'UTC' },
  },
});
