import type { VNode } from 'preact';
import { z } from 'zod';
import { type TermKey, termKeyText, termName } from '../../model/period.ts';
import { scopesOfForm } from '../../reports/form.ts';
import { forms } from '../../reports/registry.ts';
import type { TermDays } from '../../store/read/reports/scope.ts';
import type { SchoolLine } from '../../store/read/web/overview.ts';
import {
  type AdoptedAct,
  type ClauseFindings,
  listAdoptedActs,
  listClauseFindings,
  listSchoolClasses,
  readSchoolLine,
  type SchoolClass,
} from '../../store/read/web/school.ts';
import { readSources, type SourceState } from '../../store/read/web/sources.ts';
import type { ClassFigures } from '../../store/rollup/types.ts';
import { notFound, type Page, type Visit } from '../page.ts';
import { hrefOf } from '../parts/address.ts';
import { type Figure, Figures } from '../parts/figures.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { TermSelect } from '../parts/period-chooser.tsx';
import { counted, numberText, percentText } from '../parts/words.ts';
import { readClassResults, resultsOf } from './overview-results.ts';
import { ClassesTable } from './school-classes.tsx';
import { ActsList, ClausesTable } from './school-clauses.tsx';
import { SchoolSources } from './school-sources.tsx';

interface SchoolData {
  readonly school: SchoolLine;
  readonly classes: readonly SchoolClass[];
  /** Null, here and below: not for this role. */
  readonly results: {
    readonly terms: readonly TermDays[];
    readonly term: TermKey | null;
    readonly figures: readonly ClassFigures[];
  } | null;
  readonly sources: readonly SourceState[] | null;
  readonly clauses: readonly ClauseFindings[] | null;
  readonly adopted: readonly AdoptedAct[];
}

async function readAll({ deps, session, may, query, now }: Visit, school: SchoolLine): Promise<SchoolData> {
  const { database } = deps;
  const { reach, classIds } = session.person;
  const { schoolId } = school;
  const asked = { schoolId, reach, classIds };
  const [classes, results, sources, clauses, adopted] = await Promise.all([
    listSchoolClasses(database, asked),
    may('reports.read') ? readClassResults(database, asked, query['term'], now) : null,
    may('runs.read') ? readSources(database, reach, schoolId) : null,
    may('findings.read') ? listClauseFindings(database, asked) : null,
    listAdoptedActs(database, schoolId, reach),
  ]);
  return { school, classes, results, sources, clauses, adopted };
}

function figuresOf({ classes, results, clauses }: SchoolData): readonly Figure[] {
  const all = results && resultsOf(results.figures);
  const errors = classes.reduce((sum, one) => sum + one.errors, 0);
  return [
    { title: 'Классов', value: numberText(classes.length) },
    ...(all
      ? [
          { title: 'Учащихся', value: numberText(all.students) },
          { title: 'Аттестуется', value: numberText(all.graded) },
          { title: 'Качество, %', value: percentText(all.quality) },
          { title: 'Успеваемость, %', value: percentText(all.passRate) },
        ]
      : []),
    ...(clauses ? [{ title: 'Открытых ошибок по классам', value: numberText(errors) }] : []),
  ];
}

const TermForm = ({
  schoolId,
  results,
}: {
  readonly schoolId: string;
  readonly results: SchoolData['results'];
}) =>
  results && results.terms.length > 0 ? (
    <form class="filters" action={`/schools/${schoolId}`} method="get" data-auto="">
      <TermSelect terms={results.terms} term={results.term && termKeyText(results.term)} />
      <button type="submit" data-auto-button="">
        Показать
      </button>
    </form>
  ) : null;

const Reports = ({ visit, data }: { readonly visit: Visit; readonly data: SchoolData }): VNode => {
  const offered = forms.filter(
    (form) => form.scopes.includes('school') && scopesOfForm(form).every(visit.may),
  );
  const term = data.results?.term ?? null;
  return (
    <section class="section no-print" aria-labelledby="reports">
      <h2 id="reports">Отчёты по школе</h2>
      <ul class="plain report-links">
        {offered.map(({ id, title, about }) => (
          <li key={id}>
            <a
              href={hrefOf(`/reports/${id}`, {
                scope: `school:${data.school.schoolId}`,
                term: term && termKeyText(term),
              })}
              title={about}
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
};

const Classes = ({ visit, data }: { readonly visit: Visit; readonly data: SchoolData }): VNode => {
  const term = data.results?.term ?? null;
  return (
    <section class="section" aria-labelledby="classes">
      <div class="section-head">
        <h2 id="classes">Классы</h2>
        {term && <span class="note">Результаты: {termName(term)}</span>}
      </div>
      <ClassesTable
        schoolId={data.school.schoolId}
        classes={data.classes}
        figures={data.results?.figures ?? null}
        showFindings={data.clauses !== null}
        term={term && termKeyText(term)}
        gapOf={(source) => visit.deps.gapsOf(source)['termMark'] ?? null}
      />
    </section>
  );
};

const Sources = ({ visit, data }: { readonly visit: Visit; readonly data: SchoolData }): VNode | null =>
  data.sources && (
    <section class="section" aria-labelledby="sources">
      <h2 id="sources">Источники</h2>
      <SchoolSources
        sources={data.sources}
        timeZone={data.school.timeZone}
        adapters={visit.deps.adapters}
        now={visit.now}
      />
    </section>
  );

const Rules = ({ visit, data }: { readonly visit: Visit; readonly data: SchoolData }): VNode => {
  const { library, kinds } = visit.deps.control;
  const kindTitle = (name: string): string => kinds.find((kind) => kind.name === name)?.title ?? name;
  return (
    <>
      {data.clauses && (
        <section class="section" aria-labelledby="clauses">
          <h2 id="clauses">Нарушения по пунктам</h2>
          <ClausesTable
            schoolId={data.school.schoolId}
            clauses={data.clauses}
            acts={library.regulations}
            own={new Set(data.adopted.map(({ regulation }) => regulation))}
            kindTitle={kindTitle}
          />
        </section>
      )}
      <section class="section" aria-labelledby="acts">
        <h2 id="acts">Какого акта придерживается школа</h2>
        <ActsList adopted={data.adopted} acts={library.regulations} />
      </section>
    </>
  );
};

const School = ({ visit, data }: { readonly visit: Visit; readonly data: SchoolData }): VNode => (
  <>
    <PageHead
      title={data.school.name}
      about={`${data.school.municipality} · ${counted(data.classes.length, 'класс', 'класса', 'классов')}`}
    >
      <TermForm schoolId={data.school.schoolId} results={data.results} />
    </PageHead>
    <Figures figures={figuresOf(data)} />
    <Classes visit={visit} data={data} />
    <Sources visit={visit} data={data} />
    <Rules visit={visit} data={data} />
    {data.results && <Reports visit={visit} data={data} />}
  </>
);

/** One school: its classes, sources, what its journal breaks, and the way to its reports. */
export const school: Page = {
  method: 'get',
  path: '/schools/:schoolId',
  access: { scope: 'schools.read' },
  async answer(visit) {
    const id = z.uuid().safeParse(visit.params['schoolId']);
    const { database } = visit.deps;
    const found = id.success ? await readSchoolLine(database, id.data, visit.session.person.reach) : null;
    if (!found) return notFound('школы');
    const data = await readAll(visit, found);
    return {
      kind: 'page',
      title: found.name,
      body: <School visit={visit} data={data} />,
      trail: [{ title: 'Обзор', href: '/' }],
    };
  },
};
