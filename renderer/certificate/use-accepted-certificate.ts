import { useCallback, useEffect, useState } from 'react';
import type { AcceptedCertificate } from '../../shared/certificate.ts';
import { type Problem, problemOf } from '../client/problem.ts';
import { useConsoleStore } from '../client/use-console.ts';

export type AcceptedCertificateStep =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly accepted: AcceptedCertificate }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** Decision 35: reads the accepted certificate of a saved endpoint, and again when that is asked for. */
export function useAcceptedCertificate(hostName: string) {
  const store = useConsoleStore();
  const [step, setStep] = useState<AcceptedCertificateStep>({ kind: 'reading' });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt reads it anew
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    setStep({ kind: 'reading' });
    store
      .call((client) => client.endpoints.acceptedCertificate({ hostName }, { signal }))
      .then(
        (accepted) => !signal.aborted && setStep({ kind: 'read', accepted }),
        (error: unknown) => !signal.aborted && setStep({ kind: 'failed', problem: problemOf(error) }),
      );
    return () => controller.abort();
  }, [store, hostName, attempt]);
  return { step, retry: useCallback(() => setAttempt((count) => count + 1), []) };
}
