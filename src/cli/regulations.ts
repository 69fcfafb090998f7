import type { Command } from 'commander';
import type { Diagnostic } from '../model/diagnostic.ts';
import { kinds } from '../rules/kinds/index.ts';
import { nearestHint } from '../rules/regulation/nearest.ts';
import type { Entry, Regulation } from '../rules/regulation.ts';
import { type RegulationLibrary, readRegulations, regulationsFolder } from '../sync/regulation-files.ts';
import { adoptionSubcommands } from './adopt.ts';
import { CommandError, exitCodes } from './errors.ts';
import { table } from './output.ts';
import type { CommandContext } from './services.ts';

const faultLines = ({ code, place, message, hint }: Diagnostic): string[] => [
  `✗ ${place}`,
  `    ${code}: ${message}`,
  `    ${hint}`,
];

const counted = ({ id, level, entries, uncheckable }: Regulation) => ({
  id,
  level,
  entries: entries.length,
  notInForce: entries.filter(({ inForce }) => !inForce).length,
  uncheckable: uncheckable.length,
});

const summary = ({ regulations, calendar, faults }: RegulationLibrary): string =>
  `${regulations.length} regulations and ${calendar.length} years of the calendar are in order; ${faults.length} faults`;

function checkSubcommand(group: Command, context: CommandContext): void {
  group
    .command('check')
    .description('check a folder of regulations: every file, every fault with its line')
    .argument('[folder]', 'a folder with *.yaml; without it the one that comes with the program')
    .action(async (folder?: string) => {
      const library = await readRegulations(folder ?? regulationsFolder, kinds);
      const { regulations, calendar, faults } = library;
      const document = {
        regulations: regulations.map(counted),
        calendar: calendar.map(({ year, unknown }) => ({ year, unknown })),
        faults,
      };
      context.output.result(document, [...faults.flatMap(faultLines), summary(library)]);
      if (faults.length > 0) process.exitCode = exitCodes.failed;
    });
}

/** The regulations that come with the program; one that is not in order is a fault of the installation. */
async function installed(): Promise<readonly Regulation[]> {
  const { regulations, faults } = await readRegulations(regulationsFolder, kinds);
  const [fault] = faults;
  if (fault) throw new CommandError(fault);
  return regulations;
}

const headOf = ({ id, level, title, issuer, number, date, from, to }: Regulation) => ({
  id,
  level,
  title,
  issuer,
  number,
  date,
  from,
  to,
});

function listSubcommand(group: Command, context: CommandContext): void {
  group
    .command('list')
    .description('the regulations that a school can adopt, and the federal norms')
    .action(async () => {
      const regulations = await installed();
      const document = regulations.map((one) => ({ ...headOf(one), ...counted(one) }));
      const rows = document.map(({ id, level, number, date, entries, uncheckable, issuer }) => [
        id,
        level,
        number ?? '',
        date ?? '',
        entries,
        uncheckable,
        issuer,
      ]);
      const head = ['regulation', 'level', 'number', 'date', 'entries', 'uncheckable', 'issuer'];
      context.output.result(document, table(head, rows));
    });
}

function entryLines(entry: Entry): string[] {
  const { id, kind, clause, says, effect, inForce, recommendation, confidence, choice, note } = entry;
  const marks = [
    effect,
    ...(inForce ? [] : ['not in force']),
    ...(recommendation ? ['recommendation'] : []),
    ...(confidence === 'sure' ? [] : [confidence]),
  ];
  return [
    `${clause}  [${id}: ${kind}, ${marks.join(', ')}]`,
    `    ${says}`,
    ...(choice ? [`    Выбор школы: ${Object.keys(choice.options).join(' · ')}`] : []),
    ...(note === null ? [] : [`    ${note}`]),
  ];
}

function showLines(regulation: Regulation): string[] {
  const { title, issuer, number, date, from, to, entries, uncheckable } = regulation;
  return [
    title,
    issuer,
    `№ ${number ?? '—'}, ${date ?? 'no date'}; holds ${from ?? '…'} – ${to ?? '…'}`,
    '',
    ...entries.flatMap(entryLines),
    '',
    'Машина не проверяет:',
    ...uncheckable.flatMap(({ clause, says, why }) => [`${clause}`, `    ${says}`, `    ${why}`]),
  ];
}

function showSubcommand(group: Command, context: CommandContext): void {
  group
    .command('show')
    .description('what one regulation asks, clause by clause, and what no machine can check')
    .argument('<id>', 'id of the regulation')
    .action(async (id: string) => {
      const regulations = await installed();
      const found = regulations.find((one) => one.id === id);
      if (!found) {
        throw new CommandError({
          code: 'regulation.unknown',
          place: '<id>',
          message: `There is no regulation «${id}».`,
          hint: nearestHint(
            id,
            regulations.map((one) => one.id),
          ),
        });
      }
      context.output.result(found, showLines(found));
    });
}

/** Regulation files: checking them, and seeing what they ask, need no database; what a school adopts does. */
export function regulationsCommand(program: Command, context: CommandContext): void {
  const group = program.command('regulations').description('what the schools have adopted, as data');
  checkSubcommand(group, context);
  listSubcommand(group, context);
  showSubcommand(group, context);
  adoptionSubcommands(group, context);
}
