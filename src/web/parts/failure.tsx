import type { ComponentChildren, VNode } from 'preact';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { type FailureWords, failureWords } from './failure-words.ts';

/** What went wrong and what to do, where a page tells of it in passing; the code is for whoever is asked for help. */
export const Failure = ({
  failure: { code, place },
  words = failureWords({ code }),
  title,
  children,
}: {
  readonly failure: Pick<Diagnostic, 'code' | 'place'>;
  readonly words?: FailureWords;
  readonly title?: string;
  readonly children?: ComponentChildren;
}): VNode => (
  <div class="alert" role="alert">
    {title !== undefined && <strong>{title}</strong>}
    <p>{words.happened}</p>
    <p>
      <strong>Что делать.</strong> {words.next}
    </p>
    {children}
    <small>
      Код <code>{code}</code>
      {place !== '' && (
        <>
          , место <code>{place}</code>
        </>
      )}
    </small>
  </div>
);
