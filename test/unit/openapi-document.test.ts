import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { endpointOperations } from '../../electron/bridge/rest/endpoint-operations.ts';
import { openApiDocument } from '../../electron/bridge/rest/openapi-document.ts';
import { serviceOperations } from '../../electron/bridge/rest/service-operations.ts';
import { DocumentedAnswers } from '../support/documented-answers.ts';
import { ManualClock } from '../support/manual-clock.ts';

const document = openApiDocument([...endpointOperations, ...serviceOperations('1.2.3', new ManualClock())], '1.2.3');

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const result = await validator.validate({ ...document });
    expect(result).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('has each call of the vendor, and ours', () => {
    const { operations } = new DocumentedAnswers(document);
    const base = '/netbackup/config/servers/wssendpoints';
    expect(operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort()).toEqual(
      [
        `POST ${base}/validatehost`,
        `POST ${base}/validateurl`,
        `POST ${base}/save`,
        `POST ${base}/update`,
        `DELETE ${base}/{hostName}`,
        `GET ${base}`,
        `POST ${base}/renew`,
        'GET /nbwss/status',
        'POST /nbwss/run',
        'GET /metrics',
        'GET /healthz',
        'GET /openapi.json',
      ].sort(),
    );
  });

  it('has an example for each request and answer, and each fits its schema', () => {
    const answers = new DocumentedAnswers(document);
    const examples = answers.examples();
    expect(examples.filter(({ mismatch }) => mismatch !== undefined)).toEqual([]);
    for (const { method, path, responses, request } of answers.operations) {
      if (request) expect(Object.keys(request.examples ?? {}), path).not.toEqual([]);
      for (const [status, { content }] of Object.entries(responses)) {
        const isText = 'text/plain' in content || path === '/openapi.json';
        if (!isText)
          expect(Object.keys(content['application/json']?.examples ?? {}), `${method} ${path} ${status}`).not.toEqual(
            [],
          );
      }
    }
  });

  it('K-17, P-6: only what was validated and is not saved holds a token', () => {
    const { components } = document as { components: { schemas: Record<string, { properties: object }> } };
    const withToken = Object.entries(components.schemas).filter(([, { properties = {} }]) => 'token' in properties);
    expect(withToken.map(([name]) => name).sort()).toEqual(['AcceptedHost', 'EndpointDetails', 'ValidatedHost']);
  });
});
