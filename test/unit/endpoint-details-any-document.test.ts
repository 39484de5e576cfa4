import { describe, expect, it } from 'vitest';
import { readEndpointDetails } from '../../shared/endpoint-details.ts';
import { NbwssError } from '../../shared/error-catalogue.ts';
import { bytesOf, guideDetails } from '../support/endpoint-samples.ts';
import { fc } from '../support/seeded-cases.ts';

/** Texts near the border between what is taken and what is refused. */
const oddText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    ' ',
    "'",
    "a'b",
    'wss://h',
    'ws://h',
    'wss://u@h',
    'wss://h/#',
    'wss:h',
    '::1',
    'h.',
    '__proto__',
  ),
);
const oddObject = fc.record(
  {
    token: fc.oneof(oddText, fc.jsonValue()),
    priority: fc.oneof(fc.integer(), fc.double(), fc.jsonValue()),
    groupId: fc.oneof(oddText, fc.jsonValue()),
    hostName: fc.oneof(fc.domain(), fc.ipV6(), oddText, fc.jsonValue()),
    url: fc.oneof(fc.webUrl({ validSchemes: ['ws', 'wss', 'https'] }), oddText, fc.jsonValue()),
  },
  { requiredKeys: [] },
);
const oddDocument = fc.oneof(
  fc.uint8Array(),
  fc.json().map(bytesOf),
  fc.tuple(oddObject, fc.jsonValue()).map(([fields, extra]) => bytesOf({ ...fields, extra })),
  fc.tuple(oddObject, fc.jsonValue()).map(([fields, extra]) => bytesOf({ ...guideDetails, ...fields, extra })),
);

/** What reading ends in: details, or the error that was thrown. */
function outcome(contents: Uint8Array, source: 'file' | 'url'): unknown {
  try {
    return readEndpointDetails(contents, source).details;
  } catch (error) {
    return error;
  }
}

describe('E-12 whatever the document is', () => {
  it('E-12, T-1, T-7 the reader throws nothing but an error of the catalogue, of the right code', () => {
    const codes = {
      file: ['detailsNotValid', 'onlyWss', 'malformedUrl'],
      url: ['detailsNotParsed', 'onlyWss', 'malformedUrl'],
    };
    fc.assert(
      fc.property(oddDocument, fc.constantFrom('file', 'url'), (contents, source) => {
        const end = outcome(contents, source);
        if (!(end instanceof Error)) return;
        expect(end).toBeInstanceOf(NbwssError);
        expect(codes[source]).toContain((end as NbwssError).code);
      }),
      { numRuns: 2000 },
    );
  });

  it('E-11, E-12 what is taken keeps every rule of the fields', () => {
    const nearlyValid = fc.record({
      token: fc.string({ unit: 'grapheme', minLength: 1 }),
      priority: fc.integer({ min: -2, max: 5 }),
      groupId: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
      hostName: fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6()),
      url: fc.webUrl({ validSchemes: ['wss'], withQueryParameters: true }),
    });
    let taken = 0;
    fc.assert(
      fc.property(nearlyValid, (given) => {
        const end = outcome(bytesOf(given), 'file');
        const texts = [given.token, given.groupId, given.hostName, given.url];
        const keepsRules =
          given.priority >= 0 &&
          texts.every((text) => text.trim() !== '' && !/['\p{Cc}]/u.test(text)) &&
          given.groupId === given.groupId.trim();
        if (keepsRules) {
          taken++;
          expect(end).toEqual(given);
        } else expect(end).toBeInstanceOf(NbwssError);
      }),
      { numRuns: 1000 },
    );
    expect(taken).toBeGreaterThan(100);
  });
});
