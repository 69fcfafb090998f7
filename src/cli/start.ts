import type { Command } from 'commander';
import { followClock } from '../sync/control/clock.ts';
import type { DemoPerson } from './demo-people.ts';
import { CommandError } from './errors.ts';
import { DEMO_MIGRATION } from './migrate-demo.ts';
import { type CommandContext, type Services, withServices } from './services.ts';

/** What a demonstration leaves for a stranger to try. */
export interface DemoExample {
  readonly token: string;
  readonly example: {
    readonly schoolId: string;
    readonly studentId: string;
    readonly from: string;
    readonly to: string;
  };
  /** One person of each role, to sign in to the pages as. */
  readonly people: readonly DemoPerson[];
  /** The moment at which the program's clock began: that of the invented journals. */
  readonly clock: Date;
  close(): Promise<void>;
}

/** Starts invented vendor systems, connects them, reads them. */
export type OpenDemo = (context: CommandContext, services: Services) => Promise<DemoExample>;

const untilStopped = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** Whom to sign in as: one password for all, a line a role. */
function signIns(people: readonly DemoPerson[]): string[] {
  const widest = Math.max(...people.map(({ login }) => login.length));
  return [
    `Sign in there with the password  ${people[0]?.password ?? ''}  as`,
    ...people.map(({ login, title }) => `  ${login.padEnd(widest)}  ${title}`),
  ];
}

function greeting(api: string, demo: DemoExample | null): string[] {
  const pages = [`Peremena listens on ${api}`, '', `The pages of the office (страницы): ${api}/`];
  const described = `The API, described and ready to try: ${api}/docs`;
  if (!demo) return ['', ...pages, described, 'Ctrl-C stops it.'];
  const { schoolId, studentId, from, to } = demo.example;
  const header = `-H 'Authorization: Bearer ${demo.token}'`;
  return [
    '',
    ...pages,
    ...signIns(demo.people),
    '',
    described,
    'A token of the demonstration, good for an hour:',
    demo.token,
    '',
    "One student's diary:",
    `curl ${header} '${api}/v1/students/${studentId}/diary?from=${from}&to=${to}'`,
    '',
    "What breaks the school's act, with the clauses:",
    `curl ${header} '${api}/v1/schools/${schoolId}/findings?verdict=violated&limit=20'`,
    '',
    'Next, in a second terminal while this one runs: move a school to another journal, and get the act of it:',
    DEMO_MIGRATION,
    '',
    `The clock of the demonstration (часы демонстрации) began at ${demo.clock.toISOString()} and goes on:`,
    'deadlines are held against it, and what you enter is stamped with it.',
    '',
    'Ctrl-C stops everything.',
  ];
}

const told = ({ token, example, people, clock }: DemoExample) => ({
  token,
  example,
  people,
  clock: clock.toISOString(),
});

async function start(context: CommandContext, services: Services, openDemo: OpenDemo | null): Promise<void> {
  const served = await services.listen();
  if (!served.ok) throw new CommandError(served.error);
  const api = served.value;
  const { now, sleep } = services.run;
  let clock: Promise<void> = Promise.resolve();
  try {
    const demo = openDemo && (await openDemo(context, services));
    try {
      const { url } = api;
      context.output.result(
        { api: url, pages: `${url}/`, docs: `${url}/docs`, ...(demo && told(demo)) },
        greeting(url, demo),
      );
      clock = followClock(services.control, { now, sleep, signal: context.signal });
      await Promise.race([untilStopped(context.signal), clock]);
    } finally {
      await demo?.close();
    }
  } finally {
    await api.close();
    await clock;
  }
}

export const startCommand = (program: Command, context: CommandContext, openDemo: OpenDemo): Command =>
  program
    .command('start')
    .description('serve the pages and the API until stopped')
    .option('--demo', 'with four invented schools on simulated journals, read at the first start')
    .action((options: { readonly demo?: true }) =>
      // It serves for hours: on a database that another program may close at any moment it would serve nobody.
      withServices(context, (services) => start(context, services, options.demo ? openDemo : null), true),
    );
