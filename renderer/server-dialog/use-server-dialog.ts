import { useCallback, useEffect, useReducer, useRef } from 'react';
import type { Trust } from '../../shared/certificate.ts';
import type { ConsoleClient } from '../client/console-client.ts';
import { problemOf, reportOf } from '../client/problem.ts';
import { useConsoleStore } from '../client/use-console.ts';
import { texts } from '../texts.ts';
import { readAsBase64 } from './details-file.ts';
import { type ClientCertificate, type FlowAction, flowReducer, type Option, openedFlow } from './flow.ts';

/** What Add Host or Renew resulted in. */
export type Saved = Awaited<ReturnType<ConsoleClient['endpoints']['add']>>;

/** Of PEM text: a certificate, its issuers and a key; the service takes no more. */
const maxClientCertificateBytes = 131_072;

/** As the service takes it: absent is the saved one, or none for a new host. */
function clientCertificateInput(chosen: ClientCertificate) {
  if (chosen.kind === 'saved') return {};
  if (chosen.kind !== 'file') return { clientCertificate: null };
  const { pem, passphrase } = chosen;
  return { clientCertificate: passphrase === '' ? { pem } : { pem, passphrase } };
}

/** With what the dialog opens. */
export interface Opening {
  /** Decision 38: the host whose credentials are renewed; without one a new host is added. */
  readonly renews?: string | undefined;
  /** A file that was chosen before, as if by Browse. */
  readonly chosen?: File | undefined;
}

/**
 * Asks the service what the dialog's course needs. One question at a time: a new one cancels the one before.
 * @param onSaved is told which host was renewed; `undefined` when one was added
 */
