import type { Command } from 'commander';
import { permitGrounds } from '../model/papers.ts';
import { listChanges } from '../store/read/changes.ts';
import { readsOver } from '../store/read/database.ts';
import {
  applyForPermit,
  decidePermit,
  decisionInput,
  enterPermit,
  entryInput,
  permitInput,
} from '../sync/registers/permits.ts';
import { table } from './output.ts';
import {
  atRegister,
  checkedInput,
  idOf,
  ofSchool,
  printRegister,
  schoolIdOf,
  withLimit,
  wrongWord,
} from './registering.ts';
import { limitOf } from './runs.ts';
import { type CommandContext, withServices } from './services.ts';

interface ApplyOptions {
  readonly school: string;
  readonly student: string;
  readonly target: string;
  readonly record: string;
  readonly value?: string;
  readonly remove?: true;
  readonly ground?: string;
  readonly document?: string;
  readonly documentDay?: string;
  readonly staff?: string;
  readonly protocol?: string;
  readonly key?: string;
}

const names = {
  studentId: '--student',
  target: '--target',
  targetId: '--record',
  value: '--value',
  documentDay: '--document-day',
  appliedByStaffId: '--staff',
  decidedByStaffId: '--principal',
  enteredByStaffId: '--staff',
  decidedAt: '--at',
  resitProtocolId: '--protocol',
  key: '--key',
};

function applicationOf(options: ApplyOptions) {
  if ((options.value === undefined) !== (options.remove === true)) {
    throw wrongWord(
      '--value, --remove',
      'Say what the record is to become, in exactly one way.',
      'See --help.',
    );
  }
  const given = {
    studentId: options.student,
    target: options.target,
    targetId: options.record,
    value: options.value ?? null,
    ground: options.ground ?? '',
    document: options.document ?? '',
    documentDay: options.documentDay ?? null,
    appliedByStaffId: options.staff ?? null,
    resitProtocolId: options.protocol ?? null,
    key: options.key ?? null,
  };
  return checkedInput(permitInput, given, names);
}

function applySubcommand(group: Command, context: CommandContext): void {
  ofSchool(group.command('apply'))
    .description('enter an application for a late change of one record')
    .requiredOption('--student <id>', 'whose record')
    .requiredOption('--target <target>', 'what it is: mark, attendance or termMark')
    .requiredOption('--record <id>', 'id of the record, as a finding names it')
    .option('--value <value>', 'what it is to become, e.g. 5, or absent/sick for attendance')
    .option('--remove', 'it is to go')
    .option('--ground <ground>', permitGrounds.join(', '))
    .option('--document <number>', 'register number of the application with its papers')
    .option('--document-day <day>', 'its day')
    .option('--staff <id>', 'who applies')
    .option('--protocol <id>', 'protocol of the resit')
    .option('--key <key>', 'a name of yours: entered twice it is one entry')
    .action((options: ApplyOptions) =>
      atRegister(context, options.school, ({ store }, visit) =>
        applyForPermit(store, visit, applicationOf(options)),
      ),
    );
}

interface DecideOptions {
  readonly school: string;
  readonly principal: string;
  readonly granted?: true;
  readonly refused?: true;
  readonly at?: string;
  readonly protocol?: string;
}

function decide(context: CommandContext, permit: string, options: DecideOptions): Promise<void> {
  if (options.granted === options.refused) {
    throw wrongWord('--granted, --refused', 'Say how it was decided.', 'Either --granted or --refused.');
  }
  const given = {
    state: options.granted ? 'granted' : 'refused',
    decidedByStaffId: options.principal,
    decidedAt: options.at ?? null,
    resitProtocolId: options.protocol ?? null,
  };
  const input = checkedInput(decisionInput, given, names);
  const id = idOf('<permit>', permit);
  return atRegister(context, options.school, ({ store }, visit) => decidePermit(store, visit, id, input));
}

