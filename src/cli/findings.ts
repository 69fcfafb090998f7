import type { Command } from 'commander';
import { findingsOf } from '../store/finding-list.ts';
import { type FindingAction, noteFinding } from '../store/finding-notes.ts';
import { CommandError } from './errors.ts';
import { table } from './output.ts';
import { type CommandContext, withServices } from './services.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const invalid = (place: string, message: string, hint: string): CommandError =>
  new CommandError({ code: 'cli.invalid_argument', place, message, hint });

function idOf(place: string, text: string): string {
  if (UUID.test(text)) return text;
  throw invalid(place, `«${text}» is not an id.`, 'Take it as the lists show it.');
}

function limitOf(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1000) return limit;
  throw invalid('--limit', `«${text}» is not a number from 1 to 1000.`, 'For example: --limit 50');
}

interface ListOptions {
  readonly school: string;
  readonly state: string;
  readonly rule?: string;
  readonly regulation?: string;
  readonly limit: string;
}

function listSubcommand(group: Command, context: CommandContext): void {
  group
    .command('list')
    .description('what breaks the acts of a school, the latest day first')
    .requiredOption('--school <id>', 'the school')
    .option('--state <state>', 'current, open, explained, permitted, mended, closed, all', 'current')
    .option('--rule <number>', 'only of this rule, R01…R28')
    .option('--regulation <id>', 'only of this act')
    .option('--limit <n>', 'how many', '50')
    .action((options: ListOptions) =>
      withServices(context, async ({ store }) => {
        const found = await findingsOf(store, {
          schoolId: idOf('--school', options.school),
          state: options.state === 'all' ? null : options.state,
          rule: options.rule ?? null,
          regulation: options.regulation ?? null,
          limit: limitOf(options.limit),
        });
        const rows = found.map((one) => [
          one.findingId,
          one.day ?? '',
          one.rule,
          `${one.regulation} ${one.clause}`,
          one.verdict === 'violated' ? one.state : '?',
          one.message,
        ]);
        context.output.result(found, table(['finding', 'day', 'rule', 'clause', 'state', 'what'], rows));
      }),
    );
}

function actSubcommand(
  group: Command,
  context: CommandContext,
  [name, action, description]: readonly [string, FindingAction, string],
): void {
  group
    .command(name)
    .description(description)
    .argument('<finding>', 'id of the finding')
    .requiredOption('--text <text>', 'why; kept with the finding')
    .action((finding: string, { text }: { readonly text: string }) =>
      withServices(context, async ({ store, run }) => {
        const findingId = idOf('<finding>', finding);
        const noted = await noteFinding(store, { findingId, action, text, by: 'cli', now: run.now() });
        if (noted.ok) {
          context.output.result({ findingId, state: noted.value }, [`finding ${findingId}: ${noted.value}`]);
          return;
        }
        const { code } = noted.error;
        const state = 'state' in noted.error ? ` It is ${noted.error.state}.` : '';
        const message =
          state === '' ? 'There is no such finding.' : `The finding is not in a state for this.${state}`;
        throw new CommandError({ code, place: '<finding>', message, hint: 'See: peremena findings list' });
      }),
    );
}

export function findingsCommand(program: Command, context: CommandContext): void {
  const group = program.command('findings').description('what breaks the acts, and what people say about it');
  listSubcommand(group, context);
  actSubcommand(group, context, ['explain', 'explained', 'write why it came to this']);
  actSubcommand(group, context, ['close', 'closed', 'close what can no longer be mended']);
  actSubcommand(group, context, ['reopen', 'reopened', 'open again what was explained or closed']);
}
