import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { type EntityName, entityNames } from '../../../model/entities.ts';
import { type ActState, type ActTotal, actStates } from './act.ts';

/** One row of the source and its end. No names: ids, states, reasons and digests. */
const lineSchema = z.strictObject({
  entity: z.enum(entityNames as [EntityName, ...EntityName[]]),
  /** Our id of the source's row. */
  id: z.string().min(1),
  state: z.enum(actStates),
  reason: z.string().nullable(),
  /** Of what the source had, or of what was to be written. */
  sourceDigest: z.string().nullable(),
  targetKey: z.string().nullable(),
  /** Of what the target was found to have; null where it has nothing. */
  targetDigest: z.string().nullable(),
});

/** See {@link lineSchema}. */
export type ActLine = z.infer<typeof lineSchema>;

/** What a list amounts to. */
export interface ListSummary {
  readonly rows: number;
  readonly sha256: string;
  readonly totals: readonly ActTotal[];
}

const order = new Map(entityNames.map((name, index) => [name, index]));

/** Below 0 where `a` stands before `b`: by entity in the order of the model, then by id. */
function compare(a: ActLine, b: ActLine): number {
  const byEntity = (order.get(a.entity) ?? 0) - (order.get(b.entity) ?? 0);
  if (byEntity !== 0) return byEntity;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

/** Adds lines up, and sees that each stands in its place: so the same rows are always the same bytes. */
function addingUp() {
  const hash = createHash('sha256');
  const totals = new Map<EntityName, Record<ActState, number>>();
  let rows = 0;
  let last: ActLine | null = null;
  return {
    isInPlace: (line: ActLine): boolean => last === null || compare(last, line) < 0,
    add(line: ActLine): void {
      const sum = totals.get(line.entity) ?? { arrived: 0, changed: 0, held: 0, left: 0 };
      sum[line.state] += 1;
      totals.set(line.entity, sum);
      rows += 1;
      last = line;
    },
    bytes: (text: string | Buffer) => hash.update(text),
    summary: (): ListSummary => ({
      rows,
      sha256: hash.digest('hex'),
      totals: [...totals].map(([entity, ends]) => ({
        entity,
        source: ends.arrived + ends.changed + ends.held + ends.left,
        ...ends,
      })),
    }),
  };
}

const textOf = (line: ActLine): string => `${JSON.stringify(lineSchema.parse(line))}\n`;

const CHUNK = 64 * 1024;

/**
 * Writes the list of all rows as NDJSON. The lines must come by entity in the order of the model, then by id, each
 * once; otherwise it throws, because then the digest would depend on chance.
 */
export async function writeActList(path: string, lines: AsyncIterable<ActLine>): Promise<ListSummary> {
  const sum = addingUp();
  const handle = await open(`${path}.part`, 'w');
  try {
    let chunk = '';
    const flush = async (): Promise<void> => {
      sum.bytes(chunk);
      await handle.writeFile(chunk);
      chunk = '';
    };
    for await (const line of lines) {
      if (!sum.isInPlace(line))
        throw new Error(`the list of an act is out of order at ${line.entity}/${line.id}`);
      sum.add(line);
      chunk += textOf(line);
      if (chunk.length > CHUNK) await flush();
    }
    await flush();
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${path}.part`, path);
  return sum.summary();
}

/** What is wrong with a list in itself; `line` counts from 1. */
export interface ListFault {
  readonly line: number;
  readonly problem: 'unreadable' | 'out_of_order';
}

function readLine(text: string): ActLine | null {
  try {
    return lineSchema.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

/** Reads a kept list through: its digest, its sums, and the first line that cannot be of such a list. */
export async function readActList(
  path: string,
): Promise<{ readonly summary: ListSummary; readonly fault: ListFault | null }> {
  const sum = addingUp();
  let fault: ListFault | null = null;
  let number = 0;
  const stream = createReadStream(path);
  stream.on('data', (bytes) => sum.bytes(bytes));
  for await (const text of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    const line = readLine(text);
    if (line === null) fault ??= { line: number, problem: 'unreadable' };
    else {
      if (!sum.isInPlace(line)) fault ??= { line: number, problem: 'out_of_order' };
      sum.add(line);
    }
  }
  return { summary: sum.summary(), fault };
}
