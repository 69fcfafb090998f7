import type { AnyKind } from '../kind.ts';
import { accountRights } from './account-rights.ts';
import { groupMembership } from './group-membership.ts';
import { movementPapers } from './movement-papers.ts';
import { remarkAnswered } from './remark-answered.ts';

/** Kinds about the order of things: timetable, groups, papers, control. */
export const orderKinds: readonly AnyKind[] = [
  groupMembership,
  movementPapers,
  accountRights,
  remarkAnswered,
];
