import { randomInt } from 'node:crypto';
import type { Command } from 'commander';
import { z } from 'zod';
import type { Reach } from '../model/access.ts';
import { type Role, roleNames, roles } from '../model/roles.ts';
import type { Store } from '../store/open.ts';
import { addPerson, changePassword, disablePerson, listPeople, type Person } from '../store/people.ts';
import { readsOver } from '../store/read/database.ts';
import { readPlace } from '../store/read/reports/scope.ts';
import { CommandError } from './errors.ts';
import { table } from './output.ts';
import { type ReachOptions, reachOf, reachOptions, reachText } from './reach.ts';
import { type CommandContext, withServices } from './services.ts';

const invalid = (place: string, message: string, hint: string): CommandError =>
  new CommandError({ code: 'cli.invalid_argument', place, message, hint });

const LIST_THEM = 'List them: peremena people list';

/** Letters and digits that nobody takes for one another, read out over a telephone or copied from paper. */
const ALPHABET = 'abcdefghkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP = 4;
const SHORTEST = 10;
const LONGEST = 200;

/** A password that nobody has chosen: some 78 bits. */
export const freshPassword = (): string =>
  Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP }, () => ALPHABET[randomInt(ALPHABET.length)]).join(''),
  ).join('-');

/** Null: one is to be made. */
async function givenPassword(
  context: CommandContext,
  options: { readonly passwordStdin?: true },
): Promise<string | null> {
  if (!options.passwordStdin) return null;
  const password = (await context.readText('-')).replace(/\r?\n$/, '');
  if (password.length >= SHORTEST && password.length <= LONGEST) return password;
  throw invalid(
    '--password-stdin',
    'The password is too short or too long.',
    `Give ${SHORTEST} to ${LONGEST} characters on standard input.`,
  );
}

interface AddOptions extends ReachOptions {
  readonly role: string;
  readonly name: string;
  readonly class?: readonly string[];
  readonly passwordStdin?: true;
}

function roleOf(text: string): Role {
  const role = z.enum(roleNames).safeParse(text);
  if (role.success) return role.data;
  const known = roleNames.map((name) => `${name} (${roles[name].title})`);
  throw invalid('--role', `There is no role «${text}».`, `Roles: ${known.join(', ')}.`);
}

/** The classes that somebody leads: there, and within reach. */
async function classesOf(
  store: Store,
  role: Role,
  reach: Reach,
  ids: readonly string[],
): Promise<readonly string[]> {
  if (roles[role].oneClass !== ids.length > 0) {
    throw invalid(
      '--class',
      roles[role].oneClass ? 'Say which class this person leads.' : 'This role sees whole schools.',
      'Only a homeroom_teacher has --class <id>; it may be repeated.',
    );
  }
  for (const classId of ids) {
    const isId = z.uuid().safeParse(classId).success;
    const where = { reach, classIds: null, municipality: null, schoolId: null, classId };
    if (!isId || !(await readPlace(readsOver(store.pool), where))) {
      throw invalid(
        '--class',
        'There is no such class within this reach.',
        'Its page or the API tells its id.',
      );
    }
  }
  return ids;
}

const shownOnce = (password: string | null): readonly string[] =>
  password === null ? [] : [`password:   ${password}`, 'The password is not kept and cannot be told again.'];

const told = ({ login, name, role, reach, classIds }: Person): string[] => [
  `login:      ${login}`,
  `name:       ${name}`,
  `role:       ${role} (${roles[role].title})`,
  `reach:      ${reachText(reach)}`,
  ...(classIds ? [`classes:    ${classIds.join(', ')}`] : []),
];

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

const folded = (login: string): string => {
  if (/^[\p{L}\p{N}._@-]{2,100}$/u.test(login)) return login;
  throw invalid('<login>', 'This is no login.', 'Use 2 to 100 letters, digits, dots, hyphens, _ and @.');
};

const add = (context: CommandContext) => (login: string, options: AddOptions) =>
  withServices(context, async ({ store, run }) => {
    const role = roleOf(options.role);
    const reach = reachOf(options, 'person');
    const classIds = await classesOf(store, role, reach, options.class ?? []);
    const given = await givenPassword(context, options);
    const password = given ?? freshPassword();
    const wanted = { login: folded(login), name: options.name, role, reach, classIds, password };
    const added = await addPerson(store, wanted, run.now());
    if (!added.ok) throw invalid('<login>', 'Somebody has this login already.', LIST_THEM);
    const made = given === null ? password : null;
    context.output.result({ ...added.value, ...(made === null ? {} : { password: made }) }, [
      ...told(added.value),
      ...shownOnce(made),
    ]);
  });

function addSubcommand(group: Command, context: CommandContext): void {
  const command = group
    .command('add')
    .description('let somebody sign in to the pages; a password that is made is told this once')
    .argument('<login>', 'what the person signs in with')
    .requiredOption('--role <role>', `what the person is: ${roleNames.join(', ')}`)
    .requiredOption('--name <name>', 'how the pages address the person')
    .option('--class <id>', 'a class that a homeroom teacher leads, may be repeated', collect)
    .option('--password-stdin', 'take the password from standard input instead of making one');
  reachOptions(command, 'the person').action(add(context));
}

const list = (context: CommandContext) => () =>
  withServices(context, async ({ store }) => {
    const people = await listPeople(store);
    const rows = people.map(({ login, name, role, disabled, reach }) => [
      login,
      name,
      role,
      disabled ? 'off' : 'on',
      reachText(reach),
    ]);
    context.output.result(people, table(['login', 'name', 'role', 'state', 'reach'], rows));
  });

const password = (context: CommandContext) => (login: string, options: { readonly passwordStdin?: true }) =>
  withServices(context, async ({ store }) => {
    const given = await givenPassword(context, options);
    const next = given ?? freshPassword();
    if (!(await changePassword(store, login, next))) {
      throw invalid('<login>', 'Nobody has this login.', LIST_THEM);
    }
    const made = given === null ? next : null;
    context.output.result({ login, ...(made === null ? {} : { password: made }) }, [
      `${login} has a new password and is signed out everywhere.`,
      ...shownOnce(made),
    ]);
  });

const disable = (context: CommandContext) => (login: string) =>
  withServices(context, async ({ store, run }) => {
    if (!(await disablePerson(store, login, run.now()))) {
      throw invalid('<login>', 'Nobody who is on has this login.', LIST_THEM);
    }
    context.output.result({ login, disabled: true }, [`${login} is off and signed out everywhere`]);
  });

/** Adding, listing and switching off the people who sign in to the pages, and giving them passwords. */
export function peopleCommand(program: Command, context: CommandContext): void {
  const group = program.command('people').description('people who sign in to the pages');
  addSubcommand(group, context);
  group.command('list').description('everybody, with role and reach').action(list(context));
  group
    .command('password')
    .description('give somebody another password and sign them out everywhere')
    .argument('<login>', 'login of the person')
    .option('--password-stdin', 'take the password from standard input instead of making one')
    .action(password(context));
  group
    .command('disable')
    .description('switch somebody off and sign them out everywhere')
    .argument('<login>', 'login of the person')
    .action(disable(context));
}
