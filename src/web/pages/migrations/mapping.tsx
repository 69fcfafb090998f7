import type { VNode } from 'preact';
import { migrationProblems } from '../../../api/migration-problems.ts';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import { boundedFaults } from '../../../sync/migrate/mapping/refused.ts';
import { summaryOf } from '../../../sync/migrate/mapping/summary.ts';
import {
  type MappingEntity,
  type MappingFile,
  type MappingLine,
  mappingEntities,
} from '../../../sync/migrate/mapping/types.ts';
import { mappingFrom } from '../../../sync/migrate/resolve.ts';
import { keptMapping } from '../../../sync/migrate/service/mapping.ts';
import type { Page, PageReply, Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';
import { Csrf } from '../../parts/csrf.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Pager } from '../../parts/pager.tsx';
import { DataTable, type TableColumn } from '../../parts/table.tsx';
import { counted, numberText } from '../../parts/words.ts';
import { StepButton } from './actions.tsx';
import { type Move, withMove } from './find.ts';
import { movePage, stepHref } from './frame.tsx';
import { Line } from './mapping-line.tsx';
import { kindTitles } from './mapping-words.ts';

const PAGE = 20;

/** Which lines are shown: of a kind, only questions or all, from which on. */
interface Filter {
  readonly entity: MappingEntity | null;
  readonly all: boolean;
  readonly from: number;
}

const filterOf = (query: Visit['query']): Filter => ({
  entity: mappingEntities.find((one) => one === query['entity']) ?? null,
  all: query['show'] === 'all',
  from: /^\d{1,6}$/.test(query['from'] ?? '') ? Number(query['from']) : 0,
});

const queryOf = ({ entity, all }: Filter, from = 0) => ({
  entity,
  show: all ? 'all' : null,
  from: from > 0 ? from : null,
});

const isShown =
  ({ entity, all }: Filter) =>
  (line: MappingLine): boolean =>
    (entity === null || line.entity === entity) && (all || line.how === 'question');

const problems: Readonly<Record<string, { readonly title: string; readonly hint: string }>> =
  migrationProblems;

/** Everything that is wrong with an answer or a file, with its place. */
const Faults = ({ faults }: { readonly faults: readonly Diagnostic[] }): VNode | null => {
  if (faults.length === 0) return null;
  const { shown, more } = boundedFaults(faults);
  return (
    <div class="alert" role="alert">
      <p>
        <strong>Не принято, ничего не изменено.</strong>{' '}
        {counted(faults.length, 'ошибка', 'ошибки', 'ошибок')}:
      </p>
      <ul>
        {shown.map(({ code, place, hint }) => (
          <li key={`${code} ${place}`}>
            {place !== '' && <code>{place}</code>} {problems[code]?.title ?? code}.{' '}
            {/\p{Script=Cyrillic}/u.test(hint) ? hint : problems[code]?.hint}
          </li>
        ))}
      </ul>
      {more > 0 && <p>и ещё {numberText(more)}. Исправьте эти, остальные назовём потом.</p>}
    </div>
  );
};

type Count = ReturnType<typeof summaryOf>[number];

const columnsFor = (
  href: (query: Readonly<Record<string, string>>) => string,
): readonly TableColumn<Count>[] => [
  {
    key: 'kind',
    title: 'О чём',
    cell: ({ entity }) => <a href={href({ entity, show: 'all' })}>{kindTitles[entity]}</a>,
  },
  { key: 'lines', title: 'Всего', number: true, cell: ({ lines }) => numberText(lines) },
  { key: 'matched', title: 'Сопоставлено', number: true, cell: ({ matched }) => numberText(matched) },
  {
    key: 'questions',
    title: 'Вопросов',
    number: true,
    cell: ({ entity, questions }) =>
      questions === 0 ? (
        <span class="missing">0</span>
      ) : (
        <a href={href({ entity })}>{numberText(questions)}</a>
      ),
  },
  { key: 'left', title: 'Не переносить', number: true, cell: ({ left }) => numberText(left) },
  { key: 'held', title: 'Нет согласия', number: true, cell: ({ held }) => numberText(held) },
];

const FilterForm = ({ path, filter }: { readonly path: string; readonly filter: Filter }): VNode => (
  <form class="filters" action={path} method="get" data-auto="">
    <label>
      О чём
      <select name="entity">
        <option value="">всё</option>
        {mappingEntities.map((entity) => (
          <option value={entity} key={entity} selected={entity === filter.entity}>
            {kindTitles[entity]}
          </option>
        ))}
      </select>
    </label>
    <label>
      Показать
      <select name="show">
        <option value="">только вопросы</option>
        <option value="all" selected={filter.all}>
          все строки
        </option>
      </select>
    </label>
    <button type="submit" data-auto-button="">
      Показать
    </button>
  </form>
);

const Files = ({ visit, path }: { readonly visit: Visit; readonly path: string }): VNode | null =>
  visit.may('students.read') ? (
    <section class="section" aria-labelledby="files">
      <h2 id="files">То же в Excel</h2>
      <p>
        Когда вопросов много, удобнее файл: ответьте в нём и отправьте обратно. В файле имена: храните его как
        журнал и не посылайте открытой почтой.
      </p>
      <div class="filters">
        <a class="button" href={`${path}.xlsx`}>
          Скачать XLSX
        </a>
        <a class="button quiet" href={`${path}.yaml`}>
          Скачать YAML
        </a>
        {visit.may('migrations.write') && (
          <form action={`${path}/file`} method="post" encType="multipart/form-data" class="filters">
            <Csrf visit={visit} />
            <label>
              Заполненный файл, XLSX или YAML, до 8 МБ
              <input type="file" name="file" accept=".xlsx,.yaml,.yml" required />
            </label>
            <button type="submit">Отправить</button>
          </form>
        )}
      </div>
    </section>
  ) : null;

const Replan = ({
  visit,
  move: { view },
  questions,
}: {
  readonly visit: Visit;
  readonly move: Move;
  readonly questions: number;
}): VNode => (
  <div class="next-step">
    <p>
      <strong>Ответы изменились после плана.</strong>{' '}
      {questions > 0
        ? 'Ответьте на остальные вопросы, затем пересчитайте план.'
        : 'Все ответы есть: пересчитайте план, и можно переносить.'}
    </p>
    {visit.may('migrations.write') && (
      <StepButton visit={visit} view={view} word="plan" kind={questions > 0 ? '' : 'primary'}>
        Пересчитать план
      </StepButton>
    )}
  </div>
);

const Lines = ({
  visit,
  move,
  file,
  filter,
}: {
  readonly visit: Visit;
  readonly move: Move;
  readonly file: MappingFile;
  readonly filter: Filter;
}): VNode => {
  const path = stepHref(move.view, '/mapping');
  const lines = file.lines.filter(isShown(filter));
  // The last questions of a list may have been answered away from under its last page.
  const from = filter.from < lines.length ? filter.from : 0;
  const next = from + PAGE < lines.length ? `${hrefOf(path, queryOf(filter, from + PAGE))}#lines` : null;
  const back = hrefOf('', queryOf(filter, from)).slice(1);
  const until = Math.min(from + PAGE, lines.length);
  return (
    <section class="section" aria-labelledby="lines">
      <div class="page-head">
        <h2 id="lines">{filter.all ? 'Строки' : 'Вопросы'}</h2>
        <FilterForm path={path} filter={filter} />
      </div>
      {lines.length === 0 ? (
        <Empty>{filter.all ? 'Таких строк нет.' : 'Вопросов не осталось.'}</Empty>
      ) : (
        <ol class="questions">
          {lines.slice(from, until).map((line) => (
            <Line
              visit={visit}
              moveId={move.view.transfer.transferId}
              line={line}
              back={back}
              key={`${line.entity}/${line.sourceId}`}
            />
          ))}
        </ol>
      )}
      <Pager
        next={next}
        first={from > 0 ? `${hrefOf(path, queryOf(filter))}#lines` : null}
        shown={`Показаны ${from + 1}–${until} из ${numberText(lines.length)}`}
      />
    </section>
  );
};

const NO_MAPPING = (
  <>
    <p>Соответствий у этого переноса нет.</p>
    <p>
      Пакету обмена они не нужны: в нём нет ничего своего. Если перенос идёт в другой журнал, соответствия
      появятся, когда будет готов план.
    </p>
  </>
);

/** The page of the mapping, with what is wrong of what was just sent. */
export async function mappingPage(
  visit: Visit,
  move: Move,
  query: Visit['query'],
  faults: readonly Diagnostic[] = [],
): Promise<PageReply> {
  const { transfer } = move.view;
  const kept = await keptMapping(visit.deps, transfer);
  if (!kept) return movePage(visit, move, '/mapping', <Empty>{NO_MAPPING}</Empty>);
  const path = stepHref(move.view, '/mapping');
  const questions = kept.file.lines.filter(({ how }) => how === 'question').length;
  const isPlanned = mappingFrom(kept.file).version === transfer.mappingVersion;
  const body = (
    <>
      <Faults faults={faults} />
      {!isPlanned && transfer.state !== 'rolled_back' && (
        <Replan visit={visit} move={move} questions={questions} />
      )}
      <DataTable
        caption="Что в старом журнале чему соответствует в новом"
        columns={columnsFor((asked) => `${hrefOf(path, asked)}#lines`)}
        rows={summaryOf(kept.file)}
        keyOf={({ entity }) => entity}
        empty="Сопоставлять нечего."
      />
      <Lines visit={visit} move={move} file={kept.file} filter={filterOf(query)} />
      <Files visit={visit} path={path} />
    </>
  );
  return movePage(visit, move, '/mapping', body, faults.length > 0 ? 422 : 200);
}

/** Step 2: what of the one journal is what in the other, and what nobody but a person knows. */
export const moveMapping: Page = {
  method: 'get',
  path: '/migrations/:moveId/mapping',
  access: { scope: 'migrations.read' },
  answer: (visit) => withMove(visit, (move) => mappingPage(visit, move, visit.query)),
};
