import type { z } from 'zod';
import type { Scope } from '../model/access.ts';
import type { DisclosureBasis } from '../rules/consent-gate.ts';
import type { Caller } from './auth/caller.ts';
import type { ApiServices } from './deps.ts';
import { faultOf } from './fault.ts';
import { type Gated, passGate } from './gate.ts';
import type { Problem, ProblemCode } from './problem.ts';

/** Who may call an operation: anybody, or a client whose token has the scope. There is no default. */
export type Access = 'public' | { readonly scope: Scope };

/** What an operation answers with. `json` is a text that is JSON already: nothing is parsed on its way. */
export type Reply =
  | {
      readonly kind: 'json';
      readonly text: string;
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'content';
      readonly type: string;
      readonly body: string | Buffer;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Sent as it is made; a failure on the way breaks the answer off. */
  | {
      readonly kind: 'stream';
      readonly type: string;
      readonly chunks: AsyncIterable<string | Buffer>;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** A request as the server took it, before any of it was checked. */
export interface RawInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** What surrounds a call. */
export interface Call {
  readonly deps: ApiServices;
  /** Null only for a public operation. */
  readonly caller: Caller | null;
  readonly requestId: string;
  /** The address that the connection comes from. */
  readonly address: string;
  readonly authorization: string | undefined;
  /** Which of these media types the caller likes best; null: none of them. */
  readonly prefers: (types: readonly string[]) => string | null;
}

/** One answer in the OpenAPI document. */
export interface ResponseDoc {
  readonly description: string;
  readonly type: string;
  /** Named with `.meta({ id })` where it should have a name of its own in the document. */
  readonly schema: z.ZodType | null;
  /** What else it may come in. */
  readonly orTypes?: readonly string[];
  /** 202: what was asked for is under way; 200 when left out. */
  readonly status?: 202;
}

/** In what a body comes that is not JSON: the fields of a form, a text, a file. */
export type Taken = 'form' | 'yaml' | 'xlsx';

/** The contract of an operation: the router and the OpenAPI document are both made of it. */
export interface Contract<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'patch';
  /** As OpenAPI writes it: `/v1/schools/{schoolId}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly access: Access;
  readonly disclosure: Gated;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** In what the body comes; JSON when left out. */
  readonly takes?: Taken;
  /** How large the body may be where that is more than elsewhere. */
  readonly bodyBytes?: number;
  readonly response: ResponseDoc;
  /** The problems of its own, beside those that any operation may have. */
  readonly problems: readonly ProblemCode[];
}

/** What a handler gets: checked input, and the call. */
export interface Input<P, Q, B> extends Call {
  /** By what right the answer is given; of an operation about one student what the gate said. */
  readonly basis: DisclosureBasis;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
}

/** An operation with its types put away: what the table of operations holds. */
export interface Operation extends Contract<z.ZodType, z.ZodType, z.ZodType> {
  answer(raw: RawInput, call: Call): Promise<Reply>;
}

/** A problem as a reply. */
export const refuse = (
  code: ProblemCode,
  more: Omit<Problem, 'code'> = {},
): { readonly kind: 'problem'; readonly problem: Problem } => ({
  kind: 'problem',
  problem: { code, ...more },
});

/** A value as the answer of what has begun and is not done. */
export const acceptedOf = (value: unknown): Reply => ({
  kind: 'json',
  text: JSON.stringify(value),
  status: 202,
});

/** A value as a JSON reply. */
export const jsonOf = (value: unknown): Reply => ({ kind: 'json', text: JSON.stringify(value) });

/** A JSON text as a reply; nothing at all as `api.not_found`. */
export const jsonOrNotFound = (text: string | null): Reply =>
  text === null ? refuse('api.not_found') : { kind: 'json', text };

function invalid(error: z.ZodError, raw: unknown): Reply {
  const fault = faultOf(error, raw);
  return refuse('api.invalid_parameter', { ...fault, parameter: fault.parameter.slice(0, 40) });
}

/** Puts contract and handler together. */
export function operation<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  contract: Contract<P, Q, B>,
  handle: (input: Input<z.infer<P>, z.infer<Q>, z.infer<B>>) => Promise<Reply>,
): Operation {
  return {
    ...contract,
    async answer(raw, call) {
      const params = contract.params.safeParse(raw.params);
      if (!params.success) return invalid(params.error, raw.params);
      const query = contract.query.safeParse(raw.query);
      if (!query.success) return invalid(query.error, raw.query);
      const body = contract.body.safeParse(raw.body);
      if (!body.success) return invalid(body.error, raw.body);
      const passed = await passGate(contract.disclosure, params.data, call);
      if (!passed.ok) return { kind: 'problem', problem: passed.error };
      const basis = passed.value;
      return handle({ ...call, basis, params: params.data, query: query.data, body: body.data });
    },
  };
}
