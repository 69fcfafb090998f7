import type { Adapter } from '../../adapters/contract.ts';
import type { OpenFindings, SchoolLine, WaitingMove } from '../../store/read/web/overview.ts';
import type { SourceState } from '../../store/read/web/sources.ts';
import { hrefOf } from '../parts/address.ts';
import { type Freshness, freshnessOf } from '../parts/freshness.ts';
import { causeText, stateText } from '../parts/run-words.ts';
import { systemName } from '../parts/source-name.ts';
import { agoText, byName, counted } from '../parts/words.ts';

/** One thing to look at, and where it is mended. */
export interface AttentionItem {
  readonly key: string;
  readonly title: string;
  readonly more: string;
  readonly href: string;
}

/** Things of one kind, the gravest first. */
export interface AttentionGroup {
  readonly key: string;
  readonly tone: 'bad' | 'warn' | 'info';
  readonly title: string;
  readonly items: readonly AttentionItem[];
}

/** What is known of all schools. Null: the viewer may not see it. */
export interface AttentionGround {
  readonly schools: readonly SchoolLine[];
  readonly sources: readonly SourceState[] | null;
  readonly findings: readonly OpenFindings[] | null;
  readonly moves: readonly WaitingMove[] | null;
  readonly adapters: readonly Adapter[];
  readonly now: Date;
}

const DAY_MS = 24 * 3_600_000;

type Named<T> = T & { readonly school: string };

function named<T extends { readonly schoolId: string }>(
  schools: readonly SchoolLine[],
  items: readonly T[],
): readonly Named<T>[] {
  const names = new Map(schools.map(({ schoolId, name }) => [schoolId, name]));
  return items.map((item) => ({ ...item, school: names.get(item.schoolId) ?? '' }));
}

const BAD_ENDS: readonly (string | null)[] = ['failed', 'stopped', 'interrupted'];

const isBroken = ({ lastState }: SourceState): boolean => BAD_ENDS.includes(lastState);

const sourcesPage = ({ connection }: SourceState): string => `/sources/${connection}`;

function broken(sources: readonly Named<SourceState>[]): readonly AttentionItem[] {
  return sources.filter(isBroken).map((source) => ({
    key: source.connection,
    title: source.school,
    more: source.error ? causeText(source.error.code) : stateText(source.lastState ?? 'failed'),
    href: sourcesPage(source),
  }));
}

/** By the day: sources of one night stand by name. */
const readFirst = (left: SourceState, right: SourceState): number =>
  Math.trunc(((left.readAt?.getTime() ?? 0) - (right.readAt?.getTime() ?? 0)) / DAY_MS);

function old(
  sources: readonly Named<SourceState>[],
  wanted: Freshness,
  { adapters, now }: AttentionGround,
): readonly AttentionItem[] {
  return sources
    .filter((source) => !isBroken(source) && source.lastState !== 'running')
    .filter(({ readAt }) => freshnessOf(readAt, now) === wanted)
    .sort((left, right) => readFirst(left, right) || byName(left.school, right.school))
    .map((source) => ({
      key: source.connection,
      title: source.school,
      more: [
        systemName(adapters, source.system),
        ...(source.readAt ? [agoText(source.readAt, now)] : []),
      ].join(': '),
      href: sourcesPage(source),
    }));
}

function quarantined(sources: readonly Named<SourceState>[]): readonly AttentionItem[] {
  return sources
    .filter((source) => source.quarantined > 0)
    .sort((left, right) => right.quarantined - left.quarantined || byName(left.school, right.school))
    .map((source) => ({
      key: source.connection,
      title: source.school,
      more: counted(source.quarantined, 'запись', 'записи', 'записей'),
      href: `/sources/runs/${source.lastRunId ?? ''}/quarantine`,
    }));
}

function errors(findings: readonly Named<OpenFindings>[]): readonly AttentionItem[] {
  return findings
    .filter(({ error }) => error > 0)
    .sort((left, right) => right.error - left.error || byName(left.school, right.school))
    .map(({ schoolId, school, error }) => ({
      key: schoolId,
      title: school,
      more: counted(error, 'ошибка', 'ошибки', 'ошибок'),
      href: hrefOf('/control', { school: schoolId, severity: 'error' }),
    }));
}

function questions(moves: readonly Named<WaitingMove>[]): readonly AttentionItem[] {
  return moves.map(({ transferId, school, questions: count }) => ({
    key: transferId,
    title: school,
    more: counted(count, 'вопрос', 'вопроса', 'вопросов'),
    href: `/migrations/${transferId}`,
  }));
}

/** What needs somebody, the gravest kind first; kinds that nothing is of are left out. */
export function attentionOf(ground: AttentionGround): readonly AttentionGroup[] {
  const { schools } = ground;
  const sources = named(schools, ground.sources ?? []);
  const groups: readonly AttentionGroup[] = [
    { key: 'broken', tone: 'bad', title: 'Чтение не удалось', items: broken(sources) },
    { key: 'stale', tone: 'bad', title: 'Давно не читались', items: old(sources, 'stale', ground) },
    {
      key: 'errors',
      tone: 'bad',
      title: 'Открытые ошибки в журналах',
      items: errors(named(schools, ground.findings ?? [])),
    },
    { key: 'quarantine', tone: 'warn', title: 'Карантин последнего чтения', items: quarantined(sources) },
    {
      key: 'never',
      tone: 'info',
      title: 'Подключены, ещё не читались',
      items: old(sources, 'never', ground),
    },
    {
      key: 'questions',
      tone: 'info',
      title: 'Перенос ждёт ответов',
      items: questions(named(schools, ground.moves ?? [])),
    },
  ];
  return groups.filter(({ items }) => items.length > 0);
}
