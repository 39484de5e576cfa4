import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { RestAnswer, RestClient } from './rest-client.ts';

interface MediaContent {
  readonly schema: object;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}
interface DocumentedAnswer {
  readonly content: Readonly<Record<string, MediaContent>>;
}
export interface DocumentedOperation {
  readonly method: string;
  readonly path: string;
  readonly request: MediaContent | undefined;
  readonly responses: Readonly<Record<string, DocumentedAnswer>>;
}

interface OpenApi {
  readonly paths: Record<
    string,
    Record<
      string,
      { responses: Record<string, DocumentedAnswer>; requestBody?: { content: Record<string, MediaContent> } }
    >
  >;
}

const escaped = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1');
const essenceOf = (mediaType: string | undefined) => (mediaType ?? '').split(';')[0]?.trim() ?? '';

/** The OpenAPI document of a running host, and whether an answer is one that it lists. */
export class DocumentedAnswers {
  readonly document: object;
  readonly operations: readonly DocumentedOperation[];
  readonly #ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true });
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(document: object) {
    this.document = document;
    this.#ajv.addSchema(document, 'openapi');
    this.operations = Object.entries((document as OpenApi).paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { responses, requestBody }]) => ({
        method,
        path,
        responses,
        request: requestBody?.content['application/json'],
      })),
    );
  }

  static async of(client: RestClient): Promise<DocumentedAnswers> {
    return new DocumentedAnswers(JSON.parse((await client.call('GET', '/openapi.json', { anonymous: true })).text));
  }

  operation(method: string, path: string): DocumentedOperation {
    const found = this.operations.find((each) => each.method === method.toLowerCase() && each.path === path);
    if (!found) throw new Error(`The document has no ${method} ${path}`);
    return found;
  }

  /** @returns what the document does not list about this answer; `undefined` when it lists it */
  breach({ method, path, responses }: DocumentedOperation, answer: RestAnswer): string | undefined {
    const documented = responses[String(answer.status)];
    if (!documented) return `status ${answer.status} is not listed: ${answer.text.slice(0, 300)}`;
    const mediaType = essenceOf(answer.headers['content-type']);
    if (!(mediaType in documented.content)) return `media type ${mediaType} is not listed for ${answer.status}`;
    if (mediaType === 'text/plain') return undefined;
    const place = ['paths', path, method, 'responses', String(answer.status), 'content', mediaType, 'schema'];
    return this.#mismatch(place, JSON.parse(answer.text));
  }

  /** @returns why a value does not fit the schema of a request body or an answer; `undefined` when it does */
  #mismatch(place: readonly string[], value: unknown): string | undefined {
    const reference = `openapi#/${place.map(escaped).join('/')}`;
    let validate = this.#validators.get(reference);
    if (!validate) {
      validate = this.#ajv.compile({ $ref: reference });
      this.#validators.set(reference, validate);
    }
    return validate(value) ? undefined : this.#ajv.errorsText(validate.errors);
  }

  /** Each example of the document with its place, and why it does not fit its schema. */
  examples(): { name: string; mismatch: string | undefined }[] {
    return this.operations.flatMap(({ method, path, request, responses }) => {
      const places = [
        ...(request ? [{ content: { 'application/json': request }, place: ['requestBody'] }] : []),
        ...Object.entries(responses).map(([status, { content }]) => ({ content, place: ['responses', status] })),
      ];
      return places.flatMap(({ content, place }) =>
        Object.entries(content).flatMap(([mediaType, { examples = {} }]) =>
          Object.entries(examples).map(([example, { value }]) => ({
            name: `${method} ${path} ${place.join(' ')} ${mediaType} ${example}`,
            mismatch: this.#mismatch(['paths', path, method, ...place, 'content', mediaType, 'schema'], value),
          })),
        ),
      );
    });
  }
}
