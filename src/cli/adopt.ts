import type { Command } from 'commander';
import { type Day, dayIn, isDay } from '../model/dates.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Result } from '../model/result.ts';
import type { EffectiveEntry } from '../rules/regulation.ts';
import { listAdoptions } from '../store/adoptions.ts';
import { getSchool } from '../store/schools.ts';
import { type AdoptRequest, adopt, inForce, retractAdoption } from '../sync/control/adopt.ts';
import { controlSchool } from '../sync/control/evaluate-school.ts';
import { CommandError } from './errors.ts';
import { table } from './output.ts';
import { type CommandContext, type Services, withServices } from './services.ts';

const invalid = (place: string, message: string, hint: string): CommandError =>
  new CommandError({ code: 'cli.invalid_argument', place, message, hint });

function dayOf(place: string, text: string): Day {
  if (isDay(text)) return text;
  throw invalid(
    place,
    `«${text}» is not a calendar date.`,
    'Write it as YYYY-MM-DD, for example 2025-09-01.',
  );
}

/** `edit-window=two-weeks` → the option that is chosen for the entry. */
function choicesOf(words: readonly string[]): Record<string, string> {
  const pairs = words.map((word) => {
    const [entry, option, ...rest] = word.split('=');
    if (!entry || !option || rest.length > 0) {
      throw invalid(
        '--choose',
        `«${word}» is no choice.`,
        'Write entry=option; see: peremena regulations show',
      );
    }
    return [entry, option];
  });
  return Object.fromEntries(pairs);
}

/** By topic: what holds, and what it stands above. */
function inForceLines(entries: readonly EffectiveEntry[]): string[] {
  const rows = entries.map(({ topic, regulation, entry, over, unchosen }) => [
    topic,
    regulation.id,
    unchosen === null ? entry.clause : `${entry.clause} (not chosen yet)`,
    over
      .map((one) => `${one.regulation} ${one.clause}${one.why === 'other_reading' ? ' (reading)' : ''}`)
      .join(', '),
  ]);
  return table(['topic', 'regulation', 'clause', 'above'], rows);
}

interface Options {
  readonly school: string;
  readonly from: string;
  readonly to?: string;
  readonly choose: readonly string[];
}

/** Throws all faults of a refusal as one. */
function accepted<T>(done: Result<T, readonly Diagnostic[]>): T {
  if (done.ok) return done.value;
  const [first] = done.error;
  if (!first) throw new Error('refused for no reason');
  const message = done.error.map((fault) => fault.message).join(' ');
  throw new CommandError({ ...first, message });
}

async function adoptAndEvaluate(services: Services, adoption: AdoptRequest['adoption'], schoolId: string) {
  const now = services.run.now();
  const done = accepted(await adopt(services.control, { schoolId, adoption, now, by: 'cli' }));
  const control = await controlSchool(services.control, { schoolId, now, what: 'full' });
  return { ...done, control };
}

/** The subcommands that need the school: what it adopts, and what holds there. */
export function adoptionSubcommands(group: Command, context: CommandContext): void {
  group
    .command('adopt')
    .description('say that a school keeps to an act from a day on, and evaluate it')
    .argument('<id>', 'id of the regulation')
    .requiredOption('--school <id>', 'the school')
    .requiredOption('--from <day>', 'the first day, YYYY-MM-DD')
    .option('--to <day>', 'the last day, YYYY-MM-DD; open without it')
    .option(
      '--choose <entry=option>',
      'what the act leaves to the school; may be repeated',
      (word: string, before: readonly string[]) => [...before, word],
      [] as readonly string[],
    )
    .action((regulation: string, options: Options) =>
      withServices(context, async (services) => {
        const adoption = {
          regulation,
          from: dayOf('--from', options.from),
          to: options.to === undefined ? null : dayOf('--to', options.to),
          choices: options.choose.length === 0 ? null : choicesOf(options.choose),
        };
        const report = await adoptAndEvaluate(services, adoption, options.school);
        const { opened = 0, units = 0 } = report.control ?? {};
        const evaluated = `evaluated: ${units} units, ${opened} new findings`;
        const kept = Object.entries(report.adoption.choices).map(([entry, option]) => `${entry}=${option}`);
        const told = report.choicesKept ? [`choices kept as they were: ${kept.join(', ')}`] : [];
        context.output.result(report, [...inForceLines(report.entries), '', ...told, evaluated]);
      }),
    );
  group
    .command('retract')
    .description('take back an adoption that was a mistake, as if it had never been, and evaluate')
    .argument('<id>', 'id of the regulation')
    .requiredOption('--school <id>', 'the school')
    .requiredOption('--from <day>', 'the first day of the adoption, YYYY-MM-DD')
    .action((regulation: string, options: { readonly school: string; readonly from: string }) =>
      withServices(context, async ({ control, run }) => {
        const schoolId = options.school;
        const now = run.now();
        const asked = { schoolId, regulation, from: dayOf('--from', options.from), now, by: 'cli' };
        const entries = accepted(await retractAdoption(control, asked));
        const report = await controlSchool(control, { schoolId, now, what: 'full' });
        context.output.result({ entries, control: report }, inForceLines(entries));
      }),
    );
  group
    .command('in-force')
    .description('what a school keeps to on a day, and what each clause stands above')
    .requiredOption('--school <id>', 'the school')
    .option('--day <day>', 'the day, YYYY-MM-DD; today without it')
    .action((options: { readonly school: string; readonly day?: string }) =>
      withServices(context, async ({ control, run, store }) => {
        const school = await getSchool(store, options.school);
        if (!school)
          throw invalid('--school', 'There is no school of this id.', 'See: peremena connections list');
        const day =
          options.day === undefined ? dayIn(run.now(), school.timeZone) : dayOf('--day', options.day);
        const entries = await inForce(control, school.schoolId, day);
        const adoptions = await listAdoptions(store, school.schoolId);
        context.output.result({ day, adoptions, entries }, inForceLines(entries));
      }),
    );
}
