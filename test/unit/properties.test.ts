import { describe, expect, it } from 'vitest';
import {
  defaultProperties,
  extensionPropertyDefinitions,
  type PropertyKey,
  propertyDefinitions,
  readProperties,
  shippedPropertiesFile,
} from '../../shared/properties.ts';
import { fc } from '../support/seeded-cases.ts';

/** R-2: key, default and, for a number, its bounds (decision 45). */
const guideKeys: [PropertyKey, boolean | number, [number, number]?][] = [
  ['exception.ignoreDecoder', false],
  ['notification.sendTimeout', 2000, [1, 600_000]],
  ['notification.scheduledRate', 5, [1, 86_400]],
  ['keepAlive.scheduledRate', 30, [1, 86_400]],
  ['keepAlive.maxPongMissAllowed', 10, [1, 10_000]],
  ['connectionInfo.period', 60, [1, 86_400]],
  ['scheduledExecutor.threadPoolSize', 1, [1, 64]],
];
/** Decision 48 */
const extensionKeys: typeof guideKeys = [['notification.imageScanPeriod', 900, [1, 86_400]]];
const numbers = [...guideKeys, ...extensionKeys].flatMap(([key, standard, bounds]) =>
  bounds ? [{ key, standard, min: bounds[0], max: bounds[1] }] : [],
);
const flags = [
  { key: 'exception.ignoreDecoder', standard: false },
  { key: 'connectionInfo.earlyRun', standard: true },
] as const;

/** The shipped file with a line of another value. */
const shippedWith = (key: string, value: string) =>
  `${shippedPropertiesFile.replace(new RegExp(`^${key}=.*\n`, 'm'), '')}${key}=${value}\n`;

describe('R-2, R-3 the shipped file', () => {
  it('R-3 it is, to the letter', () => {
    expect(shippedPropertiesFile).toBe(`#Properties file for NetBackup WebSocket Service
exception.ignoreDecoder=false
notification.sendTimeout=2000
notification.scheduledRate=5
keepAlive.scheduledRate=30
keepAlive.maxPongMissAllowed=10
connectionInfo.period=60
scheduledExecutor.threadPoolSize=1

#Hibernate properties
hibernate.format_sql=true
hibernate.show_sql=false
hibernate.hbm2ddl.auto=update
hibernate.dialect=org.hibernate.dialect.SybaseDialect
`);
  });

  it('R-2, decision 48 it is read without a warning, and gives the defaults', () => {
    const expected = {
      ...Object.fromEntries(guideKeys),
      'connectionInfo.earlyRun': true,
      'notification.maxUndelivered': 0,
      'notification.imageScanPeriod': 900,
    };
    expect(readProperties(shippedPropertiesFile)).toMatchObject({ properties: expected, warnings: [] });
    expect(defaultProperties).toEqual(expected);
  });

  it('R-2 each key has a meaning in words, a type and, for a number with a time, its unit', () => {
    const units = Object.entries(propertyDefinitions).map(([key, definition]) => [
      key,
      'unit' in definition ? definition.unit : '',
    ]);
    expect(Object.fromEntries(units)).toEqual({
      'exception.ignoreDecoder': '',
      'notification.sendTimeout': 'ms',
      'notification.scheduledRate': 's',
      'keepAlive.scheduledRate': 's',
      'keepAlive.maxPongMissAllowed': '',
      'connectionInfo.period': 's',
      'scheduledExecutor.threadPoolSize': '',
    });
    for (const { meaning } of Object.values({ ...propertyDefinitions, ...extensionPropertyDefinitions })) {
      expect(meaning).toMatch(/^[A-Z].{10,}\.$/);
    }
  });

  it('decision 48 extension keys are not in it, and are not missed', () => {
    for (const key of Object.keys(extensionPropertyDefinitions)) expect(shippedPropertiesFile).not.toContain(key);
  });
});

