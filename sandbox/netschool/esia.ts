import type { Call } from '../http/call.ts';
import { html, type Reply, value } from '../http/reply.ts';
import { accountOf, isStaffRole, keyOfLogin, ROLE_IDS } from './accounts.ts';
import { fullName } from './book.ts';
import { open, type Route, refusal, type Server } from './route.ts';

/**
 * Only the last steps of the way in through ESIA: a person has logged in there and brings a `loginState`.
 * The simulator makes such states itself; it never asks for a password of the state's portal.
 */
function accountInfo(call: Call, server: Server): Reply {
  const logins = server.esiaStates.get(call.query.get('loginstate') ?? '');
  if (!logins) return refusal(409, 'Сеанс входа через Госуслуги не найден');
  const users = logins.flatMap((login) => {
    const key = keyOfLogin(login);
    const account = key && accountOf(server.world, key);
    if (!account) return [];
    const role = ROLE_IDS[account.role];
    return [
      {
        id: account.login,
        displayName: fullName(account.person),
        binded: true,
        isStaff: isStaffRole(account.role),
        funcType: 'School',
        organizationId: account.schoolId,
        userId: account.userId,
        emId: null,
        mustVerifyLoginPass: false,
        roles: [{ id: role.id, name: role.name }],
      },
    ];
  });
  return value({ permissionGranted: true, trusted: true, users });
}

const START_PAGE =
  '<!DOCTYPE html><html><head><title>Вход через Госуслуги</title></head><body><p>Это имитатор: войдите с готовым loginState или перенесите сеанс.</p></body></html>';

export const esiaRoutes: readonly Route[] = [
  open('GET', '/webapi/sso/esia/crosslogin', () => html(START_PAGE)),
  open('GET', '/webapi/sso/esia/account-info', accountInfo),
];
