import type { Command } from 'commander';
import { type DisclosurePurpose, disclosurePurposeNames } from '../model/disclosure.ts';
import { decideDisclosure } from '../rules/consent-gate.ts';
import { readsOver } from '../store/read/database.ts';
import { readGateFacts } from '../store/read/gate.ts';
import { consentInput, enterConsent, withdrawalInput, withdrawConsent } from '../sync/registers/consents.ts';
import { exitCodes } from './errors.ts';
import {
  atRegister,
  checkedInput,
  idOf,
  ofSchool,
  printRegister,
  withLimit,
  wrongWord,
} from './registering.ts';
import { type CommandContext, withServices } from './services.ts';

interface AddOptions {
  readonly school: string;
  readonly student: string;
  readonly purpose: string;
  readonly from: string;
  readonly to?: string;
  readonly operator?: string;
  readonly guardian?: string;
  readonly signedByStudent?: true;
  readonly refused?: true;
  readonly document?: string;
  readonly key?: string;
}

const consentOf = (options: AddOptions) =>
  checkedInput(
    consentInput,
    {
      studentId: options.student,
      purpose: options.purpose,
      state: options.refused ? 'refused' : 'given',
      operator: options.operator ?? null,
      signerGuardianId: options.guardian ?? null,
      signedByStudent: options.signedByStudent === true,
      fromDay: options.from,
      toDay: options.to ?? null,
      document: options.document ?? null,
      key: options.key ?? null,
    },
    {
      studentId: '--student',
      signerGuardianId: '--guardian',
      fromDay: '--from',
      toDay: '--to',
      operator: '--operator',
      document: '--document',
      key: '--key',
    },
  );

function addSubcommand(group: Command, context: CommandContext): void {
  ofSchool(group.command('add'))
    .description('enter a consent, or that it was refused')
    .requiredOption('--student <id>', 'whose data')
    .requiredOption('--purpose <purpose>', 'what for: diary, portal, learning or transfer; one a consent')
    .requiredOption('--from <day>', 'the day under the signature')
    .option('--to <day>', 'the last day on which it holds')
    .option('--operator <name>', 'to whom, as the paper names it; a transfer needs it')
    .option('--guardian <id>', 'the guardian who signed')
    .option('--signed-by-student', 'the student signed: from 14 with a guardian, from 18 alone')
    .option('--refused', 'it was refused')
    .option('--document <number>', 'number in the register of documents')
    .option('--key <key>', 'a name of yours: entered twice it is one entry')
    .action((options: AddOptions) =>
      atRegister(context, options.school, ({ store }, visit) =>
        enterConsent(store, visit, consentOf(options)),
      ),
    );
}

function withdrawSubcommand(group: Command, context: CommandContext): void {
  ofSchool(group.command('withdraw'))
    .description('withdraw a consent; the day given is the first on which nothing leaves')
    .argument('<consent>', 'id of the consent')
    .requiredOption('--day <day>', 'from which day on')
    .option('--document <number>', 'number of the withdrawal')
    .action(
      (
        consentId: string,
        options: { readonly school: string; readonly day: string; readonly document?: string },
      ) => {
        const given = { day: options.day, document: options.document ?? null };
        const input = checkedInput(withdrawalInput, given, { day: '--day', document: '--document' });
        return atRegister(context, options.school, ({ store }, visit) =>
          withdrawConsent(store, visit, idOf('<consent>', consentId), input),
        );
      },
    );
}

function listSubcommand(group: Command, context: CommandContext): void {
  interface ListOptions {
    readonly school: string;
    readonly limit: string;
    readonly student?: string;
    readonly purpose?: string;
    readonly state?: string;
  }
  withLimit(ofSchool(group.command('list')))
    .description('the register of consents, the latest first')
    .option('--student <id>', 'only of this student')
    .option('--purpose <purpose>', 'only for this purpose')
    .option('--state <state>', 'only given, refused, withdrawn or expired')
    .action((options: ListOptions) => {
      const { student, purpose, state } = options;
      const studentId = student === undefined ? undefined : idOf('--student', student);
      const columns = ['id', 'studentId', 'purpose', 'operator', 'state', 'fromDay', 'toDay', 'document'];
      return printRegister(context, 'consent', options, { studentId, purpose, state }, columns);
    });
}

const purposeOf = (text: string): DisclosurePurpose => {
  const purpose = disclosurePurposeNames.find((name) => name === text);
  if (purpose) return purpose;
  throw wrongWord('--purpose', `There is no purpose «${text}».`, disclosurePurposeNames.join(', '));
};

interface CheckOptions {
  readonly purpose: string;
  readonly operator?: string;
}

async function check(context: CommandContext, student: string, options: CheckOptions): Promise<void> {
  const purpose = purposeOf(options.purpose);
  const studentId = idOf('<student>', student);
  await withServices(context, async ({ store }) => {
    const request = { studentId, purpose, now: context.now(), reach: { all: true } } as const;
    const facts = await readGateFacts(readsOver(store.pool), request);
    if (!facts)
      throw wrongWord('<student>', 'There is no such student.', 'Take the id from the list of students.');
    const decision = decideDisclosure({ ...facts, purpose, operator: options.operator ?? null });
    const told = decision.allowed
      ? [`yes: ${decision.basis.consentId === null ? 'by law' : `by consent ${decision.basis.consentId}`}`]
      : [`no: ${decision.code}`, decision.hint];
    context.output.result(decision, told);
    if (!decision.allowed) process.exitCode = exitCodes.failed;
  });
}

/** The register of consents, and what the gate says of a student today. */
export function consentsCommand(program: Command, context: CommandContext): void {
  const group = program.command('consents').description('consents to giving a student’s data away');
  addSubcommand(group, context);
  withdrawSubcommand(group, context);
  listSubcommand(group, context);
  group
    .command('check')
    .description('whether a student’s data may leave today, and by which consent')
    .argument('<student>', 'id of the student')
    .requiredOption('--purpose <purpose>', `what for: ${disclosurePurposeNames.join(', ')}`)
    .option('--operator <name>', 'to whom')
    .action((student: string, options: CheckOptions) => check(context, student, options));
}
