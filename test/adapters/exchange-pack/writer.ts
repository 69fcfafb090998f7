import { exchangePack } from '../../../src/adapters/exchange-pack/index.ts';
import { school } from './invented.ts';
import { context } from './written.ts';

/** A program of its own that writes a pack row by row and says each step: it is there to be killed. */
const folder = process.argv[2] ?? '';
const say = (step: string): void => {
  process.stdout.write(`${step}\n`);
};

const session = await exchangePack.open(
  { folder, format: 'both', extractedAt: '2025-12-27T09:00:00Z' },
  context(),
);
for (const [index, record] of school.entries()) {
  await session.write([record]);
  say(`row ${index + 1}`);
}
say('finishing');
await session.finish?.();
say('finished');
await session.close();
say('closed');
