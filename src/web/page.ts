import type { VNode } from 'preact';
import type { Scope } from '../model/access.ts';
import type { Session } from '../store/sessions.ts';
import type { WebDeps } from './deps.ts';
import type { SentFile } from './multipart.ts';

/** Who may open a page: anybody, whoever signed in, or those whose role has the scope. There is no default. */
export type PageAccess = 'anybody' | 'signed_in' | { readonly scope: Scope };

/** Fields of an address or a form; one that came twice counts with its last value. */
export type Fields = Readonly<Record<string, string | undefined>>;

/** A request of somebody, as a page gets it. */
export interface Visit {
  readonly deps: WebDeps;
  readonly session: Session;
  readonly params: Fields;
  readonly query: Fields;
  /** What a form sent; files are not among it. */
  readonly form: Fields;
  /** The files of a form that takes some, by the names of its fields. */
  readonly files: Readonly<Record<string, SentFile>>;
  readonly now: Date;
  /** The path and query asked for, to come back to. */
  readonly here: string;
  /** Whether the person's role has the scope: for what a page shows, and not instead of its `access`. */
  may(scope: Scope): boolean;
}

/** What a page answers. */
export type PageReply =
  | {
      readonly kind: 'page';
      readonly title: string;
      readonly body: VNode;
      readonly status?: number;
      /** The way here: what stands above the page, the widest first. */
      readonly trail?: readonly { readonly title: string; readonly href: string }[];
    }
  | { readonly kind: 'redirect'; readonly to: string }
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly type: string;
      readonly content: AsyncIterable<Uint8Array | string>;
    }
  | {
      readonly kind: 'events';
      readonly events: AsyncIterable<{ readonly name: string; readonly data: string }>;
    }
  | { readonly kind: 'trouble'; readonly trouble: Trouble };

/** What went wrong, for a person: what happened, and what to do next. */
export interface Trouble {
  readonly status: 400 | 403 | 404 | 409 | 413 | 422 | 500;
  readonly title: string;
  readonly happened: string;
  readonly next: string;
}

/** A page, or what one of its forms does. A POST has proved before that its form is ours. */
export interface Page {
  readonly method: 'get' | 'post';
  /** As Express writes it: `/schools/:schoolId`. */
  readonly path: string;
  readonly access: Exclude<PageAccess, 'anybody'>;
  /** What a form may bring, in bytes; 64 KB when left out. */
  readonly bodyBytes?: number;
  /** Whether its form brings files: then it is read as `multipart/form-data`. */
  readonly takesFiles?: true;
  answer(visit: Visit): Promise<PageReply>;
}

/** A trouble as a reply. */
export const trouble = (
  status: Trouble['status'],
  title: string,
  happened: string,
  next: string,
): PageReply => ({ kind: 'trouble', trouble: { status, title, happened, next } });

/** What is not there, or not for this viewer: the two are told alike. */
export const notFound = (what = 'страницы'): PageReply =>
  trouble(
    404,
    'Не найдено',
    `Такой ${what} нет, или она не в вашем ведении.`,
    'Вернитесь к обзору и выберите из того, что там перечислено, или воспользуйтесь поиском.',
  );
