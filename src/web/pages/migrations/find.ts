import type { School } from '../../../model/school.ts';
import { getConnection } from '../../../store/connections.ts';
import { isWithinReach } from '../../../store/read/schools.ts';
import { getSchool } from '../../../store/schools.ts';
import { getTransfer } from '../../../store/transfer/transfers.ts';
import { packOf } from '../../../sync/migrate/service/ends.ts';
import type { MigrationView } from '../../../sync/migrate/service/migrations.ts';
import { notFound, type PageReply, type Visit } from '../../page.ts';
import { sourceName, systemName } from '../../parts/source-name.ts';

/** A move with its school, and what people call its target. */
export interface Move {
  readonly view: MigrationView;
  readonly school: School;
  readonly to: string;
}

/** The move that an address names; null where there is none within reach. */
export async function findMove(visit: Visit): Promise<Move | null> {
  const { deps, session, params } = visit;
  const transfer = await getTransfer(deps.store, params['moveId'] ?? '');
  if (!transfer || !(await isWithinReach(deps.database, transfer.schoolId, session.person.reach)))
    return null;
  const view = await deps.migrations.find(transfer.schoolId, transfer.transferId);
  const school = await getSchool(deps.store, transfer.schoolId);
  return view && school ? { view, school, to: await targetText(visit, transfer.target) } : null;
}

/** Does something with the move that an address names. */
export async function withMove(visit: Visit, work: (move: Move) => Promise<PageReply>): Promise<PageReply> {
  const move = await findMove(visit);
  return move ? work(move) : notFound('страницы переноса');
}

/** «Сетевой город, школа»: the source of a move, for people. */
export function fromText({ deps }: Visit, source: string): string {
  const [system = '', mode = ''] = source.split('/');
  return sourceName(deps.adapters, system, mode);
}

/** The target of a move, for people; where a pack stands on our disk is nobody's business. */
export function toText({ deps }: Visit, target: string): string {
  return packOf(deps.migrations.deps.targets, target) ? 'пакет обмена' : target;
}

/** «Дневник.ру (new-journal)»: the same with its system. */
async function targetText(visit: Visit, target: string): Promise<string> {
  const connection = await getConnection(visit.deps.store, target);
  if (!connection) return toText(visit, target);
  return `${systemName(visit.deps.adapters, connection.system)} (${target})`;
}

/** Who does something, as the school's chain of entries names people of the office. */
export const actorOf = ({ session }: Visit): string => `person/${session.person.login}`;

/** Whether something of a move is under way in this program. */
export const isUnderway = ({ activity }: MigrationView): boolean =>
  activity !== null && activity.endedAt === null;
