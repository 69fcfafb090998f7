import { z } from 'zod';

/** Names under which the one platform runs, and where its API is. */
export const HOSTS = {
  'dnevnik.ru': 'https://api.dnevnik.ru',
  'school.mosreg.ru': 'https://api.school.mosreg.ru',
} as const;

const isZone = (zone: string): boolean => Intl.supportedValuesOf('timeZone').includes(zone);

const attendanceSchema = z.strictObject({
  status: z.enum(['present', 'absent', 'late', 'partial', 'remote', 'exempt', 'unknown']),
  reason: z.enum(['sick', 'excused', 'unexcused', 'school_event', 'not_given']).nullable(),
});

/** What a code of the vendor means at this school. */
export type AttendanceMeaning = z.infer<typeof attendanceSchema>;

/** What connects one school of «Дневник.ру» or of the portal of the Moscow region. */
export const settingsSchema = z
  .strictObject({
    host: z.enum(['dnevnik.ru', 'school.mosreg.ru']),
    /** The API's address where it is another than the host's. */
    baseUrl: z.url({ protocol: /^https?$/ }).optional(),
    /** The school's number with the vendor, 13 digits. */
    schoolId: z.string().regex(/^\d{1,19}$/),
    timeZone: z.string().refine(isZone, 'not an IANA time zone'),
    mode: z.enum(['staff', 'family']),
    /** Tokens that people got by signing in with the vendor: one of an employee, or one a family. */
    tokens: z.array(z.string().min(1).meta({ secret: true })).min(1),
    /**
     * Codes of attendance that this school means otherwise than {@link meaningOf} takes them: sources disagree
     * which of `Absent` and `Pass` is the excused absence.
     */
    attendance: z.record(z.string(), attendanceSchema).default({}),
    requestsPerSecond: z.number().min(0.1).max(10_000).default(5),
    /** How many requests may be open at once. */
    concurrency: z.number().int().min(1).max(10).default(4),
    timeoutMs: z.number().int().min(100).default(30_000),
    /** The first day that the school's journal is still open for; earlier rows are not given to it. Unset: not known. */
    openFrom: z.iso.date().optional(),
    /** The bodies of writes are not confirmed by the vendor: nothing is written unless asked for in so many words. */
    writes: z.enum(['off', 'unconfirmed']).default('off'),
  })
  .refine(({ mode, tokens }) => mode === 'family' || tokens.length === 1, {
    path: ['tokens'],
    message: 'the staff mode works with exactly one token',
  });

/** Settings of a connection, checked. */
export type Settings = z.infer<typeof settingsSchema>;

/** Where the API of these settings is, without a path. */
export const originOf = ({ host, baseUrl }: Settings): string => new URL(baseUrl ?? HOSTS[host]).origin;
