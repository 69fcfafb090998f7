import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { BodyTooLarge, type Call, makeCall, readBody } from './call.ts';
import { type Fault, replyOf, spoil, type Wording } from './faults.ts';
import { encodeJson } from './json.ts';
import { type Reply, value } from './reply.ts';

export interface Listener {
  /** Called when a request has come; what it returns, when its answer is out. */
  begin(request: IncomingMessage, path: string): () => void;
  /** The fault that this request meets, if any. */
  fault(method: string, path: string): Fault | null;
  /** How this vendor words an error that a fault makes. */
  readonly wording?: Wording;
  handle(call: Omit<Call, 'params'>): Reply | Promise<Reply>;
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export interface RunningServer {
  readonly baseUrl: string;
  readonly port: number;
  close(): Promise<void>;
}

const BODY_LIMIT_BYTES = 30 * 1024 * 1024;

const waitMs = (ms: number): Promise<void> =>
  ms > 0 ? new Promise((done) => setTimeout(done, ms).unref()) : Promise.resolve();

function write(response: ServerResponse, reply: Reply): void {
  for (const [name, text] of Object.entries(reply.headers)) {
    response.setHeader(name, typeof text === 'string' ? text : [...text]);
  }
  response.statusCode = reply.status;
  if (reply.body.kind === 'stream') {
    reply.body.open(response);
    return;
  }
  const content = bodyOf(reply);
  response.setHeader('content-length', content.length);
  response.end(content);
}

function bodyOf(reply: Reply): Buffer {
  const { body } = reply;
  if (body.kind === 'value') return Buffer.from(encodeJson(body.value));
  if (body.kind === 'text') return Buffer.from(body.text);
  return body.kind === 'bytes' ? body.bytes : Buffer.alloc(0);
}

async function replyTo(request: IncomingMessage, listener: Listener, fault: Fault | null): Promise<Reply> {
  const body = await readBody(request, BODY_LIMIT_BYTES);
  const instead = fault && replyOf(fault, listener.wording);
  if (instead) return instead;
  const reply = await listener.handle(makeCall(request, body));
  return fault ? spoil(reply, fault) : reply;
}

async function serve(request: IncomingMessage, response: ServerResponse, listener: Listener): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname.toLowerCase();
  response.once('close', listener.begin(request, path));
  const fault = listener.fault(request.method ?? 'GET', path);
  if (fault?.delayMs) await waitMs(fault.delayMs);
  if (fault?.reset) {
    request.socket.resetAndDestroy();
    return;
  }
  const reply = await replyTo(request, listener, fault);
  if (!response.destroyed) write(response, reply);
}

function failed(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const tooLarge = error instanceof BodyTooLarge;
  const message = tooLarge ? 'Слишком большой запрос' : `Сбой имитатора: ${String(error)}`;
  write(response, value({ message }, tooLarge ? 413 : 500));
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Starts a server of one simulator. Closing it drops what is still connected. */
export async function startServer(host: string, port: number, listener: Listener): Promise<RunningServer> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    serve(request, response, listener).catch((error: unknown) => failed(response, error));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request, socket, head) => {
    if (listener.upgrade) listener.upgrade(request, socket, head);
    else socket.destroy();
  });
  const taken = await listen(server, host, port);
  return {
    baseUrl: `http://${host}:${taken}`,
    port: taken,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
