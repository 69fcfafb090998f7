import { dnevnikSandbox } from './dnevnik/sandbox.ts';
import { netschoolSandbox } from './netschool/sandbox.ts';
import type { SandboxSystem } from './simulator.ts';

/** The systems that can be run alone; a new one is one more line. */
export const SYSTEMS: readonly SandboxSystem[] = [netschoolSandbox, dnevnikSandbox];
