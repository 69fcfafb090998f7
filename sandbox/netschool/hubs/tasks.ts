import { randomInt } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Session } from '../sessions.ts';

/** A report that was queued and waits for a hub connection to start it. */
export interface Task {
  readonly session: Session;
  /** Lower-case path of the report. */
  readonly report: string;
  readonly render: () => string;
}

/** How a task goes on, as a hub tells it. */
export interface TaskListener {
  progress(taskId: number, status: string): void;
  complete(taskId: number, fileId: string): void;
  error(taskId: number, details: string): void;
}

export interface StoredFile {
  readonly session: Session;
  readonly content: Buffer;
  readonly contentType: string;
  readonly name: string;
}

export interface Tasks {
  add(task: Task): number;
  /** False when the session has no such task. */
  start(taskId: number, session: Session, listener: TaskListener): boolean;
  store(file: StoredFile): string;
  file(fileId: string): StoredFile | null;
  readonly started: number;
  close(): void;
}

export interface TaskBehaviour {
  readonly delayMs: () => number;
  readonly isEndless: (report: string) => boolean;
  readonly isFailing: (report: string) => boolean;
}

const KEPT_TASKS = 500;
const KEPT_FILES = 200;

/** Calls back after the delay, or at the next turn; what waits can be called off. */
function makeTimer(delayMs: () => number): { later(work: () => void): void; clear(): void } {
  const timers = new Set<NodeJS.Timeout>();
  return {
    later(work) {
      const delay = delayMs();
      if (delay <= 0) {
        setImmediate(work);
        return;
      }
      const timer = setTimeout(() => {
        timers.delete(timer);
        work();
      }, delay);
      timers.add(timer);
    },
    clear() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

const pageOf = (task: Task): StoredFile => ({
  session: task.session,
  content: Buffer.from(task.render()),
  contentType: 'text/html; charset=utf-8',
  name: `${task.report}.html`,
});

/** Runs reports when they are started, and keeps their last files for a while. */
export function makeTasks(behaviour: TaskBehaviour): Tasks {
  const waiting = new LRUCache<number, Task>({ max: KEPT_TASKS });
  const files = new LRUCache<string, StoredFile>({ max: KEPT_FILES });
  const timer = makeTimer(behaviour.delayMs);
  let lastTask = 551_000;
  let started = 0;

  const store = (file: StoredFile): string => {
    const id = `${Date.now().toString(36)}${randomInt(1e9).toString(36)}`;
    files.set(id, file);
    return id;
  };

  const run = (taskId: number, task: Task, listener: TaskListener): void => {
    if (behaviour.isEndless(task.report)) return;
    if (behaviour.isFailing(task.report)) listener.error(taskId, 'Ошибка построения отчета');
    else listener.complete(taskId, store(pageOf(task)));
  };

  return {
    add(task) {
      lastTask += 1;
      waiting.set(lastTask, task);
      return lastTask;
    },
    start(taskId, session, listener) {
      const task = waiting.get(taskId);
      if (task?.session !== session) return false;
      waiting.delete(taskId);
      started += 1;
      listener.progress(taskId, 'В процессе обработки');
      timer.later(() => run(taskId, task, listener));
      return true;
    },
    store,
    file: (fileId) => files.get(fileId) ?? null,
    get started() {
      return started;
    },
    close: () => timer.clear(),
  };
}
