import { describe, expect, it } from 'vitest';
import { endpointOperations } from '../../electron/bridge/rest/endpoint-operations.ts';
import { errorBody } from '../../electron/bridge/rest/error-body.ts';
import { serviceOperations } from '../../electron/bridge/rest/service-operations.ts';
import {
  asNbwssError,
  type CatalogueEntry,
  errorCatalogue,
  NbwssError,
  symptoms,
} from '../../shared/error-catalogue.ts';
import { ManualClock } from '../support/manual-clock.ts';

/** The strings of the guide's tables, to the letter. `<…>` stands for what is known only when it happens. */
const strings = {
  detailsNotValid: 'JSON contents not valid',
  onlyWss: 'Invalid websocket protocol. Only wss protocol supported',
  malformedUrl: 'Malformed URL: <url>',
  noConnection: 'Unable to establish connection with host: <host>',
  invalidCommandParameter: 'Invalid command parameter',
  openFailed: 'Failed to open connection to the remote object referred to by the URL',
  detailsNotParsed: 'InvalidPacketException\nUnable to parse JSON contents',
  storeNotWritten: 'Communication with EMM failed',
  storeNotOpened:
    'Webservices unable to connect to EMM. Hint: check your security settings; Config WebServices are not compatible with NBAC',
  alreadyExists: 'the entity already exists',
  tlsSetup: 'Failed to setup SSL security',
  certificateDiffers: 'The certificate did not match with the one accepted by the user, please verify the certificate',
  trustStoreNotWritten: 'Problem occurred while storing the SSL certificate in the truststore',
  trustStoreNotRead: 'Error loading keystore',
  certificateNotRemoved: 'Failed to remove certificate for host: <host>',
  notFound: 'no entity was found',
} as const;

type GuideCode = keyof typeof strings;
const entries: Record<string, CatalogueEntry> = errorCatalogue;

describe('T-1 to T-23 every string of the tables stands in the catalogue, to the letter', () => {
  it.each<[string, string, GuideCode, string?]>([
    ['T-1', 'Validate, FILE', 'detailsNotValid'],
    ['T-2', 'Validate, FILE', 'onlyWss'],
    ['T-2', 'Validate, FILE', 'malformedUrl', 'wss://a b'],
    ['T-3', 'Validate, FILE', 'noConnection', 'cloud.example'],
    ['T-4', 'Validate, URL', 'invalidCommandParameter'],
    ['T-4', 'Validate, URL', 'malformedUrl', 'x'],
    ['T-5', 'Validate, URL', 'openFailed'],
    ['T-6', 'Validate, URL', 'noConnection', 'cloud.example'],
    ['T-7', 'Validate, URL', 'detailsNotParsed'],
    ['T-8', 'Add Host', 'detailsNotValid'],
    ['T-9', 'Add Host', 'onlyWss'],
    ['T-10', 'Add Host', 'storeNotWritten'],
    ['T-11', 'Add Host', 'noConnection', 'cloud.example'],
    ['T-12', 'Add Host', 'storeNotOpened'],
    ['T-13', 'Add Host', 'alreadyExists'],
    ['T-14', 'Add Host', 'tlsSetup'],
    ['T-15', 'Add Host', 'openFailed'],
    ['T-16', 'Add Host', 'certificateDiffers'],
    ['T-17', 'Add Host', 'trustStoreNotWritten'],
    ['T-18', 'Add Host', 'trustStoreNotRead'],
    ['T-19', 'Delete', 'certificateNotRemoved', 'cloud.example'],
    ['T-20', 'Delete', 'trustStoreNotRead'],
    ['T-21', 'listing', 'notFound'],
    ['T-22', 'listing', 'storeNotOpened'],
    ['T-23', 'Activate', 'noConnection', 'cloud.example'],
  ])('%s on %s: %s', (rule, _action, code, parameter) => {
    const error = new NbwssError(code, parameter === undefined ? {} : { parameter });
    const text = strings[code].replace(/<\w+>/, parameter ?? '');
    expect(errorCatalogue[code].rules).toContain(rule);
    expect(error.report.lines).toEqual(text.split('\n'));
    expect(error.message).toBe(text.replace('\n', ': '));
    expect(error.report.actions.length).toBeGreaterThan(0);
  });

  it('T-1 to T-23 each rule has an entry, and no entry has a rule or a string that the tables do not have', () => {
    const rules = new Set(Object.values(entries).flatMap((entry) => entry.rules));
    expect([...rules].sort()).toEqual(Array.from({ length: 23 }, (_, n) => `T-${n + 1}`).sort());
    const guideCodes = Object.entries(entries).flatMap(([code, entry]) => (entry.rules.length > 0 ? [code] : []));
    expect(guideCodes.sort()).toEqual(Object.keys(strings).sort());
  });

  it('T-7 both strings are shown as two lines, and joined by a colon where there is one line', () => {
    const error = new NbwssError('detailsNotParsed');
    expect(error.report.lines).toEqual(['InvalidPacketException', 'Unable to parse JSON contents']);
    expect(error.message).toBe('InvalidPacketException: Unable to parse JSON contents');
  });
});

