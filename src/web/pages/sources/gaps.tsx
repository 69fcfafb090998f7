import type { VNode } from 'preact';
import { type EntityName, entityNames } from '../../../model/entities.ts';
import { fieldText } from '../../../sync/migrate/act/plain-words.ts';
import { entityTitles } from '../../../sync/migrate/act/words.ts';

/** «Текущие отметки: комментарий» for `mark.comment`. */
export function thingText(key: string): string {
  const cut = key.search(/[.=]/);
  const name = cut < 0 ? key : key.slice(0, cut);
  const entity = entityNames.find((known): known is EntityName => known === name);
  const title = entity ? entityTitles[entity] : name;
  return cut < 0 ? title : `${title}: ${fieldText(key.slice(cut + 1))}`;
}

/** What a source does not tell, each with the reason. */
export const Gaps = ({ gaps }: { readonly gaps: Readonly<Record<string, string>> }): VNode | null => {
  const told = Object.entries(gaps);
  if (told.length === 0) return null;
  return (
    <details class="section">
      <summary>Чего этот источник не сообщает ({told.length})</summary>
      <dl class="pairs">
        {told.map(([key, why]) => (
          <>
            <dt key={key}>{thingText(key)}</dt>
            <dd>{why}</dd>
          </>
        ))}
      </dl>
    </details>
  );
};
