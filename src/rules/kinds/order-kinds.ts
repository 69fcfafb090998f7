import type { AnyKind } from '../kind.ts';

/** Kinds about the order of things: timetable, groups, papers, control. */
export const orderKinds: readonly AnyKind[] = [];
