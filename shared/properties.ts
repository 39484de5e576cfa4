import { propertyLines } from './properties-text.ts';

/**
 * The keys of `nbwss.properties` (R-2), with type, default, bounds and meaning: the one place for them. Texts are ours.
 */

export interface PropertyDefinition {
  readonly type: 'boolean' | 'integer';
  readonly default: string;
  /** Bounds of an integer, inclusive (decision 45). */
  readonly min?: number;
  readonly max?: number;
  readonly unit?: 's' | 'ms';
  readonly meaning: string;
}

const day = 86_400;

export const propertyDefinitions = {
  'exception.ignoreDecoder': {
    type: 'boolean',
    default: 'false',
    meaning: 'Whether a message that cannot be decoded is ignored (true) or closes the connection (false).',
  },
  'notification.sendTimeout': {
    type: 'integer',
    default: '2000',
    min: 1,
    max: 600_000,
    unit: 'ms',
    meaning: 'How long one attempt to send or receive a notification may take.',
  },
  'notification.scheduledRate': {
    type: 'integer',
    default: '5',
    min: 1,
    max: day,
    unit: 's',
    meaning:
      'How often NetBackup is asked for new notifications, and how long an acknowledgement is awaited before a resend.',
  },
  'keepAlive.scheduledRate': {
    type: 'integer',
    default: '30',
    min: 1,
    max: day,
    unit: 's',
    meaning: 'How often each connected endpoint is pinged.',
  },
  'keepAlive.maxPongMissAllowed': {
    type: 'integer',
    default: '10',
    min: 1,
    max: 10_000,
    meaning: 'After how many pings in a row without a pong the connection is closed.',
  },
  'connectionInfo.period': {
    type: 'integer',
    default: '60',
    min: 1,
    max: day,
    unit: 's',
    meaning: 'How often the connection process runs: the longest that a change of an endpoint waits.',
  },
  'scheduledExecutor.threadPoolSize': {
    type: 'integer',
    default: '1',
    min: 1,
    max: 64,
    meaning: 'Each unit admits 256 connection attempts at the same time.',
  },
} as const satisfies Record<string, PropertyDefinition>;

/** Decision 48: keys that the shipped file does not have. */
export const extensionPropertyDefinitions = {
  'connectionInfo.earlyRun': {
    type: 'boolean',
    default: 'true',
    meaning:
      'Whether a change starts a run of the connection process at once (true) or waits for the next one (false).',
  },
  'notification.maxUndelivered': {
    type: 'integer',
    default: '0',
    min: 0,
    max: 1_000_000_000,
    meaning: 'How many undelivered notifications a server group keeps at most; the oldest are given up. 0: no limit.',
  },
  'notification.imageScanPeriod': {
    type: 'integer',
    default: '900',
    min: 1,
    max: day,
    unit: 's',
    meaning: 'How often the whole image catalogue of NetBackup is read to find images that were changed or deleted.',
  },
} as const satisfies Record<string, PropertyDefinition>;

const allDefinitions: Record<string, PropertyDefinition> = { ...propertyDefinitions, ...extensionPropertyDefinitions };

export type PropertyKey = keyof typeof propertyDefinitions | keyof typeof extensionPropertyDefinitions;

type Definitions = typeof propertyDefinitions & typeof extensionPropertyDefinitions;

/** The values in force, typed. Times are in the unit of their definition. */
export type Properties = { [Key in PropertyKey]: Definitions[Key]['type'] extends 'boolean' ? boolean : number };

/** R-3: the shipped file, verbatim. The hibernate keys are NetBackup's; they are kept and not used. */
export const shippedPropertiesFile = `#Properties file for NetBackup WebSocket Service
${Object.entries(propertyDefinitions)
  .map(([key, definition]) => `${key}=${definition.default}`)
  .join('\n')}

#Hibernate properties
hibernate.format_sql=true
hibernate.show_sql=false
hibernate.hbm2ddl.auto=update
hibernate.dialect=org.hibernate.dialect.SybaseDialect
`;

