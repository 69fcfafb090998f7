import type WebSocket from 'ws';
import { z } from 'zod';
import { cancelled } from '../../http-failures.ts';
import { parseJson } from '../../json.ts';
import type { Client } from '../client.ts';
import { type Hub, type QueuedTask, taskNumber } from './hub.ts';
import { openSocket } from './socket.ts';
import { hubGone, TaskBoard } from './task-board.ts';

/** ASP.NET Core SignalR, JSON protocol: frames are JSON ended by U+001E. */
const END = '\u001e';

const frameSchema = z.object({
  type: z.number().optional(),
  target: z.string().optional(),
  arguments: z.array(z.record(z.string(), z.unknown())).optional().catch(undefined),
  invocationId: z.string().optional(),
  error: z.string().nullish(),
  result: z.object({ success: z.boolean().nullish() }).nullish().catch(undefined),
});

type Frame = z.infer<typeof frameSchema>;

const INVOCATION = 1;
const COMPLETION = 3;
const PING = 6;
const CLOSE = 7;

class CoreHub implements Hub {
  readonly #socket: WebSocket;
  readonly #board = new TaskBoard();
  /** Invocation → task, until the server has taken the task. */
  readonly #started = new Map<string, string>();
  #invocations = 0;
  #rest = '';

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#read(String(data)));
    socket.on('close', () => this.#board.break(hubGone('the report hub closed the connection')));
    socket.on('error', () => this.#board.break(hubGone('the connection to the report hub broke')));
    this.#send({ protocol: 'json', version: 1 });
  }

  get isOpen(): boolean {
    return !this.#board.isBroken;
  }

  async run({ taskId, queueKey }: QueuedTask, limitMs: number): Promise<string> {
    const file = this.#board.wait(taskId, limitMs);
    const invocationId = String(this.#invocations++);
    this.#started.set(invocationId, taskId);
    const call = { type: INVOCATION, invocationId, target: 'startTask' };
    this.#send({ ...call, arguments: [taskNumber(taskId), queueKey] });
    return file.finally(() => this.#started.delete(invocationId));
  }

  close(): void {
    this.#board.break(cancelled('report hub'));
    this.#socket.terminate();
  }

  #send(frame: unknown): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(frame) + END);
  }

  #read(text: string): void {
    const parts = (this.#rest + text).split(END);
    this.#rest = parts.pop() ?? '';
    for (const part of parts) this.#take(part);
  }

  #take(text: string): void {
    const frame = readFrame(text);
    if (frame === null) this.#board.break(hubGone('the report hub sends what is no SignalR frame'));
    else if (frame.type === PING) this.#send({ type: PING });
    else if (frame.type === CLOSE) this.#board.break(hubGone('the report hub said goodbye'));
    else if (frame.type === INVOCATION) this.#board.hear(frame.target ?? '', frame.arguments?.[0] ?? {});
    else if (frame.type === COMPLETION) this.#taken(frame);
  }

  #taken(frame: Frame): void {
    const taskId = this.#started.get(frame.invocationId ?? '');
    const failed = Boolean(frame.error) || frame.result?.success === false;
    if (taskId !== undefined && failed) this.#board.fail(taskId, 'the server did not start the report');
  }
}

function readFrame(text: string): Frame | null {
  try {
    return frameSchema.safeParse(parseJson(text, 'report hub')).data ?? null;
  } catch {
    // Not JSON: the connection is of no use any more, and the board says so to everybody who waits.
    return null;
  }
}

/** Connects to the hub of versions 5.29 and later. */
export async function openCoreHub(client: Client): Promise<Hub> {
  const path = `${client.traits.hubPath}?at=${encodeURIComponent(client.token)}`;
  return new CoreHub(await openSocket(client, path));
}
