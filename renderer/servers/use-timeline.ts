import { useEffect, useState } from 'react';
import type { EndpointStatus, Transition } from '../../shared/connection-status.ts';
import { latestTransitions } from '../../shared/connection-text.ts';
import { useConsoleStore } from '../client/use-console.ts';

/** What the service told of earlier transitions. */
interface Told {
  readonly hostName: string;
  readonly timeline: readonly Transition[];
}

/** All transitions of an endpoint, oldest first: those of its row at once, earlier ones when the service has told them. */
export function useTimeline({ hostName, timeline }: EndpointStatus): readonly Transition[] {
  const store = useConsoleStore();
  const [told, setTold] = useState<Told>();
  const oldest = timeline.length < latestTransitions ? undefined : timeline[0]?.time;
  useEffect(() => {
    if (oldest === undefined) return;
    const abort = new AbortController();
    store
      .call((client) => client.endpoints.timeline({ hostName }, { signal: abort.signal }))
      .then(
        (all) => !abort.signal.aborted && setTold({ hostName, timeline: all }),
        () => undefined, // the row's own are shown; with the next transition it is asked again
      );
    return () => abort.abort();
  }, [store, hostName, oldest]);
  return wholeTimeline(told?.hostName === hostName ? told.timeline : [], timeline);
}

/** What was told before, then the latest of the row, none of them twice. */
export function wholeTimeline(told: readonly Transition[], latest: readonly Transition[]): readonly Transition[] {
  const [first] = latest;
  if (!first) return told;
  // The row goes on where what was told ends: its first transitions are the last of those.
  const at = told.findIndex((_transition, index) =>
    told.slice(index).every((each, place) => isSame(each, latest[place])),
  );
  const earlier = at >= 0 ? told.slice(0, at) : told.filter(({ time }) => time < first.time);
  return [...earlier, ...latest];
}

const isSame = (a: Transition, b: Transition | undefined) =>
  b !== undefined && a.time === b.time && a.to === b.to && a.code === b.code && a.reason === b.reason;
