import type { VNode } from 'preact';
import { findingActions } from '../../../store/finding-notes.ts';
import type { Visit } from '../../page.ts';
import { authorText } from '../../parts/author.ts';
import { Csrf } from '../../parts/csrf.tsx';
import { Field } from '../../parts/field.tsx';
import { momentText } from '../../parts/words.ts';
import type { FindingDetail } from './finding-rows.tsx';
import { ACTIONS } from './words.ts';

interface ActProps {
  readonly visit: Visit;
  readonly finding: FindingDetail;
  readonly timeZone: string;
}

const canBe = (action: keyof typeof findingActions, { state }: FindingDetail): boolean =>
  (findingActions[action].from as readonly string[]).includes(state);

const Notes = ({ finding, timeZone }: Omit<ActProps, 'visit'>): VNode | null =>
  finding.notes.length === 0 ? null : (
    <ul class="plain notes">
      {finding.notes.map(({ action, text, by, at }) => (
        <li key={at}>
          <small>
            {momentText(new Date(at), timeZone)}, {authorText(by)}: {ACTIONS[action] ?? action}
          </small>
          {text !== null && <p>{text}</p>}
        </li>
      ))}
    </ul>
  );

const Form = ({ visit, finding }: Pick<ActProps, 'visit' | 'finding'>): VNode | null => {
  const actions = [
    ['explained', 'Записать объяснение', 'primary'],
    ['closed', 'Закрыть', ''],
    ['reopened', 'Открыть снова', ''],
  ] as const;
  const possible = actions.filter(([action]) => canBe(action, finding));
  if (possible.length === 0) return null;
  return (
    <form class="form no-print" method="post" action={`/control/findings/${finding.findingId}/note`}>
      <Csrf visit={visit} />
      <Field
        label="Что случилось и почему"
        hint="Объяснение нужно всегда; чтобы закрыть или открыть снова, слова не обязательны. Всё написанное остаётся."
      >
        <textarea name="text" maxLength={2000} />
      </Field>
      <div class="actions">
        {possible.map(([action, title, kind]) => (
          <button type="submit" name="action" value={action} class={kind} key={action}>
            {title}
          </button>
        ))}
      </div>
    </form>
  );
};

/** What people wrote about a finding, and the form to write more. */
export const FindingAct = ({ visit, finding, timeZone }: ActProps): VNode => (
  <section class="section" aria-labelledby="notes">
    <h2 id="notes">Объяснения</h2>
    {finding.notes.length === 0 && <p class="note">Пока никто ничего не написал.</p>}
    <Notes finding={finding} timeZone={timeZone} />
    {visit.may('findings.write') && <Form visit={visit} finding={finding} />}
  </section>
);
