import type { VNode } from 'preact';
import { listQuarantine, type QuarantineEntry } from '../../../store/quarantine.ts';
import { tallyQuarantine } from '../../../store/read/web/quarantine.ts';
import { notFound, type Page, type Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';
import { Empty } from '../../parts/empty.tsx';
import { failureWords } from '../../parts/failure-words.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { Pager } from '../../parts/pager.tsx';
import { counted } from '../../parts/words.ts';
import { findRun } from './find.ts';
import { entityTitle, ReasonTable } from './reasons.tsx';
import { trailOf } from './run.tsx';

const PAGE = 50;
const MOST_RAW = 4_000;

const rawText = (raw: unknown): string => {
  const text = JSON.stringify(raw, null, 2) ?? '';
  return text.length > MOST_RAW ? `${text.slice(0, MOST_RAW)}…` : text;
};

/** What the vendor sent is personal data: it is shown to whoever may read the quarantine, and to nobody else. */
const Entry = ({ entry, mayRaw }: { readonly entry: QuarantineEntry; readonly mayRaw: boolean }): VNode => {
  const { diagnostic, entity, key, raw } = entry;
  const { happened, next } = failureWords(diagnostic);
  return (
    <li class="entry">
      <p>
        <strong>{entityTitle(entity)}.</strong> {happened}
      </p>
      <p class="note">
        {next} Место: <code>{diagnostic.place}</code>, код <code>{diagnostic.code}</code>
        {mayRaw && key !== null && (
          <>
            , номер в журнале <code>{key}</code>
          </>
        )}
      </p>
      {mayRaw && (
        <details>
          <summary>Что прислал журнал</summary>
          <pre>{rawText(raw)}</pre>
        </details>
      )}
    </li>
  );
};

const Filter = ({
  path,
  entities,
  chosen,
}: {
  readonly path: string;
  readonly entities: readonly string[];
  readonly chosen: string;
}): VNode => (
  <form class="filters" action={path} method="get" data-auto="">
    <label>
      Вид записей
      <select name="entity">
        <option value="">все</option>
        {entities.map((entity) => (
          <option value={entity} key={entity} selected={entity === chosen}>
            {entityTitle(entity)}
          </option>
        ))}
      </select>
    </label>
    <button type="submit" data-auto-button="">
      Показать
    </button>
  </form>
);

const Entries = ({
  visit,
  entries,
}: {
  readonly visit: Visit;
  readonly entries: readonly QuarantineEntry[];
}): VNode =>
  entries.length === 0 ? (
    <Empty>Таких записей в карантине нет.</Empty>
  ) : (
    <ul class="plain entries">
      {entries.map((entry) => (
        <Entry entry={entry} mayRaw={visit.may('quarantine.read')} key={entry.quarantineId} />
      ))}
    </ul>
  );

/** What a reading could not take in: why, and what to do. */
export const quarantinePage: Page = {
  method: 'get',
  path: '/sources/runs/:runId/quarantine',
  access: { scope: 'runs.read' },
  answer: async (visit) => {
    const found = await findRun(visit);
    if (!found) return notFound('страницы чтения');
    const { deps, query } = visit;
    const { runId, schoolId } = found.run;
    const path = `/sources/runs/${runId}/quarantine`;
    const entity = query['entity'] ?? '';
    const after = /^\d{1,18}$/.test(query['after'] ?? '') ? (query['after'] ?? null) : null;
    const tally = await tallyQuarantine(deps.database, found.run);
    const filter = { schoolId, runId, after, limit: PAGE, ...(entity === '' ? {} : { entity }) };
    const page = await listQuarantine(deps.store, filter);
    const total = tally.reduce((sum, { records }) => sum + records, 0);
    const entities = [...new Set(tally.map((one) => one.entity))];
    const body = (
      <>
        <PageHead
          title={`Карантин чтения № ${runId}`}
          about={`${counted(total, 'запись не попала', 'записи не попали', 'записей не попали')} в дневник и отчёты`}
        >
          {entities.length > 1 && <Filter path={path} entities={entities} chosen={entity} />}
        </PageHead>
        {after === null && <ReasonTable tally={tally} path={path} />}
        <section class="section" aria-labelledby="entries">
          <h2 id="entries">Записи</h2>
          <Entries visit={visit} entries={page.items} />
          <Pager
            next={page.next && hrefOf(path, { entity, after: page.next })}
            first={after && hrefOf(path, { entity })}
          />
        </section>
      </>
    );
    const trail = [...trailOf(found), { title: `Чтение № ${runId}`, href: `/sources/runs/${runId}` }];
    return { kind: 'page', title: `Карантин чтения № ${runId}`, body, trail };
  },
};
