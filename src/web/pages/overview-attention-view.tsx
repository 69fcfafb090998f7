import type { VNode } from 'preact';
import { Badge } from '../parts/badge.tsx';
import { numberText } from '../parts/words.ts';
import type { AttentionGroup, AttentionItem } from './overview-attention.ts';

/** How many of a kind stand open; the rest is one step away. */
const SHOWN = 5;

const Items = ({ items }: { readonly items: readonly AttentionItem[] }): VNode => (
  <ul>
    {items.map(({ key, title, more, href }) => (
      <li key={key}>
        <a href={href}>{title}</a>
        <span>{more}</span>
      </li>
    ))}
  </ul>
);

const Group = ({ group }: { readonly group: AttentionGroup }): VNode => {
  const { tone, title, items } = group;
  const rest = items.slice(SHOWN);
  return (
    <div class="group">
      <h3>
        {title} <Badge tone={tone}>{numberText(items.length)}</Badge>
      </h3>
      <Items items={items.slice(0, SHOWN)} />
      {rest.length > 0 && (
        <details>
          <summary>Ещё {numberText(rest.length)}</summary>
          <Items items={rest} />
        </details>
      )}
    </div>
  );
};

/** What needs somebody; where nothing does, that is said. */
export const Attention = ({ groups }: { readonly groups: readonly AttentionGroup[] }): VNode => (
  <section class="attention" aria-labelledby="attention">
    <h2 id="attention">Что требует внимания</h2>
    {groups.length === 0 ? (
      <p>Ничего: все источники прочитаны, карантин пуст, открытых ошибок нет.</p>
    ) : (
      <div class="groups">
        {groups.map((group) => (
          <Group group={group} key={group.key} />
        ))}
      </div>
    )}
  </section>
);
