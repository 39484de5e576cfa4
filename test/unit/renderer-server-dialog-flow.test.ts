import { describe, expect, it } from 'vitest';
import {
  canSave,
  canValidate,
  type Flow,
  type FlowAction,
  flowReducer,
  isBusy,
  openedFlow,
} from '../../renderer/server-dialog/flow.ts';
import type { PresentedCertificate } from '../../shared/certificate.ts';
import type { Validation } from '../../shared/console-api.ts';

const details = { token: 't', priority: 1, groupId: 'g', hostName: 'cloud.example', url: 'wss://cloud.example/x' };
const read = { details, warnings: [] };
const certificate = { pem: 'pem' } as PresentedCertificate;
const validation: Validation = { ...read, certificate };
const problem = { lines: ['JSON contents not valid'], causes: [], actions: [] };
const file = { name: 'endpoint.json', contents: 'e30=' };

const initialFlow = openedFlow();
const run = (start: Flow, ...actions: FlowAction[]) => actions.reduce(flowReducer, start);
const opened = run(initialFlow, { type: 'file', file, question: 1 }, { type: 'read', question: 1, read });
const presented = run(
  opened,
  { type: 'ask', step: 'validating', question: 2 },
  { type: 'presented', question: 2, validation },
);
const accepted = run(presented, { type: 'accept', trust: 'certificate' });
const url = run(initialFlow, { type: 'option', option: 'URL' }, { type: 'url', url: 'https://d.example' });

describe('D-3 the option', () => {
  it('D-3 is FILE at first', () => {
    expect(initialFlow.option).toBe('FILE');
  });

  it('D-3 choosing the other one clears what was shown and accepted; choosing the same one again does nothing', () => {
    expect(run(accepted, { type: 'option', option: 'URL' })).toMatchObject({ read: undefined, step: { kind: 'idle' } });
    expect(run(accepted, { type: 'option', option: 'FILE' })).toBe(accepted);
  });
});

describe('D-7 FILE', () => {
  it('D-7 the details are shown as soon as the file was read, and nothing can be added yet', () => {
    expect(opened.read).toBe(read);
    expect([canValidate(opened), canSave(opened)]).toEqual([true, false]);
  });

  it('T-1 an error of the file is shown at once, and Validate stays enabled (decision 32)', () => {
    const failed = run(
      initialFlow,
      { type: 'file', file, question: 1 },
      { type: 'failed', question: 1, problem, acceptanceVoid: false },
    );
    expect([failed.problem, failed.read, canValidate(failed), canSave(failed)]).toEqual([
      problem,
      undefined,
      true,
      false,
    ]);
  });

  it('D-9 without a file there is nothing to validate', () => {
    expect(canValidate(initialFlow)).toBe(false);
  });

  it('D-7 another file clears what the one before showed and what was accepted of it', () => {
    const next = run(accepted, { type: 'file', file: { name: 'other.json', contents: '' }, question: 9 });
    expect(next).toMatchObject({ read: undefined, step: { kind: 'reading' } });
    expect(canSave(next)).toBe(false);
  });
});

describe('D-8 URL', () => {
  it('D-8 nothing is shown before Validate, which an empty URL allows, too (T-4)', () => {
    expect(url.read).toBeUndefined();
    expect(canValidate(run(url, { type: 'url', url: '' }))).toBe(true);
  });

  it('D-8 the details come with the certificate', () => {
    const shown = run(
      url,
      { type: 'ask', step: 'validating', question: 1 },
      { type: 'presented', question: 1, validation },
    );
    expect(shown).toMatchObject({ read: { details }, step: { kind: 'presented' } });
  });

  it('decision 33 the certificate of a details server comes first, and its acceptance adds nothing', () => {
    const server = run(
      url,
      { type: 'ask', step: 'validating', question: 1 },
      { type: 'details-server', question: 1, url: 'https://d.example', certificate },
    );
    expect(server.step).toEqual({ kind: 'details-server', url: 'https://d.example', certificate });
    expect(canSave(run(server, { type: 'accept', trust: 'certificate' }))).toBe(false);
  });

  it('D-9 a changed URL clears what was accepted', () => {
    const done = run(
      url,
      { type: 'ask', step: 'validating', question: 1 },
      { type: 'presented', question: 1, validation },
      { type: 'accept', trust: 'issuer' },
    );
    expect([canSave(done), canSave(run(done, { type: 'url', url: 'https://d.example/' }))]).toEqual([true, false]);
  });
});

