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
} as const satisfies Record<string, PropertyDefinition>;

const allDefinitions: Record<string, PropertyDefinition> = { ...propertyDefinitions, ...extensionPropertyDefinitions };

export type PropertyKey = keyof typeof propertyDefinitions | keyof typeof extensionPropertyDefinitions;

/** The values in force, typed. Times are in the unit of their definition. */
export type Properties = {
  'exception.ignoreDecoder': boolean;
  'notification.sendTimeout': number;
  'notification.scheduledRate': number;
  'keepAlive.scheduledRate': number;
  'keepAlive.maxPongMissAllowed': number;
  'connectionInfo.period': number;
  'scheduledExecutor.threadPoolSize': number;
  'connectionInfo.earlyRun': boolean;
};

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

/** Properties as read, and a sentence for each value that was not used. */
export interface ReadProperties {
  properties: Properties;
  warnings: string[];
}

function readValue(key: string, definition: PropertyDefinition, value: string): string | undefined {
  if (definition.type === 'boolean') {
    return /^(true|false)$/i.test(value) ? undefined : `${key}=${value} is neither true nor false`;
  }
  const number = Number(value);
  if (!/^\d+$/.test(value)) return `${key}=${value} is not a whole number`;
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = definition;
  return number >= min && number <= max ? undefined : `${key}=${value} is not between ${min} and ${max}`;
}

/**
 * R-1, R-2, decision 45: reads the text of `nbwss.properties`. A missing or invalid value gives its default and a warning;
 * of a repeated key the last counts; unknown keys are left alone.
 */
export function readProperties(text: string): ReadProperties {
  const warnings: string[] = [];
  const found = new Map<string, string>();
  for (const line of text.split(/\r\n|\n|\r/)) {
    const equals = line.indexOf('=');
    const key = line.slice(0, equals).trim();
    if (equals === -1 || key === '' || key.startsWith('#') || key.startsWith('!')) continue;
    const value = line.slice(equals + 1).trim();
    if (found.has(key) && Object.hasOwn(allDefinitions, key))
      warnings.push(`${key} stands more than once; the last value counts`);
    found.set(key, value);
  }
  const values: Record<string, boolean | number> = {};
  for (const [key, definition] of Object.entries(allDefinitions)) {
    const given = found.get(key);
    const problem = given === undefined ? undefined : readValue(key, definition, given);
    if (given === undefined && key in propertyDefinitions)
      warnings.push(`${key} is missing; the default ${definition.default} is used`);
    if (problem) warnings.push(`${problem}; the default ${definition.default} is used`);
    const value = given === undefined || problem ? definition.default : given;
    values[key] = definition.type === 'boolean' ? value.toLowerCase() === 'true' : Number(value);
  }
  return { properties: values as Properties, warnings };
}

/** The defaults of R-2 and decision 48, typed. */
export const defaultProperties: Properties = readProperties('').properties;