export function useServerDialog(opening: Opening, onSaved: (saved: Saved, renews: string | undefined) => void) {
  const store = useConsoleStore();
  const [flow, dispatch] = useReducer(flowReducer, opening.renews, openedFlow);
  const { renews } = flow;
  const mode = renews === undefined ? {} : { renews };
  const shown = clientCertificateInput(flow.clientCertificate);
  const questions = useRef(0);
  const open = useRef<AbortController>(undefined);
  const stopQuestion = useCallback(() => open.current?.abort(), []);
  useEffect(() => stopQuestion, [stopQuestion]);

  /** Runs a question; its failure becomes the dialog's alert, unless it was cancelled. */
  const question = useCallback(
    async (
      begin: (id: number) => FlowAction,
      ask: (client: ConsoleClient, id: number, signal: AbortSignal) => Promise<void>,
    ) => {
      stopQuestion();
      const controller = new AbortController();
      open.current = controller;
      const id = ++questions.current;
      dispatch(begin(id));
      try {
        await store.call((client) => ask(client, id, controller.signal));
      } catch (error) {
        if (controller.signal.aborted) return;
        const acceptanceVoid = reportOf(error)?.code === 'certificateDiffers';
        dispatch({ type: 'failed', question: id, problem: problemOf(error), acceptanceVoid });
      }
    },
    [store, stopQuestion],
  );

  const readFile = useCallback(
    (begin: (id: number) => FlowAction, contents: string, renewed: string | undefined) =>
      question(begin, async (client, id, signal) => {
        const read = await client.details.readFile(
          { contents, ...(renewed === undefined ? {} : { renews: renewed }) },
          { signal },
        );
        dispatch({ type: 'read', question: id, read });
      }),
    [question],
  );

  /** D-7: the details appear as soon as the file is opened. */
  const chooseFiles = async (files: readonly File[]) => {
    const [file] = files;
    if (!file) return;
    stopQuestion();
    if (files.length > 1) {
      dispatch({ type: 'refuse', problem: { lines: [texts.serverDialog.oneFile], causes: [], actions: [] } });
      return;
    }
    try {
      const contents = await readAsBase64(file);
      await readFile((id) => ({ type: 'file', file: { name: file.name, contents }, question: id }), contents, renews);
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      dispatch({ type: 'refuse', problem: { lines: [texts.serverDialog.fileNotRead], causes: [cause], actions: [] } });
    }
  };

  const { chosen } = opening;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is chosen once, as the dialog opens
  useEffect(() => {
    if (chosen) void chooseFiles([chosen]);
  }, [chosen]);

  /** Decision 38: goes on as the renewal of a saved host, with what was chosen. */
  const renewInstead = (hostName: string) => {
    change({ type: 'renew', hostName });
    if (flow.option === 'FILE' && flow.file)
      void readFile((id) => ({ type: 'ask', step: 'reading', question: id }), flow.file.contents, hostName);
  };

  const validateUrl = (detailsServer?: string) =>
    question(
      (id) => ({ type: 'ask', step: 'validating', question: id }),
      async (client, id, signal) => {
        const accepted = detailsServer === undefined ? {} : { detailsServer };
        const answer = await client.details.validateUrl({ url: flow.url, ...accepted, ...mode, ...shown }, { signal });
        dispatch(
          answer.kind === 'details-server'
            ? { type: 'details-server', question: id, url: answer.url, certificate: answer.certificate }
            : { type: 'presented', question: id, validation: answer.validation },
        );
      },
    );

  /** D-9. A file that could not be read gives its error again (decision 32). */
  const validate = () => {
    if (flow.option === 'URL') return validateUrl();
    const details = flow.read?.details;
    if (!details)
      return readFile((id) => ({ type: 'ask', step: 'reading', question: id }), flow.file?.contents ?? '', renews);
    return question(
      (id) => ({ type: 'ask', step: 'validating', question: id }),
      async (client, id, signal) => {
        const validation = await client.details.validateFile({ details, ...mode, ...shown }, { signal });
        dispatch({ type: 'presented', question: id, validation });
      },
    );
  };

  /** Accepting the details server's certificate goes on to the endpoint's by itself. */
  const accept = (trust: Trust) => {
    if (flow.step.kind === 'details-server') void validateUrl(flow.step.certificate.pem);
    else dispatch({ type: 'accept', trust });
  };

  /** D-15, D-17, decision 38 */
  const save = () => {
    const { step } = flow;
    if (step.kind !== 'accepted') return;
    void question(
      (id) => ({ type: 'ask', step: 'saving', question: id }),
      async (client, _id, signal) => {
        const { details, certificate } = step.validation;
        const credentials = { details, certificate: certificate.pem, trust: step.trust, ...shown };
        const saved =
          renews === undefined
            ? await client.endpoints.add(credentials, { signal })
            : await client.endpoints.renew({ hostName: renews, ...credentials }, { signal });
        if (!signal.aborted) onSaved(saved, renews);
      },
    );
  };

  const change = (action: FlowAction) => {
    stopQuestion();
    dispatch(action);
  };

  const chooseClientCertificate = async (file: File) => {
    const refuse = (cause: string) =>
      change({ type: 'refuse', problem: { lines: [texts.serverDialog.fileNotRead], causes: [cause], actions: [] } });
    if (file.size === 0) return refuse(texts.clientCertificate.empty);
    if (file.size > maxClientCertificateBytes) return refuse(texts.clientCertificate.tooLarge);
    try {
      const chosen = { kind: 'file', name: file.name, pem: await file.text(), passphrase: '' } as const;
      change({ type: 'client-certificate', clientCertificate: chosen });
    } catch (error) {
      refuse(error instanceof Error ? error.message : String(error));
    }
  };

  return {
    flow,
    chooseClientCertificate,
    changeClientCertificate: (clientCertificate: ClientCertificate) =>
      change({ type: 'client-certificate', clientCertificate }),
    chooseOption: (option: Option) => change({ type: 'option', option }),
    changeUrl: (url: string) => change({ type: 'url', url }),
    chooseFiles,
    refuse: (line: string) => change({ type: 'refuse', problem: { lines: [line], causes: [], actions: [] } }),
    renewInstead,
    validate,
    accept,
    reject: () => change({ type: 'reject' }),
    save,
    stop: () => change({ type: 'stop' }),
  };
}
