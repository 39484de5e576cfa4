import { z } from 'zod';
import { type ErrorCode, errorCatalogue, NbwssError } from '../../../shared/error-catalogue.ts';
import { errorBody, errorBodySchema } from './error-body.ts';
import { plainJson, vendorJson } from './media-types.ts';
import { commonErrors, type Operation } from './operation.ts';
import { type RefusalCode, RequestRefusal, requestRefusals } from './request-refusal.ts';

/** A part of the document: plain JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type OpenApiDocument = { readonly [key: string]: Json };

/** The vendor's media type with any version: OpenAPI names it without its parameter. */
const vendorType = vendorJson.split(';')[0] ?? '';

const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value));

/** Schemas with an id become components; the others stand where they are used. */
class Components {
  readonly schemas: Record<string, Json> = {};

  schema(schema: z.ZodType, io: 'input' | 'output'): Json {
    const { $schema: _dialect, $defs = {}, ...used } = z.toJSONSchema(schema, { target: 'draft-2020-12', io });
    for (const [name, definition] of Object.entries($defs)) this.schemas[name] = inComponents(definition);
    return inComponents(used);
  }
}

const inComponents = (definition: unknown): Json =>
  JSON.parse(JSON.stringify(definition).replaceAll('"#/$defs/', '"#/components/schemas/'));

const content = (schema: Json, examples: Readonly<Record<string, unknown>>): Json => {
  const shown = asJson(Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }])));
  return { [plainJson]: { schema, examples: shown }, [vendorType]: { schema, examples: shown } };
};

const parameters = { noConnection: 'cloudhost7.example.com', certificateNotRemoved: 'cloudhost7.example.com' };
const urls = { malformedUrl: 'wss://cloudhost7.example.com:port/face1' };

function exampleOf(code: ErrorCode | RefusalCode): { status: number; body: Json } {
  if (code in requestRefusals) {
    const refusal = code as RefusalCode;
    return { status: requestRefusals[refusal].status, body: asJson(errorBody(new RequestRefusal(refusal))) };
  }
  const known = code as ErrorCode;
  const parameter = ({ ...parameters, ...urls } as Partial<Record<ErrorCode, string>>)[known];
  const error = new NbwssError(known, {
    ...(parameter === undefined ? {} : { parameter }),
    ...(known === 'detailsNotValid' ? { fields: { groupId: 'is missing' } } : {}),
  });
  return { status: errorCatalogue[known].status, body: asJson(errorBody(error)) };
}

/** An answer for each status, with an example for each error that has it. */
function errorAnswers(codes: readonly (ErrorCode | RefusalCode)[], schema: Json): Record<string, Json> {
  const byStatus = new Map<number, Record<string, Json>>();
  for (const code of codes) {
    const { status, body } = exampleOf(code);
    byStatus.set(status, { ...byStatus.get(status), [code]: body });
  }
  return Object.fromEntries(
    [...byStatus].map(([status, examples]) => [
      String(status),
      { description: `Refused: ${Object.keys(examples).join(', ')}.`, content: content(schema, examples) },
    ]),
  );
}

/** Answered before anything else is looked at, as plain text. */
const foreign: Json = {
  description: 'Host or Origin is not of this console: another page, or DNS rebinding.',
  content: { 'text/plain': { schema: { type: 'string' } } },
};

function described(operation: Operation, components: Components): Json {
  const { id, summary, description, request, answer, errors, path } = operation;
  const error = components.schema(errorBodySchema, 'output');
  const refusals: RefusalCode[] = ['noToken', 'tooManyWrongTokens', 'notAcceptable'];
  if (request) refusals.push('tooLarge', 'unsupportedMediaType');
  return {
    operationId: id,
    summary,
    description,
    ...(path.includes('{')
      ? { parameters: [{ name: 'hostName', in: 'path', required: true, schema: { type: 'string', minLength: 1 } }] }
      : {}),
    ...(request
      ? {
          requestBody: {
            required: true,
            content: content(components.schema(request.schema, 'input'), request.examples),
          },
        }
      : {}),
    responses: {
      [String(answer.status)]: {
        description: answer.description,
        content: content(components.schema(answer.schema, 'output'), answer.examples),
      },
      ...errorAnswers([...refusals, ...errors, ...commonErrors], error),
      '403': foreign,
    },
  };
}

const plainText = (description: string): Json => ({
  description,
  content: { 'text/plain': { schema: { type: 'string' } } },
});

/** Paths that answer something else than JSON, and this document itself. */
function otherPaths(error: Json): Record<string, Json> {
  return {
    '/metrics': {
      get: {
        operationId: 'metrics',
        summary: 'Metrics in the text format of Prometheus',
        responses: {
          '200': plainText('Metrics.'),
          ...errorAnswers(['noToken', 'tooManyWrongTokens', ...commonErrors], error),
          '403': foreign,
        },
      },
    },
    '/healthz': {
      get: {
        operationId: 'healthz',
        summary: 'Whether the host runs and can use its files',
        security: [],
        responses: {
          '200': plainText('`ok`'),
          '503': plainText('`not ok: ` and which files cannot be used; `warnings` of the status say why.'),
          '403': foreign,
        },
      },
    },
    '/openapi.json': {
      get: {
        operationId: 'openapi',
        summary: 'This document',
        security: [],
        responses: {
          '200': { description: 'OpenAPI 3.1.', content: { [plainJson]: { schema: { type: 'object' } } } },
          '403': foreign,
        },
      },
    },
  };
}

/** The OpenAPI 3.1 document of these operations: made of what checks the requests, so that it cannot differ from it. */
export function openApiDocument(operations: readonly Operation[], version: string): OpenApiDocument {
  const components = new Components();
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of operations) {
    const { path, method } = operation;
    paths[path] = { ...paths[path], [method]: described(operation, components) };
  }
  const error = components.schema(errorBodySchema, 'output');
  return {
    openapi: '3.1.0',
    info: {
      title: 'NBWSS Console',
      version,
      description: `WebSocket servers by NetBackup's contract, and extensions. JSON is answered as ${plainJson} or ${vendorJson}, whichever is accepted; a request is taken in both.`,
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { bearer: [] }],
    paths: { ...paths, ...otherPaths(error) },
    components: {
      schemas: components.schemas,
      securitySchemes: {
        token: { type: 'apiKey', in: 'header', name: 'Authorization', description: 'The token as it is.' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}
