import type { Command } from 'commander';
import { schoolSchema } from '../model/school.ts';
import { addConnection, connectionSettings, listConnections } from '../store/connections.ts';
import { createSchool, getSchool, listSchools } from '../store/schools.ts';
import { CommandError } from './errors.ts';
import { findAdapter, findConnection } from './find-connection.ts';
import { table } from './output.ts';
import { type CommandContext, type Services, withServices } from './services.ts';

interface AddOptions {
  readonly system: string;
  readonly settings: string;
  readonly school?: string;
  readonly schoolName?: string;
  readonly municipality?: string;
  readonly timeZone?: string;
}

const invalid = (place: string, message: string, hint: string): CommandError =>
  new CommandError({ code: 'cli.invalid_argument', place, message, hint });

async function schoolOf({ store }: Services, options: AddOptions): Promise<string> {
  if (options.school !== undefined) {
    const school = schoolSchema.shape.schoolId.safeParse(options.school).success
      ? await getSchool(store, options.school)
      : null;
    if (school) return school.schoolId;
    throw invalid('--school', 'There is no school of this id.', 'Leave it out to make a new school.');
  }
  const { schoolName: name, municipality, timeZone } = options;
  if (!name || !municipality || !timeZone) {
    throw invalid(
      '--school-name, --municipality, --time-zone',
      'A new school needs a name, a municipality and a time zone.',
      'For example: --school-name "МБОУ «СОШ № 12»" --municipality "г. Озёрск" --time-zone Europe/Moscow',
    );
  }
  if (!schoolSchema.shape.timeZone.safeParse(timeZone).success) {
    throw invalid('--time-zone', `«${timeZone}» is not an IANA time zone.`, 'For example: Asia/Barnaul.');
  }
  return (await createSchool(store, { name, municipality, timeZone, weekDays: null })).schoolId;
}

async function readSettings(context: CommandContext, file: string): Promise<unknown> {
  try {
    return JSON.parse(await context.readText(file));
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw invalid('--settings', `What stands in ${file} is no JSON.`, 'See docs/cli.md for an example.');
    }
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw invalid('--settings', `${file} cannot be read (${code}).`, 'Name a file, or - for standard input.');
  }
}

async function add(context: CommandContext, services: Services, name: string, options: AddOptions) {
  const adapter = findAdapter(context.adapters, options.system);
  const parsed = adapter.settings.safeParse(await readSettings(context, options.settings));
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw invalid('--settings', faults.join('; '), `See src/adapters/${adapter.system}/README.md.`);
  }
  const { mode, rank } = adapter.modeOf(parsed.data);
  const schoolId = await schoolOf(services, options);
  return addConnection(
    services.store,
    services.settingsKey,
    { schoolId, name, system: adapter.system, mode, rank, settings: parsed.data },
    context.now(),
  );
}

/** Looks at a source without reading marks. */
async function probe(context: CommandContext, services: Services, name: string) {
  const connection = await findConnection(services.store, name);
  const adapter = findAdapter(context.adapters, connection.system);
  const settings = await connectionSettings(services.store, services.settingsKey, connection);
  const { now, sleep, log } = services.run;
  const session = await adapter.open(adapter.settings.parse(settings), {
    signal: context.signal,
    now,
    sleep,
    log,
  });
  try {
    return await session.probe();
  } finally {
    await session.close();
  }
}

function addSubcommand(group: Command, context: CommandContext): void {
  group
    .command('add')
    .description('connect a school; settings are JSON, because passwords do not belong on a command line')
    .argument('<name>', 'name of the connection: lower-case letters, digits and hyphens')
    .requiredOption('--system <system>', 'the vendor system, e.g. netschool')
    .requiredOption('--settings <file>', 'file with the settings as JSON, - for standard input')
    .option('--school <id>', 'a school that is there already')
    .option('--school-name <name>', 'name of a new school')
    .option('--municipality <name>', 'municipality of a new school')
    .option('--time-zone <zone>', 'IANA time zone of a new school')
    .action((name: string, options: AddOptions) =>
      withServices(context, async (services) => {
        const connection = await add(context, services, name, options);
        context.output.result(connection, [
          `connection ${connection.name} added (${connection.source}), school ${connection.schoolId}`,
          `Look whether it answers: peremena connections test ${connection.name}`,
        ]);
      }),
    );
}

function listSubcommand(group: Command, context: CommandContext): void {
  group
    .command('list')
    .description('all connections')
    .action(() =>
      withServices(context, async ({ store }) => {
        const connections = await listConnections(store);
        const names = new Map((await listSchools(store)).map((school) => [school.schoolId, school.name]));
        context.output.result(
          connections,
          table(
            ['name', 'source', 'school', 'school id'],
            connections.map(({ name, source, schoolId }) => [
              name,
              source,
              names.get(schoolId) ?? '',
              schoolId,
            ]),
          ),
        );
      }),
    );
}

function testSubcommand(group: Command, context: CommandContext): void {
  group
    .command('test')
    .description('log in, look around and log out')
    .argument('<connection>', 'name of the connection')
    .action((name: string) =>
      withServices(context, async (services) => {
        const report = await probe(context, services, name);
        context.output.result(report, [
          `${report.schoolName}: the journal answers, version ${report.version}`,
          `academic year ${report.yearStart}…${report.yearEnd}, time zone ${report.timeZone}`,
          `students: ${report.students ?? 'known only after reading'}`,
        ]);
      }),
    );
}

export function connectionsCommand(program: Command, context: CommandContext): void {
  const group = program.command('connections').description('schools and the journals they are read from');
  addSubcommand(group, context);
  listSubcommand(group, context);
  testSubcommand(group, context);
}
