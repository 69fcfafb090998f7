import type { Command } from 'commander';
import { entityOf } from '../model/entities.ts';
import { answerInput, answerRemark, closeAccount, closingInput, enterInto } from '../sync/registers/enter.ts';
import { type RegisterName, registerKinds, registerNames } from '../sync/registers/kinds.ts';
import {
  atRegister,
  checkedInput,
  idOf,
  ofSchool,
  printRegister,
  withLimit,
  wrongWord,
} from './registering.ts';
import type { CommandContext } from './services.ts';

function nameOf(text: string): RegisterName {
  const name = registerNames.find((known) => known === text);
  if (name) return name;
  throw wrongWord('<register>', `There is no register «${text}».`, `Registers: ${registerNames.join(', ')}.`);
}

async function readEntry(context: CommandContext, file: string): Promise<unknown> {
  try {
    return JSON.parse(await context.readText(file));
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw wrongWord('--entry', `What stands in ${file} is no JSON.`, 'See docs/cli.md for an example.');
    }
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw wrongWord('--entry', `${file} cannot be read (${code}).`, 'Name a file, or - for standard input.');
  }
}

interface AddOptions {
  readonly school: string;
  readonly entry: string;
}

async function add(context: CommandContext, text: string, options: AddOptions): Promise<void> {
  const name = nameOf(text);
  const input = checkedInput(registerKinds[name].input, await readEntry(context, options.entry), {});
  await atRegister(context, options.school, ({ store }, visit) => enterInto(store, visit, name, input));
}

interface DoneOptions {
  readonly school: string;
  readonly day: string;
  readonly text: string;
}

function endSubcommands(group: Command, context: CommandContext): void {
  ofSchool(group.command('answer'))
    .description('write down that a remark was mended')
    .argument('<remark>', 'id of the remark')
    .requiredOption('--day <day>', 'when')
    .requiredOption('--text <text>', 'what was done')
    .action((remark: string, { school, day, text }: DoneOptions) => {
      const input = checkedInput(answerInput, { day, answer: text }, { day: '--day', answer: '--text' });
      const id = idOf('<remark>', remark);
      return atRegister(context, school, ({ store }, visit) => answerRemark(store, visit, id, input));
    });
  ofSchool(group.command('close'))
    .description('write down that an account was closed')
    .argument('<account>', 'id of the account')
    .requiredOption('--day <day>', 'when')
    .action((account: string, { school, day }: Omit<DoneOptions, 'text'>) => {
      const input = checkedInput(closingInput, { day }, { day: '--day' });
      const id = idOf('<account>', account);
      return atRegister(context, school, ({ store }, visit) => closeAccount(store, visit, id, input));
    });
}

/** The school's own registers. */
export function registerCommand(program: Command, context: CommandContext): void {
  const group = program.command('register').description(`registers of a school: ${registerNames.join(', ')}`);
  ofSchool(group.command('add'))
    .description('enter into a register')
    .argument('<register>', registerNames.join(', '))
    .requiredOption('--entry <file>', 'file with the entry as JSON, - for standard input')
    .action((name: string, options: AddOptions) => add(context, name, options));
  withLimit(ofSchool(group.command('list')))
    .description('what stands in a register, the latest first')
    .argument('<register>', registerNames.join(', '))
    .action((text: string, options: { readonly school: string; readonly limit: string }) => {
      const { entity } = registerKinds[nameOf(text)];
      return printRegister(context, entity, options, {}, ['id', ...entityOf(entity).fields.keys()]);
    });
  endSubcommands(group, context);
}
