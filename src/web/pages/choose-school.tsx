import type { VNode } from 'preact';
import { z } from 'zod';
import { countOpenFindings, readSchoolLines, type SchoolLine } from '../../store/read/web/overview.ts';
import { readSchoolLine } from '../../store/read/web/school.ts';
import { notFound, type PageReply, type Visit } from '../page.ts';
import { hrefOf } from '../parts/address.ts';
import { PageHead } from '../parts/page-head.tsx';
import { DataTable, type TableColumn } from '../parts/table.tsx';
import { byName, numberText } from '../parts/words.ts';

interface Line extends SchoolLine {
  readonly error: number;
  readonly warning: number;
}

const columnsOf = (path: string, showsFindings: boolean): readonly TableColumn<Line>[] => [
  {
    key: 'name',
    title: 'Школа',
    cell: ({ schoolId, name }) => <a href={hrefOf(path, { school: schoolId })}>{name}</a>,
  },
  { key: 'municipality', title: 'Муниципалитет', cell: ({ municipality }) => municipality },
  ...(showsFindings
    ? ([
        { key: 'error', title: 'Открытых ошибок', number: true, cell: ({ error }) => numberText(error) },
        { key: 'warning', title: 'Предупреждений', number: true, cell: ({ warning }) => numberText(warning) },
      ] as const satisfies readonly TableColumn<Line>[])
    : []),
];

const Choose = ({
  title,
  path,
  lines,
  showsFindings,
}: {
  readonly title: string;
  readonly path: string;
  readonly lines: readonly Line[];
  readonly showsFindings: boolean;
}): VNode => (
  <>
    <PageHead title={title} about="Выберите школу." />
    <DataTable
      caption="Школы"
      columns={columnsOf(path, showsFindings)}
      rows={lines}
      keyOf={({ schoolId }) => schoolId}
      empty="Вам пока не открыта ни одна школа. Обратитесь к администратору журнала."
      sortable
    />
  </>
);

async function linesOf(visit: Visit, schools: readonly SchoolLine[]): Promise<readonly Line[]> {
  const { reach, classIds } = visit.session.person;
  const open = visit.may('findings.read')
    ? await countOpenFindings(visit.deps.database, reach, classIds)
    : [];
  const known = new Map(open.map((one) => [one.schoolId, one]));
  return schools
    .map((school) => {
      const { error = 0, warning = 0 } = known.get(school.schoolId) ?? {};
      return { ...school, error, warning };
    })
    .sort((left, right) => byName(left.name, right.name));
}

/** The school that an address names, or the only one within reach; else a list to choose from, or «not found». */
export async function schoolAsked(
  visit: Visit,
  title: string,
  path: string,
): Promise<{ readonly school: SchoolLine } | PageReply> {
  const { database } = visit.deps;
  const { reach } = visit.session.person;
  const asked = visit.query['school'] ?? visit.form['school'];
  if (asked !== undefined && asked !== '') {
    const id = z.uuid().safeParse(asked);
    const school = id.success ? await readSchoolLine(database, id.data, reach) : null;
    return school ? { school } : notFound('школы');
  }
  const schools = await readSchoolLines(database, reach);
  const [only] = schools;
  if (schools.length === 1 && only) return { school: only };
  const lines = await linesOf(visit, schools);
  const showsFindings = path.startsWith('/control') && visit.may('findings.read');
  const body = <Choose title={title} path={path} lines={lines} showsFindings={showsFindings} />;
  return { kind: 'page', title, body };
}
