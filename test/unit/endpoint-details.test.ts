import { describe, expect, it } from 'vitest';
import { type EndpointDetails, readEndpointDetails } from '../../shared/endpoint-details.ts';
import { maxDetailsBytes } from '../../shared/endpoint-details-size.ts';
import { bytesOf, guideDetails } from '../support/endpoint-samples.ts';
import { refusalOf } from '../support/refusal.ts';

const read = (document: string | object) => readEndpointDetails(bytesOf(document), 'file');
const refused = (document: string | object) => refusalOf(() => read(document));
const changed = (change: Record<string, unknown>) => ({ ...guideDetails, ...change });
const fieldNames = ['token', 'priority', 'groupId', 'hostName', 'url'] as const satisfies (keyof EndpointDetails)[];
const textFields = fieldNames.filter((field) => field !== 'priority');

describe('E-1 five fields define an endpoint', () => {
  it("E-1, E-17 reads the guide's example", () => {
    expect(read(guideDetails)).toEqual({ details: guideDetails, warnings: [] });
  });

  it.each(fieldNames)('E-1 %s is required', (field) => {
    const { [field]: _left, ...rest } = guideDetails;
    expect(refused(rest)).toMatchObject({ code: 'detailsNotValid', fields: { [field]: 'is missing' } });
  });

  it('E-1 names every field that is wrong, not only the first', () => {
    expect(Object.keys(refused({ token: '', priority: '1' }).fields).sort()).toEqual([...fieldNames].sort());
  });

  it('E-9 the fields stand in any order', () => {
    const reversed = Object.fromEntries(Object.entries(guideDetails).reverse());
    expect(Object.keys(reversed)[0]).toBe('url');
    expect(read(reversed).details).toEqual(guideDetails);
  });

  it('E-1, K-6 names of fields are case-sensitive', () => {
    const { groupId, ...rest } = guideDetails;
    expect(refused({ ...rest, groupID: groupId }).fields).toEqual({ groupId: 'is missing' });
  });
});

describe('E-3 priority is a number without quotes', () => {
  it.each([0, 1, 7, 2_147_483_647, 1e3])('E-3 %d is taken', (priority) => {
    expect(read(changed({ priority })).details.priority).toBe(priority);
  });

  it.each(['"1"', '-1', '2147483648', '1.5', '1e400', 'true', 'null', '[1]', '{}'])('E-3 %s is refused', (priority) => {
    const document = JSON.stringify(guideDetails).replace('"priority":1', `"priority":${priority}`);
    expect(document).not.toBe(JSON.stringify(guideDetails));
    expect(Object.keys(refused(document).fields)).toEqual(['priority']);
  });
});

describe('E-7, E-12 texts', () => {
  it.each(textFields)('E-7 %s must be a string', (field) => {
    expect(refused(changed({ [field]: 17 })).fields).toEqual({ [field]: 'must be a string in double quotes' });
    expect(Object.keys(refused(changed({ [field]: null })).fields)).toEqual([field]);
  });

  it.each(textFields)('E-12 %s must not be empty, nor blank', (field) => {
    for (const empty of ['', ' ', '\t', '\u00a0']) {
      expect(refused(changed({ [field]: empty }))).toMatchObject({
        code: 'detailsNotValid',
        lines: ['JSON contents not valid'],
        fields: { [field]: 'must not be empty' },
      });
    }
  });

  it.each(textFields)('E-12 %s must not contain half a character', (field) => {
    for (const half of ['\ud800', '\udfff']) {
      const { fields } = refused(changed({ [field]: `${guideDetails[field]}${half}` }));
      expect(fields).toEqual({ [field]: 'must be well-formed Unicode' });
    }
  });

  it.each(textFields)('E-12 %s must not contain control characters', (field) => {
    for (const control of ['\u0000', '\n', '\r', '\t', '\u001f', '\u007f', '\u0085']) {
      const text = guideDetails[field];
      const { fields } = refused(changed({ [field]: `${text.slice(0, 3)}${control}${text.slice(3)}` }));
      expect(fields).toEqual({ [field]: 'must not contain control characters' });
    }
  });

  it.each(['groupId', 'hostName', 'url'] as const)('decision 29 %s must not begin or end with a blank', (field) => {
    for (const text of [` ${guideDetails[field]}`, `${guideDetails[field]} `]) {
      expect(refused(changed({ [field]: text })).fields).toEqual({ [field]: 'must not begin or end with a blank' });
    }
  });

  it('E-5 hostName must be a host name or an IP address', () => {
    for (const hostName of ['host:443', 'https://host', 'a b', '1.2.3']) {
      expect(refused(changed({ hostName })).fields).toEqual({ hostName: 'must be a host name or an IP address' });
    }
  });

  it('E-2, E-4 a token and a group of other letters, quotes and emoji come through unchanged', () => {
    const given = changed({ token: 'tök"en\\ \u{1f511}=', groupId: 'Gruppe "Süd"' });
    expect(read(given).details).toEqual(given);
  });
});