describe('D-9, D-15 Validate and Add Host', () => {
  it('D-9 a certificate that is shown but not accepted adds nothing; a rejected one neither', () => {
    expect([canSave(presented), canSave(run(presented, { type: 'reject' }))]).toEqual([false, false]);
    expect(run(presented, { type: 'reject' }).read?.details).toEqual(details);
  });

  it('D-15 Add Host is enabled once the certificate of what is shown was accepted, with the trust that was chosen', () => {
    expect(canSave(accepted)).toBe(true);
    expect(run(presented, { type: 'accept', trust: 'issuer' }).step).toMatchObject({ trust: 'issuer' });
  });

  it('D-9 a new Validate takes the acceptance back', () => {
    expect(canSave(run(accepted, { type: 'ask', step: 'validating', question: 3 }))).toBe(false);
  });

  it('T-13 after a failed Add Host the acceptance holds; T-16 after another certificate it does not', () => {
    const adding = run(accepted, { type: 'ask', step: 'saving', question: 3 });
    const failed = (acceptanceVoid: boolean) => run(adding, { type: 'failed', question: 3, problem, acceptanceVoid });
    expect([isBusy(adding), canSave(adding), canSave(failed(false)), canSave(failed(true))]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('D-15 nothing is added that was not accepted', () => {
    expect(run(presented, { type: 'ask', step: 'saving', question: 3 })).toBe(presented);
  });
});

describe('D-18 the course of the dialog', () => {
  it('D-18 an answer to an older question is dropped', () => {
    const asked = run(opened, { type: 'ask', step: 'validating', question: 7 });
    expect(run(asked, { type: 'presented', question: 6, validation })).toBe(asked);
    const changed = run(asked, { type: 'option', option: 'URL' });
    expect(run(changed, { type: 'presented', question: 7, validation })).toBe(changed);
    expect(run(changed, { type: 'failed', question: 7, problem, acceptanceVoid: false })).toBe(changed);
  });

  it('D-18 a step can be stopped: what was certain before it stays, and its answer is dropped', () => {
    const stopped = run(opened, { type: 'ask', step: 'validating', question: 7 }, { type: 'stop' });
    expect([isBusy(stopped), stopped.read]).toEqual([false, read]);
    expect(run(stopped, { type: 'presented', question: 7, validation })).toBe(stopped);
    expect(canSave(run(accepted, { type: 'ask', step: 'saving', question: 8 }, { type: 'stop' }))).toBe(true);
  });

  it('D-18 while a step is under way Validate is not possible', () => {
    expect(canValidate(run(opened, { type: 'ask', step: 'validating', question: 7 }))).toBe(false);
  });
});

describe('decision 38 Renew takes the same course as Add Host', () => {
  /** A course of actions, for a new host and for a renewal. */
  const both = (...actions: FlowAction[]) => [
    run(openedFlow(), ...actions),
    run(openedFlow('cloud.example'), ...actions),
  ];
  const fromFile: FlowAction[] = [
    { type: 'file', file, question: 1 },
    { type: 'read', question: 1, read },
    { type: 'ask', step: 'validating', question: 2 },
    { type: 'presented', question: 2, validation },
    { type: 'accept', trust: 'issuer' },
    { type: 'ask', step: 'saving', question: 3 },
  ];
  const fromUrl: FlowAction[] = [
    { type: 'option', option: 'URL' },
    { type: 'url', url: 'https://d.example' },
    { type: 'ask', step: 'validating', question: 1 },
    { type: 'details-server', question: 1, url: 'https://d.example', certificate },
    { type: 'ask', step: 'validating', question: 2 },
    { type: 'presented', question: 2, validation },
    { type: 'accept', trust: 'certificate' },
    { type: 'ask', step: 'saving', question: 3 },
  ];

  it.each([
    ['FILE', fromFile],
    ['URL', fromUrl],
  ])('decision 38 from %s: every step is the same but for the host that is renewed', (_option, actions) => {
    for (let taken = 0; taken <= actions.length; taken++) {
      const [added, renewed] = both(...actions.slice(0, taken));
      expect(renewed).toEqual({ ...added, renews: 'cloud.example' });
    }
  });

  it('decision 38 Renew needs an accepted validation of what is shown, as Add Host does', () => {
    const upTo = (taken: number) => run(openedFlow('cloud.example'), ...fromFile.slice(0, taken));
    expect([0, 1, 2, 3, 4, 5, 6].map((taken) => canSave(upTo(taken)))).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
      false,
    ]);
  });

  it('decision 38 a refused Renew leaves the acceptance, and the host that is renewed', () => {
    const refused = run(openedFlow('cloud.example'), ...fromFile, {
      type: 'failed',
      question: 3,
      problem,
      acceptanceVoid: false,
    });
    expect([refused.renews, refused.problem, canSave(refused)]).toEqual(['cloud.example', problem, true]);
  });
});

describe('decisions 36 and 38 the details are of a saved host: its renewal is offered', () => {
  const renewable = { ...read, renewable: 'cloud.example' };
  const shown = run(initialFlow, { type: 'file', file, question: 1 }, { type: 'read', question: 1, read: renewable });
  const validated = (start: Flow) =>
    run(
      start,
      { type: 'ask', step: 'validating', question: 2 },
      { type: 'presented', question: 2, validation: { ...renewable, certificate } },
    );

  it('decision 36 it is offered before and after Validate', () => {
    expect(shown.read?.renewable).toBe('cloud.example');
    expect(validated(shown).read).toEqual(renewable);
  });

  it('decision 38 it goes on as a renewal with the same file, and what was accepted to be added is not', () => {
    const accepted = run(validated(shown), { type: 'accept', trust: 'certificate' });
    const renewing = run(accepted, { type: 'renew', hostName: 'cloud.example' });
    expect(renewing).toMatchObject({ renews: 'cloud.example', file, read: renewable, step: { kind: 'idle' } });
    expect([canValidate(renewing), canSave(renewing)]).toEqual([true, false]);
  });

  it('decision 38, D-8 with URL the details come anew with Validate', () => {
    const renewing = run(validated(url), { type: 'renew', hostName: 'cloud.example' });
    expect(renewing).toMatchObject({ renews: 'cloud.example', url: 'https://d.example', read: undefined });
  });

  it('decision 38 it ends what was refused and what was asked before', () => {
    const asked = run(shown, { type: 'refuse', problem }, { type: 'ask', step: 'validating', question: 7 });
    const renewing = run(asked, { type: 'renew', hostName: 'cloud.example' });
    expect(renewing.problem).toBeUndefined();
    expect(run(renewing, { type: 'presented', question: 7, validation })).toBe(renewing);
  });
});

describe('D-9 the client certificate', () => {
  const clientCertificate = { kind: 'file', name: 'client.pem', pem: 'pem', passphrase: '' } as const;

  it('D-9 another one takes back what was accepted, and leaves the details that are shown', () => {
    const changed = run(accepted, { type: 'client-certificate', clientCertificate });
    expect(changed).toMatchObject({ clientCertificate, read, step: { kind: 'idle' } });
    expect([canValidate(changed), canSave(changed)]).toEqual([true, false]);
  });

  it('D-3 it stays with another option, file or URL', () => {
    const chosen = run(openedFlow('cloud.example'), { type: 'client-certificate', clientCertificate });
    for (const action of [
      { type: 'option', option: 'URL' },
      { type: 'url', url: 'https://d.example' },
      { type: 'file', file, question: 5 },
    ] satisfies FlowAction[])
      expect(run(chosen, action).clientCertificate).toBe(clientCertificate);
  });
});
