import { encodeJson, withoutProperty } from './json.ts';
import { html, type Reply, value, withHeaders } from './reply.ts';

/** What to do to some requests instead of, or on top of, the right answer. */
export interface Fault {
  /** A part of the path, without regard to case, or an expression tried on the lower-case path. */
  readonly path: string | RegExp;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Leaves the first requests of the path alone. */
  readonly skip?: number;
  /** How many requests it spoils; all that follow by default. */
  readonly times?: number;
  readonly delayMs?: number;
  /** The connection breaks without an answer. */
  readonly reset?: boolean;
  /** Answers with this status; the body is an error of the vendor's shape, or `html`. */
  readonly status?: number;
  /** Value of `Retry-After`: seconds, or a date. */
  readonly retryAfter?: string;
  /** A page instead of JSON. */
  readonly html?: string;
  /** Only so many first bytes of the right answer; `Content-Length` tells the cut size. */
  readonly truncate?: number;
  /** The right answer without this property, wherever it stands. */
  readonly drop?: string;
  /** Text replaced in the right answer: for HTML reports and for values. */
  readonly replace?: readonly [from: string | RegExp, to: string];
}

export interface FaultDesk {
  /** The fault that this request meets; counts it. */
  next(method: string, path: string): Fault | null;
  /** Other faults from now on; counts begin anew. */
  replace(faults: readonly Fault[]): void;
}

const meets = (fault: Fault, method: string, path: string): boolean => {
  if (fault.method !== undefined && fault.method !== method) return false;
  return typeof fault.path === 'string'
    ? path.includes(fault.path.toLowerCase())
    : path.search(fault.path) >= 0;
};

export function makeFaultDesk(first: readonly Fault[]): FaultDesk {
  let faults = first;
  const seen = new Map<Fault, number>();
  return {
    next(method, path) {
      let chosen: Fault | null = null;
      for (const fault of faults) {
        if (!meets(fault, method, path)) continue;
        const before = seen.get(fault) ?? 0;
        seen.set(fault, before + 1);
        const skip = fault.skip ?? 0;
        const spoils = before >= skip && before < skip + (fault.times ?? Number.POSITIVE_INFINITY);
        if (spoils) chosen ??= fault;
      }
      return chosen;
    },
    replace(others) {
      faults = others;
      seen.clear();
    },
  };
}

/** An error as the vendor words it. */
export type Wording = (status: number) => unknown;

const plainWording: Wording = (status) => ({ code: status, message: 'Ошибка сервера' });

/** The answer that a fault gives without asking the handler; null where it only spoils the right one. */
export function replyOf(fault: Fault, wording: Wording = plainWording): Reply | null {
  if (fault.status === undefined && fault.html === undefined) return null;
  const status = fault.status ?? 200;
  const reply = fault.html === undefined ? value(wording(status), status) : html(fault.html, status);
  return fault.retryAfter === undefined ? reply : withHeaders(reply, { 'retry-after': fault.retryAfter });
}

const textOf = (reply: Reply): string | null => {
  if (reply.body.kind === 'value') return encodeJson(reply.body.value);
  return reply.body.kind === 'text' ? reply.body.text : null;
};

/** The right answer, spoilt. */
export function spoil(reply: Reply, fault: Fault): Reply {
  let spoilt = reply;
  if (fault.drop !== undefined && spoilt.body.kind === 'value') {
    spoilt = { ...spoilt, body: { kind: 'value', value: withoutProperty(spoilt.body.value, fault.drop) } };
  }
  const text = textOf(spoilt);
  if (text !== null && fault.replace !== undefined) {
    const [from, to] = fault.replace;
    spoilt = { ...spoilt, body: { kind: 'text', text: text.replaceAll(asGlobal(from), to) } };
  }
  const whole = textOf(spoilt);
  if (whole === null || fault.truncate === undefined) return spoilt;
  return { ...spoilt, body: { kind: 'bytes', bytes: Buffer.from(whole).subarray(0, fault.truncate) } };
}

const asGlobal = (from: string | RegExp): string | RegExp =>
  typeof from === 'string' || from.global ? from : new RegExp(from.source, `${from.flags}g`);
