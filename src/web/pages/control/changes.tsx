import type { VNode } from 'preact';
import type { z } from 'zod';
import { keyShapes, readCursor, writeCursor } from '../../../api/cursor.ts';
import type { changeSchema } from '../../../api/schemas/registers.ts';
import { dayIn } from '../../../model/dates.ts';
import { dayText } from '../../../reports/words.ts';
import { listChanges } from '../../../store/read/changes.ts';
import { readSchool } from '../../../store/read/schools.ts';
import type { SchoolLine } from '../../../store/read/web/overview.ts';
import { notFound, type Page, type Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';
import { Badge } from '../../parts/badge.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Pager } from '../../parts/pager.tsx';
import { DataTable } from '../../parts/table.tsx';
import { momentText } from '../../parts/words.ts';
import { schoolAsked } from '../choose-school.tsx';
import { ENTITIES, GROUNDS, valueText } from './words.ts';

const TITLE = 'Изменения отметок';
const PATH = '/control/changes';
const LIST = 'changes';
const LIMIT = 50;

type Change = z.infer<typeof changeSchema>;

interface Term {
  readonly id: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

interface Data {
  readonly school: SchoolLine;
  readonly terms: readonly Term[];
  readonly term: Term;
  readonly changes: readonly Change[];
  readonly next: string | null;
  readonly isFirst: boolean;
}

async function termsOf(visit: Visit, schoolId: string): Promise<readonly Term[]> {
  const found = await readSchool(visit.deps.database, schoolId, visit.session.person.reach);
  return found ? (JSON.parse(`{${found.members}}`) as { readonly terms: readonly Term[] }).terms : [];
}

function afterOf(cursor: string | undefined): string | null {
  const read = cursor === undefined ? null : readCursor(cursor);
  return read?.list === LIST && keyShapes.number.test(read.key) ? read.key : null;
}

async function readData(visit: Visit, school: SchoolLine): Promise<Data | 'no terms' | null> {
  const terms = await termsOf(visit, school.schoolId);
  const today = dayIn(visit.now, school.timeZone);
  const asked = visit.query['term'];
  const current = terms.filter(({ from }) => from <= today).at(-1) ?? terms[0];
  const term = asked === undefined || asked === '' ? current : terms.find(({ id }) => id === asked);
  if (terms.length === 0) return 'no terms';
  if (!term) return null;
  const after = afterOf(visit.query['cursor']);
  const request = { schoolId: school.schoolId, term: term.id, reach: visit.session.person.reach };
  const page = await listChanges(visit.deps.database, { ...request, permitted: null, after, limit: LIMIT });
  if (!page) return null;
  const changes = page.items.map((item) => JSON.parse(item) as Change);
  const next = page.next && writeCursor({ list: LIST, key: page.next });
  return { school, terms, term, changes, next, isFirst: after === null };
}

const groundText = (ground: string): string =>
  Object.hasOwn(GROUNDS, ground) ? GROUNDS[ground as keyof typeof GROUNDS] : ground;

const Permit = ({ change }: { readonly change: Change }): VNode => {
  const { permit, withheld } = change;
  if (permit === null) {
    return <>{withheld ? <Badge tone="warn">ждёт разрешения</Badge> : <span class="missing">нет</span>}</>;
  }
  return (
    <>
      {groundText(permit.ground)}
      <span class="under">
        № {permit.document} от {dayText(permit.documentDay)}
      </span>
    </>
  );
};

const Table = ({ visit, data }: { readonly visit: Visit; readonly data: Data }): VNode => {
  const moment = (at: string) => momentText(new Date(at), data.school.timeZone);
  return (
    <DataTable
      caption={`${TITLE}: ${data.term.name}`}
      columns={[
        {
          key: 'student',
          title: 'Ученик',
          cell: ({ student }: Change) => (visit.may('students.read') ? student.displayName : 'ученик'),
        },
        {
          key: 'what',
          title: 'Что',
          cell: ({ target, subject, lessonDay }) => (
            <>
              {subject?.name ?? ''}
              <span class="under">
                {ENTITIES[target]}
                {lessonDay === null ? '' : ` за ${dayText(lessonDay)}`}
              </span>
            </>
          ),
        },
        { key: 'was', title: 'Было', cell: ({ was }) => valueText(was) },
        { key: 'became', title: 'Стало', cell: ({ became }) => valueText(became) },
        {
          key: 'when',
          title: 'Когда',
          cell: ({ changedAt: { stamp, notAfter, notBefore } }) => (
            <>
              {stamp === null ? `до ${moment(notAfter)}` : moment(stamp)}
              {stamp === null && notBefore !== null && <span class="under">после {moment(notBefore)}</span>}
            </>
          ),
        },
        { key: 'by', title: 'Кто', cell: ({ enteredBy }) => enteredBy?.displayName ?? '' },
        { key: 'permit', title: 'Основание', cell: (change) => <Permit change={change} /> },
      ]}
      rows={data.changes}
      keyOf={({ changeId }) => changeId}
      empty="В этом периоде ни одна отметка не менялась после того, как была прочитана."
    />
  );
};

const Body = ({ visit, data }: { readonly visit: Visit; readonly data: Data }): VNode => {
  const { schoolId, name } = data.school;
  const base = { school: schoolId, term: data.term.id };
  return (
    <>
      <PageHead title={TITLE} about={<a href={`/schools/${schoolId}`}>{name}</a>}>
        <form class="filters" method="get" action={PATH} data-auto="">
          <input type="hidden" name="school" value={schoolId} />
          <label>
            Период
            <select name="term">
              {data.terms.map((term) => (
                <option value={term.id} key={term.id} selected={term.id === data.term.id}>
                  {term.name}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" data-auto-button="">
            Показать
          </button>
        </form>
      </PageHead>
      <Table visit={visit} data={data} />
      <Pager
        next={data.next && hrefOf(PATH, { ...base, cursor: data.next })}
        first={data.isFirst ? null : hrefOf(PATH, base)}
      />
    </>
  );
};

/** The table of changes of a term: what was, what became, by whom and on what ground. */
export const changes: Page = {
  method: 'get',
  path: PATH,
  access: { scope: 'permits.read' },
  answer: async (visit) => {
    const chosen = await schoolAsked(visit, TITLE, PATH);
    if ('kind' in chosen) return chosen;
    const { schoolId, name } = chosen.school;
    const data = await readData(visit, chosen.school);
    if (!data) return notFound('страницы изменений');
    const trail = [{ title: 'Журнал под контролем', href: hrefOf('/control', { school: schoolId }) }];
    const about = 'Школа ещё не передала ни одной четверти, так что и изменений показать не за что.';
    const body =
      data === 'no terms' ? <PageHead title={TITLE} about={about} /> : <Body visit={visit} data={data} />;
    return { kind: 'page', title: `${TITLE}: ${name}`, body, trail };
  },
};
