import { describe, expect, it } from 'vitest';
import { definitionOf, propertyKeys, readProperties, shippedPropertiesFile } from '../../shared/properties.ts';
import { editProperties } from '../../shared/properties-edit.ts';
import { propertyLines } from '../../shared/properties-text.ts';
import { fc } from '../support/seeded-cases.ts';

describe('decision 45 an edit of nbwss.properties', () => {
  it('R-5 changes the value, and nothing else', () => {
    expect(editProperties(shippedPropertiesFile, { 'connectionInfo.period': '7' })).toBe(
      shippedPropertiesFile.replace('connectionInfo.period=60', 'connectionInfo.period=7'),
    );
  });

  it('R-5 several values at once', () => {
    const edited = editProperties(shippedPropertiesFile, {
      'connectionInfo.period': '7',
      'exception.ignoreDecoder': 'true',
    });
    expect(edited).toBe(
      shippedPropertiesFile.replace('period=60', 'period=7').replace('ignoreDecoder=false', 'ignoreDecoder=true'),
    );
  });

  it.each([
    ['blanks', '\tconnectionInfo.period =  60 \n', '\tconnectionInfo.period =  7 \n'],
    ['an empty value', 'connectionInfo.period=\n', 'connectionInfo.period=7\n'],
    ['a value that is none', 'connectionInfo.period=x y=z\\\n', 'connectionInfo.period=7\n'],
    ['a byte order mark', '\ufeffconnectionInfo.period=60', '\ufeffconnectionInfo.period=7'],
    [
      'a byte order mark as bytes',
      '\u00ef\u00bb\u00bfconnectionInfo.period=60',
      '\u00ef\u00bb\u00bfconnectionInfo.period=7',
    ],
    ['CRLF', 'a=1\r\nconnectionInfo.period=60\r\n#c\r\n', 'a=1\r\nconnectionInfo.period=7\r\n#c\r\n'],
    ['CR', 'a=1\rconnectionInfo.period=60\r#c\r', 'a=1\rconnectionInfo.period=7\r#c\r'],
    ['no last line end', '#c\nconnectionInfo.period=60', '#c\nconnectionInfo.period=7'],
    [
      'a repeated key: the last, which counts',
      'connectionInfo.period=1\n#c\nconnectionInfo.period=2\n',
      'connectionInfo.period=1\n#c\nconnectionInfo.period=7\n',
    ],
  ])('%s', (_name, text, edited) => {
    expect(editProperties(text, { 'connectionInfo.period': '7' })).toBe(edited);
  });

  it.each([
    ['behind a key of its kin', 'keepAlive.scheduledRate=1\n\n#h\nhibernate.x=1\n', 1],
    ['behind a key of NBWSS', 'connectionInfo.period=1\n\n#h\nhibernate.x=1\n', 1],
    ['at the end when there is none', '#a\nhibernate.x=1\n', 2],
  ])('a missing key is put %s', (_name, text, place) => {
    const lines = editProperties(text, { 'keepAlive.maxPongMissAllowed': '7' }).split('\n');
    expect(lines[place]).toBe('keepAlive.maxPongMissAllowed=7');
    expect(lines.toSpliced(place, 1).join('\n')).toBe(text);
  });

  it.each([
    ['', 'connectionInfo.period=7\n'],
    ['#c', '#c\nconnectionInfo.period=7'],
    ['#c\r\na=1', '#c\r\na=1\r\nconnectionInfo.period=7'],
    ['connectionInfo.earlyRun=false\r\n#c\r\n', 'connectionInfo.earlyRun=false\r\nconnectionInfo.period=7\r\n#c\r\n'],
    ['connectionInfo.period: 60\n', 'connectionInfo.period: 60\nconnectionInfo.period=7\n'],
    ['#connectionInfo.period=60\n', '#connectionInfo.period=60\nconnectionInfo.period=7\n'],
  ])('a missing key in %j', (text, edited) => {
    expect(editProperties(text, { 'connectionInfo.period': '7' })).toBe(edited);
  });

  it('a file of 1 MiB in odd shapes is edited and read in no time', () => {
    for (const text of [
      ' '.repeat(2 ** 20),
      `a=${' '.repeat(2 ** 20)}x`,
      '\\'.repeat(2 ** 20),
      '=\r'.repeat(2 ** 19),
    ]) {
      const edited = editProperties(text, { 'connectionInfo.period': '7' });
      expect(readProperties(edited).properties['connectionInfo.period']).toBe(7);
    }
  });
});

