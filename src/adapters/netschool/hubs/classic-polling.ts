import { AdapterError } from '../../errors.ts';
import { cancelled } from '../../http-failures.ts';
import type { Client } from '../client.ts';
import { callStart, hearMessage, negotiate, type Query, readMessage, startCall } from './classic-messages.ts';
import type { Hub, QueuedTask } from './hub.ts';
import { hubGone, TaskBoard } from './task-board.ts';

/** The server holds a poll for up to 110 s when it has nothing to say. */
const POLL_MS = 130_000;

class PollingHub implements Hub {
  readonly #client: Client;
  readonly #query: Query;
  readonly #board = new TaskBoard();
  #invocations = 0;
  #closed = false;

  constructor(client: Client, query: Query) {
    this.#client = client;
    this.#query = query;
  }

  get isOpen(): boolean {
    return !this.#closed && !this.#board.isBroken;
  }

  async run(task: QueuedTask, limitMs: number): Promise<string> {
    const file = this.#board.wait(task.taskId, limitMs);
    // A failure of the call below is told through the board; this keeps it from counting as unhandled.
    file.catch(() => undefined);
    const form = { data: startCall(this.#client, task, this.#invocations++) };
    const text = await this.#call('send', form).catch((error: unknown) => this.#broken(error));
    if (text !== null && readMessage(text)?.E !== undefined) {
      this.#board.fail(task.taskId, 'the server did not start the report');
    }
    return file;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#board.break(cancelled('report hub'));
    // The server forgets the connection by itself when this call does not reach it.
    this.#call('abort').catch(() => this.#client.log('netschool.hub_abort_failed', {}));
  }

  /** Listens until closed. */
  async listen(messageId: string): Promise<void> {
    let place = messageId;
    while (this.isOpen) {
      const text = await this.#call('poll', { messageId: place }, POLL_MS).catch((error: unknown) =>
        this.#broken(error),
      );
      if (this.isOpen && text !== null) place = this.#hear(text) ?? place;
    }
  }

  #hear(text: string): string | undefined {
    const message = readMessage(text);
    if (message) hearMessage(this.#board, message);
    else this.#board.break(hubGone('the report hub sends what is no SignalR message'));
    return message?.C;
  }

  #broken(error: unknown): null {
    if (!(error instanceof AdapterError)) throw error;
    this.#board.break(error);
    return null;
  }

  async #call(name: string, form?: Readonly<Record<string, string>>, timeoutMs?: number): Promise<string> {
    const answer = await this.#client.ask({
      method: 'POST',
      path: `${this.#client.traits.hubPath}/${name}`,
      query: this.#query,
      ...(form && { form }),
      operation: `signalr/${name}`,
      safe: false,
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
    return answer.text();
  }
}

/** Connects to the hub of versions before 5.29 by long polling. */
export async function openPollingHub(client: Client): Promise<Hub> {
  const query = await negotiate(client, 'longPolling');
  const path = `${client.traits.hubPath}/connect`;
  const answer = await client.ask({ method: 'POST', path, query, operation: 'signalr/connect' });
  const first = readMessage(answer.text());
  if (!first?.C) throw hubGone('the report hub does not open a long poll');
  await callStart(client, query);
  const hub = new PollingHub(client, query);
  // Ends with the hub; what goes wrong on the way is told to whoever waits for a report.
  void hub.listen(first.C);
  return hub;
}