describe('R-1 lines', () => {
  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('R-1 line ends: %s', (_name, end) => {
    const { properties, warnings } = readProperties(shippedWith('connectionInfo.period', '17').replaceAll('\n', end));
    expect(properties['connectionInfo.period']).toBe(17);
    expect(warnings).toEqual([]);
  });

  it('R-1 without an end of the last line', () => {
    expect(readProperties('connectionInfo.period=17').properties['connectionInfo.period']).toBe(17);
  });

  it.each([
    '#connectionInfo.period=17',
    '  # connectionInfo.period=17',
    '!connectionInfo.period=17',
    ' \t! connectionInfo.period=17',
    '=17',
    ': 17',
    'some words',
    '',
  ])('R-1 %j sets nothing', (line) => {
    expect(readProperties(`${shippedPropertiesFile}${line}\n`)).toMatchObject({
      properties: defaultProperties,
      warnings: [],
    });
  });

  it('R-1 blanks around key and value do not count, nor does a byte order mark', () => {
    for (const line of [
      ' connectionInfo.period = 17 ',
      '\tconnectionInfo.period\t=\t17\t',
      '\ufeffconnectionInfo.period=17',
    ]) {
      expect(readProperties(line).properties['connectionInfo.period']).toBe(17);
    }
  });

  it('R-1 a key is case-sensitive, and a # in a value starts no comment', () => {
    expect(readProperties(shippedWith('ConnectionInfo.Period', '17')).properties['connectionInfo.period']).toBe(60);
    expect(readProperties(shippedWith('connectionInfo.period', '17#seconds')).warnings).toHaveLength(1);
  });

  it.each([
    'connectionInfo.period: 17',
    'connectionInfo.period 17',
    '  connectionInfo.period\t17=3',
    'connectionInfo.period',
    'connectionInfo.period:17=3',
  ])(
    'R-1 %j is what Java reads too, but not the format of the guide: it sets nothing, and a warning says so',
    (line) => {
      const { properties, warnings, given } = readProperties(`${shippedPropertiesFile}${line}\n`);
      expect(properties).toEqual(defaultProperties);
      expect(given['connectionInfo.period']).toBe('60');
      expect(warnings).toEqual(['line 15 is not read: it has to be written connectionInfo.period=value']);
    },
  );

  it('R-1 a key in another case is warned of', () => {
    expect(readProperties(`${shippedPropertiesFile}ConnectionInfo.Period=17\n`).warnings).toEqual([
      'line 15 is not read: ConnectionInfo.Period has to be written connectionInfo.period',
    ]);
  });

  it('R-1 a backslash continues no line: the value is not one, and the line after it is read', () => {
    const read = readProperties(
      shippedPropertiesFile
        .replace('sendTimeout=2000', 'sendTimeout=20\\\n00')
        .replace('connectionInfo.period=60', 'my.list=a,\\\nconnectionInfo.period=17'),
    );
    expect(read.properties).toEqual({ ...defaultProperties, 'connectionInfo.period': 17 });
    expect(read.warnings).toEqual([
      'line 9 is read, since the backslash before it continues no line',
      'notification.sendTimeout=20\\ is not a whole number; the default 2000 is used',
    ]);
    const twoBackslashes = shippedPropertiesFile.replace('connectionInfo', 'my.path=C:\\\\\nconnectionInfo');
    expect(readProperties(twoBackslashes).warnings).toEqual([]);
  });

  it('R-1 a file that was saved as UTF-16 is told as such', () => {
    const { properties, warnings } = readProperties(Buffer.from(shippedPropertiesFile, 'utf16le').toString('utf8'));
    expect(properties).toEqual(defaultProperties);
    expect(warnings[0]).toBe('the file holds characters that are no text; save it as UTF-8');
  });

  it('R-1 a warning is one short line, whatever the value is, and comes once for each mistake with a key', () => {
    const { warnings } = readProperties(shippedWith('connectionInfo.period', `\u001b[31m${'x'.repeat(1000)}`));
    expect(warnings).toEqual([
      `connectionInfo.period=?[31m${'x'.repeat(55)}… is not a whole number; the default 60 is used`,
    ]);
    expect(readProperties('connectionInfo.period=1\n'.repeat(50_000)).warnings).toHaveLength(7);
    expect(readProperties('connectionInfo.period 1\n'.repeat(50_000)).warnings).toHaveLength(8);
  });

  it('decision 45 what the file says of a key is told, also what is not used', () => {
    expect(readProperties('connectionInfo.period = 1 h\nmy.key=1\nconnectionInfo.earlyRun=False').given).toEqual({
      'connectionInfo.period': '1 h',
      'connectionInfo.earlyRun': 'False',
    });
  });

  it.each(['unknown.key', 'hibernate.show_sql', 'toString', '__proto__'])(
    'decision 45 %s is left alone, also repeated',
    (key) => {
      const text = `${shippedPropertiesFile}${key}=1\n${key}=2\n`;
      expect(readProperties(text)).toMatchObject({ properties: defaultProperties, warnings: [] });
    },
  );
});

