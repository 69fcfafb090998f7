import type { Command } from 'commander';
import { type Scope, scopeNames, scopeSchema } from '../model/access.ts';
import { type DisclosurePurpose, disclosurePurposeNames, disclosurePurposes } from '../model/disclosure.ts';
import { addClient, disableClient, listClients, type StoredClient } from '../store/clients.ts';
import { CommandError } from './errors.ts';
import { table } from './output.ts';
import { type ReachOptions, reachOf, reachOptions, reachText } from './reach.ts';
import { type CommandContext, withServices } from './services.ts';

const invalid = (place: string, message: string, hint: string): CommandError =>
  new CommandError({ code: 'cli.invalid_argument', place, message, hint });

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

function scopesOf(given: readonly string[]): Scope[] {
  return given.map((text) => {
    const scope = scopeSchema.safeParse(text);
    if (scope.success) return scope.data;
    throw invalid('--scope', `There is no scope «${text}».`, `Scopes: ${scopeNames.join(', ')}.`);
  });
}

/** Who will use it, and what for: what a consent must name before a student's data leave. */
function userOf(options: AddOptions): {
  readonly purpose: DisclosurePurpose;
  readonly operator: string | null;
} {
  const purpose = disclosurePurposeNames.find((name) => name === options.purpose);
  if (!purpose) {
    const told = disclosurePurposeNames.map((name) => `${name} (${disclosurePurposes[name].title})`);
    throw invalid('--purpose', `There is no purpose «${options.purpose}».`, `Purposes: ${told.join(', ')}.`);
  }
  const operator = options.operator?.trim() || null;
  if (purpose === 'transfer' && operator === null) {
    const hint = 'Name the new operator as the consents name it: --operator "…".';
    throw invalid('--operator', 'A transfer goes to an operator that each consent names.', hint);
  }
  return { purpose, operator };
}

interface AddOptions extends ReachOptions {
  readonly scope: readonly string[];
  readonly purpose: string;
  readonly operator?: string;
}

const used = ({ purpose, operator }: Pick<StoredClient, 'purpose' | 'operator'>): string =>
  operator === null ? purpose : `${purpose}: ${operator}`;

function addSubcommand(group: Command, context: CommandContext): void {
  const command = group
    .command('add')
    .description('add a program that may ask the API; its secret is told this once')
    .argument('<name>', 'what a person calls it')
    .requiredOption('--scope <scope>', `what it may do, may be repeated: ${scopeNames.join(', ')}`, collect)
    .requiredOption(
      '--purpose <purpose>',
      `what students' data are given to it for: ${disclosurePurposeNames.join(', ')}`,
    )
    .option('--operator <name>', 'who uses it, as consents name the operator');
  reachOptions(command, 'it').action((name: string, options: AddOptions) =>
    withServices(context, async ({ store }) => {
      const wanted = {
        name,
        scopes: scopesOf(options.scope),
        reach: reachOf(options, 'client'),
        ...userOf(options),
      };
      const { client, secret } = await addClient(store, wanted, context.now());
      context.output.result({ clientId: client.clientId, secret, ...wanted }, [
        `client id:  ${client.clientId}`,
        `secret:     ${secret}`,
        `scopes:     ${client.scopes.join(' ')}`,
        `reach:      ${reachText(client.reach)}`,
        `purpose:    ${used(client)}`,
        'The secret is not kept and cannot be told again.',
      ]);
    }),
  );
}

/** Adding, listing and switching off the programs that may ask the API. */
export function clientsCommand(program: Command, context: CommandContext): void {
  const group = program.command('clients').description('programs that may ask the API');
  addSubcommand(group, context);
  group
    .command('list')
    .description('all clients')
    .action(() =>
      withServices(context, async ({ store }) => {
        const clients = await listClients(store);
        const rows = clients.map((client) => [
          client.clientId,
          client.name,
          client.disabled ? 'off' : 'on',
          used(client),
          reachText(client.reach),
          client.scopes.join(' '),
        ]);
        context.output.result(
          clients,
          table(['client', 'name', 'state', 'purpose', 'reach', 'scopes'], rows),
        );
      }),
    );
  group
    .command('disable')
    .description('switch a client off; its tokens stop within a minute')
    .argument('<client>', 'id of the client')
    .action((clientId: string) =>
      withServices(context, async ({ store }) => {
        if (!(await disableClient(store, clientId, context.now()))) {
          throw invalid(
            '<client>',
            'There is no such client that is on.',
            'List them: peremena clients list',
          );
        }
        context.output.result({ clientId, disabled: true }, [`client ${clientId} is off`]);
      }),
    );
}
