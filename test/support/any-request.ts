import type { DocumentedOperation } from './documented-answers.ts';
import { fc } from './seeded-cases.ts';

/** Part of JSON Schema that the document uses. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** One request to send. */
export interface AnyRequest {
  readonly operation: DocumentedOperation;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
}

/** Values that mean something to the host under test, by the name of a field; they lead nowhere but to this computer. */
export type KnownValues = Readonly<Record<string, readonly unknown[]>>;

const hostileTexts = [
  '',
  ' ',
  "it's",
  '\u0000',
  '\ud800',
  '\u202e',
  '__proto__',
  '{{7*7}}',
  '../../etc/passwd',
  '"',
  '\\u0027',
  'ä'.repeat(300),
];
const anyText = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(...hostileTexts),
);
const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  anyText,
  fc.constantFrom(null, true, -1, 1e300, [], {}, [[[]]]),
);
const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const mebibyte = 1024 * 1024;

/** Makes requests out of the OpenAPI document: some that it allows, some a little off, some hostile. */
export class AnyRequests {
  readonly #document: object;
  readonly #known: KnownValues;

  constructor(document: object, known: KnownValues) {
    this.#document = document;
    this.#known = known;
  }

  to(operation: DocumentedOperation): fc.Arbitrary<AnyRequest> {
    return fc
      .record({
        path: this.#path(operation),
        body: operation.request ? this.#body(operation.request.schema as Schema) : fc.constant(undefined),
        method: sometimes(
          fc.constantFrom('PUT', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'),
          operation.method.toUpperCase(),
          60,
        ),
        headers: this.#headers(operation.request !== undefined),
      })
      .map((made) => ({ operation, ...made }));
  }

  #path({ path }: DocumentedOperation): fc.Arbitrary<string> {
    if (!path.includes('{')) return fc.constant(path);
    const names = fc.oneof(
      fc.constantFrom(...(this.#known['hostName'] ?? [])).map(String),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
    );
    const raw = fc.constantFrom('', '%', '%zz', '%00', '..', '%2e%2e', 'a/b', 'a%2Fb', 'x'.repeat(4000));
    return fc
      .oneof({ arbitrary: names.map(encodeURIComponent), weight: 5 }, { arbitrary: raw, weight: 1 })
      .map((name) => path.replace(/\{\w+\}/, () => name));
  }

  #headers(hasBody: boolean): fc.Arbitrary<Record<string, string>> {
    const printable = fc.string({ maxLength: 60 });
    const accept = sometimes(
      fc.oneof(
        fc.constantFrom(
          '*/*',
          'application/*;q=0.3',
          'application/vnd.netbackup+json;version=3.0',
          'text/html',
          ',',
          ';q=',
          '"',
        ),
        printable,
      ),
      'application/json',
      4,
    );
    const contentType = sometimes(
      fc.oneof(
        fc.constantFrom(
          'application/vnd.netbackup+json;version=12.0',
          'text/plain',
          'application/json;charset=latin1',
          ';',
        ),
        printable,
      ),
      'application/json',
      8,
    );
    const authorization = sometimes(fc.oneof(fc.constantFrom('', 'Bearer', 'Basic QTpC'), printable), undefined, 40);
    return fc.record({ accept, contentType, authorization }).map((made) => ({
      accept: made.accept,
      ...(hasBody ? { 'content-type': made.contentType } : {}),
      ...(made.authorization === undefined ? {} : { authorization: made.authorization }),
    }));
  }

  #body(schema: Schema): fc.Arbitrary<string | Uint8Array> {
    const valid = this.#value(schema).map((value) => JSON.stringify(value));
    const off = fc
      .tuple(this.#value(schema), fc.nat(), anyJson, fc.constantFrom('replace', 'remove', 'add'))
      .map(([value, at, other, how]) => {
        const fields = { ...(value as Record<string, unknown>) };
        const names = Object.keys(fields);
        const name = names[at % Math.max(1, names.length)] ?? 'none';
        if (how === 'remove') delete fields[name];
        else fields[how === 'add' ? String(other).slice(0, 20) : name] = other;
        return JSON.stringify(fields);
      });
    const broken = fc.oneof(
      fc.tuple(valid, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1))),
      anyJson.map((value) => JSON.stringify(value) ?? ''),
      fc.uint8Array({ maxLength: 60 }),
      fc.constantFrom(
        '',
        'null',
        '{',
        deep(5_000),
        `{"url":${deep(5_000)}}`,
        '{"__proto__":{"url":1}}',
        '{"url":"a","url":5}',
      ),
    );
    const huge = valid.map((text) => text.padEnd(mebibyte + 1));
    return fc.oneof(
      { arbitrary: valid, weight: 50 },
      { arbitrary: off, weight: 35 },
      { arbitrary: broken, weight: 14 },
      { arbitrary: huge, weight: 1 },
    );
  }

  /** A value that the schema allows; fields whose meaning is known mostly have one of the known values. */
  #value(given: Schema): fc.Arbitrary<unknown> {
    const schema = this.#resolved(given);
    if (schema.anyOf) return fc.oneof(...schema.anyOf.map((each) => this.#value(each)));
    if (schema.enum) return fc.constantFrom(...schema.enum);
    switch (schema.type) {
      case 'object':
        return fc.record(
          Object.fromEntries(
            Object.entries(schema.properties ?? {}).map(([name, field]) => [name, this.#field(name, field)]),
          ),
          { requiredKeys: [...(schema.required ?? [])] },
        );
      case 'integer':
      case 'number':
        return fc.integer({ min: Math.max(schema.minimum ?? 0, -1e9), max: Math.min(schema.maximum ?? 1e9, 1e9) });
      case 'string':
        return anyText;
      default:
        throw new Error(`The document has a request schema that is not generated: ${JSON.stringify(schema)}`);
    }
  }

  #field(name: string, schema: Schema): fc.Arbitrary<unknown> {
    const known = this.#known[name];
    if (!known) return this.#value(schema);
    return fc.oneof(
      { arbitrary: fc.constantFrom(...known), weight: 25 },
      { arbitrary: this.#value(schema), weight: 1 },
    );
  }

  #resolved(schema: Schema): Schema {
    if (schema.$ref === undefined) return schema;
    const place = schema.$ref.replace('#/', '').split('/');
    return place.reduce<unknown>((found, key) => (found as Record<string, unknown>)[key], this.#document) as Schema;
  }
}

/** Mostly the usual value, once in a while another. */
function sometimes<Rare, Usual>(
  rare: fc.Arbitrary<Rare>,
  usual: Usual,
  usualWeight: number,
): fc.Arbitrary<Rare | Usual> {
  return fc.oneof({ arbitrary: fc.constant(usual), weight: usualWeight }, { arbitrary: rare, weight: 1 });
}
