import { z } from 'zod';
import { entities } from '../../model/entities.ts';
import type { RegisterName } from '../../sync/registers/kinds.ts';
import { day, instant, personSchema, subjectSchema, uuid } from './basic.ts';

const entered = {
  id: uuid,
  source: z.string().describe('`peremena/register`: entered with us; else the journal that tells of it'),
  enteredAt: instant,
};

/** Rows of registers as they are listed. */
export const rowSchemas = {
  consents: entities.consent.schema.extend(entered).meta({ id: 'Consent' }),
  refusals: entities.electronicFormRefusal.schema.extend(entered).meta({ id: 'Refusal' }),
  permits: entities.amendmentPermit.schema.extend(entered).meta({ id: 'Permit' }),
  substitutions: entities.substitution.schema.extend(entered).meta({ id: 'SubstitutionEntry' }),
  remarks: entities.remark.schema.extend(entered).meta({ id: 'Remark' }),
  events: entities.controlEvent.schema.extend(entered).meta({ id: 'ControlEvent' }),
  accounts: entities.account.schema.extend(entered).meta({ id: 'Account' }),
  protocols: entities.resitProtocol.schema.extend(entered).meta({ id: 'ResitProtocol' }),
  guardians: entities.guardianship.schema.extend(entered).meta({ id: 'Guardianship' }),
} as const satisfies Record<RegisterName | 'consents' | 'refusals' | 'permits', z.ZodType>;

/** What comes back of an entry. */
export const enteredSchema = z.strictObject({ id: uuid }).meta({ id: 'Entered' });

/** A change of a record of the journal. */
export const changeSchema = z
  .strictObject({
    changeId: z.string(),
    target: z.enum(['mark', 'attendance', 'termMark']),
    targetId: uuid,
    changedAt: z
      .strictObject({ notBefore: instant.nullable(), notAfter: instant, stamp: instant.nullable() })
      .describe('Between which moments it was changed; `stamp`: the vendor’s own word'),
    enteredBy: personSchema.nullable().describe('Null where the vendor does not tell'),
    student: personSchema,
    subject: subjectSchema.nullable(),
    lessonDay: day.nullable(),
    was: z.string().nullable(),
    became: z.string().nullable().describe('Null: it is gone'),
    permit: z
      .strictObject({ id: uuid, ground: z.string(), document: z.string(), documentDay: day })
      .nullable(),
    withheld: z.boolean().describe('Whether families go on seeing the accepted value'),
  })
  .meta({ id: 'Change' });

/** An entry of the log of who did what. */
export const auditSchema = z
  .strictObject({
    entryNo: z.string(),
    at: instant,
    by: z.string(),
    action: z.string(),
    object: z.string(),
    details: z.record(z.string(), z.string().nullable()),
    hash: z.string(),
  })
  .meta({ id: 'AuditEntry' });
