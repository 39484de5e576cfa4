import { useCallback, useEffect, useRef, useState } from 'react';
import type { Trust } from '../../shared/certificate.ts';
import type { ConsoleClient } from '../client/console-client.ts';
import { type Problem, problemOf } from '../client/problem.ts';
import { useConsoleStore } from '../client/use-console.ts';

/** What was accepted for a host, and what its server presents now. */
export type PresentedNow = Awaited<ReturnType<ConsoleClient['endpoints']['presentedCertificate']>>;

export type NewCertificateStep =
  | { readonly kind: 'fetching' }
  | { readonly kind: 'shown' | 'accepting'; readonly now: PresentedNow }
  | { readonly kind: 'failed'; readonly problem: Problem };

/**
 * Decision 35: asks what the server of a saved endpoint presents now, and accepts it. One question at a time; closing the
 * dialog cancels it. After any failure the certificate is fetched again, since it may be another one by then.
 */
export function useNewCertificate(hostName: string, onAccepted: () => void) {
  const store = useConsoleStore();
  const [step, setStep] = useState<NewCertificateStep>({ kind: 'fetching' });
  const open = useRef<AbortController>(undefined);

  const question = useCallback(
    async (ask: (client: ConsoleClient, signal: AbortSignal) => Promise<void>) => {
      open.current?.abort();
      const controller = new AbortController();
      open.current = controller;
      const { signal } = controller;
      try {
        await store.call((client) => ask(client, signal));
      } catch (error) {
        if (!signal.aborted) setStep({ kind: 'failed', problem: problemOf(error) });
      }
    },
    [store],
  );

  const fetch = useCallback(() => {
    setStep({ kind: 'fetching' });
    return question(async (client, signal) => {
      const now = await client.endpoints.presentedCertificate({ hostName }, { signal });
      if (!signal.aborted) setStep({ kind: 'shown', now });
    });
  }, [hostName, question]);

  useEffect(() => {
    void fetch();
    return () => open.current?.abort();
  }, [fetch]);

  /** Accepts the certificate that is shown. */
  const accept = (now: PresentedNow, trust: Trust) => {
    setStep({ kind: 'accepting', now });
    return question(async (client, signal) => {
      await client.endpoints.acceptCertificate({ hostName, certificate: now.presented.pem, trust }, { signal });
      if (!signal.aborted) onAccepted();
    });
  };

  return { step, fetch, accept };
}

/** Whether what the server presents is what was accepted: the certificate itself, or one of the accepted issuer. */
export function isAcceptedOne({ accepted, presented }: PresentedNow): boolean {
  if (accepted === null) return false;
  const fingerprint = accepted.certificate.sha256Fingerprint;
  if (accepted.trust === 'certificate') return presented.sha256Fingerprint === fingerprint;
  return presented.issuerTrustPossible && presented.chain.some((link) => link.sha256Fingerprint === fingerprint);
}

/** Whether accepting would change anything: an accepted certificate may have expired since, and that can be accepted, too. */
export function canAccept(now: PresentedNow): boolean {
  const { warnings } = now.presented;
  return !isAcceptedOne(now) || warnings.includes('expired') || warnings.includes('not-yet-valid');
}