/** Properties as read. */
export interface ReadProperties {
  properties: Properties;
  /** A sentence for each value that is not used and each line that is not read. */
  warnings: string[];
  /** What stands in the file for each known key that it sets: the text of the last value, also of one that is not used. */
  given: Partial<Record<PropertyKey, string>>;
}

export const isPropertyKey = (key: string): key is PropertyKey => Object.hasOwn(allDefinitions, key);

export const propertyKeys = Object.keys(allDefinitions) as PropertyKey[];

export const definitionOf = (key: PropertyKey): PropertyDefinition => allDefinitions[key] as PropertyDefinition;

/** Decision 45: why a value cannot be used, such as `is not between 1 and 64`; `undefined` when it can. */
export function propertyProblem(key: PropertyKey, value: string): string | undefined {
  const { type, min = 0, max = Number.MAX_SAFE_INTEGER } = definitionOf(key);
  if (type === 'boolean') return /^(true|false)$/i.test(value) ? undefined : 'is neither true nor false';
  if (/^-\d+$/.test(value)) return `is not between ${min} and ${max}`;
  if (!/^\d+$/.test(value)) return 'is not a whole number';
  const number = Number(value);
  return number >= min && number <= max ? undefined : `is not between ${min} and ${max}`;
}

/** The longest value that is shown whole, in characters: the file may hold anything. */
const maxShown = 60;

/** A value of the file as one short line of printable characters. */
export function shownValue(value: string): string {
  const short = value.length > maxShown ? `${value.slice(0, maxShown)}…` : value;
  return short.replace(/[\p{C}\p{Z}]/gu, (character) => (character === ' ' ? ' ' : '?'));
}

/**
 * R-1, R-2, decision 45: reads the text of `nbwss.properties`. A missing or invalid value gives its default and a warning;
 * of a repeated key the last counts; unknown keys are left alone. A line of a known key that is not `key=value` is warned of.
 */
export function readProperties(text: string): ReadProperties {
  const { given, warnings } = readLines(text);
  const values: Record<string, boolean | number> = {};
  for (const key of propertyKeys) {
    const definition = definitionOf(key);
    const found = given[key];
    const problem = found === undefined ? undefined : propertyProblem(key, found);
    if (found === undefined && key in propertyDefinitions)
      warnings.push(`${key} is missing; the default ${definition.default} is used`);
    if (problem)
      warnings.push(`${key}=${shownValue(found ?? '')} ${problem}; the default ${definition.default} is used`);
    const value = found === undefined || problem ? definition.default : found;
    values[key] = definition.type === 'boolean' ? value.toLowerCase() === 'true' : Number(value);
  }
  return { properties: values as Properties, warnings, given };
}

const keysInLowerCase = new Map(propertyKeys.map((key) => [key.toLowerCase(), key]));

/** The values that the lines set, and a warning for each kind of mistake with each key; the file may be large and odd. */
function readLines(text: string): Pick<ReadProperties, 'given' | 'warnings'> {
  const given: ReadProperties['given'] = {};
  const warnings = new Map<string, string>();
  const warn = (kind: string, key: string, warning: string) =>
    warnings.set(`${kind} ${key}`, warnings.get(`${kind} ${key}`) ?? warning);
  if (text.includes('\0')) warn('text', '', 'the file holds characters that are no text; save it as UTF-8');
  let continued = false;
  for (const [index, line] of propertyLines(text).entries()) {
    const key = keysInLowerCase.get(line.key?.toLowerCase() ?? '');
    const place = `line ${index + 1}`;
    if (key !== undefined && line.key !== key)
      warn('case', key, `${place} is not read: ${line.key} has to be written ${key}`);
    else if (key !== undefined && line.value === undefined)
      warn('separator', key, `${place} is not read: it has to be written ${key}=value`);
    else if (key !== undefined && line.value !== undefined) {
      if (given[key] !== undefined) warn('repeated', key, `${key} stands more than once; the last value counts`);
      if (continued) warn('continued', key, `${place} is read, since the backslash before it continues no line`);
      given[key] = line.value;
    }
    continued = line.continues && line.key !== undefined;
  }
  return { given, warnings: [...warnings.values()] };
}

/** The defaults of R-2 and decision 48, typed. */
export const defaultProperties: Properties = readProperties('').properties;
