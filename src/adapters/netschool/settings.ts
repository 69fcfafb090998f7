import { z } from 'zod';

const secret = () => z.string().min(1).meta({ secret: true });

/** A log-in name with its password. */
const passwordSchema = z.strictObject({ login: z.string().min(1), password: secret() });

/** A session that a person opened in a browser: its `at`, its cookies, or both. */
const sessionSchema = z.strictObject({
  session: z
    .strictObject({ at: secret().optional(), cookie: secret().optional() })
    .refine(({ at, cookie }) => at !== undefined || cookie !== undefined, 'give at, cookie, or both'),
});

/** A way through ESIA that a person has just gone: good for one log-in. `userId` chooses among several people. */
const esiaSchema = z.strictObject({ loginState: secret(), userId: z.string().min(1).optional() });

const accountSchema = z.union([passwordSchema, sessionSchema, esiaSchema]);

/** See {@link settingsSchema}. */
export type Account = z.infer<typeof accountSchema>;

const isZone = (zone: string): boolean => Intl.supportedValuesOf('timeZone').includes(zone);

/** What connects one school of one «Сетевой город» server. */
export const settingsSchema = z
  .strictObject({
    /** Where the journal opens, with the scheme and the port that the region really uses. */
    baseUrl: z.url({ protocol: /^https?$/ }),
    /** `scid`: the school's number on this server. */
    schoolId: z.string().regex(/^\d{1,19}$/),
    timeZone: z.string().refine(isZone, 'not an IANA time zone'),
    mode: z.enum(['staff', 'family']),
    accounts: z.array(accountSchema).min(1),
    requestsPerSecond: z.number().min(0.1).max(10_000).default(2),
    /** How many requests one session may have open at once. */
    concurrency: z.number().int().min(1).max(8).default(1),
    timeoutMs: z.number().int().min(100).default(30_000),
    reportTimeoutMs: z.number().int().min(100).default(90_000),
    /** Staff: `full` reads a report more for each student and subject, for topic, type and the day put. */
    details: z.enum(['marks', 'full']).default('marks'),
    /** Family: which assignments to open one by one: none, those with a mark, all. */
    assignmentDetails: z.enum(['never', 'marked', 'all']).default('marked'),
    /** Staff: the top of the school's scale; a family's diary says it itself. */
    maxMark: z.number().int().min(2).max(100).default(5),
    /** The role to work in, where the account has several and none fits the mode by its name. */
    roleId: z.string().min(1).optional(),
  })
  .refine(({ mode, accounts }) => mode === 'family' || accounts.length === 1, {
    path: ['accounts'],
    message: 'the staff mode works with exactly one account',
  });

/** Settings of a connection, checked. */
export type Settings = z.infer<typeof settingsSchema>;
