import type { Call } from '../../http/call.ts';
import { html, type Reply } from '../../http/reply.ts';
import { expired, sessionOf } from '../gate.ts';
import { open, type Route, type Server } from '../route.ts';

/** The log-out of servers before 5.29; newer ones still have it. */
function logOut(call: Call, server: Server): Reply {
  const { session } = sessionOf(call, server);
  if (!session) return expired(server);
  server.sessions.close(session);
  return html('<html><head><title>Выход</title></head><body>Сеанс завершён.</body></html>');
}

/** The answer to the warning page: go on working. */
function securityWarning(call: Call, server: Server): Reply {
  const { session } = sessionOf(call, server);
  if (!session) return expired(server);
  session.warned = false;
  return html('<html><body><script>location.href="/angular/school/main/"</script></body></html>');
}

export const aspSessionRoutes: readonly Route[] = [
  open('POST', '/asp/logout.asp', logOut),
  open('POST', '/asp/SecurityWarning.asp', securityWarning),
];
