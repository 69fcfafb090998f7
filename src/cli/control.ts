import type { Command } from 'commander';
import { listSchools } from '../store/schools.ts';
import { type ControlReport, controlSchool } from '../sync/control/evaluate-school.ts';
import { CommandError } from './errors.ts';
import { table } from './output.ts';
import { type CommandContext, type Services, withServices } from './services.ts';

interface Options {
  readonly school?: string;
  readonly full?: true;
}

async function schoolsOf({ store }: Services, school: string | undefined) {
  const schools = await listSchools(store);
  const found = schools.filter(({ schoolId }) => school === undefined || schoolId === school);
  if (found.length > 0 || school === undefined) return found;
  throw new CommandError({
    code: 'cli.invalid_argument',
    place: '--school',
    message: 'There is no school of this id.',
    hint: 'See: peremena connections list',
  });
}

export const controlCommand = (program: Command, context: CommandContext): Command =>
  program
    .command('control')
    .description('hold the schools against the acts that they keep to')
    .option('--school <id>', 'only this school')
    .option('--full', 'evaluate everything and not only what is due')
    .action((options: Options) =>
      withServices(context, async (services) => {
        const done: (ControlReport & { readonly name: string })[] = [];
        for (const { schoolId, name } of await schoolsOf(services, options.school)) {
          const request = { schoolId, now: services.run.now(), what: options.full ? 'full' : 'run' } as const;
          const report = await controlSchool(services.control, request);
          if (report) done.push({ ...report, name });
        }
        const rows = done.map(({ name, full, units, opened, changed, mended }) => [
          name,
          full ? 'all' : 'due',
          units,
          opened,
          changed,
          mended,
        ]);
        context.output.result(
          done,
          table(['school', 'evaluated', 'units', 'new', 'changed', 'mended'], rows),
        );
      }),
    );
