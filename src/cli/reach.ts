import type { Command } from 'commander';
import { type Reach, reachSchema } from '../model/access.ts';
import { CommandError } from './errors.ts';

/** The three ways to say whose data somebody may see. */
export interface ReachOptions {
  readonly all?: true;
  readonly municipality?: readonly string[];
  readonly school?: readonly string[];
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Adds the options of a reach to a command; `who` is whom it is about, in its help. */
export const reachOptions = (command: Command, who: string): Command =>
  command
    .option('--all', `${who} sees every school`)
    .option('--municipality <name>', `${who} sees the schools of a municipality, may be repeated`, collect)
    .option('--school <id>', `${who} sees a school, may be repeated`, collect);

/** The reach that the options say; refused unless they say exactly one. */
export function reachOf({ all, municipality, school }: ReachOptions, who: string): Reach {
  const asked = [
    ...(all ? [{ all: true }] : []),
    ...(municipality ? [{ municipalities: municipality }] : []),
    ...(school ? [{ schools: school }] : []),
  ];
  const reach = asked.length === 1 ? reachSchema.safeParse(asked[0]) : null;
  if (reach?.success) return reach.data;
  throw new CommandError({
    code: 'cli.invalid_argument',
    place: '--all, --municipality, --school',
    message: `Say whose data the ${who} may see, in exactly one way.`,
    hint: 'Either --all, or --municipality <name> (may be repeated), or --school <id> (may be repeated).',
  });
}

/** A reach in words. */
export const reachText = (reach: Reach): string =>
  'all' in reach
    ? 'all schools'
    : 'schools' in reach
      ? `schools: ${reach.schools.join(', ')}`
      : `municipalities: ${reach.municipalities.join(', ')}`;
