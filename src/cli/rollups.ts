import type { Command } from 'commander';
import { type RollupCheck, rebuildRollups, verifyRollups } from '../store/rollup/verify.ts';
import { listSchools } from '../store/schools.ts';
import { exitCodes } from './errors.ts';
import { schoolIdOf } from './registering.ts';
import { type CommandContext, type Services, withServices } from './services.ts';

interface Options {
  readonly school?: string;
}

/** Differences that are told in words; in JSON are all of them. */
const MOST_TOLD = 20;

const schoolsOf = async (services: Services, { school }: Options): Promise<readonly string[]> =>
  school === undefined
    ? (await listSchools(services.store)).map(({ schoolId }) => schoolId)
    : [await schoolIdOf(services, school)];

function told(schoolId: string, { lines, due, differences }: RollupCheck): string[] {
  const waiting = due === 0 ? '' : `; ${due} classes wait for the end of a run`;
  if (differences.length === 0) return [`✓ ${schoolId}: ${lines} lines equal their rows${waiting}`];
  const some = differences
    .slice(0, MOST_TOLD)
    .map(
      ({ table, line, column, stored, computed }) =>
        `  ${table} ${line} ${column}: ${stored ?? 'nothing'} is kept, the rows give ${computed ?? 'nothing'}`,
    );
  const rest = differences.length - some.length;
  return [
    `✗ ${schoolId}: ${differences.length} differences in ${lines} lines${waiting}`,
    ...some,
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ];
}

async function verify({ output }: CommandContext, services: Services, options: Options): Promise<void> {
  const checks: (RollupCheck & { readonly schoolId: string })[] = [];
  for (const schoolId of await schoolsOf(services, options))
    checks.push({ schoolId, ...(await verifyRollups(services.store, schoolId)) });
  output.result(
    checks,
    checks.flatMap((check) => told(check.schoolId, check)),
  );
  if (checks.some(({ differences }) => differences.length > 0)) process.exitCode = exitCodes.failed;
}

async function rebuild({ output }: CommandContext, services: Services, options: Options): Promise<void> {
  const done: { readonly schoolId: string; readonly classTerms: number }[] = [];
  for (const schoolId of await schoolsOf(services, options))
    done.push({ schoolId, classTerms: await rebuildRollups(services.store, schoolId) });
  output.result(
    done,
    done.map(({ schoolId, classTerms }) => `${schoolId}: ${classTerms} periods of classes`),
  );
}

/** The sums that reports are made of. */
export function rollupsCommand(program: Command, context: CommandContext): void {
  const rollups = program.command('rollups').description('the sums that reports are made of');
  rollups
    .command('verify')
    .description('whether the sums that are kept equal those over the rows')
    .option('--school <id>', 'only of this school')
    .action((options: Options) => withServices(context, (services) => verify(context, services, options)));
  rollups
    .command('rebuild')
    .description('makes the sums anew out of the rows')
    .option('--school <id>', 'only of this school')
    .action((options: Options) => withServices(context, (services) => rebuild(context, services, options)));
}
