import { z } from 'zod';
import { dayIn } from '../../model/dates.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { REGISTER_SOURCE } from '../../model/disclosure.ts';
import { entities, type Fields } from '../../model/entities.ts';
import { readMark } from '../../model/mark-value.ts';
import { permitGrounds } from '../../model/papers.ts';
import type { Result } from '../../model/result.ts';
import type { Store } from '../../store/open.ts';
import {
  type JournalRecord,
  type Register,
  type RegisterRow,
  type RegisterVisit,
  withRegister,
} from '../../store/register.ts';
import { keyInput, markText } from './input.ts';
import { refused } from './refusal.ts';

type Permit = Fields<'amendmentPermit'>;
type Outcome = Promise<Result<RegisterRow<'amendmentPermit'>, Diagnostic>>;

/** An application for a late change as it is entered. */
export const permitInput = z.strictObject({
  studentId: z.uuid(),
  target: z.enum(['mark', 'attendance', 'termMark']).describe('What the record is'),
  targetId: z.uuid().describe('Our id of the record'),
  value: markText
    .nullable()
    .describe('What it is to become: a mark, or `absent/sick` and the like; null: to go'),
  ground: z
    .string()
    .default('')
    .describe(`One of: ${permitGrounds.join(', ')}`),
  document: z
    .string()
    .trim()
    .max(300)
    .regex(/^\P{Cc}*$/u, 'Has control characters in it')
    .default('')
    .describe('The register number of the application'),
  documentDay: z.iso.date().nullable().default(null).describe('The day of the application'),
  appliedByStaffId: z.uuid().nullable().default(null).describe('Who asks for it'),
  resitProtocolId: z.uuid().nullable().default(null),
  key: keyInput,
});

/** See {@link permitInput}. */
export type PermitInput = z.infer<typeof permitInput>;

const { status, reason } = entities.attendance.schema.shape;

function isValue(value: string, scaleMax: number | null): boolean {
  if (scaleMax !== null) return readMark(value, scaleMax).kind !== 'unknown';
  const [first, ...rest] = value.split('/');
  return status.safeParse(first).success && rest.length < 2 && reason.safeParse(rest[0] ?? null).success;
}

function checkPaper({ ground, document, documentDay }: PermitInput, today: string) {
  if (!permitGrounds.some((known) => known === ground)) return refused('permit.no_ground', 'ground');
  if (document === '') return refused('permit.no_document', 'document');
  if (documentDay === null) return refused('permit.no_document', 'documentDay');
  return documentDay > today ? refused('register.in_future', 'documentDay') : null;
}

function checkRecord({ studentId, value }: PermitInput, record: JournalRecord) {
  if (record.studentId !== studentId) return refused('permit.foreign_record', 'targetId');
  if (value === record.accepted && !record.disputed) return refused('permit.same_value', 'value');
  const fits = value === null || isValue(value, record.scaleMax);
  return fits ? null : refused('permit.invalid_value', 'value');
}

async function isAppliedFor(register: Register, { targetId, value, key }: PermitInput): Promise<boolean> {
  const permits = await register.list('amendmentPermit', { targetId, state: 'applied' });
  return permits.some((permit) => permit.fields.value === value && (key === null || permit.key !== key));
}

const fieldsOf = (input: PermitInput, record: JournalRecord): Permit => ({
  studentId: input.studentId,
  subjectId: record.subjectId,
  target: input.target,
  targetId: input.targetId,
  lessonDay: record.day,
  value: input.value,
  ground: input.ground as Permit['ground'],
  document: input.document,
  documentDay: input.documentDay ?? '',
  appliedByStaffId: input.appliedByStaffId,
  state: 'applied',
  decidedByStaffId: null,
  decidedAt: null,
  resitProtocolId: input.resitProtocolId,
  enteredByStaffId: null,
});

/** Enters an application: from now on the change waits for the principal. */
export const applyForPermit = (store: Store, visit: RegisterVisit, input: PermitInput): Outcome =>
  withRegister(store, visit, async (register) => {
    const wrong = checkPaper(input, register.today);
    if (wrong) return wrong;
    const record = await register.record(input.target, input.targetId);
    if (!record) return refused('permit.unknown_record', 'targetId');
    const misfit = checkRecord(input, record);
    if (misfit) return misfit;
    if (await isAppliedFor(register, input)) return refused('permit.applied_already', 'targetId');
    return register.add('amendmentPermit', input.key, fieldsOf(input, record), 'permit-applied');
  });

