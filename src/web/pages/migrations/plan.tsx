import type { VNode } from 'preact';
import type { TargetDeclaration } from '../../../adapters/target.ts';
import { isDay } from '../../../model/dates.ts';
import {
  checkPolicy,
  type PolicyChoice,
  policyChoices,
  policySchema,
  type TransferPolicy,
} from '../../../sync/migrate/policy.ts';
import type { Page, Visit } from '../../page.ts';
import { Csrf } from '../../parts/csrf.tsx';
import { numberText } from '../../parts/words.ts';
import { thingText } from '../sources/gaps.tsx';
import { actorOf, isUnderway, type Move, withMove } from './find.ts';
import { refused, stepHref } from './frame.tsx';
import { choiceTitles } from './words.ts';

/** One thing that the target cannot hold, and what is chosen for it. */
interface Limit {
  readonly key: string;
  readonly why: string;
  readonly choice: PolicyChoice;
  readonly mayComment: boolean;
  readonly rows: number;
}

const FIELD = 'policy.';

/** What a reason speaks of stands behind its code: `transfer.kept_here/mark.value=.`. */
const rowsOf = (reasons: Readonly<Record<string, number>>, key: string): number =>
  Object.entries(reasons).reduce(
    (sum, [reason, rows]) => (reason.slice(reason.indexOf('/') + 1) === key ? sum + rows : sum),
    0,
  );

function limitsOf(
  declaration: TargetDeclaration,
  policy: TransferPolicy,
  reasons: Readonly<Record<string, number>>,
): readonly Limit[] {
  const limits = Object.entries(declaration.cannot).map(([key, why]) => ({
    key,
    why,
    choice: policy[key] ?? ('keep' as const),
    mayComment: checkPolicy(declaration, { [key]: 'comment' }).length === 0,
    rows: rowsOf(reasons, key),
  }));
  return limits.sort((left, right) => right.rows - left.rows);
}

const LimitRow = ({ limit: { key, why, choice, mayComment, rows } }: { readonly limit: Limit }): VNode => (
  <tr>
    <th scope="row">
      {thingText(key)}
      <span class="under">{why}</span>
    </th>
    <td class="number">{numberText(rows)}</td>
    <td>
      <select name={`${FIELD}${key}`} aria-label={`Что будет: ${thingText(key)}`}>
        {policyChoices
          .filter((one) => one !== 'comment' || mayComment)
          .map((one) => (
            <option value={one} key={one} selected={one === choice}>
              {choiceTitles[one]}
            </option>
          ))}
      </select>
    </td>
  </tr>
);

const LimitTable = ({ limits }: { readonly limits: readonly Limit[] }): VNode => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section class="frame" aria-label="Чего новый журнал не хранит" tabIndex={0}>
    <table class="limits">
      <thead>
        <tr>
          <th scope="col">Чего новый журнал не хранит</th>
          <th scope="col" class="number">
            Строк
          </th>
          <th scope="col">Что будет</th>
        </tr>
      </thead>
      <tbody>
        {limits.map((limit) => (
          <LimitRow limit={limit} key={limit.key} />
        ))}
      </tbody>
    </table>
  </section>
);

const Limits = ({ limits }: { readonly limits: readonly Limit[] }): VNode => {
  const met = limits.filter(({ rows }) => rows > 0);
  const others = limits.filter(({ rows }) => rows === 0);
  return (
    <>
      {met.length > 0 && <LimitTable limits={met} />}
      {met.length === 0 && <p>В этом журнале ничего такого не встретилось.</p>}
      {others.length > 0 && (
        <details>
          <summary>Чего ещё новый журнал не хранит ({others.length}); здесь таких строк нет</summary>
          <LimitTable limits={others} />
        </details>
      )}
    </>
  );
};

/** What the target cannot hold, with a choice for each, and the plan made again by it. */
export const Plan = ({
  visit,
  move: { view },
  reasons,
  declaration,
}: {
  readonly visit: Visit;
  readonly move: Move;
  readonly reasons: Readonly<Record<string, number>>;
  readonly declaration: TargetDeclaration | null;
}): VNode | null => {
  const { transfer } = view;
  if (!declaration || transfer.state === 'rolled_back') return null;
  const limits = limitsOf(declaration, policySchema.parse(transfer.policy), reasons);
  const mayWrite = visit.may('migrations.write');
  return (
    <section class="section" aria-labelledby="plan">
      <h2 id="plan">Чего новый журнал не хранит, и что с этим будет</h2>
      <form action={`/migrations/${transfer.transferId}/plan`} method="post">
        <Csrf visit={visit} />
        <fieldset disabled={!mayWrite} class="plan">
          <legend class="sr">Решения и план</legend>
          {limits.length > 0 && <Limits limits={limits} />}
          {mayWrite && (
            <div class="filters section">
              <label>
                День перехода
                <input type="date" name="switchDay" value={transfer.switchDay ?? ''} />
              </label>
              {declaration.mapped && (
                <label class="check">
                  <input type="checkbox" name="renew" value="yes" />
                  <span>
                    Составить соответствия заново, ответы сохранить: в журналах появились новые люди или
                    классы
                  </span>
                </label>
              )}
              <button type="submit" class="primary" disabled={isUnderway(view)}>
                Пересчитать план
              </button>
            </div>
          )}
        </fieldset>
      </form>
    </section>
  );
};

const isChoice = (word: string | undefined): word is PolicyChoice =>
  policyChoices.some((choice) => choice === word);

const policyFrom = (form: Visit['form']): TransferPolicy =>
  Object.fromEntries(
    Object.entries(form).flatMap(([name, word]) =>
      name.startsWith(FIELD) && isChoice(word) ? [[name.slice(FIELD.length), word] as const] : [],
    ),
  );

/** Plans again: by other choices, after answers, and for what the school has changed since. */
export const planMove: Page = {
  method: 'post',
  path: '/migrations/:moveId/plan',
  access: { scope: 'migrations.write' },
  answer: (visit) =>
    withMove(visit, async ({ view }) => {
      const { form } = visit;
      const day = form['switchDay'] || undefined;
      const planning = {
        policy: policyFrom(form),
        renew: form['renew'] === 'yes',
        ...(day !== undefined && isDay(day) ? { switchDay: day } : {}),
      };
      const begun = await visit.deps.migrations.planAgain(view, planning, actorOf(visit));
      return begun.ok ? { kind: 'redirect', to: stepHref(view, '') } : refused(begun.error);
    }),
};
