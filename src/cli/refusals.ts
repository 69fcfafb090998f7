import type { Command } from 'commander';
import { endRefusal, enterRefusal, refusalEndInput, refusalInput } from '../sync/registers/refusals.ts';
import { atRegister, checkedInput, idOf, ofSchool, printRegister, withLimit } from './registering.ts';
import type { CommandContext } from './services.ts';

interface AddOptions {
  readonly school: string;
  readonly student: string;
  readonly from: string;
  readonly to?: string;
  readonly document?: string;
}

const names = {
  studentId: '--student',
  fromDay: '--from',
  toDay: '--to',
  day: '--day',
  document: '--document',
};

function add(context: CommandContext, { school, student, from, to, document }: AddOptions): Promise<void> {
  const given = { studentId: student, fromDay: from, toDay: to ?? null, document: document ?? null };
  const input = checkedInput(refusalInput, given, names);
  return atRegister(context, school, ({ store }, visit) => enterRefusal(store, visit, input));
}

/** Families that get paper instead of the electronic form. */
export function refusalsCommand(program: Command, context: CommandContext): void {
  const group = program.command('refusals').description('refusals of the electronic form');
  ofSchool(group.command('add'))
    .description('enter a refusal: from then on the family gets a summary on paper')
    .requiredOption('--student <id>', 'whose')
    .requiredOption('--from <day>', 'from which day on')
    .option('--to <day>', 'the last day')
    .option('--document <number>', 'number in the register of documents')
    .action((options: AddOptions) => add(context, options));
  ofSchool(group.command('end'))
    .description('end a refusal')
    .argument('<refusal>', 'id of the refusal')
    .requiredOption('--day <day>', 'its last day')
    .action((refusalId: string, { school, day }: { readonly school: string; readonly day: string }) => {
      const input = checkedInput(refusalEndInput, { day }, names);
      const id = idOf('<refusal>', refusalId);
      return atRegister(context, school, ({ store }, visit) => endRefusal(store, visit, id, input));
    });
  withLimit(ofSchool(group.command('list')))
    .description('refusals, the latest first')
    .action((options: { readonly school: string; readonly limit: string }) => {
      const columns = ['id', 'studentId', 'fromDay', 'toDay', 'document'];
      return printRegister(context, 'electronicFormRefusal', options, {}, columns);
    });
}
