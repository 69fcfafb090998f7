import type { Scope } from './access.ts';

const READ_ALL = [
  'schools.read',
  'students.read',
  'diary.read',
  'diary.pending',
  'runs.read',
  'consents.read',
  'permits.read',
  'registers.read',
  'findings.read',
  'reports.read',
  'migrations.read',
] as const satisfies readonly Scope[];

/**
 * What people may do, by what the acts give them (school-domain §1 «Roles → rights»): the one table of authority of
 * pages and API. `oneClass` roles see only the classes that they lead.
 */
export const roles = {
  municipal_specialist: {
    title: 'Специалист управления образования',
    oneClass: false,
    scopes: ['schools.read', 'students.read', 'runs.read', 'findings.read', 'reports.read', 'consents.read'],
  },
  principal: {
    title: 'Директор',
    oneClass: false,
    scopes: [...READ_ALL, 'illness.read', 'permits.write', 'regulations.write', 'audit.read', 'years.write'],
  },
  deputy_head: {
    title: 'Заместитель директора',
    oneClass: false,
    scopes: [...READ_ALL, 'illness.read', 'findings.write', 'permits.write', 'registers.write'],
  },
  journal_administrator: {
    title: 'Администратор журнала',
    oneClass: false,
    scopes: [
      ...READ_ALL,
      'quarantine.read',
      'sources.write',
      'migrations.write',
      'consents.write',
      'registers.write',
      'audit.read',
      'years.write',
    ],
  },
  homeroom_teacher: {
    title: 'Классный руководитель',
    oneClass: true,
    scopes: [
      'schools.read',
      'students.read',
      'diary.read',
      'diary.pending',
      'findings.read',
      'reports.read',
      'illness.read',
    ],
  },
} as const satisfies Readonly<
  Record<string, { readonly title: string; readonly oneClass: boolean; readonly scopes: readonly Scope[] }>
>;

/** The name of a role. */
export type Role = keyof typeof roles;

/** All roles. */
export const roleNames = Object.keys(roles) as [Role, ...Role[]];
