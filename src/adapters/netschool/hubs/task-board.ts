import { AdapterError } from '../../errors.ts';
import { timedOut } from '../../http-failures.ts';
import { refused } from '../refusals.ts';

const PLACE = 'report hub';

interface Waiter {
  readonly resolve: (fileId: string) => void;
  readonly reject: (error: AdapterError) => void;
  readonly timer: NodeJS.Timeout;
}

/** Who waits for which task. Each generation of the hub tells it what it heard. */
export class TaskBoard {
  readonly #waiters = new Map<string, Waiter>();
  #broken: AdapterError | null = null;

  /** The file of a task, once it is ready. Begin to wait before the task is started: it may be quick. */
  wait(taskId: string, limitMs: number): Promise<string> {
    if (this.#broken) return Promise.reject(this.#broken);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#settle(taskId)?.reject(timedOut(PLACE, limitMs)), limitMs);
      this.#waiters.set(taskId, { resolve, reject, timer });
    });
  }

  /** A message of the hub: `progress` is passed over. Fields are capitalised by SignalR 2 and not by Core. */
  hear(target: string, fields: Readonly<Record<string, unknown>>): void {
    const taskId = String(fields['taskId'] ?? fields['TaskId'] ?? '');
    const kind = target.toLowerCase();
    if (kind === 'complete') {
      const fileId = fields['data'] ?? fields['Data'];
      this.#settle(taskId)?.resolve(String(fileId ?? ''));
    } else if (kind === 'error') this.fail(taskId, 'the server could not make the report');
  }

  fail(taskId: string, message: string): void {
    this.#settle(taskId)?.reject(refused(PLACE, message));
  }

  /** The connection is gone: nobody will hear anything any more. */
  break(error: AdapterError): void {
    this.#broken ??= error;
    for (const taskId of [...this.#waiters.keys()]) this.#settle(taskId)?.reject(error);
  }

  get isBroken(): boolean {
    return this.#broken !== null;
  }

  #settle(taskId: string): Waiter | undefined {
    const waiter = this.#waiters.get(taskId);
    if (waiter) clearTimeout(waiter.timer);
    this.#waiters.delete(taskId);
    return waiter;
  }
}

/** The hub's connection ended. */
export const hubGone = (message: string): AdapterError =>
  new AdapterError({
    code: 'adapter.unreachable',
    place: PLACE,
    message,
    hint: 'Start the run again; if it stays so, a proxy may not let WebSocket through.',
  });
