import type { WebSocket } from 'ws';
import type { Session } from '../sessions.ts';
import type { TaskListener, Tasks } from './tasks.ts';

/** Frames of SignalR Core end with this. */
const END = '\u001e';
const INVOCATION = 1;
const COMPLETION = 3;
const PING = 6;
const TARGETS = new Set(['starttask', 'starttaskasync']);

interface Invocation {
  readonly type?: number;
  readonly invocationId?: string;
  readonly target?: string;
  readonly arguments?: readonly unknown[];
}

const send = (socket: WebSocket, message: unknown): void => {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message) + END);
};

const invoke = (socket: WebSocket, target: string, argument: unknown): void =>
  send(socket, { type: INVOCATION, target, arguments: [argument] });

const listenerOf = (socket: WebSocket): TaskListener => ({
  progress: (taskId, status) => invoke(socket, 'progress', { taskId, status }),
  complete: (taskId, data) => invoke(socket, 'complete', { taskId, data, componentId: 'reports' }),
  error: (taskId, details) => invoke(socket, 'error', { taskId, details, componentId: 'reports' }),
});

function startTask(socket: WebSocket, message: Invocation, session: Session, tasks: Tasks): void {
  const taskId = Number(message.arguments?.[0]);
  const success = tasks.start(taskId, session, listenerOf(socket));
  const result = { success, message: success ? null : 'Задача не найдена' };
  if (message.invocationId !== undefined) {
    send(socket, { type: COMPLETION, invocationId: message.invocationId, result });
  }
}

function readFrame(frame: string): Invocation | null {
  try {
    return JSON.parse(frame) as Invocation;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function onFrame(socket: WebSocket, frame: string, session: Session, tasks: Tasks): void {
  const message = readFrame(frame);
  if (!message) {
    socket.close(1002, 'bad frame');
    return;
  }
  if (message.type === PING) send(socket, { type: PING });
  if (message.type !== INVOCATION) return;
  if (TARGETS.has(String(message.target).toLowerCase())) {
    startTask(socket, message, session, tasks);
    return;
  }
  const error = `Unknown hub method '${String(message.target)}'`;
  send(socket, { type: COMPLETION, invocationId: message.invocationId ?? '0', error });
}

/** One connection of the newer hub: a handshake, then invocations. */
export function serveCore(socket: WebSocket, session: Session, tasks: Tasks): void {
  let shaken = false;
  socket.on('message', (data) => {
    const frames = data
      .toString()
      .split(END)
      .filter((frame) => frame !== '');
    for (const frame of frames) {
      if (shaken) {
        onFrame(socket, frame, session, tasks);
        continue;
      }
      shaken = true;
      send(socket, {});
    }
  });
}
