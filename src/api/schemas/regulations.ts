import { z } from 'zod';
import { adoptionSchema, levels, regulationSchema } from '../../rules/regulation.ts';
import { day } from './basic.ts';

export const regulationIdParam = z
  .string()
  .regex(/^_?[a-z0-9]+(-[a-z0-9]+)*$/, 'Not an id of a regulation')
  .max(80)
  .describe('Id of the regulation, e.g. `krasny-30`');

const actFields = {
  id: z.string(),
  level: z.enum(levels),
  title: z.string(),
  number: z.string().nullable(),
  date: day.nullable(),
};

export const regulationListSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        ...actFields,
        issuer: z.string(),
        from: day.nullable(),
        to: day.nullable(),
        extends: z.array(z.string()),
        entries: z.int().describe('Clauses that a machine can check'),
        uncheckable: z.int(),
      }),
    ),
  })
  .meta({ id: 'RegulationList' });

export const regulationDetailSchema = regulationSchema.meta({ id: 'Regulation' });

/** An act to keep to. */
export const adoptionBodySchema = z
  .strictObject({
    regulation: regulationIdParam,
    from: day.describe('The first day'),
    to: day.nullable().default(null),
    choices: z
      .record(z.string().max(200), z.string().max(200))
      .nullable()
      .default(null)
      .describe('Entry → option; left out: as chosen before for this act from this day'),
  })
  .meta({ id: 'AdoptionRequest' });

const effectiveSchema = z
  .strictObject({
    topic: z.string(),
    regulation: z.strictObject({ ...actFields, readings: z.record(z.string(), z.unknown()) }),
    entry: z.string(),
    clause: z.string(),
    says: z.string(),
    kind: z.string(),
    effect: z.enum(['report', 'withhold', 'refuse']),
    recommendation: z.boolean(),
    confidence: z.enum(['sure', 'likely', 'unsure']),
    parameters: z.unknown(),
    unchosen: z.string().nullable().describe('What the school has to choose first (Russian)'),
    over: z
      .array(
        z.strictObject({
          regulation: z.string(),
          entry: z.string(),
          clause: z.string(),
          why: z.enum(['less_specific', 'other_reading']),
        }),
      )
      .describe('What it wins over, and readings of the same act that are kept and not in force'),
  })
  .meta({ id: 'EffectiveEntry' });

export const schoolRegulationsSchema = z
  .strictObject({
    day: day.describe('The day that `entries` are of'),
    adoptions: z.array(adoptionSchema),
    entries: z.array(effectiveSchema),
    choicesKept: z
      .boolean()
      .optional()
      .describe('Of an adoption: whether the choices are those that were made before'),
  })
  .meta({ id: 'SchoolRegulations' });

/** An adoption that was a mistake. */
export const retractionBodySchema = z
  .strictObject({
    regulation: regulationIdParam,
    from: day.describe('The first day of the adoption'),
  })
  .meta({ id: 'AdoptionRetraction' });
