import type { PresentedCertificate, Trust } from '../../shared/certificate.ts';
import type { Validation } from '../../shared/console-api.ts';
import type { ReadDetails } from '../../shared/endpoint-details.ts';
import type { Problem } from '../client/problem.ts';

/**
 * The course of the dialog "WebSocket Server" (D-18) without a window: what is shown, what was accepted, and which
 * question is still open. Answers to an older question are dropped. Adding an endpoint and renewing the credentials of a
 * saved one (decision 38) take the same course; only what the last step calls is another.
 */

/** D-3 */
export type Option = 'FILE' | 'URL';

export interface ChosenFile {
  readonly name: string;
  /** Base64. */
  readonly contents: string;
}

/** Which client certificate goes along: the saved one (none for a new host), none, or one of a file. */
export type ClientCertificate =
  | { readonly kind: 'saved' | 'none' }
  | { readonly kind: 'file'; readonly name: string; readonly pem: string; readonly passphrase: string };

export type Step =
  /** Nothing under way, nothing accepted. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'reading' | 'validating' }
  /** Decision 33: the certificate of the details server is up for acceptance. */
  | { readonly kind: 'details-server'; readonly url: string; readonly certificate: PresentedCertificate }
  /** D-9: the certificate of the endpoint's server is up for acceptance. */
  | { readonly kind: 'presented'; readonly validation: Validation }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'accepted' | 'saving'; readonly validation: Validation; readonly trust: Trust };

export interface Flow {
  /** Decision 38: the host whose saved credentials are renewed; `undefined` adds a new one. */
  readonly renews: string | undefined;
  readonly option: Option;
  readonly file: ChosenFile | undefined;
  readonly url: string;
  readonly clientCertificate: ClientCertificate;
  /** The details that are shown under "Server Information". */
  readonly read: ReadDetails | undefined;
  readonly step: Step;
  readonly problem: Problem | undefined;
  /** The question whose answer is awaited. */
  readonly question: number | undefined;
}

export type FlowAction =
  | { readonly type: 'option'; readonly option: Option }
  | { readonly type: 'url'; readonly url: string }
  /** Decision 38: the details are of a saved host, whose credentials are to be renewed with them. */
  | { readonly type: 'renew'; readonly hostName: string }
  | { readonly type: 'client-certificate'; readonly clientCertificate: ClientCertificate }
  | { readonly type: 'file'; readonly file: ChosenFile; readonly question: number }
  | { readonly type: 'ask'; readonly step: 'reading' | 'validating' | 'saving'; readonly question: number }
  | { readonly type: 'stop' }
  | { readonly type: 'read'; readonly question: number; readonly read: ReadDetails }
  | {
      readonly type: 'details-server';
      readonly question: number;
      readonly url: string;
      readonly certificate: PresentedCertificate;
    }
  | { readonly type: 'presented'; readonly question: number; readonly validation: Validation }
  /** `acceptanceVoid`: what was accepted does not hold any more (T-16). */
  | { readonly type: 'failed'; readonly question: number; readonly problem: Problem; readonly acceptanceVoid: boolean }
  | { readonly type: 'accept'; readonly trust: Trust }
  | { readonly type: 'reject' }
  | { readonly type: 'refuse'; readonly problem: Problem };

/** The dialog as it opens. @param renews see {@link Flow.renews} */
export const openedFlow = (renews?: string): Flow => ({
  renews,
  option: 'FILE',
  file: undefined,
  url: '',
  clientCertificate: { kind: 'saved' },
  read: undefined,
  step: { kind: 'idle' },
  problem: undefined,
  question: undefined,
});

/** What any change of option, file or URL leaves: no details, no acceptance, no open question. */
const cleared = { read: undefined, step: { kind: 'idle' }, problem: undefined, question: undefined } as const;

export function flowReducer(flow: Flow, action: FlowAction): Flow {
  switch (action.type) {
    case 'option':
      return action.option === flow.option ? flow : { ...flow, ...cleared, option: action.option, file: undefined };
    case 'url':
      return { ...flow, ...cleared, url: action.url };
    case 'file':
      return {
        ...flow,
        ...cleared,
        option: 'FILE',
        file: action.file,
        step: { kind: 'reading' },
        question: action.question,
      };
    case 'renew': {
      // What was accepted was to be added. The details of a URL come anew with Validate (D-8).
      const read = flow.option === 'URL' ? undefined : flow.read;
      return { ...flow, ...cleared, read, renews: action.hostName };
    }
    case 'client-certificate': {
      // What was accepted was presented to another client.
      const { clientCertificate } = action;
      return { ...flow, clientCertificate, step: { kind: 'idle' }, problem: undefined, question: undefined };
    }
    case 'refuse':
      return { ...flow, problem: action.problem };
    case 'ask':
      return ask(flow, action.step, action.question);
    case 'stop':
      return { ...flow, step: beforeQuestion(flow.step), question: undefined };
    case 'accept':
      return flow.step.kind === 'presented'
        ? { ...flow, step: { kind: 'accepted', validation: flow.step.validation, trust: action.trust } }
        : flow;
    case 'reject':
      return { ...flow, step: { kind: 'rejected' }, question: undefined };
    default:
      return action.question === flow.question ? answered(flow, action) : flow;
  }
}

function ask(flow: Flow, kind: 'reading' | 'validating' | 'saving', question: number): Flow {
  const asked = { ...flow, problem: undefined, question };
  if (kind !== 'saving') {
    // With URL the details come from the answer; with FILE they are those of the file (D-7, D-8).
    return { ...asked, step: { kind }, read: flow.option === 'URL' ? undefined : flow.read };
  }
  return flow.step.kind === 'accepted' ? { ...asked, step: { ...flow.step, kind } } : flow;
}

/** A step that is stopped or fails falls back to what was certain before it. */
function beforeQuestion(step: Step): Step {
  return step.kind === 'saving' ? { ...step, kind: 'accepted' } : { kind: 'idle' };
}

type Answer = Extract<FlowAction, { readonly type: 'read' | 'details-server' | 'presented' | 'failed' }>;

function answered(flow: Flow, answer: Answer): Flow {
  const next = { ...flow, question: undefined };
  switch (answer.type) {
    case 'read':
      return { ...next, read: answer.read, step: { kind: 'idle' } };
    case 'details-server':
      return { ...next, step: { kind: 'details-server', url: answer.url, certificate: answer.certificate } };
    case 'presented': {
      const { certificate: _shownByItself, ...read } = answer.validation;
      return { ...next, read, step: { kind: 'presented', validation: answer.validation } };
    }
    case 'failed':
      return {
        ...next,
        problem: answer.problem,
        step: answer.acceptanceVoid ? { kind: 'idle' } : beforeQuestion(flow.step),
      };
  }
}

/** Whether a step is under way, which can be stopped. */
export const isBusy = ({ step }: Flow): boolean =>
  step.kind === 'reading' || step.kind === 'validating' || step.kind === 'saving';

/** D-9: Validate needs something to validate. An empty URL is answered with its error (T-4). */
export const canValidate = (flow: Flow): boolean => !isBusy(flow) && (flow.option === 'URL' || flow.file !== undefined);

/** D-15, decision 34: Add Host or Renew, only while an accepted validation matches exactly what is shown. */
export const canSave = ({ step }: Flow): boolean => step.kind === 'accepted';
