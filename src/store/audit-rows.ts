import type pg from 'pg';
import { REGISTER_SOURCE } from '../model/disclosure.ts';
import type { EntityName } from '../model/entities.ts';
import type { Store } from './open.ts';
import { findRows, hashOfFields } from './register-rows.ts';

/** What people enter with us; each row of these that is ours stands in the chain. */
export const registerEntities = [
  'consent',
  'electronicFormRefusal',
  'amendmentPermit',
  'substitution',
  'remark',
  'controlEvent',
  'account',
  'resitProtocol',
  'guardian',
  'guardianship',
] as const satisfies readonly EntityName[];

/** A row of a register that is not what the chain says of it. */
export interface AlteredRow {
  /** `consent/<id>`. */
  readonly object: string;
  readonly cause: 'changed' | 'missing' | 'never_entered';
}

/** The content that each row had when somebody last wrote it, by the chain. */
async function toldContents(client: pg.ClientBase, schoolId: string): Promise<Map<string, string>> {
  const { rows } = await client.query<{ object: string; content: string }>(
    `SELECT DISTINCT ON (object) object, details->>'content' AS content FROM audit
     WHERE school_id = $1 AND details->>'content' IS NOT NULL ORDER BY object, entry_no DESC`,
    [schoolId],
  );
  return new Map(rows.map(({ object, content }) => [object, content]));
}

/**
 * Holds the rows of a school's registers against its chain. The chain being whole tells that nobody touched the log;
 * this tells that nobody touched what the log is about. Registers never delete, so a row that is gone was taken away.
 */
export async function findAlteredRows(store: Store, schoolId: string): Promise<AlteredRow[]> {
  const client = await store.pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const told = await toldContents(client, schoolId);
    const altered: AlteredRow[] = [];
    for (const entity of registerEntities) {
      for (const { id, fields } of await findRows(client, schoolId, entity, { source: REGISTER_SOURCE })) {
        const object = `${entity}/${id}`;
        const content = told.get(object);
        told.delete(object);
        if (content === undefined) altered.push({ object, cause: 'never_entered' });
        else if (content !== hashOfFields(entity, fields).toString('hex')) {
          altered.push({ object, cause: 'changed' });
        }
      }
    }
    return [...altered, ...[...told.keys()].map((object) => ({ object, cause: 'missing' as const }))];
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}
