import type { Page } from '../../src/web/page.ts';
import { NEW } from './new-journal.ts';
import type { Office } from './office.ts';

/** What stands for the names in paths of pages, and what more some of them are asked with. */
export interface Things {
  /** The address of a page, about something that is there. */
  addressOf(page: Page): string;
}

const firstId = async ({ world }: Office, text: string): Promise<string> => {
  const { rows } = await world.services.store.pool.query<{ id: string }>(text, [world.schoolId]);
  if (!rows[0]) throw new Error(`nothing is found by ${text}`);
  return rows[0].id;
};

/** A migration that has questions; nothing in it is answered. */
async function planMove({ world }: Office): Promise<string> {
  const ends = { schoolId: world.schoolId, from: 'journal', to: NEW };
  const begun = await world.services.migrations.plan(ends, { operator: 'Школьный портал' }, 'test');
  if (!begun.ok) throw new Error(begun.error.code);
  await world.services.migrations.idle(world.schoolId);
  return String(begun.value.transfer.transferId);
}

/** Finds something for every name in a path. */
export async function findThings(office: Office): Promise<Things> {
  const { schoolId } = office.world;
  const marked = 'select student_id as id from mark where school_id = $1 limit 1';
  const names: Readonly<Record<string, string>> = {
    schoolId,
    form: 'school-results',
    connection: 'journal',
    studentId: await firstId(office, marked),
    findingId: await firstId(office, 'select finding_id as id from finding where school_id = $1 limit 1'),
    runId: await firstId(
      office,
      'select run_id::text as id from run where school_id = $1 order by run_id limit 1',
    ),
    moveId: await planMove(office),
  };
  const mark = await firstId(office, 'select id from mark where school_id = $1 limit 1');
  const queries: Readonly<Record<string, string>> = {
    '/search': '?q=а',
    '/reports/rows': `?of=students&schoolId=${schoolId}&term=2025-quarter-1`,
    '/reports/:form': `?scope=school:${schoolId}&term=2025-quarter-1`,
    '/diary/:studentId': '?day=2025-10-08',
    '/migrations/new': '?from=journal',
    '/control/permits/new': `?target=mark&record=${mark}`,
  };
  return {
    addressOf({ path }) {
      const filled = path.replace(/:(\w+)/g, (_, name: string) => {
        const thing = names[name];
        if (thing === undefined) throw new Error(`say what «:${name}» of ${path} stands for`);
        return encodeURIComponent(thing);
      });
      return `${filled}${queries[path] ?? ''}`;
    },
  };
}
