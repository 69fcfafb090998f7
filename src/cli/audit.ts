import type { Command } from 'commander';
import { type AuditHead, type AuditReport, verifyAudit } from '../store/audit.ts';
import { type AlteredRow, findAlteredRows } from '../store/audit-rows.ts';
import { listSchools } from '../store/schools.ts';
import { exitCodes } from './errors.ts';
import { schoolIdOf, wrongWord } from './registering.ts';
import { type CommandContext, type Services, withServices } from './services.ts';

interface VerifyOptions {
  readonly school?: string;
  readonly expect?: string;
}

function headOf({ school, expect }: VerifyOptions): AuditHead | null {
  if (expect === undefined) return null;
  const [, entryNo, hash] = /^([1-9]\d{0,17}):([0-9a-f]{64})$/.exec(expect) ?? [];
  if (entryNo !== undefined && hash !== undefined && school !== undefined) return { entryNo, hash };
  throw wrongWord(
    '--expect',
    'It is the head of one school’s chain, as an earlier examination told it.',
    'Give --school as well, and --expect <number>:<hash>.',
  );
}

const schoolsOf = async (services: Services, { school }: VerifyOptions): Promise<readonly string[]> =>
  school === undefined
    ? (await listSchools(services.store)).map(({ schoolId }) => schoolId)
    : [await schoolIdOf(services, school)];

interface SchoolReport extends AuditReport {
  readonly schoolId: string;
  readonly altered: readonly AlteredRow[];
}

function told({ schoolId, entries, head, broken, altered }: SchoolReport): string[] {
  const rows = altered.map(({ object, cause }) => `✗ ${schoolId}: ${object} ${cause}`);
  if (broken) return [`✗ ${schoolId}: entry ${broken.entryNo} ${broken.cause}`, ...rows];
  const whole = `${schoolId}: ${entries} entries${head ? `, head ${head.entryNo}:${head.hash}` : ''}`;
  return [`✓ ${whole}`, ...rows];
}

async function verify(context: CommandContext, services: Services, options: VerifyOptions): Promise<void> {
  const expected = headOf(options);
  const reports: SchoolReport[] = [];
  for (const schoolId of await schoolsOf(services, options)) {
    const chain = await verifyAudit(services.store, schoolId, expected);
    reports.push({ schoolId, ...chain, altered: await findAlteredRows(services.store, schoolId) });
  }
  context.output.result(reports, reports.flatMap(told));
  if (reports.some(({ broken, altered }) => broken !== null || altered.length > 0)) {
    process.exitCode = exitCodes.failed;
  }
}

/** The log of who did what. */
export function auditCommand(program: Command, context: CommandContext): void {
  program
    .command('audit')
    .description('the log of who did what')
    .command('verify')
    .description('whether the chain of entries, and the rows that it is about, are as they were written')
    .option('--school <id>', 'only of this school')
    .option('--expect <head>', 'a head told by an earlier examination: tells also that the end was cut off')
    .action((options: VerifyOptions) =>
      withServices(context, (services) => verify(context, services, options)),
    );
}
