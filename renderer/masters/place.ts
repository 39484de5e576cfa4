import { thisComputerId } from '../../shared/master-terms.ts';

/** The panes that the navigation leads to. */
export type Pane =
  | 'servers'
  | 'activity'
  | 'notifications'
  | 'properties'
  | 'netbackup'
  | 'logs'
  | 'practice'
  | 'masters';

/** Stands for all master servers: the overview. No master server has this id. */
export const overviewId = 'overview';

/** What is shown: a pane of one master server, or the overview. */
export interface Place {
  /** Id of a master server, or {@link overviewId}. */
  readonly master: string;
  readonly pane: Pane;
}

export const startPlace: Place = { master: thisComputerId, pane: 'servers' };
export const overview: Place = { master: overviewId, pane: 'masters' };

/** What is shown, which pane of each master server was shown last, and what is to be said on arrival. */
export interface Visits {
  readonly place: Place;
  /** By id: those that were looked at, in the order of looking for the first time. */
  readonly panes: ReadonlyMap<string, Pane>;
  readonly message: { readonly text: string } | undefined;
}

export const noVisits: Visits = {
  place: startPlace,
  panes: new Map([[startPlace.master, startPlace.pane]]),
  message: undefined,
};

export function visit(visits: Visits, place: Place, message?: string): Visits {
  const panes = new Map(visits.panes).set(place.master, place.pane);
  return { place, panes, message: message === undefined ? undefined : { text: message } };
}

/** Which pane is shown when that master server is looked at again; what is shown now stays. */
export const turnTo = (visits: Visits, { master, pane }: Place): Visits => ({
  ...visits,
  panes: new Map(visits.panes).set(master, pane),
});

/**
 * Master servers that are no more are left: what is shown then is the overview or, when there is none, this computer.
 * @param message what is said then of what was shown, by its id
 */
export function stayAmong(
  visits: Visits,
  masters: ReadonlySet<string>,
  message: (id: string) => string | undefined,
): Visits {
  const isThere = (id: string) => id === thisComputerId || (id === overviewId ? masters.size > 1 : masters.has(id));
  if ([...visits.panes.keys()].every(isThere)) return visits;
  const panes = new Map([...visits.panes].filter(([id]) => isThere(id)));
  const { master } = visits.place;
  if (isThere(master)) return { ...visits, panes };
  const next = masters.size > 1 ? overview : startPlace;
  return visit({ ...visits, panes }, next, message(master));
}