/** Lines such as administrators write them, and worse. */
const oddLine = fc.oneof(
  fc.constantFrom(...shippedPropertiesFile.split('\n')),
  fc
    .tuple(
      fc.constantFrom('', ' ', '\t', '#', '!', '\ufeff'),
      fc.constantFrom(...propertyKeys, 'hibernate.x', 'my.key'),
      fc.constantFrom('=', ' = ', ':', ' ', '', '=='),
      fc.oneof(fc.constantFrom('1', 'true', 'x', '\\', '7 \\', ''), fc.string()),
    )
    .map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
);
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .tuple(fc.array(fc.tuple(oddLine, fc.constantFrom('\n', '\r\n', '\r'))), fc.oneof(oddLine, fc.constant('')))
    .map(([lines, last]) => [...lines.flat(), last].join('')),
);
const change = fc.constantFrom(...propertyKeys).chain((key) => {
  const { type, min = 0, max = 0 } = definitionOf(key);
  const value = type === 'boolean' ? fc.boolean().map(String) : fc.integer({ min, max }).map(String);
  return fc.tuple(fc.constant(key), value);
});
const lineTexts = (text: string) => text.split(/\r\n|\n|\r/);
const written = (value: boolean | number) => String(value);

describe('R-1, decision 45 whatever the text', () => {
  it('R-1 its lines, put together, are the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const together = propertyLines(text)
          .map((line) => line.text)
          .join('');
        expect(together).toBe(text);
      }),
    );
  });

  it('decision 45 reading the edited text gives the new value, and every other line and every other value are as they were', () => {
    fc.assert(
      fc.property(anyText, change, (text, [key, value]) => {
        const edited = editProperties(text, { [key]: value });
        const before = readProperties(text);
        const after = readProperties(edited);
        expect(written(after.properties[key])).toBe(value);
        expect({ ...after.properties, [key]: 0 }).toEqual({ ...before.properties, [key]: 0 });

        const former = lineTexts(text);
        const now = lineTexts(edited);
        if (before.given[key] !== undefined) {
          expect(now).toHaveLength(former.length);
          expect(now.filter((line, index) => line !== former[index]).length).toBeLessThanOrEqual(1);
        } else {
          const at = now.indexOf(`${key}=${value}`);
          const others = now.toSpliced(at, 1);
          // An empty text has no line, and a text that ends with a line end has one less than the split tells.
          expect(others.join('\n').replace(/\n$/, '')).toBe(former.join('\n').replace(/\n$/, ''));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('decision 45 a last line end is there afterwards exactly when it was there before', () => {
    fc.assert(
      fc.property(anyText, change, (text, [key, value]) => {
        fc.pre(text !== '');
        expect(/[\r\n]$/.test(editProperties(text, { [key]: value }))).toBe(/[\r\n]$/.test(text));
      }),
    );
  });

  it('decision 45 an edit to the value that stands there changes nothing', () => {
    fc.assert(
      fc.property(anyText, change, (text, [key, value]) => {
        const once = editProperties(text, { [key]: value });
        expect(editProperties(once, { [key]: value })).toBe(once);
      }),
    );
  });

  it('decision 45 bytes that are no UTF-8 survive an edit', () => {
    fc.assert(
      fc.property(fc.uint8Array(), change, (bytes, [key, value]) => {
        const comment = Buffer.concat([Buffer.from('# '), bytes.filter((byte) => byte !== 10 && byte !== 13)]);
        const file = Buffer.concat([comment, Buffer.from(`\n${shippedPropertiesFile}`)]);
        const edited = Buffer.from(editProperties(file.toString('latin1'), { [key]: value }), 'latin1');
        expect(edited.subarray(0, comment.length)).toEqual(comment);
        expect(written(readProperties(edited.toString('utf8')).properties[key])).toBe(value);
      }),
    );
  });
});
