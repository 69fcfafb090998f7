/** A report put into the queue. */
export interface QueuedTask {
  readonly taskId: string;
  readonly queueKey: string;
}

/** A connection over which the server says that a report is ready. */
export interface Hub {
  /** Starts a queued task and waits for the id of its file. */
  run(task: QueuedTask, limitMs: number): Promise<string>;
  /** Whether it can still be used. */
  readonly isOpen: boolean;
  close(): void;
}

/** A task's number as the vendor's hub wants it: a number, where a number holds it. */
export const taskNumber = (taskId: string): string | number => {
  const number = Number(taskId);
  return Number.isSafeInteger(number) ? number : taskId;
};
