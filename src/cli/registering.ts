import type { Command } from 'commander';
import { z } from 'zod';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { EntityName } from '../model/entities.ts';
import type { Result } from '../model/result.ts';
import { readsOver } from '../store/read/database.ts';
import { type Page, UNKNOWN_KEY } from '../store/read/page.ts';
import { listRegister } from '../store/read/registers.ts';
import { isWithinReach } from '../store/read/schools.ts';
import type { RegisterVisit } from '../store/register.ts';
import { CommandError } from './errors.ts';
import { table } from './output.ts';
import { limitOf } from './runs.ts';
import { type CommandContext, type Services, withServices } from './services.ts';

/** A wrong word on the command line. */
export const wrongWord = (place: string, message: string, hint: string): CommandError =>
  new CommandError({ code: 'cli.invalid_argument', place, message, hint });

/** An id that a person typed. */
export function idOf(place: string, text: string): string {
  if (z.uuid().safeParse(text).success) return text;
  throw wrongWord(place, `${place} is not an id.`, 'Take it from the list.');
}

/** `signerGuardianId` → what a person typed for it, by the command's own names. */
type OptionNames = Readonly<Record<string, string>>;

/** Input put together of options, checked by the register's schema; a fault is told of the option it came from. */
export function checkedInput<T extends z.ZodType>(schema: T, given: unknown, names: OptionNames): z.infer<T> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = String(issue?.path[0] ?? '');
  const place = names[field] ?? field;
  throw wrongWord(place, `${place}: ${issue?.message ?? 'not valid'}`, 'Add --help to see what it may be.');
}

/** The option that every command about a register has. */
export const ofSchool = (command: Command): Command =>
  command.requiredOption('--school <id>', 'id of the school, as `peremena connections list` tells it');

/** The school that a person named. */
export async function schoolIdOf({ store }: Services, given: string): Promise<string> {
  const known =
    z.uuid().safeParse(given).success && (await isWithinReach(readsOver(store.pool), given, { all: true }));
  if (known) return given;
  throw wrongWord('--school', 'There is no school of this id.', 'List them: peremena connections list');
}

/** Does something at a school's register and tells the id of the entry. */
export function atRegister(
  context: CommandContext,
  school: string,
  work: (services: Services, visit: RegisterVisit) => Promise<Result<{ readonly id: string }, Diagnostic>>,
): Promise<void> {
  return withServices(context, async (services) => {
    const schoolId = await schoolIdOf(services, school);
    const done = await work(services, { schoolId, by: 'cli', at: context.now() });
    if (!done.ok) throw new CommandError(done.error);
    const { id } = done.value;
    context.output.result({ id }, [`entered: ${id}`]);
  });
}

/** The option of every list. */
export const withLimit = (command: Command): Command =>
  command.option('--limit <n>', 'how many, 1…1000', '100');

/** Prints a page of rows: the columns named, and with --json everything. */
export function printPage(context: CommandContext, page: Page, columns: readonly string[]): void {
  const items = page.items.map((item) => JSON.parse(item) as Record<string, unknown>);
  const cells = items.map((item) => columns.map((column) => String(item[column] ?? '')));
  const more = page.next === null ? [] : ['', 'There is more: give a larger --limit.'];
  context.output.result(items, [...table(columns, cells), ...more]);
}

/** Prints a register of a school. */
export function printRegister(
  context: CommandContext,
  entity: EntityName,
  options: { readonly school: string; readonly limit: string },
  where: Readonly<Record<string, string | undefined>>,
  columns: readonly string[],
): Promise<void> {
  return withServices(context, async (services) => {
    const schoolId = await schoolIdOf(services, options.school);
    const reach = { all: true } as const;
    const request = { schoolId, where, reach, after: null, limit: limitOf(options.limit) };
    const page = await listRegister(readsOver(services.store.pool), entity, request);
    if (page && page !== UNKNOWN_KEY) printPage(context, page, columns);
  });
}
