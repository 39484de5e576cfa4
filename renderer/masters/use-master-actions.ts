import { thisComputerId } from '../../shared/master-terms.ts';
import type { MasterStatus } from '../../shared/masters.ts';
import { useOwnConsole } from '../client/own-console.ts';
import { useGridState, useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';
import { useKnownMasters, useScope } from './masters-context.ts';
import { overviewId } from './place.ts';

/** What is done with a master server of the list. This computer is part of it, and is neither edited nor removed. */
export function useMasterActions() {
  const scope = useScope();
  const { selected } = useGridState();
  const { open, perform } = useShell();
  const own = useOwnConsole();
  const id = scope === overviewId ? [...selected][0] : scope;
  const master = useKnownMasters((masters) => masters.find((each) => each.id === id));
  const possible = master && isAdded(master) ? master : undefined;
  const onPossible = (act: (id: string) => void) => () => possible && act(possible.id);
  return {
    /** The one that is meant; `undefined` when there is none, or it is this computer. */
    possible,
    edit: onPossible((chosen) => open({ kind: 'edit-master', id: chosen })),
    rename: onPossible((chosen) => open({ kind: 'rename-master', id: chosen })),
    accept: onPossible((chosen) => open({ kind: 'accept-master', id: chosen })),
    askRemove: onPossible((chosen) => open({ kind: 'remove-master', id: chosen })),
    askNow: onPossible(
      (chosen) =>
        void perform(async () => {
          await own.call((client) => client.masters.askNow({ ids: [chosen] }));
          return texts.masters.asked(1);
        }),
    ),
  };
}

/** Whether it was added to the list, and can be taken from it. */
export const isAdded = ({ id }: Pick<MasterStatus, 'id'>): boolean => id !== thisComputerId;
