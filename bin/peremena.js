#!/usr/bin/env -S node --max-old-space-size=256 --max-semi-space-size=8
// A reading streams, so a small heap is enough; without the bounds the engine would let it grow for speed.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('../src/main.ts');
process.exitCode = await main(process.argv.slice(2));
