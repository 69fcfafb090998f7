import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * Settings of the program, from the environment, checked as a whole: every fault is told at once.
 * `.env.example` lists them with their meaning; nothing else in the program reads the environment.
 */
const environmentSchema = z.object({
  PEREMENA_HOME: z.string().min(1).optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  LOG_LEVEL: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
  PEREMENA_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, '64 hexadecimal digits')
    .optional(),
  REMOVAL_GUARD_SHARE: z.coerce.number().min(0).max(1).default(0.2),
});

export interface Config {
  /** The folder that holds the embedded database and the key. */
  readonly home: string;
  /** A PostgreSQL of yours; null: the embedded one. */
  readonly databaseUrl: string | null;
  readonly host: string;
  readonly port: number;
  readonly logLevel: 'error' | 'warn' | 'info' | 'debug';
  /** 32 bytes as hexadecimal digits; null: kept in a file in `home`. */
  readonly key: string | null;
  /** The share of an entity's rows that a run may remove without being told to, 0…1. */
  readonly removalGuardShare: number;
}

export type ConfigOutcome =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Reads the settings; an empty variable counts as absent. */
export function readConfig(environment: NodeJS.ProcessEnv): ConfigOutcome {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    return {
      ok: false,
      faults: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    };
  }
  const values = parsed.data;
  return {
    ok: true,
    config: {
      home: values.PEREMENA_HOME ?? join(homedir(), '.peremena'),
      databaseUrl: values.DATABASE_URL ?? null,
      host: values.HOST,
      port: values.PORT,
      logLevel: values.LOG_LEVEL,
      key: values.PEREMENA_KEY ?? null,
      removalGuardShare: values.REMOVAL_GUARD_SHARE,
    },
  };
}
