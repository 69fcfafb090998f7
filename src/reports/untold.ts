import type { EntityName } from '../model/entities.ts';
import type { Telling } from '../store/read/reports/telling.ts';
import { gapOf } from './cells.ts';
import type { ReportGround } from './request.ts';

const NO_SOURCE = 'школа ещё не подключена к своему журналу';
const NOT_READ = 'источник этого не передаёт, и в реестры школы это не внесено';

/** Why a school's cells about an entity stay empty; null where somebody tells of it. */
export function untoldBy(ground: ReportGround, telling: Telling, entity: EntityName): string | null {
  if (telling.rows) return null;
  if (telling.sources.length === 0) return NO_SOURCE;
  const gap = gapOf(ground, telling.sources, entity);
  return gap ?? (telling.read ? null : NOT_READ);
}

/** The same of many schools: only where none tells. */
export function untoldByAll(
  ground: ReportGround,
  tellings: readonly Telling[],
  entity: EntityName,
): string | null {
  const reasons = tellings.map((telling) => untoldBy(ground, telling, entity));
  return reasons.every((reason) => reason !== null) ? (reasons[0] ?? null) : null;
}

/** For a sum over schools: how many of them are not in it. */
export function partlyTold(
  ground: ReportGround,
  tellings: readonly Telling[],
  entity: EntityName,
  what: string,
): readonly string[] {
  const silent = tellings.filter((telling) => untoldBy(ground, telling, entity) !== null).length;
  if (silent === 0 || silent === tellings.length) return [];
  return [`${what}: нет данных по школам — ${silent} из ${tellings.length}; итог — по остальным.`];
}
