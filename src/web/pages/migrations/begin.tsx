import type { VNode } from 'preact';
import { isDay } from '../../../model/dates.ts';
import { type MoveChoices, readMoveChoices } from '../../../store/read/web/moves.ts';
import { readSchoolLines, type SchoolLine } from '../../../store/read/web/overview.ts';
import { readSources, type SourceState } from '../../../store/read/web/sources.ts';
import { isPack } from '../../../sync/migrate/service/ends.ts';
import { notFound, type Page, type PageReply, type Visit } from '../../page.ts';
import { Csrf } from '../../parts/csrf.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Failure } from '../../parts/failure.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { sourceName } from '../../parts/source-name.ts';
import { byName } from '../../parts/words.ts';
import { actorOf } from './find.ts';
import { refusalWords } from './words.ts';

const TRAIL = [{ title: 'Перенос журнала', href: '/migrations' }];

interface From {
  readonly source: SourceState;
  readonly school: SchoolLine;
}

async function sourcesWithin({ deps, session }: Visit): Promise<readonly From[]> {
  const { reach } = session.person;
  const schools = new Map(
    (await readSchoolLines(deps.database, reach)).map((school) => [school.schoolId, school]),
  );
  const sources = await readSources(deps.database, reach, null);
  const known = sources.flatMap((source) => {
    const school = schools.get(source.schoolId);
    return school ? [{ source, school }] : [];
  });
  return known.sort((left, right) => byName(left.school.name, right.school.name));
}

const nameOf = ({ deps }: Visit, { system, mode, connection }: SourceState): string =>
  `${sourceName(deps.adapters, system, mode)} (${connection})`;

const NO_SOURCES =
  'Переносить пока неоткуда: ни один журнал не прочитан. Прочитайте старый журнал на странице «Источники» и вернитесь сюда.';

const ChooseFrom = ({ visit, from }: { readonly visit: Visit; readonly from: readonly From[] }): VNode =>
  from.length === 0 ? (
    <Empty>{NO_SOURCES}</Empty>
  ) : (
    <form class="form" action="/migrations/new" method="get">
      <label>
        Старый журнал: откуда переносим
        <select name="from" required>
          {from.map(({ source, school }) => (
            <option value={source.connection} key={source.connection}>
              {school.name}: {nameOf(visit, source)}
            </option>
          ))}
        </select>
      </label>
      <p class="note">
        Нужен журнал, прочитанный под сотрудником школы: учётная запись семьи видит только своих детей.
      </p>
      <div class="actions">
        <button type="submit" class="primary">
          Дальше
        </button>
      </div>
    </form>
  );

interface Target {
  readonly value: string;
  readonly title: string;
}

function targetsOf(visit: Visit, all: readonly From[], chosen: From): readonly Target[] {
  const { targets } = visit.deps.migrations.deps;
  const journals = all
    .filter(({ source, school }) => school.schoolId === chosen.school.schoolId && source !== chosen.source)
    .filter(({ source }) => Object.hasOwn(targets, source.system))
    .map(({ source }) => ({ value: source.connection, title: nameOf(visit, source) }));
  const packs = Object.keys(targets)
    .filter((system) => isPack(targets, system))
    .map((system) => ({
      value: system,
      title: 'Пакет обмена: папка с таблицами, которую новая система загружает сама',
    }));
  return [...journals, ...packs];
}

const Select = ({
  name,
  title,
  empty,
  values,
  chosen,
}: {
  readonly name: string;
  readonly title: string;
  readonly empty: string;
  readonly values: readonly string[];
  readonly chosen: string | undefined;
}): VNode => (
  <label>
    {title}
    <select name={name}>
      <option value="">{empty}</option>
      {values.map((value) => (
        <option value={value} key={value} selected={value === chosen}>
          {value}
        </option>
      ))}
    </select>
  </label>
);

const Operator = ({ choices, value }: { readonly choices: MoveChoices; readonly value: string }): VNode => (
  <label>
    Кто получит данные: название нового оператора, как в согласиях
    <input name="operator" list="operators" maxLength={200} value={value} />
    <datalist id="operators">
      {choices.operators.map((operator) => (
        <option value={operator} key={operator} />
      ))}
    </datalist>
    <small>
      Данные ученика, на передачу которых этому оператору нет согласия, не уйдут; такие ученики будут названы.
      Если перенос между этими журналами уже начат, поле можно не заполнять.
    </small>
  </label>
);

