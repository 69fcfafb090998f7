import { z } from 'zod';
import { parseJson } from '../../json.ts';
import type { Client } from '../client.ts';
import { type QueuedTask, taskNumber } from './hub.ts';
import type { TaskBoard } from './task-board.ts';

/** What SignalR 2 sends: `C` the place in the stream, `M` calls of the client, `I`/`E` the answer to a call. */
const messageSchema = z.object({
  C: z.string().optional(),
  M: z
    .array(z.object({ M: z.string(), A: z.array(z.record(z.string(), z.unknown())).default([]) }))
    .default([]),
  I: z.union([z.string(), z.number()]).optional(),
  E: z.string().optional(),
});

/** A message, or null where it is none. */
export function readMessage(text: string): z.infer<typeof messageSchema> | null {
  if (text.trim() === '') return { M: [] };
  return messageSchema.safeParse(parseJson(text, 'report hub')).data ?? null;
}

/** Hands the calls of a message to those who wait. */
export function hearMessage(board: TaskBoard, message: z.infer<typeof messageSchema>): void {
  for (const call of message.M) board.hear(call.M, call.A[0] ?? {});
}

/** The call that starts a task. */
export function startCall(client: Client, task: QueuedTask, invocation: number): string {
  const { taskId, queueKey } = task;
  const A = client.traits.startNamesQueue ? [taskNumber(taskId), queueKey] : [taskNumber(taskId)];
  return JSON.stringify({ H: 'queuehub', M: 'StartTask', A, I: invocation });
}

const negotiationSchema = z.object({ ConnectionToken: z.string().min(1) });

export type Query = Readonly<Record<string, string>>;

const baseQuery = (client: Client): Query => ({
  clientProtocol: '1.5',
  at: client.token,
  connectionData: '[{"name":"queuehub"}]',
});

/** Agrees on a connection; gives the query of all further calls. */
export async function negotiate(client: Client, transport: string): Promise<Query> {
  const query = baseQuery(client);
  const path = `${client.traits.hubPath}/negotiate`;
  const answer = await client.json({ path, query, operation: 'signalr/negotiate' });
  const { ConnectionToken } = negotiationSchema.parse(answer);
  return { ...query, transport, connectionToken: ConnectionToken, tid: '5' };
}

export const callStart = (client: Client, query: Query): Promise<unknown> =>
  client.json({ path: `${client.traits.hubPath}/start`, query, operation: 'signalr/start' });
