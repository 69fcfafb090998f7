import { type Reply, value } from '../http/reply.ts';
import type { TruthStaff } from '../school-year/types.ts';
import { type AccountRole, accountOf, loginOf, ROLE_IDS } from './accounts.ts';
import { fullName } from './book.ts';
import { registryForm, registryPage } from './registry.ts';
import { escapeHtml } from './reports/page.ts';
import { post, type Route, type Visit } from './route.ts';

interface StaffRow {
  readonly id: unknown;
  readonly fio: string;
  readonly gender: string;
  readonly staffPosition: string;
  readonly staffRoles: string;
  readonly loginName: string;
}

function staffRow({ world, school }: Visit, person: TruthStaff): StaffRow {
  const key = { school, kind: 'staff', id: person.id } as const;
  const role: AccountRole = accountOf(world, key)?.role ?? 'teacher';
  return {
    id: world.ids.user(key),
    fio: fullName(person),
    gender: person.middleName.endsWith('на') ? 'Ж' : 'М',
    staffPosition: person.position,
    staffRoles: ROLE_IDS[role].name,
    loginName: loginOf(key),
  };
}

/** The list «that is really an HTML table» saved as a spreadsheet. */
function exported(rows: readonly StaffRow[]): string {
  const head = ['Ф.И.О.', 'Пол', 'Основная должность', 'Роли', 'Логин'];
  const body = rows.map((row) => [row.fio, row.gender, row.staffPosition, row.staffRoles, row.loginName]);
  const line = (cells: readonly string[], tag: string): string =>
    `<tr>${cells.map((text) => `<${tag}>${escapeHtml(text)}</${tag}>`).join('')}</tr>`;
  return `<html><head><meta charset="utf-8"></head><body><table>${line(head, 'th')}${body.map((cells) => line(cells, 'td')).join('')}</table></body></html>`;
}

function registry(visit: Visit): Reply {
  const form = registryForm(visit);
  const search = form.search?.toLowerCase() ?? '';
  const rows = visit.book.year.staff
    .map((person) => staffRow(visit, person))
    .filter((row) => row.fio.toLowerCase().startsWith(search) || row.loginName === search);
  if (visit.call.query.get('export') !== 'true') return value(registryPage(form, rows));
  const fileId = visit.server.tasks.store({
    session: visit.session,
    content: Buffer.from(exported(rows)),
    contentType: 'application/vnd.ms-excel',
    name: 'staff.xls',
  });
  return value(fileId);
}

export const registryRoutes: readonly Route[] = [post('staff', 'users/staff/registry', registry)];