describe('E-11 no apostrophe anywhere', () => {
  it.each(textFields)('E-11 refuses an apostrophe in %s and names the field', (field) => {
    const text = `${guideDetails[field].slice(0, 4)}'${guideDetails[field].slice(4)}`;
    const raw = JSON.stringify(changed({ [field]: text }));
    for (const document of [raw, raw.replace("'", '\\u0027')]) {
      expect(refused(document)).toMatchObject({
        code: 'detailsNotValid',
        fields: { [field]: "must not contain an apostrophe (')" },
      });
    }
  });

  it.each([
    ['a key', `{"it's":1}`],
    ['a value', `{"note":"it's"}`],
    ['a list', `{"note":["a","it's"]}`],
    ['an inner key', `{"note":{"deep":[{"it's":0}]}}`],
    ['an inner value', `{"note":{"deep":[{"x":"'"}]}}`],
    ['a value after an escaped backslash', `{"note":"\\\\'"}`],
  ])('E-11 refuses an apostrophe in %s that is otherwise ignored, raw and as \\u0027', (_where, extra) => {
    const raw = `${JSON.stringify(guideDetails).slice(0, -1)},${extra.slice(1)}`;
    for (const document of [raw, raw.replace("'", '\\u0027')]) {
      expect(() => JSON.parse(document)).not.toThrow();
      expect(refused(document)).toMatchObject({
        code: 'detailsNotValid',
        causes: ["There is an apostrophe (') in the document."],
      });
    }
  });

  it.each(["a'b", 'a\\u0027b'])('E-11 refuses it in a value that a repeated key hides (%s)', (hidden) => {
    const document = JSON.stringify(guideDetails).replace('{', `{"token":"${hidden}",`);
    expect(JSON.parse(document)).toEqual(guideDetails);
    expect(refused(document).code).toBe('detailsNotValid');
  });

  it('E-11 the letters \\u0027 after an escaped backslash are no apostrophe', () => {
    const document = JSON.stringify(changed({ token: 'a\\u0027b' }));
    expect(document).toContain('\\\\u0027');
    expect(read(document).details.token).toBe('a\\u0027b');
  });

  it('E-11 other quotes are no apostrophe', () => {
    expect(read(changed({ groupId: 'Group ’ ` ´ "1"' })).details.groupId).toBe('Group ’ ` ´ "1"');
  });
});

