import { readFile } from 'node:fs/promises';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import { err, ok, type Result } from '../../../model/result.ts';
import { type Act, type ActTotal, actSchema, actStates } from './act.ts';
import { type ListFault, type ListSummary, readActList } from './list.ts';

const HINT =
  'Look for the list as it was kept with the act; an act whose list is lost proves nothing of single rows.';

const differs = (code: Diagnostic['code'], place: string, message: string): Diagnostic => ({
  code,
  place,
  message,
  hint: HINT,
});

const faultOf = ({ line, problem }: ListFault): Diagnostic =>
  problem === 'unreadable'
    ? differs('act.line_unreadable', `list, line ${line}`, 'the line is not one of such a list')
    : differs(
        'act.line_out_of_order',
        `list, line ${line}`,
        'the line does not stand in its place, or stands twice',
      );

const NONE = { source: 0, arrived: 0, changed: 0, held: 0, left: 0 };

function differingTotals(act: Act, summary: ListSummary): Diagnostic[] {
  const inList = new Map(summary.totals.map((total) => [total.entity, total]));
  const inAct = new Map(act.totals.map((total) => [total.entity, total]));
  return [...new Set([...inAct.keys(), ...inList.keys()])].flatMap((entity) => {
    const told: Omit<ActTotal, 'entity'> = inAct.get(entity) ?? NONE;
    const found: Omit<ActTotal, 'entity'> = inList.get(entity) ?? NONE;
    return (['source', ...actStates] as const)
      .filter((state) => told[state] !== found[state])
      .map((state) =>
        differs(
          'act.counts_differ',
          `${entity}.${state}`,
          `the act tells of ${told[state]} rows, the list has ${found[state]}`,
        ),
      );
  });
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** What a kept list differs from its act in; nothing: it is the very list that the act was made with. */
export async function verifyAct(act: Act, listPath: string): Promise<readonly Diagnostic[]> {
  try {
    const { summary, fault } = await readActList(listPath);
    const same = summary.sha256 === act.list.sha256;
    const rows = summary.rows === act.list.rows;
    return [
      ...(same ? [] : [differs('act.list_changed', 'list', 'SHA-256 of the list is not the one in the act')]),
      ...(rows
        ? []
        : [
            differs(
              'act.list_changed',
              'list',
              `the act tells of ${act.list.rows} rows, not of ${summary.rows}`,
            ),
          ]),
      ...(fault ? [faultOf(fault)] : []),
      ...differingTotals(act, summary),
    ];
  } catch (error) {
    if (isMissing(error)) return [differs('act.list_missing', 'list', 'the list is not there')];
    throw error;
  }
}

/** Reads an act as it is kept; an error where the file is not an act, or its sums contradict themselves. */
export async function readAct(path: string): Promise<Result<Act, Diagnostic>> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return err(differs('act.unreadable', 'act', 'the file is not JSON'));
    if (isMissing(error)) return err(differs('act.unreadable', 'act', 'the file is not there'));
    throw error;
  }
  const parsed = actSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return err(differs('act.unreadable', `act.${issue?.path.join('.') ?? ''}`, issue?.message ?? 'not an act'));
}
