import type { AnyKind } from '../kind.ts';
import { orderKinds } from './order-kinds.ts';
import { recordKinds } from './record-kinds.ts';

/** Every kind of rule that a regulation may use. */
export const kinds: readonly AnyKind[] = [...recordKinds, ...orderKinds];

/** The kind of that name, if there is one. */
export const kindOf = (name: string): AnyKind | undefined => kinds.find((kind) => kind.name === name);