describe('E-8, E-10, E-13 one JSON object of UTF-8 text', () => {
  it.each([
    ['nothing', ''],
    ['blanks', ' \n '],
    ['a text that is not JSON', 'token=abc'],
    ['missing braces', JSON.stringify(guideDetails).slice(1, -1)],
    ['a missing comma', JSON.stringify(guideDetails).replace(',', ' ')],
    ['a missing quote', JSON.stringify(guideDetails).replace('"GROUPID1"', '"GROUPID1')],
    ['a trailing comma', JSON.stringify(guideDetails).replace('}', ',}')],
    ['a comment', `// details\n${JSON.stringify(guideDetails)}`],
    ['two objects', `${JSON.stringify(guideDetails)}\n${JSON.stringify(guideDetails)}`],
    ['a string', '"details"'],
    ['a number', '1'],
    ['null', 'null'],
  ])('E-8 %s is refused', (_what, document) => {
    expect(refused(document)).toMatchObject({ code: 'detailsNotValid', fields: {} });
  });

  it.each([1, 2])('E-10 a list of %d endpoints is refused, and says why', (count) => {
    expect(refused(Array.from({ length: count }, () => guideDetails)).causes).toEqual([
      'The document holds a list. One document defines one endpoint.',
    ]);
  });

  it('decision 29 a byte order mark is tolerated', () => {
    expect(read(`\ufeff${JSON.stringify(guideDetails)}`).details).toEqual(guideDetails);
  });

  it('E-8 line ends and indentation are free', () => {
    expect(read(JSON.stringify(guideDetails, null, 4).replaceAll('\n', '\r\n')).details).toEqual(guideDetails);
  });

  it('decision 29 other encodings than UTF-8 are refused', () => {
    const document = JSON.stringify(changed({ groupId: 'Süd' }));
    for (const encoding of ['latin1', 'utf16le'] as const) {
      const report = refusalOf(() => readEndpointDetails(Buffer.from(document, encoding), 'file'));
      expect(report.code).toBe('detailsNotValid');
    }
    expect(refusalOf(() => readEndpointDetails(Buffer.from(document, 'latin1'), 'file')).causes).toEqual([
      'The document is not UTF-8 text.',
    ]);
  });

  it('decision 29 a document of 1 MiB is read, one byte more is refused', () => {
    const document = JSON.stringify(guideDetails);
    const full = document + ' '.repeat(maxDetailsBytes - document.length);
    expect(bytesOf(full)).toHaveLength(1_048_576);
    expect(read(full).details).toEqual(guideDetails);
    expect(refused(`${full} `).causes).toEqual(['The document is larger than 1 MiB.']);
  });

  it('decision 29 a document of 1 MiB that is nothing but nesting ends in an answer of ours', () => {
    const depth = 400_000;
    const deep = `${JSON.stringify(guideDetails).slice(0, -1)},"x":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect(read(deep).details).toEqual(guideDetails);
  });
});

describe('decision 29 unknown keys are ignored with a warning', () => {
  it('decision 29 the warning names them', () => {
    const { details, warnings } = read(changed({ region: 'eu', comment: { a: 1 } }));
    expect(details).toEqual(guideDetails);
    expect(warnings).toEqual(['Ignored: "region", "comment"']);
  });

  it.each(['__proto__', 'constructor', 'toString'])('decision 29 also a key named %s', (key) => {
    const document = JSON.stringify(guideDetails).replace('{', `{"${key}":{"token":"x","polluted":true},`);
    const { details, warnings } = read(document);
    expect(details).toEqual(guideDetails);
    expect(warnings).toEqual([`Ignored: "${key}"`]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('E-1 fields of an inherited object do not count', () => {
    expect(refused(`{"__proto__":${JSON.stringify(guideDetails)}}`).code).toBe('detailsNotValid');
  });
});

describe('T-1, T-7 which string, and what it tells', () => {
  it('T-1 from a file: JSON contents not valid', () => {
    expect(refusalOf(() => readEndpointDetails(bytesOf('{'), 'file')).lines).toEqual(['JSON contents not valid']);
  });

  it('E-15, T-7 from a URL: both strings, for every way in which a document can be wrong', () => {
    const notUtf8 = Uint8Array.of(0xff, 0xfe);
    const tooLong = new Uint8Array(maxDetailsBytes + 1).fill(32);
    for (const contents of [notUtf8, tooLong, ...['', '[]', '1', '{}', `{"a":"'"}`].map(bytesOf)]) {
      expect(refusalOf(() => readEndpointDetails(contents, 'url')).lines).toEqual([
        'InvalidPacketException',
        'Unable to parse JSON contents',
      ]);
    }
  });

  it('E-16 no refusal quotes the token', () => {
    const token = 'SENTINEL-TOKEN';
    const documents = [
      `{"token":"${token}" "priority":1}`,
      `{"token":"${token}'"}`,
      `{"token":"${token}\\n","priority":"1"}`,
      `["${token}"]`,
      JSON.stringify(changed({ token, url: 'ws://host' })),
      JSON.stringify(changed({ token, url: 'host' })),
    ];
    for (const document of documents) expect(JSON.stringify(refused(document))).not.toContain(token);
  });
});
