import type WebSocket from 'ws';
import { cancelled } from '../../http-failures.ts';
import type { Client } from '../client.ts';
import { callStart, hearMessage, negotiate, readMessage, startCall } from './classic-messages.ts';
import type { Hub, QueuedTask } from './hub.ts';
import { openSocket } from './socket.ts';
import { hubGone, TaskBoard } from './task-board.ts';

class ClassicSocketHub implements Hub {
  readonly #client: Client;
  readonly #socket: WebSocket;
  readonly #board = new TaskBoard();
  readonly #started = new Map<string, string>();
  #invocations = 0;

  constructor(client: Client, socket: WebSocket) {
    this.#client = client;
    this.#socket = socket;
    socket.on('message', (data) => this.#take(String(data)));
    socket.on('close', () => this.#board.break(hubGone('the report hub closed the connection')));
    socket.on('error', () => this.#board.break(hubGone('the connection to the report hub broke')));
  }

  get isOpen(): boolean {
    return !this.#board.isBroken;
  }

  async run(task: QueuedTask, limitMs: number): Promise<string> {
    const file = this.#board.wait(task.taskId, limitMs);
    const invocation = this.#invocations++;
    this.#started.set(String(invocation), task.taskId);
    if (this.#socket.readyState === this.#socket.OPEN) {
      this.#socket.send(startCall(this.#client, task, invocation));
    }
    return file.finally(() => this.#started.delete(String(invocation)));
  }

  close(): void {
    this.#board.break(cancelled('report hub'));
    this.#socket.terminate();
  }

  #take(text: string): void {
    const message = readMessage(text);
    if (message === null) {
      this.#board.break(hubGone('the report hub sends what is no SignalR message'));
      return;
    }
    hearMessage(this.#board, message);
    const taskId = this.#started.get(String(message.I ?? ''));
    if (taskId !== undefined && message.E !== undefined) {
      this.#board.fail(taskId, 'the server did not start the report');
    }
  }
}

/** Connects to the hub of versions before 5.29 over WebSocket. */
export async function openClassicSocketHub(client: Client): Promise<Hub> {
  const query = await negotiate(client, 'webSockets');
  const path = `${client.traits.hubPath}/connect?${new URLSearchParams(query)}`;
  const hub = new ClassicSocketHub(client, await openSocket(client, path));
  await callStart(client, query);
  return hub;
}
