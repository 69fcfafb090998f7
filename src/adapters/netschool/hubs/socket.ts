import WebSocket from 'ws';
import type { Client } from '../client.ts';
import { refused } from '../refusals.ts';
import { hubGone } from './task-board.ts';

const MAX_FRAME_BYTES = 1024 * 1024;

/** Opens a WebSocket with the session's cookies. `path` holds the query. */
export function openSocket(client: Client, path: string): Promise<WebSocket> {
  const { origin } = client.http;
  const cookie = client.http.cookies();
  const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}${path}`, {
    headers: { Referer: `${origin}/`, Origin: origin, ...(cookie && { Cookie: cookie }) },
    handshakeTimeout: client.settings.timeoutMs,
    maxPayload: MAX_FRAME_BYTES,
  });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (request, response) => {
      request.destroy();
      reject(refused('report hub', `the upgrade to WebSocket is answered ${response.statusCode ?? 0}`));
    });
    socket.once('error', () => reject(hubGone('no connection to the report hub')));
  });
}
