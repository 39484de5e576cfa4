import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeCertificate } from '../../electron/practice/certificates.ts';
import { type CloudApplicationOptions, PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import { tamperWithFrames } from '../support/console-frames.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { looksRight } from '../support/looks-right.ts';
import { closedPort, plainServer } from '../support/odd-servers.ts';
import { savedFilesIn } from '../support/saved-files.ts';
import { ServerDialog, type ShownError } from '../support/server-dialog.ts';

const detailsNotValid = 'JSON contents not valid';
const onlyWss = 'Invalid websocket protocol. Only wss protocol supported';
const openFailed = 'Failed to open connection to the remote object referred to by the URL';
const notParsed = ['InvalidPacketException', 'Unable to parse JSON contents'];
const certificateDiffers =
  'The certificate did not match with the one accepted by the user, please verify the certificate';
describe('wrong input in the dialog shows its exact string and leaves what is saved byte for byte as it was', () => {
  let desk: ConsoleDesk;
  let console: ConsolePage;
  let saved: PracticeCloudApplication;

  beforeAll(async () => {
    saved = await PracticeCloudApplication.start({ hostName: 'localhost', groupId: 'saved' });
    desk = await ConsoleDesk.open();
    console = await desk.openPage('chromium/wrong-input');
    const dialog = await ServerDialog.open(console);
    await dialog.prepare(saved.details);
    await dialog.add();
    await console.rowShows('localhost', 'CONNECTED');
  });
  afterAll(async () => {
    await desk?.close();
    await saved?.close();
  });
  afterEach(() => {
    expect(console.complaints).toEqual([]);
  });

  const good = { token: 'T', priority: 1, groupId: 'g', hostName: '127.0.0.1', url: 'wss://127.0.0.1:1/x' };
  const startCloud = async (options: CloudApplicationOptions = {}) => {
    const application = await PracticeCloudApplication.start({ hostName: '127.0.0.1', groupId: 'sg1', ...options });
    onTestFinished(() => application.close());
    return application;
  };
  const startPlain = async (port?: number) => {
    const server = await plainServer(port);
    onTestFinished(() => server.close());
    return server;
  };

  /** Opens the dialog, has wrong input end in an error, and looks that nothing was saved, started or contacted for it. */
  const refuses = async (act: (dialog: ServerDialog) => Promise<void>, shown: ConsolePage = console) => {
    const before = savedFilesIn(desk.dataFolder);
    expect(Object.keys(before)).toEqual(expect.arrayContaining(['config.json', 'truststore/localhost.pem']));
    const dialog = await ServerDialog.open(shown);
    await act(dialog);
    expect(savedFilesIn(desk.dataFolder)).toEqual(before);
    await dialog.cancel();
    expect(await shown.grid().getByRole('row').count()).toBe(2); // the headers and the saved endpoint
    expect(savedFilesIn(desk.dataFolder)).toEqual(before);
  };

  const notValid = (cause: string): ShownError => ({ lines: [detailsNotValid], code: 'detailsNotValid', cause });
  const json = JSON.stringify(good);
  it.each<[string, string | object, ShownError]>([
    [
      'E-11, T-1: an apostrophe in a value',
      { ...good, groupId: "g'1" },
      notValid("groupId: must not contain an apostrophe (')"),
    ],
    [
      'E-11, T-1: an apostrophe in the token',
      { ...good, token: "it's" },
      notValid('token: must not contain an apostrophe'),
    ],
    [
      'E-11, T-1: an apostrophe outside the five fields',
      { ...good, note: "it's" },
      notValid("There is an apostrophe (') in the document."),
    ],
    [
      'E-11, T-1: an apostrophe that is escaped',
      json.replace('"T"', '"a\\u0027b"'),
      notValid('token: must not contain an apostrophe'),
    ],
    ['E-12, T-1: an empty token', { ...good, token: '' }, notValid('token: must not be empty')],
    ['E-12, T-1: a priority of null', { ...good, priority: null }, notValid('priority: ')],
    ['E-12, T-1: an empty groupId', { ...good, groupId: '' }, notValid('groupId: must not be empty')],
    ['E-12, T-1: a blank hostName', { ...good, hostName: '   ' }, notValid('hostName: must not be empty')],
    ['E-12, T-1: an empty url', { ...good, url: '' }, notValid('url: must not be empty')],
    ['E-12, T-1: two fields', { ...good, token: '', groupId: '' }, notValid('groupId: must not be empty')],
    [
      'E-12, T-1: an unsupported character',
      { ...good, groupId: 'a\u0007b' },
      notValid('groupId: must not contain control characters'),
    ],
    ['E-12, T-1: a host name with a blank', { ...good, hostName: 'a b' }, notValid('hostName: must be a host name')],
    ['E-3, E-7, T-1: priority in quotes', { ...good, priority: '1' }, notValid('priority: must be a number')],
    ['E-1, T-1: a missing field', { ...good, url: undefined }, notValid('url: is missing')],
    ['E-8, T-1: a comma too few', '{"token": "T" "priority": 1}', notValid('The document is not JSON')],
    ['E-10, T-1: two endpoints in one file', [good, good], notValid('One document defines one endpoint.')],
    ['T-1: an empty file', '', notValid('The document is empty.')],
    [
      'E-6, T-2: ws:// in the file',
      { ...good, url: 'ws://127.0.0.1/x' },
      { lines: [onlyWss], code: 'onlyWss', cause: 'ws:' },
    ],
    [
      'E-6, T-2: https:// in the file',
      { ...good, url: 'https://127.0.0.1/x' },
      { lines: [onlyWss], code: 'onlyWss', cause: 'https:' },
    ],
    [
      'E-6, T-2: no URL in the file',
      { ...good, url: 'wss://' },
      { lines: ['Malformed URL: wss://'], code: 'malformedUrl', cause: 'cannot be read as a URL' },
    ],
    [
      'T-2: user information in the URL of the file',
      { ...good, url: 'wss://user@127.0.0.1/x' },
      { lines: ['Malformed URL: wss://user@127.0.0.1/x'], code: 'malformedUrl', cause: 'user information' },
    ],
  ])('%s: at once, and again at Validate', async (name, contents, error) => {
    await refuses(async (dialog) => {
      await dialog.choose(contents);
      await dialog.shows(error);
      await dialog.showsAgain(() => dialog.validate(), error); // decision 32
      expect(await dialog.addHost().isDisabled()).toBe(true);
      if (/^(E-11, T-1: an apostrophe in a value|E-12, T-1: two fields|E-6, T-2: ws)/.test(name))
        await console.shot(name.slice(0, name.indexOf(':')).replaceAll(', ', '-'));
    });
  });

  it('T-3: nobody listens at the port of the file’s URL', async () => {
    const details = { ...good, url: `wss://127.0.0.1:${await closedPort()}/x` };
    await refuses(async (dialog) => {
      await dialog.choose(details);
      await dialog.validate();
      await dialog.shows({
        lines: ['Unable to establish connection with host: 127.0.0.1'],
        code: 'noConnection',
        cause: /refused/i,
      });
      expect(await dialog.addHost().isDisabled()).toBe(true);
      await console.shot('T-3');
    });
  });

  it('T-3: the host name of the file cannot be resolved', async () => {
    const hostName = 'no-such-host.invalid';
    await refuses(async (dialog) => {
      await dialog.choose({ ...good, hostName, url: `wss://${hostName}/x` });
      await dialog.validate();
      await dialog.shows({
        lines: [`Unable to establish connection with host: ${hostName}`],
        code: 'noConnection',
        cause: /\S/,
      });
    });
  });

  it('T-3: the server of the file’s URL speaks no TLS', async () => {
    const { port } = await startPlain();
    await refuses(async (dialog) => {
      await dialog.choose({ ...good, hostName: 'cloud.example.com', url: `wss://127.0.0.1:${port}/x` });
      await dialog.validate();
      await dialog.shows({
        lines: ['Unable to establish connection with host: cloud.example.com'],
        code: 'noConnection',
        cause: /TLS|SSL/i,
      });
    });
  });

  it.each<[string, string, ShownError]>([
    ['an empty URL', '', { lines: ['Invalid command parameter'], code: 'invalidCommandParameter', cause: 'No URL' }],
    [
      'http',
      'http://127.0.0.1/details',
      { lines: ['Invalid command parameter'], code: 'invalidCommandParameter', cause: 'Use https' },
    ],
    [
      'wss',
      'wss://127.0.0.1/x',
      { lines: ['Invalid command parameter'], code: 'invalidCommandParameter', cause: 'wss:' },
    ],
    [
      'no URL',
      'cloud application',
      { lines: ['Malformed URL: cloud application'], code: 'malformedUrl', cause: 'cannot be read' },
    ],
    ['no host', 'https://', { lines: ['Malformed URL: https://'], code: 'malformedUrl', cause: 'cannot be read' }],
  ])('T-4: %s (URL)', async (name, url, error) => {
    await refuses(async (dialog) => {
      await dialog.type(url);
      await dialog.validate();
      await dialog.shows(error);
      expect(await dialog.addHost().isDisabled()).toBe(true);
      if (name === 'http') await console.shot('T-4');
    });
  });

  it('T-5: the details server speaks no TLS', async () => {
    const { port } = await startPlain();
    await refuses(async (dialog) => {
      await dialog.type(`https://127.0.0.1:${port}/details`);
      await dialog.validate();
      await dialog.shows({ lines: [openFailed], code: 'openFailed', cause: /TLS|SSL/i });
    });
  });

  it('T-5: the details server answers with another status than 200', async () => {
    const application = await startCloud({
      behaviour: { onDetailsRequest: (_request, response) => void response.writeHead(503).end() },
    });
    await refuses(async (dialog) => {
      await dialog.type(application.detailsUrl);
      await dialog.validate();
      await dialog.acceptDetailsServer();
      await dialog.shows({ lines: [openFailed], code: 'openFailed', cause: 'status 503' });
    });
  });

  it('T-6: nobody listens at the port of the typed URL', async () => {
    const port = await closedPort();
    await refuses(async (dialog) => {
      await dialog.type(`https://127.0.0.1:${port}/details`);
      await dialog.validate();
      await dialog.shows({
        lines: ['Unable to establish connection with host: 127.0.0.1'],
        code: 'noConnection',
        cause: /refused/i,
      });
    });
  });

  it('T-6: a host name of 3,000 letters is scrolled where it stands: the button that helps stays in sight', async () => {
    await refuses(async (dialog) => {
      await dialog.type(`https://${'a'.repeat(3000)}/details`);
      await dialog.validate();
      await dialog.alert().getByText('Recommended actions').waitFor();
      const retry = dialog.dialog.getByRole('button', { name: 'Retry' });
      const [frame, button] = [await dialog.dialog.boundingBox(), await retry.boundingBox()];
      expect(button?.y).toBeLessThan((frame?.y ?? 0) + (frame?.height ?? 0) - 40);
      await looksRight(console, 'long-host');
    });
  });

  it.each<[string, string, ShownError]>([
    [
      'E-11, T-7: an apostrophe',
      JSON.stringify({ ...good, groupId: "g'1" }),
      { lines: notParsed, code: 'detailsNotParsed', cause: 'groupId: ' },
    ],
    [
      'E-12, T-7: an empty field',
      JSON.stringify({ ...good, token: '' }),
      { lines: notParsed, code: 'detailsNotParsed', cause: 'token: must not be empty' },
    ],
    ['E-15, T-7: a web page', '<html></html>', { lines: notParsed, code: 'detailsNotParsed', cause: 'not JSON' }],
    ['T-7: nothing', '', { lines: notParsed, code: 'detailsNotParsed', cause: 'empty' }],
    [
      'K-18, T-2: a ws:// URL',
      JSON.stringify({ ...good, url: 'ws://127.0.0.1/x' }),
      { lines: [onlyWss], code: 'onlyWss', cause: 'ws:' },
    ],
  ])('%s in what the typed URL gives', async (name, document, error) => {
    const application = await startCloud({
      behaviour: { onDetailsRequest: (_request, response) => void response.end(document) },
    });
    await refuses(async (dialog) => {
      await dialog.type(application.detailsUrl);
      await dialog.validate();
      await dialog.acceptDetailsServer();
      await dialog.shows(error);
      expect(await dialog.addHost().isDisabled()).toBe(true);
      if (name.startsWith('E-12')) await console.shot('T-7');
    });
  });

  /**
   * T-8 and T-9 cannot be reached with the window as it is: Validate refuses such details before. So the details are changed
   * on their way from the window to the service, as a tampered window would; the dialog shows what the service says of it.
   */
  it.each<[string, object, ShownError]>([
    [
      'T-8, E-12: an empty token',
      { token: '' },
      { lines: [detailsNotValid], code: 'detailsNotValid', cause: 'token: must not be empty' },
    ],
    [
      'T-8, E-11: an apostrophe',
      { groupId: "g'1" },
      { lines: [detailsNotValid], code: 'detailsNotValid', cause: 'apostrophe' },
    ],
    ['T-9: a ws:// URL', { url: 'ws://127.0.0.1/x' }, { lines: [onlyWss], code: 'onlyWss', cause: 'ws:' }],
  ])('%s that reaches Add Host all the same', async (name, change, error) => {
    const application = await startCloud();
    let tampered = 0;
    const tamper = (text: string) => {
      const call = JSON.parse(text) as { p?: { u?: string; b?: { json?: { details: object } } } };
      if (call.p?.u !== '/endpoints/add' || !call.p.b?.json) return text;
      Object.assign(call.p.b.json.details, change);
      tampered += 1;
      return JSON.stringify(call);
    };
    const window = await desk.openPage('chromium/wrong-input/tampered', {
      prepare: ({ page }) => tamperWithFrames(page, { sent: tamper }),
    });
    onTestFinished(() => window.page.context().close());
    await window.rowShows('localhost', 'CONNECTED');
    await refuses(async (dialog) => {
      await dialog.prepare(application.details);
      await dialog.add();
      await dialog.shows(error);
      expect(tampered).toBe(1);
      await window.shot(name.slice(0, 3));
    }, window);
    expect(window.complaints).toEqual([]);
    expect(application.received).toEqual([]);
  });

  it('T-11: the server went away between Validate and Add Host', async () => {
    const application = await startCloud();
    await refuses(async (dialog) => {
      await dialog.prepare(application.details);
      await application.setOnline(false);
      await dialog.add();
      await dialog.shows({
        lines: ['Unable to establish connection with host: 127.0.0.1'],
        code: 'noConnection',
        cause: /refused/i,
      });
    });
  });

  it('T-15: at Add Host the server speaks no TLS any more', async () => {
    const application = await startCloud();
    await refuses(async (dialog) => {
      await dialog.prepare(application.details);
      await application.setOnline(false);
      await startPlain(application.listener.port);
      await dialog.add();
      await dialog.shows({ lines: [openFailed], code: 'openFailed', cause: /TLS|SSL/i });
    });
  });

  const hostTaken = 'An endpoint with the host name localhost is saved already.';
  const urlTaken = 'The endpoint localhost has the same URL.';
  it.each([
    ['D-11: the host name is saved already', () => ({ hostName: 'localhost' }), hostTaken],
    ['D-11, decision 36: in other letters and with a trailing dot', () => ({ hostName: 'LocalHost.' }), hostTaken],
    [
      'decision 36: the URL is saved already',
      () => ({ url: saved.endpointUrl.replace('wss://localhost', 'WSS://LOCALHOST') }),
      urlTaken,
    ],
  ])('T-13, %s: a warning at Validate, refused at Add Host', async (name, change, cause) => {
    const application = await startCloud();
    await refuses(async (dialog) => {
      const warning = dialog.dialog.getByRole('note').filter({ hasText: cause });
      await dialog.choose({ ...application.details, ...change() });
      await warning.waitFor();
      await dialog.validate();
      await dialog.accept();
      await warning.waitFor();
      await dialog.add();
      await dialog.shows({ lines: ['the entity already exists'], code: 'alreadyExists', cause });
      if (name.startsWith('D-11: ')) await console.shot('T-13');
    });
    expect(application.received).toEqual([]);
  });

  it('D-17, T-16: the certificate changed between Validate and Add Host: nothing is sent, and Validate is needed again', async () => {
    const application = await startCloud();
    const accepted = application.listener.identity.sha256Fingerprint;
    await refuses(async (dialog) => {
      await dialog.prepare(application.details);
      application.listener.replaceCertificate(await makeCertificate({ commonName: '127.0.0.1' }));
      await dialog.add();
      const { sha256Fingerprint } = application.listener.identity;
      expect(sha256Fingerprint).not.toBe(accepted);
      await dialog.shows({ lines: [certificateDiffers], code: 'certificateDiffers', cause: sha256Fingerprint });
      expect(await dialog.addHost().isDisabled()).toBe(true);
      await console.shot('T-16');
      await dialog.validate();
      await dialog.certificate().getByText(sha256Fingerprint).waitFor();
      await dialog.certificate().getByRole('button', { name: 'Reject' }).click();
      await dialog.certificate().waitFor({ state: 'hidden' });
      expect(await dialog.addHost().isDisabled()).toBe(true);
    });
    expect(application.received).toEqual([]);
    expect(application.listener.connections.every(({ bytesReceived }) => bytesReceived === 0)).toBe(true);
  });

  it('decision 33, T-16: the details server’s certificate changed before it was accepted: the document is not asked for', async () => {
    const application = await startCloud();
    await refuses(async (dialog) => {
      await dialog.type(application.detailsUrl);
      await dialog.validate();
      await dialog.certificate().getByText('Certificate of the server that holds the endpoint details').waitFor();
      application.listener.replaceCertificate(await makeCertificate({ commonName: '127.0.0.1' }));
      await dialog.acceptDetailsServer();
      const { sha256Fingerprint } = application.listener.identity;
      await dialog.shows({ lines: [certificateDiffers], code: 'certificateDiffers', cause: sha256Fingerprint });
    });
    expect(application.received).toEqual([]);
  });

  it('D-18: after a mistake the right file can be chosen in the same dialog, and is added', async () => {
    const application = await startCloud();
    const dialog = await ServerDialog.open(console);
    await dialog.choose({ ...application.details, token: '' });
    await dialog.shows(notValid('token: must not be empty'));
    await dialog.prepare(application.details);
    expect(await dialog.alert().count()).toBe(0);
    await dialog.add();
    await dialog.closed();
    await console.rowShows('127.0.0.1', 'ACTIVATED', 'CONNECTED');
    expect(Object.keys(savedFilesIn(desk.dataFolder))).toContain('truststore/127.0.0.1.pem');
  });
});
