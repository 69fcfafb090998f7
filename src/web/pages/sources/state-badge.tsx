import type { VNode } from 'preact';
import type { LastState } from '../../../store/read/web/sources.ts';
import { Badge, type Tone } from '../../parts/badge.tsx';

const STATES: Readonly<Record<LastState, { readonly tone: Tone; readonly title: string }>> = {
  running: { tone: 'info', title: 'идёт' },
  succeeded: { tone: 'good', title: 'прочитано' },
  failed: { tone: 'bad', title: 'не удалось' },
  stopped: { tone: 'warn', title: 'остановлено' },
  interrupted: { tone: 'warn', title: 'прервано' },
};

/** How a reading stands, in one word. */
export const StateBadge = ({ state }: { readonly state: LastState }): VNode => {
  const { tone, title } = STATES[state];
  return <Badge tone={tone}>{title}</Badge>;
};
