import { z } from 'zod';
import { scopes } from '../model/access.ts';
import { oauthErrors } from './auth/oauth-error.ts';
import { bodyTypes } from './body-types.ts';
import type { Operation } from './operation.ts';
import { type ProblemCode, problems } from './problem.ts';
import { problemSchema } from './schemas/basic.ts';

type Json = Record<string, unknown>;

/** Problems that an operation may answer with whatever it does. */
const COMMON: readonly ProblemCode[] = ['api.not_acceptable', 'api.internal', 'api.timed_out'];
const WITH_INPUT: readonly ProblemCode[] = ['api.invalid_parameter'];
const WITH_BODY: readonly ProblemCode[] = ['api.unsupported_media_type', 'api.body_too_large'];
const WITH_JSON: readonly ProblemCode[] = [...WITH_BODY, 'api.malformed_json', 'api.invalid_parameter'];
const WITH_SCOPE: readonly ProblemCode[] = [
  'api.unauthenticated',
  'api.invalid_token',
  'api.token_expired',
  'api.client_disabled',
  'api.insufficient_scope',
];

const withoutDialect = ({ $schema: _, ...schema }: Json): Json => schema;

/** A schema of the model as JSON Schema; what has a name of its own goes to `components`. */
function jsonSchema(schema: z.ZodType, components: Json, io: 'input' | 'output'): Json {
  const { $defs, ...made } = withoutDialect(z.toJSONSchema(schema, { io, reused: 'inline' }) as Json);
  const text = JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/');
  for (const [name, part] of Object.entries(($defs ?? {}) as Record<string, Json>)) {
    const partText = JSON.stringify(part).replaceAll('"#/$defs/', '"#/components/schemas/');
    const { id: _, ...named } = JSON.parse(partText);
    components[name] = named;
  }
  const { id, ...rest } = JSON.parse(text) as Json;
  if (typeof id !== 'string') return rest;
  components[id] = rest;
  return { $ref: `#/components/schemas/${id}` };
}

const shapeOf = (schema: z.ZodType): Readonly<Record<string, z.ZodType>> =>
  schema instanceof z.ZodObject ? schema.shape : {};

function parameters(operation: Operation, components: Json): Json[] {
  const described = (place: 'path' | 'query') =>
    Object.entries(shapeOf(place === 'path' ? operation.params : operation.query)).map(([name, schema]) => {
      const { description, ...json } = jsonSchema(schema, components, 'input');
      const required = place === 'path' || !schema.safeParse(undefined).success;
      return { name, in: place, required, ...(description ? { description } : {}), schema: json };
    });
  return [...described('path'), ...described('query')];
}

function problemCodes(operation: Operation): readonly ProblemCode[] {
  const takesInput = Object.keys({ ...shapeOf(operation.params), ...shapeOf(operation.query) }).length > 0;
  const codes = [
    ...operation.problems,
    ...(takesInput ? WITH_INPUT : []),
    ...(operation.method === 'get' ? [] : operation.takes === undefined ? WITH_JSON : WITH_BODY),
    ...(operation.access === 'public' ? [] : WITH_SCOPE),
    ...COMMON,
  ];
  return [...new Set(codes)];
}

/** Problems by status, each with the codes that it may carry. */
function problemResponses(operation: Operation): Json {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of problemCodes(operation)) {
    const { status } = problems[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  const entries = [...byStatus].map(([status, codes]) => {
    const description = codes.map((code) => `\`${code}\`: ${problems[code].title}`).join('; ');
    return [String(status), { description, content }];
  });
  return Object.fromEntries(entries);
}

/** The refusals of the token operation have the shape of OAuth and not ours. */
function oauthResponses(operation: Operation): Json {
  if (operation.id !== 'issueToken') return {};
  const statuses = [...new Set(Object.values(oauthErrors).map(({ status }) => status))];
  const told = (status: number) =>
    Object.entries(oauthErrors)
      .filter(([, error]) => error.status === status)
      .map(([name, error]) => `\`${name}\`: ${error.description}`)
      .join('; ');
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/OAuthError' } } };
  return Object.fromEntries(
    statuses.map((status) => [String(status), { description: told(status), content }]),
  );
}

const oauthErrorSchema = z
  .strictObject({
    error: z.enum(Object.keys(oauthErrors) as [keyof typeof oauthErrors]),
    error_description: z.string(),
    code: z.string(),
    hint: z.string(),
    requestId: z.string(),
  })
  .describe('A refusal of RFC 6749 §5.2')
  .meta({ id: 'OAuthError' });

function requestBody(operation: Operation, components: Json): Json {
  if (operation.method === 'get') return {};
  const { takes = 'json', body } = operation;
  // A text and a file have no members that could be told of.
  const isOpaque = takes === 'yaml' || takes === 'xlsx';
  const schema = isOpaque ? {} : jsonSchema(body, components, 'input');
  return { requestBody: { required: true, content: { [bodyTypes[takes]]: { schema } } } };
}

function described(operation: Operation, components: Json): Json {
  const { response, access } = operation;
  const schema = response.schema ? jsonSchema(response.schema, components, 'output') : {};
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    description: operation.description,
    // Either is enough: the page can ask for a token itself, or be given one.
    security: access === 'public' ? [] : [{ oauth2: [access.scope] }, { bearer: [] }],
    parameters: parameters(operation, components),
    ...requestBody(operation, components),
    responses: {
      [String(response.status ?? 200)]: {
        description: response.description,
        content: {
          [response.type]: { schema },
          ...Object.fromEntries((response.orTypes ?? []).map((type) => [type, {}])),
        },
      },
      ...problemResponses(operation),
      ...oauthResponses(operation),
    },
  };
}

/** The OpenAPI 3.1 document of the operations. */
export function openApiDocument(operations: readonly Operation[], version: string): Json {
  const schemas: Json = {};
  jsonSchema(problemSchema, schemas, 'output');
  jsonSchema(oauthErrorSchema, schemas, 'output');
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: described(operation, schemas) };
  }
  const flows = { clientCredentials: { tokenUrl: '/oauth2/token', scopes } };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Peremena',
      version,
      description:
        'School journals read through one model. Every answer has a weak ETag and a request id; ' +
        'every refusal is a problem document with a stable code.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths,
    components: {
      schemas,
      securitySchemes: {
        oauth2: { type: 'oauth2', flows },
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      },
    },
  };
}
