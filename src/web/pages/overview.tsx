import type { VNode } from 'preact';
import { termKeyText, termName } from '../../model/period.ts';
import {
  countOpenFindings,
  listWaitingMoves,
  type OpenFindings,
  readSchoolLines,
  type SchoolLine,
} from '../../store/read/web/overview.ts';
import { readSources, type SourceState } from '../../store/read/web/sources.ts';
import type { Page, Visit } from '../page.ts';
import { type Figure, Figures } from '../parts/figures.tsx';
import { freshnessOf } from '../parts/freshness.ts';
import { PageHead } from '../parts/page-head.tsx';
import { TermSelect } from '../parts/period-chooser.tsx';
import { byName, counted, numberText, percentText } from '../parts/words.ts';
import { type AttentionGroup, attentionOf } from './overview-attention.ts';
import { Attention } from './overview-attention-view.tsx';
import { type Results, readResults, type TermResults } from './overview-results.ts';
import { type OverviewRow, SchoolsTable } from './overview-table.tsx';

const NO_FINDINGS = { error: 0, warning: 0, info: 0 };
const NO_RESULTS: Results = { students: 0, graded: 0, quality: null, passRate: null };

interface OverviewData {
  readonly schools: readonly SchoolLine[];
  /** Null: not for this role. */
  readonly sources: readonly SourceState[] | null;
  readonly findings: readonly OpenFindings[] | null;
  readonly groups: readonly AttentionGroup[];
  readonly results: TermResults | null;
}

async function readOverview({ deps, session, may, query, now }: Visit): Promise<OverviewData> {
  const { database, adapters } = deps;
  const { reach, classIds } = session.person;
  const [schools, sources, findings, moves, results] = await Promise.all([
    readSchoolLines(database, reach),
    may('runs.read') ? readSources(database, reach, null) : null,
    may('findings.read') ? countOpenFindings(database, reach, classIds) : null,
    may('migrations.read') ? listWaitingMoves(database, reach) : null,
    may('reports.read') ? readResults(database, session.person, query['term'], now) : null,
  ]);
  const groups = attentionOf({ schools, sources, findings, moves, adapters, now });
  return { schools, sources, findings, groups, results };
}

function sourcesBySchool(sources: readonly SourceState[]): ReadonlyMap<string, readonly SourceState[]> {
  const bySchool = new Map<string, SourceState[]>();
  for (const source of sources) {
    const own = bySchool.get(source.schoolId);
    if (own) own.push(source);
    else bySchool.set(source.schoolId, [source]);
  }
  return bySchool;
}

function rowsOf({ schools, sources, findings, results }: OverviewData): readonly OverviewRow[] {
  const counts = new Map(findings?.map((one) => [one.schoolId, one]));
  const bySchool = sourcesBySchool(sources ?? []);
  return schools
    .map((school) => ({
      school,
      sources: bySchool.get(school.schoolId) ?? [],
      findings: counts.get(school.schoolId) ?? NO_FINDINGS,
      results: results?.bySchool.get(school.schoolId) ?? NO_RESULTS,
    }))
    .sort((left, right) => byName(left.school.name, right.school.name));
}

const total = (findings: readonly OpenFindings[], key: 'error' | 'warning' | 'info'): number =>
  findings.reduce((sum, one) => sum + one[key], 0);

function figuresOf({ schools, sources, findings, results }: OverviewData, now: Date): readonly Figure[] {
  const fresh = sources?.filter(({ readAt }) => freshnessOf(readAt, now) === 'fresh').length;
  return [
    { title: 'Школ', value: numberText(schools.length) },
    ...(sources
      ? [
          {
            title: 'Свежих источников',
            value: numberText(fresh ?? 0),
            more: `из ${numberText(sources.length)}`,
          },
        ]
      : []),
    ...(findings
      ? [
          { title: 'Открытых ошибок', value: numberText(total(findings, 'error')) },
          { title: 'Предупреждений', value: numberText(total(findings, 'warning')) },
        ]
      : []),
    ...(results
      ? [
          { title: 'Учащихся', value: numberText(results.all.students) },
          { title: 'Качество, %', value: percentText(results.all.quality) },
          { title: 'Успеваемость, %', value: percentText(results.all.passRate) },
        ]
      : []),
  ];
}

const TermForm = ({ results }: { readonly results: TermResults }): VNode => (
  <form class="filters" action="/" method="get" data-auto="">
    <TermSelect terms={results.terms} term={results.term && termKeyText(results.term)} />
    <button type="submit" data-auto-button="">
      Показать
    </button>
  </form>
);

const about = ({ schools }: OverviewData): string => {
  const places = [...new Set(schools.map(({ municipality }) => municipality))].sort(byName);
  const schoolsText = counted(schools.length, 'школа', 'школы', 'школ');
  return places.length <= 3
    ? `${places.join(', ')} · ${schoolsText}`
    : `${places.length} муниципалитетов · ${schoolsText}`;
};

const Overview = ({ visit, data }: { readonly visit: Visit; readonly data: OverviewData }): VNode => {
  const { results } = data;
  const term = results?.term ?? null;
  return (
    <>
      <PageHead title="Обзор" about={about(data)}>
        {results && results.terms.length > 0 && <TermForm results={results} />}
      </PageHead>
      <Figures figures={figuresOf(data, visit.now)} />
      <Attention groups={data.groups} />
      <section class="section" aria-labelledby="schools">
        <div class="section-head">
          <h2 id="schools">Школы</h2>
          {term && <span class="note">Результаты: {termName(term)}</span>}
        </div>
        <SchoolsTable
          rows={rowsOf(data)}
          show={{
            sources: data.sources !== null,
            findings: data.findings !== null,
            results: results !== null,
            municipality: new Set(data.schools.map(({ municipality }) => municipality)).size > 1,
          }}
          term={term && termKeyText(term)}
          adapters={visit.deps.adapters}
          now={visit.now}
        />
      </section>
    </>
  );
};

/** The first page: how every school stands, and first of all what needs somebody. */
export const overview: Page = {
  method: 'get',
  path: '/',
  access: { scope: 'schools.read' },
  answer: async (visit) => ({
    kind: 'page',
    title: 'Обзор',
    body: <Overview visit={visit} data={await readOverview(visit)} />,
  }),
};
