import { useCallback, useEffect, useRef, useState } from 'react';
import type { PresentedByMaster, RemoteMasterKind } from '../../shared/masters.ts';
import { useOwnConsole } from '../client/own-console.ts';
import { type Problem, problemOf, reportOf } from '../client/problem.ts';

/** Asking an address for its certificate. */
export type Presenting =
  | { readonly step: 'none' }
  | { readonly step: 'fetching' }
  | { readonly step: 'presented'; readonly presented: PresentedByMaster }
  | { readonly step: 'failed'; readonly problem: Problem; readonly fields: Readonly<Record<string, string>> };

/** What a server presents. One question at a time; the end of the component ends it. */
export function usePresented() {
  const own = useOwnConsole();
  const [presenting, setPresenting] = useState<Presenting>({ step: 'none' });
  const open = useRef<AbortController>(undefined);
  const clear = useCallback(() => {
    open.current?.abort();
    open.current = undefined;
    setPresenting({ step: 'none' });
  }, []);
  useEffect(() => () => open.current?.abort(), []);

  const fetch = useCallback(
    async (kind: RemoteMasterKind, origin: string) => {
      open.current?.abort();
      const controller = new AbortController();
      open.current = controller;
      const show = (next: Presenting) => open.current === controller && setPresenting(next);
      show({ step: 'fetching' });
      try {
        const { signal } = controller;
        const presented = await own.call((client) => client.masters.fetchCertificate({ kind, origin }, { signal }));
        show({ step: 'presented', presented });
      } catch (error) {
        show({ step: 'failed', problem: problemOf(error), fields: reportOf(error)?.fields ?? {} });
      }
    },
    [own],
  );
  return { presenting, fetch, clear };
}