function decideSubcommands(group: Command, context: CommandContext): void {
  ofSchool(group.command('decide'))
    .description('enter the principal’s decision; granted, it releases exactly the change it names')
    .argument('<permit>', 'id of the application')
    .requiredOption('--principal <id>', 'who decided')
    .option('--granted', 'it is allowed')
    .option('--refused', 'it is not')
    .option('--at <moment>', 'when, e.g. 2025-09-21T12:00:00+07:00; now when left out')
    .option('--protocol <id>', 'protocol of the resit')
    .action((permit: string, options: DecideOptions) => decide(context, permit, options));
  ofSchool(group.command('enter'))
    .description('write down who entered the permitted change into the journal')
    .argument('<permit>', 'id of the application')
    .requiredOption('--staff <id>', 'the deputy head, as a rule')
    .action((permit: string, { school, staff }: { readonly school: string; readonly staff: string }) => {
      const input = checkedInput(entryInput, { enteredByStaffId: staff }, names);
      const id = idOf('<permit>', permit);
      return atRegister(context, school, ({ store }, visit) => enterPermit(store, visit, id, input));
    });
}

interface Change {
  readonly changedAt: { readonly notAfter: string; readonly stamp: string | null };
  readonly enteredBy: { readonly displayName: string } | null;
  readonly student: { readonly displayName: string };
  readonly subject: { readonly name: string } | null;
  readonly lessonDay: string | null;
  readonly was: string | null;
  readonly became: string | null;
  readonly permit: { readonly ground: string; readonly document: string } | null;
}

const GROUNDS: Readonly<Record<string, string>> = {
  student_illness: 'болезнь ученика',
  student_excused: 'уважительная причина',
  resit: 'пересдача',
  teacher_illness: 'болезнь учителя',
};

const lineOf = (change: Change): string[] => [
  (change.changedAt.stamp ?? change.changedAt.notAfter).slice(0, 10),
  change.enteredBy?.displayName ?? '—',
  change.student.displayName,
  change.subject?.name ?? '',
  change.lessonDay ?? '',
  change.was ?? '—',
  change.became ?? '—',
  GROUNDS[change.permit?.ground ?? ''] ?? '',
  change.permit?.document ?? '',
];

const HEAD = ['дата', 'кто внёс', 'ученик', 'предмет', 'урок', 'было', 'стало', 'основание', 'документ'];

interface TableOptions {
  readonly school: string;
  readonly term: string;
  readonly permitted?: true;
  readonly limit: string;
}

function printTable(context: CommandContext, options: TableOptions): Promise<void> {
  const term = idOf('--term', options.term);
  return withServices(context, async (services) => {
    const page = await listChanges(readsOver(services.store.pool), {
      schoolId: await schoolIdOf(services, options.school),
      term,
      permitted: options.permitted ?? null,
      reach: { all: true },
      after: null,
      limit: limitOf(options.limit),
    });
    if (!page) throw wrongWord('--term', 'This school has no such term.', 'See GET /v1/schools/{schoolId}.');
    const changes = page.items.map((item) => JSON.parse(item) as Change);
    const more = page.next === null ? [] : ['', 'There is more: give a larger --limit.'];
    context.output.result(changes, [...table(HEAD, changes.map(lineOf)), ...more]);
  });
}

/** Permits to change the journal late, and the table of changes. */
export function permitsCommand(program: Command, context: CommandContext): void {
  const group = program.command('permits').description('permits to change the journal after its closing');
  applySubcommand(group, context);
  decideSubcommands(group, context);
  withLimit(ofSchool(group.command('list')))
    .description('applications with what became of them, the latest first')
    .option('--state <state>', 'only applied, granted or refused')
    .action((options: { readonly school: string; readonly limit: string; readonly state?: string }) => {
      const columns = ['id', 'studentId', 'target', 'targetId', 'value', 'ground', 'document', 'state'];
      return printRegister(context, 'amendmentPermit', options, { state: options.state }, columns);
    });
  withLimit(ofSchool(group.command('table')))
    .description('the table of changes of a term: when, who, what it was and became, by which document')
    .requiredOption('--term <id>', 'id of the term')
    .option('--permitted', 'only changes with a permit')
    .action((options: TableOptions) => printTable(context, options));
}
