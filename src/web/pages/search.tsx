import type { VNode } from 'preact';
import {
  type Found,
  findClasses,
  findSchools,
  findStudents,
  findTeachers,
  type SearchAsked,
} from '../../store/read/web/search.ts';
import type { Page, Visit } from '../page.ts';
import { hrefOf } from '../parts/address.ts';
import { Empty } from '../parts/empty.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { counted } from '../parts/words.ts';

const SHOWN = 25;
const LONGEST = 100;
const MOST_WORDS = 6;

/** Things of one kind. */
interface Group {
  readonly key: string;
  readonly title: string;
  readonly found: readonly Found[];
  /** Where one leads; null: nowhere that this viewer may go. */
  readonly hrefOf: (found: Found) => string | null;
}

async function groupsOf({ deps, session, may }: Visit, words: readonly string[]): Promise<readonly Group[]> {
  const { database } = deps;
  const { reach, classIds } = session.person;
  // One more than is shown tells that there are more.
  const asked: SearchAsked = { words, reach, classIds, limit: SHOWN + 1 };
  const [schools, classes, teachers, students] = await Promise.all([
    findSchools(database, asked),
    findClasses(database, asked),
    findTeachers(database, asked),
    may('students.read') ? findStudents(database, asked) : [],
  ]);
  return [
    { key: 'schools', title: 'Школы', found: schools, hrefOf: ({ id }) => `/schools/${id}` },
    {
      key: 'classes',
      title: 'Классы',
      found: classes,
      hrefOf: ({ id }) => (may('reports.read') ? hrefOf('/reports', { scope: `class:${id}` }) : null),
    },
    {
      key: 'teachers',
      title: 'Учителя',
      found: teachers,
      hrefOf: ({ id, schoolId }) =>
        may('findings.read') ? hrefOf('/control', { school: schoolId, teacher: id }) : null,
    },
    {
      key: 'students',
      title: 'Учащиеся',
      found: students,
      hrefOf: ({ id }) => (may('diary.read') ? `/diary/${id}` : null),
    },
  ];
}

const Line = ({ found, href }: { readonly found: Found; readonly href: string | null }): VNode => (
  <li>
    {href === null ? found.name : <a href={href}>{found.name}</a>}{' '}
    <small>{[found.className, found.school].filter((part) => part !== null).join(' · ')}</small>
  </li>
);

const GroupList = ({ group }: { readonly group: Group }): VNode => (
  <section class="section" aria-labelledby={group.key}>
    <h2 id={group.key}>{group.title}</h2>
    <ul class="plain found">
      {group.found.slice(0, SHOWN).map((found) => (
        <Line found={found} href={group.hrefOf(found)} key={found.id} />
      ))}
    </ul>
    {group.found.length > SHOWN && (
      <p class="note">Показаны первые {SHOWN}. Уточните запрос, чтобы увидеть остальных.</p>
    )}
  </section>
);

const SearchForm = ({ query }: { readonly query: string }): VNode => (
  <form class="filters" action="/search" method="get">
    <label>
      Что искать
      <input type="search" name="q" value={query} maxLength={LONGEST} required />
    </label>
    <button type="submit" class="primary">
      Найти
    </button>
  </form>
);

const Results = ({ query, groups }: { readonly query: string; readonly groups: readonly Group[] }): VNode => {
  const some = groups.filter(({ found }) => found.length > 0);
  const count = some.reduce((sum, { found }) => sum + Math.min(found.length, SHOWN), 0);
  if (query === '') {
    return (
      <Empty>Введите название школы, класс («5а») или часть имени: ищется в пределах вашего ведения.</Empty>
    );
  }
  if (some.length === 0) {
    return (
      <Empty>
        <p>По запросу «{query}» в пределах вашего ведения ничего не нашлось.</p>
        <p>Проверьте написание или ищите по части слова: «Прид» найдёт и Придумову, и Придумского.</p>
      </Empty>
    );
  }
  return (
    <>
      <p class="note">{counted(count, 'совпадение', 'совпадения', 'совпадений')}</p>
      {some.map((group) => (
        <GroupList group={group} key={group.key} />
      ))}
    </>
  );
};

/** Finds a school, a class, a teacher, a student within the viewer's reach. */
export const search: Page = {
  method: 'get',
  path: '/search',
  access: { scope: 'schools.read' },
  async answer(visit) {
    const query = (visit.query['q'] ?? '').slice(0, LONGEST).replaceAll('\0', '').trim();
    const words = query.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
    const groups = words.length === 0 ? [] : await groupsOf(visit, words);
    return {
      kind: 'page',
      title: 'Поиск',
      body: (
        <>
          <PageHead title="Поиск">
            <SearchForm query={query} />
          </PageHead>
          <Results query={query} groups={groups} />
        </>
      ),
      trail: [{ title: 'Обзор', href: '/' }],
    };
  },
};
