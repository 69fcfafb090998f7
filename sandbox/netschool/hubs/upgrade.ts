import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { readCookies } from '../../http/call.ts';
import type { Server } from '../route.ts';
import type { Session } from '../sessions.ts';
import type { ClassicHub } from './classic.ts';
import { serveCore } from './core.ts';

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  502: 'Bad Gateway',
};

function refuse(socket: Duplex, status: number): void {
  socket.end(
    `HTTP/1.1 ${status} ${REASONS[status] ?? 'Error'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}

/** Null is allowed; otherwise the status that refuses the upgrade. */
function refusalOf(
  request: IncomingMessage,
  path: string,
  session: Session | null,
  server: Server,
): number | null {
  const { quirks, profile } = server.world;
  const expected = profile.hub === 'classic' ? `${profile.hubPath}/connect` : profile.hubPath;
  if (path !== expected) return 404;
  if (quirks.hubUpgradeStatus !== null) return quirks.hubUpgradeStatus;
  if (!session) return 401;
  if (!quirks.esrnSec) return null;
  return readCookies(request.headers.cookie).get('ESRNSec')?.startsWith(session.esrnSec) ? null : 403;
}

/** Takes the connections of both hub families on the port of everything else. */
export function makeUpgrade(server: Server, classic: ClassicHub) {
  const sockets = new WebSocketServer({ noServer: true });
  return {
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      socket.on('error', () => socket.destroy());
      const address = request.url ?? '/';
      if (!URL.canParse(address, 'http://localhost')) {
        refuse(socket, 404);
        return;
      }
      const url = new URL(address, 'http://localhost');
      const query = new Map([...url.searchParams].map(([name, text]) => [name.toLowerCase(), text]));
      const session = server.sessions.byToken(query.get('at') ?? '');
      const status = refusalOf(request, url.pathname.toLowerCase(), session, server);
      if (status !== null || !session) {
        refuse(socket, status ?? 401);
        return;
      }
      sockets.handleUpgrade(request, socket, head, (connection) => {
        connection.on('error', () => connection.terminate());
        if (server.world.profile.hub === 'core') serveCore(connection, session, server.tasks);
        else classic.serveSocket(connection, query.get('connectiontoken') ?? '', session);
      });
    },
    close(): void {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}