describe('R-2, decision 45 values', () => {
  it.each(numbers)('decision 45 $key is taken from $min to $max', ({ key, min, max }) => {
    for (const value of [min, max]) {
      const { properties, warnings } = readProperties(shippedWith(key, String(value)));
      expect([properties[key], warnings]).toEqual([value, []]);
    }
  });

  it.each(numbers)(
    'decision 45 $key beside its bounds gives $standard and a warning',
    ({ key, standard, min, max }) => {
      for (const value of [min - 1, max + 1, -5]) {
        const { properties, warnings } = readProperties(shippedWith(key, String(value)));
        expect(properties[key]).toBe(standard);
        expect(warnings).toEqual([`${key}=${value} is not between ${min} and ${max}; the default ${standard} is used`]);
      }
    },
  );

  it.each(numbers)('decision 45 $key that is no whole number gives $standard and a warning', ({ key, standard }) => {
    for (const value of ['', 'abc', '1.5', '-x', '+5', '1e3', '0x10', '5 s', 'Infinity', 'NaN', '٣', 'true']) {
      const { properties, warnings } = readProperties(shippedWith(key, value));
      expect(properties[key]).toBe(standard);
      expect(warnings).toEqual([`${key}=${value} is not a whole number; the default ${standard} is used`]);
    }
  });

  it.each(flags)('decision 45 $key is true or false in any case', ({ key }) => {
    for (const [text, value] of [
      ['true', true],
      ['TRUE', true],
      ['True', true],
      ['false', false],
      ['FALSE', false],
    ] as const) {
      const { properties, warnings } = readProperties(shippedWith(key, text));
      expect([properties[key], warnings]).toEqual([value, []]);
    }
  });

  it.each(flags)('decision 45 $key that is neither gives $standard and a warning', ({ key, standard }) => {
    for (const value of ['', 'yes', '1', '0', 'truely', 'on']) {
      const { properties, warnings } = readProperties(shippedWith(key, value));
      expect(properties[key]).toBe(standard);
      expect(warnings).toEqual([`${key}=${value} is neither true nor false; the default ${standard} is used`]);
    }
  });

  it.each(guideKeys)('decision 45 %s that is missing gives %s and a warning', (key, standard) => {
    const { properties, warnings } = readProperties(shippedPropertiesFile.replace(new RegExp(`^${key}=.*\n`, 'm'), ''));
    expect(properties[key]).toBe(standard);
    expect(warnings).toEqual([`${key} is missing; the default ${standard} is used`]);
  });

  it('decision 45 of a repeated key the last counts, with a warning', () => {
    const { properties, warnings } = readProperties(`${shippedPropertiesFile}connectionInfo.period=18\n`);
    expect(properties['connectionInfo.period']).toBe(18);
    expect(warnings).toEqual(['connectionInfo.period stands more than once; the last value counts']);
  });

  it('decision 45 whatever the file holds, every value is one that may be used', () => {
    const keys = [...Object.keys(propertyDefinitions), ...Object.keys(extensionPropertyDefinitions)];
    const line = fc.tuple(
      fc.constantFrom(...keys),
      fc.oneof(fc.integer().map(String), fc.string({ unit: 'binary' }), fc.boolean().map(String)),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(line.map((pair) => pair.join('='))).map((lines) => lines.join('\n')),
    );
    fc.assert(
      fc.property(text, (given) => {
        const { properties } = readProperties(given);
        for (const { key, min, max } of numbers) {
          expect(properties[key]).toBeGreaterThanOrEqual(min);
          expect(properties[key]).toBeLessThanOrEqual(max);
          expect(Number.isInteger(properties[key])).toBe(true);
        }
        for (const { key } of flags) expect(properties[key]).toBeTypeOf('boolean');
      }),
    );
  });
});
