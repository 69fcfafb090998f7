import type { AnyKind } from '../kind.ts';

/** Kinds about single records: when they were entered, when they were changed. */
export const recordKinds: readonly AnyKind[] = [];
