import type { ModeDeclaration, PullEvent } from '../../src/adapters/contract.ts';
import { type EntityName, entityOf } from '../../src/model/entities.ts';

type Recorded = Extract<PullEvent, { kind: 'records' }>;

export const isRecords = (event: PullEvent): event is Recorded => event.kind === 'records';

/** The events between one checkpoint and the next. */
export function parts(events: readonly PullEvent[]): PullEvent[][] {
  const found: PullEvent[][] = [[]];
  for (const event of events) {
    if (event.kind === 'checkpoint') found.push([]);
    else found.at(-1)?.push(event);
  }
  return found;
}

export function faultsOfShape(events: readonly PullEvent[]): string[] {
  return events.filter(isRecords).flatMap(({ entity, records }) =>
    records.flatMap(({ key, data, place }) => {
      const issue = entityOf(entity).observed.safeParse(data).error?.issues[0];
      if (place === '' || key === '') return [`${entity} without key or place`];
      return issue ? [`${entity}.${issue.path.join('.')}: ${issue.code}`] : [];
    }),
  );
}

/** The same key twice: within a part, or later with another content. */
export function faultsOfKeys(events: readonly PullEvent[]): string[] {
  const faults: string[] = [];
  const contents = new Map<string, string>();
  for (const part of parts(events)) {
    const here = new Map<string, string>();
    for (const { entity, records } of part.filter(isRecords)) {
      for (const { key, data } of records) {
        const name = `${entity} ${key}`;
        const content = JSON.stringify(data);
        if (here.has(name) && here.get(name) !== content) faults.push(`${name} twice, not the same`);
        if ((contents.get(name) ?? content) !== content) faults.push(`${name} changed within one reading`);
        here.set(name, content);
        contents.set(name, content);
      }
    }
  }
  return faults;
}

const refsOf = (entity: EntityName): [string, string][] =>
  [...entityOf(entity).fields].flatMap(([name, { ref }]) => (ref ? [[name, ref] as [string, string]] : []));

export function faultsOfRefs(events: readonly PullEvent[]): string[] {
  const given = new Set<string>();
  const faults: string[] = [];
  for (const { entity, records } of events.filter(isRecords)) {
    const refs = refsOf(entity);
    for (const { key, data } of records) {
      const fields: Readonly<Record<string, unknown>> = { ...data };
      for (const [name, target] of refs) {
        const value = fields[name];
        if (typeof value === 'string' && !given.has(`${target} ${value}`)) faults.push(`${entity}.${name}`);
      }
      given.add(`${entity} ${key}`);
    }
  }
  return [...new Set(faults)];
}

/** `covered` names an owner where the entity has one, and days where it has a day. */
export function faultsOfCover(events: readonly PullEvent[], mode: ModeDeclaration): string[] {
  return events.flatMap((event) => {
    if (event.kind !== 'covered') return [];
    const { owner, day } = entityOf(event.entity);
    const faults = [
      mode.gives.includes(event.entity) ? '' : 'is not given by this mode',
      owner === null && event.owner !== null ? 'has no owner' : '',
      (day !== null) === (event.from !== null && event.to !== null) ? '' : 'days and entity do not agree',
    ];
    return faults.filter((fault) => fault !== '').map((fault) => `covered ${event.entity} ${fault}`);
  });
}

export function faultsOfCheckpoints(events: readonly PullEvent[]): string[] {
  const checkpoints = events.filter((event) => event.kind === 'checkpoint');
  const faults: string[] = [];
  if (events.at(-1)?.kind !== 'checkpoint') faults.push('the last event is no checkpoint');
  if (new Set(checkpoints.map(({ cursor }) => cursor)).size < checkpoints.length)
    faults.push('a cursor twice');
  checkpoints.forEach(({ done, total }, index) => {
    if (done > total || done < (checkpoints[index - 1]?.done ?? 0)) faults.push(`done ${done} of ${total}`);
  });
  return faults;
}