/** A decision of the principal as it is entered. */
export const decisionInput = z.strictObject({
  state: z.enum(['granted', 'refused']),
  decidedByStaffId: z.uuid().describe('The principal'),
  decidedAt: z.iso.datetime({ offset: true }).nullable().default(null).describe('When; null: now'),
  resitProtocolId: z.uuid().nullable().default(null).describe('A resit is granted on its protocol'),
});

/** See {@link decisionInput}. */
export type DecisionInput = z.infer<typeof decisionInput>;

async function checkProtocol(register: Register, permit: Permit) {
  if (permit.ground !== 'resit') return null;
  if (permit.resitProtocolId === null) return refused('permit.no_protocol', 'resitProtocolId');
  const protocol = await register.one('resitProtocol', permit.resitProtocolId);
  if (!protocol) return refused('permit.no_protocol', 'resitProtocolId');
  const { studentId, subjectId, value } = protocol.fields;
  const fits = studentId === permit.studentId && subjectId === permit.subjectId && value === permit.value;
  return fits ? null : refused('permit.wrong_protocol', 'resitProtocolId');
}

/** «И. о. директора» is one, «заместитель директора» is not. */
const isPrincipal = (position: string): boolean => /директор/i.test(position) && !/зам/i.test(position);

/** Nobody grants what they asked for themselves; where the journal tells positions, the principal decides. */
async function checkDecider(register: Register, { appliedByStaffId }: Permit, staffId: string) {
  if (appliedByStaffId === staffId) return refused('permit.own_application', 'decidedByStaffId');
  const position = (await register.one('staff', staffId))?.fields.position ?? null;
  return position === null || isPrincipal(position)
    ? null
    : refused('permit.not_principal', 'decidedByStaffId');
}

async function checkDecision(register: Register, permit: Permit, decided: Permit) {
  if (permit.state !== 'applied') return refused('permit.decided_already', 'permitId');
  const at = new Date(decided.decidedAt ?? register.at);
  if (at.getTime() > register.at.getTime()) return refused('permit.decided_in_future', 'decidedAt');
  if (dayIn(at, register.timeZone) < permit.documentDay) {
    return refused('permit.decided_before_application', 'decidedAt');
  }
  return decided.state === 'granted' ? checkProtocol(register, decided) : null;
}

/** A decided application releases its change, or leaves it withheld: it is judged again. */
async function judgedAgain(register: Register, { target, targetId, subjectId }: Permit): Promise<void> {
  const record = await register.record(target, targetId);
  if (!record || subjectId === null) return;
  const { classIds, day, yearDay } = record;
  await register.recordDue({ classIds, subjectId, day, yearDay });
}

/** Enters the principal's decision. */
export const decidePermit = (
  store: Store,
  visit: RegisterVisit,
  permitId: string,
  input: DecisionInput,
): Outcome =>
  withRegister(store, visit, async (register) => {
    const permit = await register.one('amendmentPermit', permitId);
    if (!permit) return refused('register.unknown_entry', 'permitId');
    if (permit.source !== REGISTER_SOURCE) return refused('register.not_ours', 'permitId');
    const { fields } = permit;
    const decided: Permit = {
      ...fields,
      state: input.state,
      decidedByStaffId: input.decidedByStaffId,
      decidedAt: new Date(input.decidedAt ?? register.at).toISOString(),
      resitProtocolId: input.resitProtocolId ?? fields.resitProtocolId,
    };
    const wrong =
      (await checkDecision(register, fields, decided)) ??
      (await checkDecider(register, fields, input.decidedByStaffId));
    if (wrong) return wrong;
    await judgedAgain(register, fields);
    return register.change(permit, 'amendmentPermit', decided, `permit-${input.state}`);
  });

/** Who has entered the change into the journal. */
export const entryInput = z.strictObject({
  enteredByStaffId: z.uuid().describe('The deputy head, as a rule'),
});

/** Writes down who entered the change that a permit allowed. */
export const enterPermit = (
  store: Store,
  visit: RegisterVisit,
  permitId: string,
  { enteredByStaffId }: z.infer<typeof entryInput>,
): Outcome =>
  withRegister(store, visit, async (register) => {
    const permit = await register.one('amendmentPermit', permitId);
    if (!permit) return refused('register.unknown_entry', 'permitId');
    if (permit.source !== REGISTER_SOURCE) return refused('register.not_ours', 'permitId');
    const { fields } = permit;
    if (fields.state !== 'granted') return refused('permit.not_granted', 'permitId');
    if (fields.enteredByStaffId !== null) return refused('register.done_already', 'permitId');
    return register.change(permit, 'amendmentPermit', { ...fields, enteredByStaffId }, 'permit-entered');
  });
