import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { WebSocket } from 'ws';
import type { Call } from '../../http/call.ts';
import { type Reply, value } from '../../http/reply.ts';
import { sessionOf } from '../gate.ts';
import { open, type Route, refusal, type Server } from '../route.ts';
import type { Session } from '../sessions.ts';
import type { TaskListener } from './tasks.ts';

const HUB = 'QueueHub';
const POLL_HOLD_MS = 20_000;
/** Clients that vanish without `abort` are forgotten in time. */
const KEPT_CONNECTIONS = 500;

/** One connection of SignalR 2: messages wait in `unsent` until its transport can carry them. */
interface Connection {
  readonly session: Session;
  readonly id: string;
  sent: number;
  unsent: unknown[];
  deliver: (() => void) | null;
}

export interface ClassicHub {
  readonly routes: readonly Route[];
  serveSocket(socket: WebSocket, token: string, session: Session): void;
  close(): void;
}

interface HubCall {
  readonly H?: string;
  readonly M?: string;
  readonly A?: readonly unknown[];
  readonly I?: number | string;
}

const cursorOf = (connection: Connection): string => `s-0,${connection.sent.toString(16).toUpperCase()}`;

/** Takes the waiting messages as one frame. */
function takeFrame(connection: Connection): { C: string; M: unknown[] } {
  const messages = connection.unsent;
  connection.unsent = [];
  connection.sent += messages.length;
  return { C: cursorOf(connection), M: messages };
}

function push(connection: Connection, method: string, argument: unknown): void {
  connection.unsent.push({ H: HUB, M: method, A: [argument] });
  connection.deliver?.();
}

const listenerOf = (connection: Connection): TaskListener => ({
  progress: (TaskId, Status) => push(connection, 'progress', { TaskId, Status }),
  complete: (TaskId, Data) =>
    push(connection, 'complete', { TaskId, Status: 'Завершено', Data, ComponentId: 'reports' }),
  error: (TaskId, Details) => push(connection, 'error', { TaskId, Details, ComponentId: 'reports' }),
});

function readHubCall(text: string): HubCall | null {
  try {
    return JSON.parse(text) as HubCall;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The acknowledgement of a call: `{I}`, with `E` where it failed. */
function invoke(text: string, connection: Connection, server: Server): unknown {
  const call = readHubCall(text);
  if (!call) return { I: '0', E: 'Bad request' };
  const ack = { I: String(call.I ?? '0') };
  if (String(call.M).toLowerCase() !== 'starttask')
    return { ...ack, E: `'${String(call.M)}' method could not be resolved.` };
  const needsKey = server.world.profile.startTaskHasQueueKey;
  if ((call.A?.length ?? 0) !== (needsKey ? 2 : 1))
    return { ...ack, E: "'StartTask' method could not be resolved." };
  const started = server.tasks.start(Number(call.A?.[0]), connection.session, listenerOf(connection));
  return started ? ack : { ...ack, E: 'Задача не найдена' };
}

const negotiation = (id: string, token: string): unknown => ({
  Url: '/WebApi/signalr',
  ConnectionToken: token,
  ConnectionId: id,
  KeepAliveTimeout: 20,
  DisconnectTimeout: 30,
  ConnectionTimeout: 110,
  TryWebSockets: true,
  ProtocolVersion: '1.5',
  TransportConnectTimeout: 5,
  LongPollDelay: 0,
});

/** Answers a poll with what waits, or when something comes, or empty after a while. */
function poll(connection: Connection): Promise<Reply> {
  if (connection.unsent.length > 0) return Promise.resolve(value(takeFrame(connection)));
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      connection.deliver = null;
      resolve(value(takeFrame(connection)));
    };
    const timer = setTimeout(finish, POLL_HOLD_MS);
    connection.deliver = finish;
  });
}

/** Server-sent events: a stream of frames that begins with `initialized`. */
function eventStream(connection: Connection): Reply {
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' },
    body: {
      kind: 'stream',
      open(response) {
        const event = (data: string): void => {
          response.write(`data: ${data}\n\n`);
        };
        event('initialized');
        event(JSON.stringify({ C: cursorOf(connection), S: 1, M: [] }));
        connection.deliver = () => event(JSON.stringify(takeFrame(connection)));
        if (connection.unsent.length > 0) connection.deliver();
        response.on('close', () => {
          connection.deliver = null;
        });
      },
    },
  };
}

