import { startTransition, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { GroupNotifications, NotificationSample, WaitingBatch } from '../../shared/notification-status.ts';
import { type Problem, problemOf } from '../client/problem.ts';
import { useConsoleStore } from '../client/use-console.ts';
import { type NotificationSight, NotificationStore } from './notification-store.ts';

/** How notifications stand, live. @param groupIds all groups when it is absent */
export function useNotifications(groupIds?: readonly string[]): NotificationSight {
  const console = useConsoleStore();
  const key = groupIds && JSON.stringify(groupIds);
  const store = useMemo(
    () => new NotificationStore(console, key === undefined ? undefined : (JSON.parse(key) as string[])),
    [console, key],
  );
  return useSyncExternalStore(store.subscribe, () => store.sight);
}

const nobody = { subscribe: () => () => undefined, sight: { state: 'starting' } as NotificationSight };

/** Undelivered notifications of every group, by group id; nothing is asked for, and `undefined`, while they are not wanted. */
export function useUndeliveredOfAll(isWanted: boolean): ReadonlyMap<string, number> | undefined {
  const console = useConsoleStore();
  const store = useMemo(() => (isWanted ? new NotificationStore(console) : nobody), [console, isWanted]);
  return useCounts(useSyncExternalStore(store.subscribe, () => store.sight));
}

/** Undelivered notifications of each of these groups; `undefined` until the service has told. */
export function useUndelivered(groupIds: readonly string[]): ReadonlyMap<string, number> | undefined {
  return useCounts(useNotifications(groupIds));
}

function useCounts(sight: NotificationSight): ReadonlyMap<string, number> | undefined {
  const groups = sight.state === 'watching' ? sight.view.groups : undefined;
  return useMemo(() => groups && new Map(groups.map(({ groupId, undelivered }) => [groupId, undelivered])), [groups]);
}

/** What was asked of the service: `value` is `undefined` until it is there; `problem` says why it is not. */
export interface Asked<T> {
  readonly value: T | undefined;
  readonly problem: Problem | undefined;
}

/** Of whom something was asked, and what came. */
interface Answer<T> extends Asked<T> {
  readonly of: string | null;
  readonly at: number;
}

const nothing = { value: undefined, problem: undefined };

/** Samples of the last hour. @param sampledAt asks anew when it changes */
export function useSamples(groupId: string | null, sampledAt: number | null): Asked<readonly NotificationSample[]> {
  const console = useConsoleStore();
  const [answer, setAnswer] = useState<Answer<readonly NotificationSample[]>>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new sample is the reason to ask
  useEffect(
    () =>
      ask(
        (signal) => console.call((client) => client.notifications.history({ groupId }, { signal })),
        groupId,
        // Two plots are drawn for it: not in one piece, which a key would have to wait for.
        (samples) => startTransition(() => setAnswer(samples)),
      ),
    [console, groupId, sampledAt],
  );
  return answer?.of === groupId ? answer : nothing;
}

/** The batch of a group is asked for at most once in this time, in milliseconds. */
const batchPause = 1000;

/** The batch that waits for its acknowledgement; `null` when none does. */
export function useWaitingBatch(group: GroupNotifications): Asked<WaitingBatch | null> {
  const console = useConsoleStore();
  const { groupId, inFlight, delivered, resends } = group;
  const [answer, setAnswer] = useState<Answer<WaitingBatch | null>>();
  const askedAt = answer?.of === groupId ? answer.at : 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: any of these means another batch, or another sending of it
  useEffect(() => {
    let stop: (() => void) | undefined;
    const start = () => {
      stop = ask(
        (signal) => console.call((client) => client.notifications.batch({ groupId }, { signal })),
        groupId,
        setAnswer,
      );
    };
    const timer = setTimeout(start, Math.max(0, askedAt + batchPause - Date.now()));
    return () => {
      clearTimeout(timer);
      stop?.();
    };
  }, [console, groupId, inFlight, delivered, resends]);
  return answer?.of === groupId ? answer : nothing;
}

/** Asks for something of a group. @returns gives it up */
function ask<T>(
  call: (signal: AbortSignal) => Promise<T>,
  of: string | null,
  take: (answer: Answer<T>) => void,
): () => void {
  const abort = new AbortController();
  const came = (answer: Asked<T>) => !abort.signal.aborted && take({ of, at: Date.now(), ...answer });
  call(abort.signal).then(
    (value) => came({ value, problem: undefined }),
    (error: unknown) => came({ value: undefined, problem: problemOf(error) }),
  );
  return () => abort.abort();
}
