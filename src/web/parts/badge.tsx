import type { ComponentChildren, VNode } from 'preact';
import type { Freshness } from './freshness.ts';
import { momentText } from './words.ts';

/** How something stands. */
export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'plain';

/** A few words on a ground that says how it stands. */
export const Badge = ({
  tone,
  children,
}: {
  readonly tone: Tone;
  readonly children: ComponentChildren;
}): VNode => <span class={tone === 'plain' ? 'badge' : `badge ${tone}`}>{children}</span>;

const SEVERITIES: Readonly<Record<string, { readonly tone: Tone; readonly title: string }>> = {
  error: { tone: 'bad', title: 'ошибка' },
  warning: { tone: 'warn', title: 'предупреждение' },
  info: { tone: 'info', title: 'сведение' },
};

/** How grave a finding is. */
export const SeverityBadge = ({ severity }: { readonly severity: string }): VNode => {
  const { tone, title } = SEVERITIES[severity] ?? { tone: 'plain', title: severity };
  return <Badge tone={tone}>{title}</Badge>;
};

const FRESHNESS: Readonly<Record<Freshness, { readonly tone: Tone; readonly title: string }>> = {
  fresh: { tone: 'good', title: 'свежие' },
  aging: { tone: 'warn', title: 'стареют' },
  stale: { tone: 'bad', title: 'устарели' },
  never: { tone: 'plain', title: 'не читались' },
};

/** How fresh the data of a source are; the moment of the last good reading stands behind it. */
export const FreshnessBadge = ({
  freshness,
  readAt,
  timeZone,
}: {
  readonly freshness: Freshness;
  readonly readAt: Date | null;
  readonly timeZone: string;
}): VNode => {
  const { tone, title } = FRESHNESS[freshness];
  return (
    <span class={`dot ${tone}`} title={readAt ? `Прочитано ${momentText(readAt, timeZone)}` : undefined}>
      {title}
    </span>
  );
};
