import type { AnyKind } from '../kind.ts';
import { editWindow } from './edit-window.ts';
import { entryDeadline } from './entry-deadline.ts';

/** Kinds about single records: when they were entered, when they were changed. */
export const recordKinds: readonly AnyKind[] = [entryDeadline, editWindow];
