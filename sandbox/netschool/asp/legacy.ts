import iconv from 'iconv-lite';
import { bytes, html, type Reply } from '../../http/reply.ts';
import { type Route, refusal, type Visit } from '../route.ts';

/** A page of the old part of the server; its encoding is the server's own affair, told in the header. */
export function legacyPage(visit: Visit, text: string): Reply {
  if (!visit.world.quirks.legacyPagesCp1251) return html(text);
  return bytes(iconv.encode(text, 'win1251'), { 'content-type': 'text/html; charset=windows-1251' });
}

/** A route of the old part; newer servers may answer 500 here. */
export const legacy = (path: string, handle: (visit: Visit) => string | Reply): Route => ({
  method: 'POST',
  path: `/asp/${path}`,
  who: 'any',
  handle: (visit) => {
    if (visit.world.quirks.legacyPagesBroken) return refusal(500, 'Внутренняя ошибка сервера');
    const made = handle(visit);
    return typeof made === 'string' ? legacyPage(visit, made) : made;
  },
});
