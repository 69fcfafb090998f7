import type { Command } from 'commander';
import { type AuditHead, type AuditReport, verifyAudit } from '../store/audit.ts';
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

function told(schoolId: string, { entries, head, broken }: AuditReport): string {
  if (broken) return `✗ ${schoolId}: entry ${broken.entryNo} ${broken.cause}`;
  return `✓ ${schoolId}: ${entries} entries${head ? `, head ${head.entryNo}:${head.hash}` : ''}`;
}

async function verify(context: CommandContext, services: Services, options: VerifyOptions): Promise<void> {
  const expected = headOf(options);
  const reports = new Map<string, AuditReport>();
  for (const schoolId of await schoolsOf(services, options)) {
    reports.set(schoolId, await verifyAudit(services.store, schoolId, expected));
  }
  const document = [...reports].map(([schoolId, report]) => ({ schoolId, ...report }));
  context.output.result(
    document,
    [...reports].map(([schoolId, report]) => told(schoolId, report)),
  );
  if (document.some(({ broken }) => broken !== null)) process.exitCode = exitCodes.failed;
}

/** The log of who did what. */
export function auditCommand(program: Command, context: CommandContext): void {
  program
    .command('audit')
    .description('the log of who did what')
    .command('verify')
    .description('whether the chain of entries is as it was written; the first entry that is not')
    .option('--school <id>', 'only of this school')
    .option('--expect <head>', 'a head told by an earlier examination: tells also that the end was cut off')
    .action((options: VerifyOptions) =>
      withServices(context, (services) => verify(context, services, options)),
    );
}
