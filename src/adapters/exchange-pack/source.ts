import { type EntityName, entityOf } from '../../model/entities.ts';
import type { Observed } from '../../model/observation.ts';
import type { AdapterSession, PullEvent, PullRequest } from '../contract.ts';
import { checkFiles } from './check-pack.ts';
import { isPlaced } from './compose.ts';
import { placedEntities } from './coverage.ts';
import type { Pack } from './pack.ts';
import type { Settings } from './settings.ts';
import type { Row, StoredRow, WorkStore } from './work-store.ts';

const BATCH = 500;

/** A row in the words of the contract. */
export const observed = (entity: EntityName, { id, row }: StoredRow): Observed => ({
  key: id,
  data: row as Observed['data'],
  place: `${entity}/${id}`,
});

function isWithin(entity: EntityName, row: Row, { from, to }: PullRequest): boolean {
  const { day } = entityOf(entity);
  if (day === null) return true;
  const date = row[day];
  return typeof date === 'string' && date >= from && date <= to;
}

async function* placedRows(
  store: WorkStore,
  entity: EntityName,
  request: PullRequest,
): AsyncGenerator<readonly Observed[]> {
  let batch: Observed[] = [];
  for await (const stored of store.rows(entity)) {
    if (!isWithin(entity, stored.row, request) || !isPlaced(store, entity, stored.id)) continue;
    batch.push(observed(entity, stored));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function* pull(store: WorkStore, pack: Pack, settings: Settings, request: PullRequest) {
  await pack.refresh();
  await checkFiles(settings.folder);
  for (const [index, entity] of placedEntities.entries()) {
    for await (const records of placedRows(store, entity, request)) {
      yield { kind: 'records', entity, records } as const;
    }
    const { day } = entityOf(entity);
    const bounds = day === null ? { from: null, to: null } : { from: request.from, to: request.to };
    yield { kind: 'covered', entity, owner: null, ...bounds } as const;
    yield { kind: 'checkpoint', cursor: entity, done: index + 1, total: placedEntities.length } as const;
  }
}

async function studentsIn(store: WorkStore): Promise<number> {
  let students = 0;
  for await (const _ of store.rows('student')) students += 1;
  return students;
}

/**
 * Reads the pack as it stands: it must be finished, its files are held against the manifest first, and of the rows in the
 * work folder it gives those that the files say something of, so that what found no place is not said to be there.
 */
export function packSource(store: WorkStore, pack: Pack, settings: Settings): AdapterSession {
  return {
    async probe() {
      const { from, to } = settings.period ?? { from: '1900-01-01', to: '2999-12-31' };
      return {
        version: 'exchange-pack 1',
        schoolName: settings.school ?? settings.organization?.name ?? '',
        timeZone: 'UTC',
        yearStart: from,
        yearEnd: to,
        students: await studentsIn(store),
      };
    },
    pull: (request): AsyncIterable<PullEvent> => pull(store, pack, settings, request),
    close: () => Promise.resolve(),
  };
}
