import { z } from 'zod';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { type EntityName, entities, type Fields } from '../../model/entities.ts';
import { controlEventKinds } from '../../model/papers.ts';
import type { Result } from '../../model/result.ts';
import type { Register, RegisterRow } from '../../store/register.ts';
import { keyInput, longText, markText, shortText } from './input.ts';
import { refused } from './refusal.ts';

/** What a register answers to an entry. */
export type Entered = Promise<Result<RegisterRow, Diagnostic>>;

/** One of the school's own registers. */
export interface RegisterKind<I extends z.ZodType = z.ZodType> {
  readonly entity: EntityName;
  /** For documents, in English. */
  readonly summary: string;
  readonly input: I;
  enter(register: Register, input: z.infer<I>): Entered;
}

/** Describes a register; it is only given what its schema has parsed. */
const defineRegister = <I extends z.ZodType>(kind: RegisterKind<I>): RegisterKind =>
  kind as unknown as RegisterKind;

const id = z.uuid();
const optionalId = id.nullable().default(null);
const day = z.iso.date();
const optionalDay = day.nullable().default(null);

/** What names a day can only be entered once that day has come. */
const yetToCome = (register: Register, place: string, on: string | null) =>
  on !== null && on > register.today ? refused('register.in_future', place) : null;

const substitutions = defineRegister({
  entity: 'substitution',
  summary: 'Substitutions: who gave a lesson instead of whom, or which subject was given instead',
  input: z.strictObject({
    lessonId: id,
    absentTeacherId: optionalId,
    substituteTeacherId: optionalId,
    plannedSubjectId: optionalId.describe('The subject that stood in the timetable, where it was another'),
    reason: shortText.nullable().default(null),
    key: keyInput,
  }),
  async enter(register, { key, ...fields }) {
    const lesson = await register.one('lesson', fields.lessonId);
    if (!lesson) return refused('register.unknown_reference', 'lessonId');
    const { date, classId, subjectId } = lesson.fields;
    if (classId !== null) await register.recordDue({ classIds: [classId], subjectId, day: date });
    return register.add('substitution', key, { ...fields, date }, 'substitution-entered');
  },
});

const remarks = defineRegister({
  entity: 'remark',
  summary: 'Remarks on how the journal is kept, and until when each is to be mended',
  input: z.strictObject({
    madeBy: entities.remark.schema.shape.madeBy,
    day,
    dueDay: optionalDay.describe('Until when it is to be mended'),
    staffId: optionalId.describe('To whom'),
    classId: optionalId,
    subjectId: optionalId,
    text: longText,
    key: keyInput,
  }),
  async enter(register, { key, ...fields }) {
    const wrong = yetToCome(register, 'day', fields.day);
    if (wrong) return wrong;
    if (fields.dueDay !== null && fields.dueDay < fields.day)
      return refused('register.days_reversed', 'dueDay');
    await register.schoolDue();
    const open = { ...fields, answeredDay: null, answer: null };
    return register.add('remark', key, open, 'remark-entered');
  },
});

const events = defineRegister({
  entity: 'controlEvent',
  summary: 'What acts ask to be done from time to time: reports made, checks made, backups',
  input: z.strictObject({
    kind: z.enum(controlEventKinds),
    day,
    at: z.iso
      .datetime({ offset: true })
      .nullable()
      .default(null)
      .describe('The moment, where it matters: a leak'),
    periodFrom: optionalDay,
    periodTo: optionalDay,
    classId: optionalId,
    studentId: optionalId,
    staffId: optionalId,
    document: shortText.nullable().default(null),
    key: keyInput,
  }),
  async enter(register, { key, ...fields }) {
    const wrong = yetToCome(register, 'day', fields.day);
    if (wrong) return wrong;
    const { periodFrom, periodTo, at } = fields;
    if ((periodFrom === null) !== (periodTo === null)) {
      return refused('register.half_period', periodTo === null ? 'periodTo' : 'periodFrom');
    }
    if (periodFrom !== null && periodTo !== null && periodTo < periodFrom) {
      return refused('register.days_reversed', 'periodTo');
    }
    // What was entered since a leak is void, whatever class it is of.
    if (fields.kind === 'credential_leak') register.allDue();
    else await register.schoolDue();
    const moment = at === null ? null : new Date(at).toISOString();
    return register.add('controlEvent', key, { ...fields, at: moment }, 'event-entered');
  },
});

const holders = { student: 'studentId', guardian: 'guardianId', staff: 'staffId' } as const;

function holderFault(fields: Omit<Fields<'account'>, 'openedDay' | 'closedDay'>) {
  const own = holders[fields.holder];
  const foreign = Object.values(holders).some((name) => name !== own && fields[name] !== null);
  return fields[own] === null || foreign ? refused('register.holder_unclear', own) : null;
}

const accounts = defineRegister({
  entity: 'account',
  summary: 'Accounts in the journal: whose each is and what it opens',
  input: z.strictObject({
    holder: entities.account.schema.shape.holder,
    studentId: optionalId,
    guardianId: optionalId,
    staffId: optionalId,
    rights: entities.account.schema.shape.rights,
    shared: z.boolean().default(false).describe('Whether several people use it'),
    openedDay: optionalDay,
    key: keyInput,
  }),
  async enter(register, { key, ...fields }) {
    const wrong = holderFault(fields) ?? yetToCome(register, 'openedDay', fields.openedDay);
    if (wrong) return wrong;
    await register.schoolDue();
    return register.add('account', key, { ...fields, closedDay: null }, 'account-entered');
  },
});

const protocols = defineRegister({
  entity: 'resitProtocol',
  summary: 'Protocols of resits',
  input: z.strictObject({
    studentId: id,
    subjectId: id,
    date: day,
    number: shortText,
    value: markText.describe('The mark'),
    heldBy: entities.resitProtocol.schema.shape.heldBy,
    enteredByStaffId: optionalId,
    key: keyInput,
  }),
  async enter(register, { key, ...fields }) {
    const wrong = yetToCome(register, 'date', fields.date);
    if (wrong) return wrong;
    return register.add('resitProtocol', key, fields, 'protocol-entered');
  },
});

const guardians = defineRegister({
  entity: 'guardianship',
  summary: 'Guardians, for schools whose journal tells of none: who represents a student',
  input: z.strictObject({
    studentId: id,
    guardianId: optionalId.describe('One that is there already; null: a new one of the name given'),
    displayName: shortText.nullable().default(null).describe('The name of a new one'),
    relation: entities.guardianship.schema.shape.relation,
    fromDay: optionalDay,
    toDay: optionalDay,
    key: keyInput,
  }),
  async enter(register, { key, displayName, ...given }) {
    const told = await register.tellsOf('guardianship');
    if (told) return refused('register.source_tells_guardians', 'guardianId');
    let { guardianId } = given;
    if (guardianId === null) {
      if (displayName === null) return refused('register.unknown_reference', 'guardianId');
      const name = { displayName, lastName: null, firstName: null, middleName: null };
      const added = await register.add('guardian', key, name, 'guardian-entered');
      if (!added.ok) return added;
      guardianId = added.value.id;
    }
    await register.schoolDue();
    return register.add('guardianship', key, { ...given, guardianId }, 'guardianship-entered');
  },
});

/** The school's own registers, by the word that stands in paths and commands. */
export const registerKinds = { substitutions, remarks, events, accounts, protocols, guardians } as const;

/** A word of {@link registerKinds}. */
export type RegisterName = keyof typeof registerKinds;

/** All of them. */
export const registerNames = Object.keys(registerKinds) as [RegisterName, ...RegisterName[]];
