import type { VNode } from 'preact';

/** The way on through a long list; nothing where it is all there. */
export const Pager = ({
  next,
  first,
  shown,
}: {
  /** The address of what comes behind; null on the last page. */
  readonly next: string | null;
  /** The address of the beginning; null where one stands there. */
  readonly first: string | null;
  /** «Показаны 1–50». */
  readonly shown?: string;
}): VNode | null =>
  next === null && first === null ? null : (
    <nav class="pager" aria-label="Страницы списка">
      {first !== null && <a href={first}>В начало</a>}
      {shown !== undefined && <span class="note">{shown}</span>}
      {next !== null && (
        <a href={next} rel="next">
          Дальше
        </a>
      )}
    </nav>
  );
