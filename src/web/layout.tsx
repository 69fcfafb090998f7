import type { ComponentChildren, VNode } from 'preact';
import { render } from 'preact-render-to-string';
import type { Scope } from '../model/access.ts';
import { roles } from '../model/roles.ts';
import type { Session } from '../store/sessions.ts';

interface NavItem {
  readonly href: string;
  readonly title: string;
  readonly scope: Scope;
}

/** The rooms of the office, in the order in which they are needed. */
const NAV: readonly NavItem[] = [
  { href: '/', title: 'Обзор', scope: 'schools.read' },
  { href: '/reports', title: 'Отчёты', scope: 'reports.read' },
  { href: '/control', title: 'Журнал под контролем', scope: 'findings.read' },
  { href: '/sources', title: 'Источники', scope: 'runs.read' },
  { href: '/migrations', title: 'Перенос журнала', scope: 'migrations.read' },
  { href: '/consents', title: 'Согласия', scope: 'consents.read' },
];

/** What surrounds a page. */
export interface Frame {
  readonly title: string;
  readonly session: Session | null;
  /** The path asked for, without its query. */
  readonly path: string;
  readonly trail: readonly { readonly title: string; readonly href: string }[];
  readonly children: ComponentChildren;
}

const isHere = (href: string, path: string): boolean =>
  href === '/' ? path === '/' || path.startsWith('/schools') : path === href || path.startsWith(`${href}/`);

const Nav = ({ session, path }: { readonly session: Session; readonly path: string }): VNode => {
  const allowed: readonly Scope[] = roles[session.person.role].scopes;
  return (
    <nav aria-label="Разделы" class="nav">
      {NAV.filter(({ scope }) => allowed.includes(scope)).map(({ href, title }) => (
        <a href={href} key={href} aria-current={isHere(href, path) ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  );
};

const Who = ({ session }: { readonly session: Session }): VNode => (
  <div class="who">
    <search>
      <form action="/search" method="get">
        <input
          type="search"
          name="q"
          aria-label="Поиск"
          placeholder="Школа, класс, человек"
          maxLength={100}
        />
        <button type="submit">Найти</button>
      </form>
    </search>
    <span class="person">
      {session.person.name}
      <small>{roles[session.person.role].title}</small>
    </span>
    <form action="/signout" method="post">
      <input type="hidden" name="csrf" value={session.csrf} />
      <button type="submit" class="quiet">
        Выйти
      </button>
    </form>
  </div>
);

const Trail = ({ trail }: Pick<Frame, 'trail'>): VNode | null =>
  trail.length === 0 ? null : (
    <nav aria-label="Путь" class="trail">
      {trail.map(({ title, href }) => (
        <a href={href} key={href}>
          {title}
        </a>
      ))}
    </nav>
  );

const Document = ({ title, session, path, trail, children }: Frame): VNode => (
  <html lang="ru">
    <head>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{`${title} · Перемена`}</title>
      <link rel="stylesheet" href="/assets/office.css" />
      <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
      <script src="/assets/office.js" defer />
    </head>
    <body>
      <a class="skip" href="#main">
        К содержанию
      </a>
      <header class="top">
        <a class="brand" href="/">
          Перемена
        </a>
        {session && <Nav session={session} path={path} />}
        {session && <Who session={session} />}
      </header>
      <main id="main" tabIndex={-1}>
        <Trail trail={trail} />
        {children}
      </main>
    </body>
  </html>
);

/** The whole document of a page, as text. */
export const renderPage = (frame: Frame): string => `<!doctype html>${render(<Document {...frame} />)}`;