/** The hub's connections by their tokens. */
interface Board {
  readonly server: Server;
  readonly connections: LRUCache<string, Connection>;
}

type WithConnection = (call: Call, connection: Connection) => Reply | Promise<Reply>;

const isHere = ({ server }: Board): boolean => server.world.profile.hub === 'classic';

function negotiate(call: Call, board: Board): Reply {
  if (!isHere(board)) return refusal(404, 'Ресурс не найден');
  const { session } = sessionOf(call, board.server);
  if (!session) return refusal(401, 'Сеанс работы завершён');
  const id = randomUUID();
  const token = Buffer.from(id).toString('base64');
  board.connections.set(token, { session, id, sent: 0, unsent: [], deliver: null });
  return value(negotiation(id, token));
}

/** Finds the connection that a call belongs to before it is handled. */
const connected =
  (board: Board, handle: WithConnection) =>
  (call: Call): Reply | Promise<Reply> => {
    const connection = board.connections.get(call.query.get('connectiontoken') ?? '');
    const { session } = sessionOf(call, board.server);
    if (!isHere(board) || !connection) return refusal(404, 'Соединение не найдено');
    return session === connection.session ? handle(call, connection) : refusal(403, 'Чужое соединение');
  };

const connect: WithConnection = (call, connection) =>
  (call.query.get('transport') ?? '').toLowerCase() === 'serversentevents'
    ? eventStream(connection)
    : value({ C: cursorOf(connection), S: 1, M: [] });

/** Some clients send the form's field unescaped: what stands after `data=` is taken as it is. */
const send =
  (board: Board): WithConnection =>
  (call, connection) => {
    const raw = call.body.toString('utf8');
    const plain = raw.startsWith('data={') ? raw.slice('data='.length) : (call.form.get('data') ?? '');
    return value(invoke(plain, connection, board.server));
  };

const abort =
  (board: Board): WithConnection =>
  (call, connection) => {
    connection.deliver?.();
    board.connections.delete(call.query.get('connectiontoken') ?? '');
    return value({});
  };

function routesOf(board: Board): Route[] {
  const base = '/webapi/signalr';
  const waiting = connected(board, (_call, connection) => poll(connection));
  return [
    open('GET', `${base}/negotiate`, (call) => negotiate(call, board)),
    open('GET', `${base}/connect`, connected(board, connect)),
    open('POST', `${base}/connect`, connected(board, connect)),
    open(
      'GET',
      `${base}/start`,
      connected(board, () => value({ Response: 'started' })),
    ),
    open('GET', `${base}/ping`, () => value({ Response: 'pong' })),
    open('POST', `${base}/send`, connected(board, send(board))),
    open('GET', `${base}/poll`, waiting),
    open('POST', `${base}/poll`, waiting),
    open('POST', `${base}/abort`, connected(board, abort(board))),
  ];
}

function serveSocket(socket: WebSocket, connection: Connection, server: Server): void {
  const sendFrame = (frame: unknown): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame));
  };
  sendFrame({ C: cursorOf(connection), S: 1, M: [] });
  connection.deliver = () => sendFrame(takeFrame(connection));
  socket.on('message', (data) => sendFrame(invoke(data.toString(), connection, server)));
  socket.on('close', () => {
    connection.deliver = null;
  });
}

/** The older hub with its three transports. */
export function makeClassicHub(server: Server): ClassicHub {
  const board: Board = { server, connections: new LRUCache({ max: KEPT_CONNECTIONS }) };
  return {
    routes: routesOf(board),
    serveSocket(socket, token, session) {
      const connection = board.connections.get(token);
      if (connection?.session === session) serveSocket(socket, connection, server);
      else socket.close(1008, 'unknown connection');
    },
    close() {
      for (const connection of board.connections.values()) connection.deliver?.();
      board.connections.clear();
    },
  };
}
