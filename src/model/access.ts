import { z } from 'zod';

/** What a client of the API may be allowed to do, each with what it opens. */
export const scopes = {
  'schools.read': 'The schools within reach and what their sources can tell',
  'students.read': 'The lists of students',
  'diary.read': 'Diary and progress of a student',
  'diary.pending': 'For staff: in diary and progress also the values that wait for permission',
  'runs.read': 'The log of runs',
  'quarantine.read': 'Records that a run could not accept, with what the source sent',
  'consents.read': 'The register of consents and of refusals of the electronic form',
  'consents.write': 'Entering consents, withdrawals and refusals',
  'permits.read': 'Permits to change the journal late, and the table of changes',
  'permits.write': 'Entering applications, decisions and who entered the change',
  'registers.read': 'Registers of substitutions, remarks, control events, accounts, resits, guardians',
  'registers.write': 'Entering into these registers',
  'audit.read': 'Who did what, and whether the chain of entries is whole',
  'findings.read': 'What breaks the acts of a school, the rows behind it, the counters of control',
  'findings.write': 'Explaining and closing findings',
  'regulations.write': 'Saying which acts a school keeps to',
  'reports.read': 'Report forms, and the rows behind their numbers',
  'illness.read': 'That a named student was absent for illness: a special category of personal data',
  'sources.write': 'Reading a source now, and trying its connection',
  'years.write': 'Closing a school year',
  'migrations.read': 'Transfers of a school to another journal: plan, mapping, rows, act',
  'migrations.write': 'Planning and running transfers, answering mappings, taking transfers back',
  'metrics.read': 'Counters and times of the program',
} as const;

/** The name of a scope. */
export type Scope = keyof typeof scopes;

/** All scopes. */
export const scopeNames = Object.keys(scopes) as [Scope, ...Scope[]];

/** See {@link scopes}. */
export const scopeSchema = z.enum(scopeNames);

/**
 * Whose data a client may see: every school, the schools of some municipalities, or some schools. Outside of
 * it things do not exist: a foreign school and an absent one get the same answer.
 */
export const reachSchema = z.union([
  z.strictObject({ all: z.literal(true) }),
  z.strictObject({ municipalities: z.array(z.string().min(1)).min(1) }),
  z.strictObject({ schools: z.array(z.uuid()).min(1) }),
]);

/** See {@link reachSchema}. */
export type Reach = z.infer<typeof reachSchema>;
