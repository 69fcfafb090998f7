import { type Answer, against, type Local, type Looks, type Span } from './looks.ts';

/** What is not plainly in order, by the key of its row. */
export type Verdicts = Map<string, 'violated' | 'unknown'>;

/** Notes an answer where it is not «kept». */
export function note(verdicts: Verdicts, key: string, answer: Answer): void {
  if (answer === 'late') verdicts.set(key, 'violated');
  if (answer === 'unknown') verdicts.set(key, 'unknown');
}

/** Whether something came before a moment that is past recall. */
export const until =
  (closes: Local) =>
  (span: Span): Answer =>
    against(span, closes);

/** Whether something came before something else, of which only a span is known too. */
export const before =
  (other: Span) =>
  (span: Span): Answer => {
    if (other.after !== null && span.by <= other.after) return 'kept';
    return span.after !== null && span.after >= other.by ? 'late' : 'unknown';
  };

/** Something that must be there by a deadline; null: it never was seen. */
export function byDeadline(span: Span | null, deadline: Local, looks: Looks): Answer {
  if (span) return against(span, deadline);
  return looks.last > deadline ? 'late' : 'kept';
}

/** A value that was seen to become another one. */
export interface Seen {
  readonly value: string;
  readonly span: Span;
}

/** What a row was seen to be at each look, first to last; empty when it never was there. */
export function statesSeen(
  looks: Looks,
  valueAt: (moment: Local) => string | null,
  spanOf: (span: Span, at: { readonly look: Local; readonly isFirst: boolean }) => Span,
): Seen[] {
  const seen: Seen[] = [];
  for (const [index, look] of looks.all.entries()) {
    const value = valueAt(look);
    if (value === null || value === seen.at(-1)?.value) continue;
    const span = { after: looks.all[index - 1] ?? null, by: look };
    seen.push({ value, span: spanOf(span, { look, isFirst: seen.length === 0 }) });
  }
  return seen;
}

/** What an edit window makes of a row's past. */
export interface Walked {
  readonly answer: Answer;
  /** What goes on being shown where a change came too late; null: nothing was there in time. */
  readonly accepted: string | null;
}

/** Goes through a row's past: what was changed in time, or perhaps in time, is accepted; what came late is not. */
export function walk(states: readonly Seen[], answerTo: (span: Span) => Answer): Walked {
  let accepted: string | null = null;
  let doubtful = false;
  for (const { value, span } of states) {
    const answer = answerTo(span);
    if (answer === 'late') continue;
    if (answer === 'unknown') doubtful = true;
    accepted = value;
  }
  if (accepted !== (states.at(-1)?.value ?? null)) return { answer: 'late', accepted };
  return { answer: doubtful ? 'unknown' : 'kept', accepted };
}
