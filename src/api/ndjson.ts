import type { Diagnostic } from '../model/diagnostic.ts';

/** Why the telling ended before its end: whoever listened went away. */
class Unheard extends Error {
  override readonly name = 'Unheard';
}

/** Tells rows page after page; waits until somebody takes each. */
export type Tell<T> = (rows: readonly T[]) => Promise<void>;

/** One page on its way from who tells to who listens. */
interface Handover<T> {
  readonly rows: readonly T[];
  readonly taken: () => void;
  readonly unheard: (reason: Unheard) => void;
}

type Step<T> = { readonly page: Handover<T> } | { readonly end: Diagnostic | null };

/** What was told before the first page: a refusal, or the pages. */
export type Listening<T> = { readonly wrong: Diagnostic } | { readonly pages: AsyncGenerator<readonly T[]> };

/**
 * Listens to work that tells pages: the first one is waited for, so that a refusal can still be an answer of its own.
 * Who stops listening ends the work; a failure on the way is thrown to the listener.
 */
export async function listen<T>(
  work: (tell: Tell<T>, signal: AbortSignal) => Promise<Diagnostic | null>,
): Promise<Listening<T>> {
  const controller = new AbortController();
  let arrive: (step: Step<T>) => void = () => undefined;
  const next = (): Promise<Step<T>> =>
    new Promise((resolve) => {
      arrive = resolve;
    });
  let step = next();
  const tell: Tell<T> = (rows) =>
    new Promise((taken, unheard) => {
      if (controller.signal.aborted) unheard(new Unheard());
      else arrive({ page: { rows, taken, unheard } });
    });
  const ended = work(tell, controller.signal).then((end): Step<T> => ({ end }));
  const coming = () => Promise.race([step, ended]);
  const first = await coming();
  if ('end' in first && first.end) return { wrong: first.end };
  return { pages: pagesOf(first) };

  async function* pagesOf(begin: Step<T>): AsyncGenerator<readonly T[]> {
    let current = begin;
    try {
      while ('page' in current) {
        yield current.page.rows;
        step = next();
        current.page.taken();
        current = await coming();
      }
      if (current.end) throw new Error(`a list broke off: ${current.end.code}`);
    } finally {
      controller.abort();
      if ('page' in current) current.page.unheard(new Unheard());
    }
  }
}

/** Rows as NDJSON, a page a chunk. */
export async function* ndjson<T>(pages: AsyncIterable<readonly T[]>): AsyncGenerator<string> {
  for await (const rows of pages) {
    if (rows.length > 0) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  }
}
