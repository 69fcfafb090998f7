import { z } from 'zod';
import { isDay } from '../model/dates.ts';

const day = z.string().refine(isDay, 'not a date YYYY-MM-DD');

/** Blanks alone say nothing. */
const text = z.string().trim().min(1);

/** How specific a regulation is; the later the name here, the more it weighs. */
export const levels = ['federal', 'region', 'school'] as const;

/** See {@link levels}. */
export type Level = (typeof levels)[number];

/**
 * One entry: a clause that a machine can check. `kind` and `parameters` are held against the table of kinds.
 * `inForce: false` keeps a second reading of an act that contradicts itself; the finding cites both.
 */
export const entrySchema = z.strictObject({
  /** Stable within the file: `edit-current-marks`. Findings are known by it. */
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  kind: z.string().min(1),
  /** Where in the act, as a person would look it up: «п. 3.20». */
  clause: text,
  /** What the clause asks, in our own words (Russian). */
  says: text,
  effect: z.enum(['report', 'withhold', 'refuse']),
  parameters: z.record(z.string(), z.unknown()).default({}),
  inForce: z.boolean().default(true),
  /** Holds from / to within the life of the act; both days included. */
  from: day.nullable().default(null),
  to: day.nullable().default(null),
  /** How sure the norm is, for the federal file (school-domain §6). */
  confidence: z.enum(['sure', 'likely', 'unsure']).default('sure'),
  /** A recommendation and not a duty: its effect can only be `report`. */
  recommendation: z.boolean().default(false),
  /** Parameters that the school chooses among, by name: nothing is in force until it has chosen, or a default. */
  choice: z
    .strictObject({
      parameter: z.string(),
      options: z.record(z.string(), z.unknown()),
      default: z.string().nullable().default(null),
    })
    .nullable()
    .default(null),
  note: z.string().nullable().default(null),
});

/** See {@link entrySchema}. */
export type Entry = z.infer<typeof entrySchema>;

/** A clause that no machine can check, with the reason. */
export const uncheckableSchema = z.strictObject({
  clause: text,
  says: text,
  why: text,
});

/** How texts that leave it open are read; named in every answer. */
export const readingsSchema = z.strictObject({
  /** Whether the last day of a window still belongs to it. */
  lastDay: z.enum(['included', 'excluded']).default('included'),
});

/** See {@link readingsSchema}. */
export type Readings = z.infer<typeof readingsSchema>;

/** A regulation file (`regulations/*.yaml`). */
export const regulationSchema = z.strictObject({
  /** The name of the file without `.yaml`. */
  id: z.string().regex(/^_?[a-z0-9]+(-[a-z0-9]+)*$/),
  level: z.enum(levels),
  title: text,
  /** Who adopted it. */
  issuer: text,
  number: z.string().nullable(),
  /** The day of the act; null where it is not told. */
  date: day.nullable(),
  /** The act holds from / to; both days included. */
  from: day.nullable(),
  to: day.nullable().default(null),
  /** Files it stands on, beside `_federal`: its region's. */
  extends: z.array(z.string()).default([]),
  readings: readingsSchema.prefault({}),
  entries: z.array(entrySchema),
  uncheckable: z.array(uncheckableSchema).default([]),
});

/** See {@link regulationSchema}. */
export type Regulation = z.infer<typeof regulationSchema>;

/** That a school keeps to a regulation, from when, and what it chose where the act leaves a choice. */
export const adoptionSchema = z.strictObject({
  regulation: z.string().min(1),
  from: day,
  to: day.nullable(),
  /** Entry id → the name of the option. */
  choices: z.record(z.string(), z.string()),
});

/** See {@link adoptionSchema}. */
export type Adoption = z.infer<typeof adoptionSchema>;

/** An entry that is in force for a school on a day, with what it stands above. */
export interface EffectiveEntry {
  readonly regulation: Pick<Regulation, 'id' | 'level' | 'title' | 'number' | 'date' | 'readings'>;
  readonly entry: Entry;
  /** Parsed by the kind's own schema, the choice put in. */
  readonly parameters: unknown;
  readonly topic: string;
  /** Set when nothing can be evaluated because the school has not chosen: what to choose (Russian). */
  readonly unchosen: string | null;
  /** What the entry wins over, and other readings of the same act that are kept and not in force. */
  readonly over: readonly {
    readonly regulation: string;
    readonly entry: string;
    readonly clause: string;
    readonly why: 'less_specific' | 'other_reading';
  }[];
}