describe('T-1 to T-25 what to do', () => {
  it.each(Object.entries({ ...entries, ...symptoms }))(
    'T-1 to T-25 %s: actions are whole sentences, none twice',
    (_code, { actions }) => {
      expect(actions.length).toBeGreaterThan(0);
      expect(new Set(actions).size).toBe(actions.length);
      for (const action of actions) expect(action).toMatch(/^[A-Z].{10,}\.$/);
    },
  );

  it.each<[string, GuideCode[], RegExp[]]>([
    ['T-3, T-6, T-11, T-23 ACT-NET', ['noConnection'], [/host name.*port/i, /ping/i, /DNS/]],
    ['T-1, T-8 ACT-JSON', ['detailsNotValid', 'detailsNotParsed'], [/empty/, /apostrophe/]],
    ['T-2, T-4, T-9 ACT-URLFMT', ['onlyWss', 'malformedUrl', 'invalidCommandParameter'], [/wss:\/\//]],
    ['T-5, T-14, T-15 ACT-CERT', ['openFailed', 'tlsSetup'], [/certificate/]],
    ['T-13', ['alreadyExists'], [/already/, /Refresh/]],
    ['T-16', ['certificateDiffers'], [/Validate/]],
    ['T-17 to T-20 ACT-SUPPORT', ['trustStoreNotWritten', 'trustStoreNotRead', 'certificateNotRemoved'], [/support/]],
    ['T-10, T-12, T-22, decision 44', ['storeNotWritten', 'storeNotOpened'], [/config\.json/]],
    ['T-21', ['notFound'], [/Refresh/, /support/]],
  ])('%s: the actions say what to look at', (_rules, codes, subjects) => {
    for (const code of codes) {
      const text = errorCatalogue[code].actions.join(' ');
      for (const subject of subjects) expect(text).toMatch(subject);
    }
  });

  it('T-24 a Connection State of DISCONNECTED: server, CONNECT RESPONSE and service are to be verified', () => {
    const text = symptoms.disconnected.actions.join(' ');
    for (const subject of [/WebSocket server is running/, /CONNECT RESPONSE/, /service is running/])
      expect(text).toMatch(subject);
    expect(symptoms.disconnected.rules).toEqual(['T-24']);
  });

  it('T-25 notifications are not sent: server, both states and service are to be verified', () => {
    const text = symptoms.notificationsNotSent.actions.join(' ');
    for (const subject of [/WebSocket server is running/, /ACTIVATED/, /CONNECTED/, /service is running/])
      expect(text).toMatch(subject);
    expect(symptoms.notificationsNotSent.rules).toEqual(['T-25']);
  });
});

describe('T-1 to T-23 statuses of the REST API', () => {
  it.each<[number, GuideCode[]]>([
    [400, ['detailsNotValid', 'onlyWss', 'malformedUrl', 'invalidCommandParameter', 'detailsNotParsed']],
    [404, ['notFound']],
    [409, ['alreadyExists']],
    [500, ['certificateDiffers', 'tlsSetup', 'trustStoreNotRead', 'trustStoreNotWritten', 'certificateNotRemoved']],
    [500, ['storeNotWritten', 'storeNotOpened']],
    [502, ['noConnection', 'openFailed']],
  ])('T-1 to T-23 status %d: %s', (status, codes) => {
    expect(codes.map((code) => errorCatalogue[code].status)).toEqual(codes.map(() => status));
  });
});

describe('E-12 an error and its report', () => {
  it('E-12 fields are told one by one, after the causes', () => {
    const { report } = new NbwssError('detailsNotValid', { causes: ['cause'], fields: { url: 'is missing' } });
    expect(report).toMatchObject({
      code: 'detailsNotValid',
      causes: ['cause', 'url: is missing'],
      fields: { url: 'is missing' },
    });
  });

  it('T-2 a parameter is taken as it stands, also where it looks like a pattern', () => {
    expect(new NbwssError('malformedUrl', { parameter: '$&<url>$1' }).message).toBe('Malformed URL: $&<url>$1');
  });

  it('T-13 a report is its own: changing one changes no other', () => {
    const { report } = new NbwssError('alreadyExists');
    report.actions.length = 0;
    expect(new NbwssError('alreadyExists').report.actions).toHaveLength(3);
  });

  it('T-21 an error of the catalogue stays as it is; another becomes "internal" with its cause', () => {
    const known = new NbwssError('notFound');
    expect(asNbwssError(known)).toBe(known);
    for (const foreign of [new TypeError('secret'), 'text', undefined]) {
      const error = asNbwssError(foreign);
      expect([error.code, error.cause]).toEqual(['internal', foreign]);
      expect(JSON.stringify(error.report)).not.toContain('secret');
    }
  });
});

describe('advice in the REST API', () => {
  const restCodes = [
    ...new Set([...endpointOperations, ...serviceOperations('1', new ManualClock())].flatMap(({ errors }) => errors)),
  ];

  it.each([...restCodes, 'storeNotOpened', 'notPossible', 'internal'] as const)(
    '%s: none of it speaks of the window',
    (code) => {
      const { errorDetails } = errorBody(new NbwssError(code));
      expect(errorDetails.length).toBeGreaterThan(0);
      expect(errorDetails.join('\n')).not.toMatch(
        /\b(?:click|button|toolbar|menu|dialog|Retry|Refresh|Add Host|Validate)\b/i,
      );
    },
  );

  it('what is advised where it happened stays', () => {
    const { errorDetails } = errorBody(new NbwssError('notFound', { causes: ['cause'], actions: ['look there'] }));
    expect(errorDetails).toEqual(['cause', 'look there']);
  });
});