const BeginForm = ({
  visit,
  from,
  targets,
  choices,
}: {
  readonly visit: Visit;
  readonly from: From;
  readonly targets: readonly Target[];
  readonly choices: MoveChoices;
}): VNode => {
  const { form } = visit;
  return (
    <form class="form" action="/migrations/new" method="post">
      <Csrf visit={visit} />
      <input type="hidden" name="from" value={from.source.connection} />
      <p>
        Старый журнал: <strong>{nameOf(visit, from.source)}</strong>. <a href="/migrations/new">Другой</a>
      </p>
      <label>
        Куда переносим
        <select name="to" required>
          {targets.map(({ value, title }) => (
            <option value={value} key={value} selected={value === form['to']}>
              {title}
            </option>
          ))}
        </select>
        <small>
          Другого журнала нет в списке? Подключение к нему заводит администратор установки, для той же школы и
          с правом записи.
        </small>
      </label>
      <Select
        name="year"
        title="Учебный год"
        empty="последний"
        values={choices.years}
        chosen={form['year']}
      />
      <Select
        name="term"
        title="Учебный период"
        empty="весь год"
        values={choices.terms}
        chosen={form['term']}
      />
      <Operator choices={choices} value={form['operator'] ?? choices.operators[0] ?? ''} />
      <label>
        День перехода: последний день работы в старом журнале
        <input type="date" name="switchDay" value={form['switchDay'] ?? ''} />
        <small>До него новое доносится повторными запусками. Можно указать потом.</small>
      </label>
      <div class="actions">
        <button type="submit" class="primary">
          Составить план
        </button>
      </div>
      <p class="note">
        План только считает: ни в один журнал ничего не пишется. Когда он готов, о каждой вещи, которой новый
        журнал не хранит, сказано, скольких строк это касается, и вы решаете, что с ней будет.
      </p>
    </form>
  );
};

async function beginPage(visit: Visit, name: string, fault: VNode | null): Promise<PageReply> {
  const all = await sourcesWithin(visit);
  const from = all.find(({ source }) => source.connection === name);
  if (name !== '' && !from) return notFound('страницы подключения');
  const choices = from && (await readMoveChoices(visit.deps.database, from.source));
  const body = (
    <>
      <PageHead title="Начать перенос" about={from?.school.name ?? 'Из какого журнала уходит школа'} />
      {fault}
      {from && choices ? (
        <BeginForm visit={visit} from={from} targets={targetsOf(visit, all, from)} choices={choices} />
      ) : (
        <ChooseFrom visit={visit} from={all} />
      )}
    </>
  );
  return { kind: 'page', title: 'Начать перенос', body, trail: TRAIL, status: fault ? 422 : 200 };
}

/** The form by which a move is begun. */
export const beginForm: Page = {
  method: 'get',
  path: '/migrations/new',
  access: { scope: 'migrations.write' },
  answer: (visit) => beginPage(visit, visit.query['from'] ?? '', null),
};

const BAD_DAY = (
  <p class="alert" role="alert">
    День перехода — не дата. Ничего не начато: выберите день из календаря или оставьте поле пустым.
  </p>
);

const text = (value: string | undefined): string | undefined => value?.trim() || undefined;

/** Begins a move, or goes on with the one between these two, and plans it. */
export const beginMove: Page = {
  method: 'post',
  path: '/migrations/new',
  access: { scope: 'migrations.write' },
  answer: async (visit) => {
    const { form, deps } = visit;
    const name = form['from'] ?? '';
    const from = (await sourcesWithin(visit)).find(({ source }) => source.connection === name);
    if (!from) return notFound('страницы подключения');
    const day = text(form['switchDay']);
    if (day !== undefined && !isDay(day)) {
      return beginPage(visit, name, BAD_DAY);
    }
    const names = { schoolId: from.school.schoolId, from: name, to: form['to'] ?? '' };
    const planning = {
      operator: text(form['operator'])?.slice(0, 200),
      year: text(form['year']),
      term: text(form['term']),
      switchDay: day,
    };
    const begun = await deps.migrations.plan(names, planning, actorOf(visit));
    if (begun.ok) return { kind: 'redirect', to: `/migrations/${begun.value.transfer.transferId}` };
    const fault = <Failure failure={begun.error} words={refusalWords(begun.error)} title="Не начато." />;
    return beginPage(visit, name, fault);
  },
};
