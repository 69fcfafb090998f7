import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Express } from 'express';
import type { Diagnostic } from '../model/diagnostic.ts';
import { err, ok, type Result } from '../model/result.ts';
import { type ProblemCode, problemDocument, problems } from './problem.ts';

/** Where to listen. Port 0: any that is free. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A server that listens. */
export interface Serving {
  readonly url: string;
  readonly port: number;
  /** Takes no more connections, lets what was begun end, at most for `graceMs`, and then ends it. */
  close(graceMs?: number): Promise<void>;
}

const CLIENT_ERRORS: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'api.headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'api.timed_out_sending',
};

/** Answers what never became a request: Express does not see it. */
function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const code = CLIENT_ERRORS[error.code ?? ''] ?? 'api.malformed_request';
  const body = problemDocument({ code }, 'none');
  socket.end(
    `HTTP/1.1 ${problems[code].status} ${problems[code].title}\r\nConnection: close\r\n` +
      `Content-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function makeServer(app: Express): Server {
  const server = createServer(
    {
      maxHeaderSize: 16_384,
      headersTimeout: 10_000,
      requestTimeout: 20_000,
      keepAliveTimeout: 30_000,
      connectionsCheckingInterval: 5_000,
    },
    app,
  );
  server.on('clientError', answerClientError);
  return server;
}

/** Ends the server: see {@link Serving}. */
function closing(server: Server): (graceMs?: number) => Promise<void> {
  let closed: Promise<void> | null = null;
  return (graceMs = 10_000) => {
    closed ??= new Promise((resolve) => {
      const end = setTimeout(() => server.closeAllConnections(), graceMs);
      // A connection that was busy at first is kept alive by its client: it must be caught when it falls idle.
      const sweep = setInterval(() => server.closeIdleConnections(), 25);
      server.close(() => {
        clearTimeout(end);
        clearInterval(sweep);
        resolve();
      });
      server.closeIdleConnections();
    });
    return closed;
  };
}

function diagnosticOf(error: NodeJS.ErrnoException, { host, port }: Address): Diagnostic | null {
  const place = `${host}:${port}`;
  if (error.code === 'EADDRINUSE') {
    return {
      code: 'api.port_taken',
      place,
      message: 'Another program listens on this port.',
      hint: 'Stop it, or choose another port with PORT.',
    };
  }
  if (['EADDRNOTAVAIL', 'EACCES', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL'].includes(error.code ?? '')) {
    return {
      code: 'api.cannot_listen',
      place,
      message: `This address cannot be listened on (${error.code}).`,
      hint: 'Check HOST and PORT: an address of this machine, and a port that this user may take.',
    };
  }
  return null;
}

/** Listens. That the port is taken, or the address not ours, comes back as a value. */
export function serve(app: Express, address: Address): Promise<Result<Serving, Diagnostic>> {
  const server = makeServer(app);
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const diagnostic = diagnosticOf(error, address);
      if (diagnostic) resolve(err(diagnostic));
      else reject(error);
    });
    server.listen(address.port, address.host, () => {
      const { port } = server.address() as AddressInfo;
      const host = address.host.includes(':') ? `[${address.host}]` : address.host;
      resolve(ok({ url: `http://${host}:${port}`, port, close: closing(server) }));
    });
  });
}
