import type { Adapter } from './adapters/contract.ts';
import { enterPapers } from './cli/demo-papers.ts';
import { letPeopleIn } from './cli/demo-people.ts';
import { CommandError } from './cli/errors.ts';
import { findAdapter } from './cli/find-connection.ts';
import type { CommandContext, Services } from './cli/services.ts';
import type { DemoExample } from './cli/start.ts';
import { runConnection } from './cli/sync.ts';
import { scopeNames } from './model/access.ts';
import { deterministicId } from './model/ids.ts';
import { addClient, listClients } from './store/clients.ts';
import { addConnection, changeSettings, getConnection } from './store/connections.ts';
import { findIdentity } from './store/identity.ts';
import { lastMoment } from './store/last-moment.ts';
import { listRuns } from './store/runs.ts';
import { createSchool, getSchool } from './store/schools.ts';
import { changeTransfer, listTransfers } from './store/transfer/transfers.ts';

type Simulator = Awaited<ReturnType<typeof import('../sandbox/demo.ts').startDemoSchools>>[number];

const CLIENT_NAME = 'demo';

/** A week in the second quarter that has lessons and marks. */
const WEEK = { from: '2025-11-17', to: '2025-11-23' };

const schoolIdOf = (simulator: Simulator): string => deterministicId(['demo', simulator.name]);

interface Wanted {
  readonly schoolId: string;
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** A connection of the demonstration, with the settings of this start: the simulators listen on other ports at each. */
async function putConnection(
  { store, settingsKey }: Services,
  adapter: Adapter,
  { schoolId, name, settings }: Wanted,
  now: Date,
): Promise<void> {
  const known = await getConnection(store, name);
  if (known) {
    await changeSettings(store, settingsKey, known, settings);
    return;
  }
  const { mode, rank } = adapter.modeOf(adapter.settings.parse(settings));
  const fresh = { schoolId, name, system: adapter.system, mode, rank, settings };
  await addConnection(store, settingsKey, fresh, now);
}

async function connect(
  services: Services,
  adapter: Adapter,
  simulator: Simulator,
  now: Date,
): Promise<string[]> {
  const { name, municipality, timeZone } = simulator.school;
  const { store } = services;
  const schoolId = schoolIdOf(simulator);
  if (!(await getSchool(store, schoolId))) {
    await createSchool(store, { schoolId, name, municipality, timeZone, weekDays: null });
  }
  const names: string[] = [];
  for (const settings of simulator.connections()) {
    const { mode } = adapter.modeOf(adapter.settings.parse(settings));
    const connectionName = `${simulator.name}-${mode}`;
    await putConnection(services, adapter, { schoolId, name: connectionName, settings }, now);
    names.push(connectionName);
  }
  return names;
}

/** The journal that the school is about to move into is empty at each start: what was moved before is not there. */
async function connectTarget(context: CommandContext, services: Services, simulator: Simulator) {
  const { target } = simulator;
  if (!target) return;
  const { store, run } = services;
  const schoolId = schoolIdOf(simulator);
  const name = `${simulator.name}-${target.suffix}`;
  const adapter = findAdapter(context.adapters, target.system);
  await putConnection(services, adapter, { schoolId, name, settings: target.settings }, run.now());
  for (const transfer of await listTransfers(store, schoolId)) {
    if (transfer.target !== name || transfer.state === 'rolled_back') continue;
    await changeTransfer(store, transfer, { state: 'rolled_back', finishedAt: run.now(), error: null });
  }
}

/** How often the connection was read. */
async function timesRead({ store }: Services, name: string): Promise<number> {
  const connection = await getConnection(store, name);
  if (!connection) return 0;
  const { connectionId } = connection;
  return (await listRuns(store, { connectionId, state: 'succeeded', limit: 10 })).items.length;
}

/** The program with its clock at a moment: the journals stand at it, and so must whoever looks. */
const at = (services: Services, moment: Date): Services => ({
  ...services,
  run: { ...services.run, now: () => moment },
});

/** Reads the school's connections as often as the demonstration wants, and enters its papers in between. */
async function readSchool(context: CommandContext, services: Services, simulator: Simulator): Promise<void> {
  const { system, regulation, regulationFrom: from, choices, consents: signed } = simulator;
  const adapter = findAdapter(context.adapters, system);
  const schoolId = schoolIdOf(simulator);
  for (const [nth, { at: moment, days }] of simulator.readings.entries()) {
    simulator.standAt(moment);
    const names = await connect(services, adapter, simulator, moment);
    const isLast = nth === simulator.readings.length - 1;
    for (const name of names) {
      if (context.signal.aborted) return;
      if ((await timesRead(services, name)) > nth) continue;
      const report = await runConnection(context, at(services, moment), name, {
        ...days,
        ...(isLast && name === names.at(-1) ? {} : { unjudged: true }),
      });
      if (report.error) throw new CommandError(report.error);
    }
    await enterPapers(services, { schoolId, system, regulation, from, choices, signed }, moment);
  }
}

async function tokenOf({ store, tokenFor }: Services, now: Date): Promise<string> {
  const wanted = {
    name: CLIENT_NAME,
    scopes: scopeNames,
    reach: { all: true },
    purpose: 'school',
    operator: null,
  } as const;
  const known = (await listClients(store)).find(({ name, disabled }) => name === CLIENT_NAME && !disabled);
  const client = known ?? (await addClient(store, wanted, now)).client;
  return tokenFor(client.clientId, client.scopes);
}

async function exampleOf({ store }: Services, simulator: Simulator): Promise<DemoExample['example']> {
  const schoolId = schoolIdOf(simulator);
  const { system, studentKey: key } = simulator;
  const studentId = await findIdentity(store, { schoolId, system, entity: 'student', key });
  if (studentId === null) throw new Error('the example student of the demonstration was not read');
  return { schoolId, studentId, ...WEEK };
}

/** What the journals know ends here. */
function lastReading({ readings }: Simulator): Date {
  const last = readings.at(-1);
  if (!last) throw new Error('the demonstration reads nothing');
  return last.at;
}

/** A folder that somebody wrote to with the true clock does not carry the demonstration out of its school year. */
const LASTS_MS = 180 * 24 * 60 * 60 * 1000;

/** The clock begins where the journals end; at a later start where it was left, so that nothing lies ahead of it. */
async function startClock({ store, startClockAt }: Services, ends: Date): Promise<Date> {
  const last = await lastMoment(store, new Date(ends.getTime() + LASTS_MS));
  const moment = last && last > ends ? last : ends;
  await startClockAt(moment);
  return moment;
}

/** Starts the invented schools' journals, connects them, and reads those that were not read before. */
export async function openDemo(context: CommandContext, services: Services): Promise<DemoExample> {
  const { startDemoSchools } = await import('../sandbox/demo.ts');
  const simulators = await startDemoSchools(services.run.now);
  const close = async () => {
    await Promise.all(simulators.map((simulator) => simulator.close()));
  };
  try {
    const [first] = simulators;
    if (!first) throw new Error('the demonstration has no school');
    const clock = await startClock(services, lastReading(first));
    for (const simulator of simulators) {
      await readSchool(context, services, simulator);
      await connectTarget(context, services, simulator);
    }
    const token = await tokenOf(services, services.run.now());
    const example = await exampleOf(services, first);
    const people = await letPeopleIn(services, example, first.school.municipality);
    return { token, example, people, clock, close };
  } catch (error) {
    await close();
    throw error;
  }
}
