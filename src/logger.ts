import winston from 'winston';

export type Logger = Pick<winston.Logger, 'error' | 'warn' | 'info' | 'debug'>;

/** Field names whose values never reach a log, whoever wrote them there. */
const SECRET =
  /pass|secret|token|cookie|authorization|snils|birth|name$|^un$|^pw2?$|^at$|^login$|settings|raw|comment/i;

const REDACTED = '[redacted]';

/** Names of things, not of people: a log without them says nothing. */
const HARMLESS = new Set(['connectionName', 'entityName', 'fieldName']);

function redact(value: unknown, depth = 0): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Error) return { name: value.name, message: value.message, stack: value.stack };
  if (depth > 6) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) =>
      SECRET.test(key) && !HARMLESS.has(key) ? [key, REDACTED] : [key, redact(item, depth + 1)],
    ),
  );
}

/** Redaction stands at the sink, so that no caller can forget it. */
const redaction = winston.format((info) => {
  for (const key of Object.keys(info)) {
    if (key === 'level' || key === 'message') continue;
    info[key] = SECRET.test(key) && !HARMLESS.has(key) ? REDACTED : redact(info[key]);
  }
  return info;
});

/** Lines of JSON on standard error: standard output belongs to what a command was asked for. */
export function makeLogger(level: string, stream: NodeJS.WritableStream = process.stderr): Logger {
  return winston.createLogger({
    level,
    format: winston.format.combine(redaction(), winston.format.timestamp(), winston.format.json()),
    transports: [new winston.transports.Stream({ stream })],
  });
}
