import type { VNode } from 'preact';
import { keyShapes, readCursor, writeCursor } from '../../../api/cursor.ts';
import { listFindings } from '../../../store/read/findings.ts';
import { UNKNOWN_KEY } from '../../../store/read/page.ts';
import { type FindingGroup, readFindingGroups } from '../../../store/read/web/finding-groups.ts';
import { readNames } from '../../../store/read/web/names.ts';
import type { SchoolLine } from '../../../store/read/web/overview.ts';
import { listSchoolClasses, type SchoolClass } from '../../../store/read/web/school.ts';
import { notFound, type Page, type PageReply, type Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';
import { Figures } from '../../parts/figures.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { numberText } from '../../parts/words.ts';
import { schoolAsked } from '../choose-school.tsx';
import { actTitle } from '../school-clauses.tsx';
import { type AskedFindings, askedFindings } from './filter.ts';
import { FilterForm } from './filter-form.tsx';
import { FindingGroups } from './groups.tsx';
import { type Finding, FindingList } from './list.tsx';

const TITLE = 'Журнал под контролем';
const LIMIT = 50;
const LIST = 'findings';

interface ControlData {
  readonly school: SchoolLine;
  readonly asked: AskedFindings;
  readonly groups: readonly FindingGroup[];
  readonly classes: readonly SchoolClass[];
  readonly findings: readonly Finding[];
  readonly next: string | null;
  readonly isFirst: boolean;
  readonly teachers: ReadonlyMap<string, string>;
}

function afterOf(cursor: string | undefined): string | null {
  const read = cursor === undefined ? null : readCursor(cursor);
  return read?.list === LIST && keyShapes.uuid.test(read.key) ? read.key : null;
}

async function readAll(visit: Visit, school: SchoolLine): Promise<ControlData | null> {
  const { database } = visit.deps;
  const { reach, classIds } = visit.session.person;
  const where = { schoolId: school.schoolId, reach, classIds };
  const asked = askedFindings(visit.query);
  const after = afterOf(visit.query['cursor']);
  const [groups, classes, page] = await Promise.all([
    readFindingGroups(database, where, asked.by),
    listSchoolClasses(database, where),
    listFindings(database, { ...where, filter: asked.filter, after, limit: LIMIT }),
  ]);
  if (page === null || page === UNKNOWN_KEY) return null;
  const findings = page.items.map((item) => JSON.parse(item) as Finding);
  const wanted = [...findings.map(({ staffId }) => staffId), asked.filter.teacher];
  const teachers = await readNames(database, where, 'staff', wanted);
  const next = page.next && writeCursor({ list: LIST, key: page.next });
  return { school, asked, groups, classes, findings, next, isFirst: after === null, teachers };
}

const sum = (
  groups: readonly FindingGroup[],
  key: 'error' | 'warning' | 'explained' | 'mended' | 'notEvaluable',
) => numberText(groups.reduce((total, group) => total + group[key], 0));

const Counters = ({ groups }: Pick<ControlData, 'groups'>): VNode => (
  <Figures
    figures={[
      { title: 'Открытых ошибок', value: sum(groups, 'error') },
      { title: 'Предупреждений', value: sum(groups, 'warning') },
      { title: 'Объяснено', value: sum(groups, 'explained') },
      { title: 'Исправлено', value: sum(groups, 'mended') },
      { title: 'Нельзя проверить', value: sum(groups, 'notEvaluable') },
    ]}
  />
);

const Control = ({ visit, data }: { readonly visit: Visit; readonly data: ControlData }): VNode => {
  const { school, asked, groups, teachers } = data;
  const { library, kinds } = visit.deps.control;
  const { schoolId } = school;
  const base = { school: schoolId, by: asked.by, ...asked.query };
  return (
    <>
      <PageHead title={TITLE} about={<a href={`/schools/${schoolId}`}>{school.name}</a>}>
        {visit.may('permits.read') && (
          <div class="actions">
            <a class="button" href={hrefOf('/control/permits', { school: schoolId })}>
              Разрешения
            </a>
            <a class="button" href={hrefOf('/control/changes', { school: schoolId })}>
              Изменения отметок
            </a>
          </div>
        )}
      </PageHead>
      <Counters groups={groups} />
      <FindingGroups
        schoolId={schoolId}
        by={asked.by}
        groups={groups}
        kindTitle={(name) => kinds.find((kind) => kind.name === name)?.title ?? name}
        actTitle={(regulation) => actTitle(library.regulations, regulation)}
      />
      <section class="section" aria-labelledby="findings">
        <h2 id="findings">Список</h2>
        <FilterForm schoolId={schoolId} asked={asked} classes={data.classes} teachers={teachers} />
        <FindingList
          findings={data.findings}
          teachers={teachers}
          next={data.next}
          isFirst={data.isFirst}
          href={(more) => hrefOf('/control', { ...base, ...more })}
        />
      </section>
    </>
  );
};

/** «Журнал под контролем»: what the journal of a school breaks, by clause, teacher, class, and one by one. */
export const control: Page = {
  method: 'get',
  path: '/control',
  access: { scope: 'findings.read' },
  answer: async (visit): Promise<PageReply> => {
    const chosen = await schoolAsked(visit, TITLE, '/control');
    if ('kind' in chosen) return chosen;
    const data = await readAll(visit, chosen.school);
    if (!data) return notFound('страницы списка');
    const title = `${TITLE}: ${chosen.school.name}`;
    return { kind: 'page', title, body: <Control visit={visit} data={data} /> };
  },
};
