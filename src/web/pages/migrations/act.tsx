import { createReadStream } from 'node:fs';
import type { VNode } from 'preact';
import { bodyTypes } from '../../../api/body-types.ts';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import { type Act, actDigest, sumOf } from '../../../sync/migrate/act/act.ts';
import { verifyAct } from '../../../sync/migrate/act/verify.ts';
import { entityTitles } from '../../../sync/migrate/act/words.ts';
import { type KeptAct, lastAct } from '../../../sync/migrate/service/acts.ts';
import type { Page, PageReply, Visit } from '../../page.ts';
import { Empty } from '../../parts/empty.tsx';
import { Failure } from '../../parts/failure.tsx';
import { DataTable, type TableColumn } from '../../parts/table.tsx';
import { counted, momentText, numberText } from '../../parts/words.ts';
import { StepButton } from './actions.tsx';
import { type Move, withMove } from './find.ts';
import { movePage, refused, stepHref } from './frame.tsx';
import { refusalWords } from './words.ts';

const ABOUT =
  'Акт составляется по свежей сверке: новый журнал читается ещё раз. У каждого акта свой номер, прежние остаются как были. Рядом хранится полный список строк; его отпечаток стоит в акте.';

type Total = Act['totals'][number];

const COUNTS = [
  ['source', 'В старом журнале'],
  ['arrived', 'Перенесено'],
  ['changed', 'Изменено'],
  ['held', 'Удержано'],
  ['left', 'Оставлено'],
] as const;

const COLUMNS: readonly TableColumn<Total>[] = [
  { key: 'entity', title: 'Вид сведений', cell: ({ entity }) => entityTitles[entity] },
  ...COUNTS.map(
    ([key, title]): TableColumn<Total> => ({
      key,
      title,
      number: true,
      cell: (total) => (total[key] === 0 ? <span class="missing">0</span> : numberText(total[key])),
    }),
  ),
];

const Downloads = ({ path }: { readonly path: string }): VNode => (
  <div class="actions">
    <a class="button primary" href={`${path}.pdf`}>
      PDF на подпись
    </a>
    <a class="button" href={`${path}.xlsx`}>
      XLSX
    </a>
    <a class="button" href={`${path}.json`}>
      JSON
    </a>
    <a class="button" href={`${path}/rows.ndjson`}>
      Список всех строк
    </a>
    <a class="button quiet" href={`${path}?check=1`}>
      Проверить список
    </a>
  </div>
);

/** What a check of the kept list found. */
const Checked = ({ act, faults }: { readonly act: Act; readonly faults: readonly Diagnostic[] }): VNode => {
  const [first] = faults;
  if (!first) {
    const rows = counted(act.list.rows, 'строка', 'строки', 'строк');
    return (
      <p class="done" role="status">
        <strong>Список тот самый.</strong> В нём {rows}, он сходится с итогами акта. Сравните отпечаток ниже с
        подписанной бумагой: так видно, что не подменили и сам акт.
      </p>
    );
  }
  const words = {
    happened: 'Список строк не тот, с которым составлен акт: его изменили, обрезали или подменили.',
    next: 'Найдите файл, сохранённый вместе с актом. Если его нет, составьте новый акт.',
  };
  return <Failure failure={first} words={words} title="Не сходится." />;
};

async function LastAct(visit: Visit, { view, school }: Move, { act, files }: KeptAct): Promise<VNode> {
  const check = visit.query['check'] === '1' ? await verifyAct(act, files.list) : null;
  const sum = sumOf(act.totals);
  return (
    <section class="section" aria-labelledby="act">
      <h2 id="act">Акт № {act.number}</h2>
      {check && <Checked act={act} faults={check} />}
      <Downloads path={stepHref(view, '/act')} />
      <dl class="pairs gap-above">
        <dt>Составлен</dt>
        <dd>{momentText(new Date(act.madeAt), school.timeZone)}</dd>
        <dt>Строк в списке</dt>
        <dd>{numberText(act.list.rows)}</dd>
        <dt>Отпечаток акта</dt>
        <dd>
          <code>{actDigest(act)}</code>
        </dd>
        <dt>Отпечаток списка</dt>
        <dd>
          <code>{act.list.sha256}</code>
        </dd>
      </dl>
      <div class="section">
        <DataTable
          caption="Итоги акта"
          columns={COLUMNS}
          rows={act.totals}
          keyOf={({ entity }) => entity}
          empty="В акте нет ни одной строки."
          foot={['Всего', ...COUNTS.map(([key]) => numberText(sum[key]))]}
        />
      </div>
      <p class="note section">
        Храните бумагу и все четыре файла вместе: без списка строк акт ничего не доказывает о единственной
        отметке. Удержанные ученики названы в акте поимённо.
      </p>
    </section>
  );
}

async function Kept(visit: Visit, move: Move): Promise<VNode> {
  const kept = await lastAct(visit.deps.migrations.deps, move.view.transfer);
  if (kept.ok) return LastAct(visit, move, kept.value);
  return (
    <div class="section">
      {kept.error.code === 'transfer.no_act' ? (
        <Empty>Акта ещё нет.</Empty>
      ) : (
        <Failure failure={kept.error} words={refusalWords(kept.error)} />
      )}
    </div>
  );
}

/** Step 6: the act, for who signs, and the proof that its list is the one it was made with. */
export const moveAct: Page = {
  method: 'get',
  path: '/migrations/:moveId/act',
  access: { scope: 'migrations.read' },
  answer: (visit) =>
    withMove(visit, async (move) => {
      const { view } = move;
      const body = (
        <>
          <p>{ABOUT}</p>
          {visit.may('migrations.write') && view.transfer.state !== 'rolled_back' && (
            <div class="actions">
              <StepButton visit={visit} view={view} word="make-act">
                Составить акт
              </StepButton>
            </div>
          )}
          {await Kept(visit, move)}
        </>
      );
      return movePage(visit, move, '/act', body);
    }),
};

const file = (
  end: string,
  type: string,
  pick: (kept: KeptAct) => string,
  name: (kept: KeptAct) => string,
): Page => ({
  method: 'get',
  path: `/migrations/:moveId/act${end}`,
  access: { scope: 'migrations.read' },
  answer: (visit) =>
    withMove(visit, async ({ view }): Promise<PageReply> => {
      const kept = await lastAct(visit.deps.migrations.deps, view.transfer);
      if (!kept.ok) return refused(kept.error);
      return { kind: 'file', name: name(kept.value), type, content: createReadStream(pick(kept.value)) };
    }),
});

/** The act as files. */
export const actFiles: readonly Page[] = [
  file(
    '.pdf',
    'application/pdf',
    ({ files }) => files.pdf,
    ({ act }) => `act-${act.number}.pdf`,
  ),
  file(
    '.xlsx',
    bodyTypes.xlsx,
    ({ files }) => files.xlsx,
    ({ act }) => `act-${act.number}.xlsx`,
  ),
  file(
    '.json',
    'application/json',
    ({ files }) => files.json,
    ({ act }) => `act-${act.number}.json`,
  ),
  file(
    '/rows.ndjson',
    'application/x-ndjson',
    ({ files }) => files.list,
    ({ act }) => act.list.file,
  ),
];
