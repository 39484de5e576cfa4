/** What NetBackup really did and what the cloud applications really got: all that the judge looks at. Times are epoch milliseconds. */
export interface CampaignRecord {
  /** In the order in which they happened, from the end of the silent baseline on (decision 25). */
  readonly changes: readonly NetBackupChange[];
  /** Backup ids that were in the catalogue before the first change. */
  readonly firstImages: ReadonlySet<string>;
  /** When the service began to read NetBackup's jobs, each time. */
  readonly jobPolls: readonly Poll[];
  /** When the service began to walk the whole image catalogue, each time. */
  readonly imagePasses: readonly Poll[];
  /** What each server group was sent, in the order of arrival. */
  readonly groups: ReadonlyMap<string, readonly Arrival[]>;
}

export interface JobChange {
  readonly kind: 'job';
  readonly time: number;
  readonly jobId: number;
  /** NetBackup's own, such as QUEUED, ACTIVE, SUSPENDED, DONE. */
  readonly state: string;
}

export interface ImageChange {
  readonly kind: 'image';
  readonly time: number;
  readonly backupId: string;
  readonly change: 'made' | 'changed' | 'lost its local copies' | 'removed';
}

export type NetBackupChange = JobChange | ImageChange;

/** A poll, and how many disturbances of the service, its disk or NetBackup there had been until then. */
export interface Poll {
  readonly time: number;
  /** The same number in two polls: nothing disturbed the first one. */
  readonly disturbances: number;
}

/** One element of a NOTIFICATION REQUEST (N-5). */
export interface Element {
  readonly object: string;
  readonly data: readonly Readonly<Record<string, unknown>>[];
}

/** One NOTIFICATION REQUEST as it reached a cloud application; a resend is another one. */
export interface Arrival {
  readonly time: number;
  /** Host name of the endpoint. */
  readonly endpoint: string;
  /** Different for each connection of an endpoint. */
  readonly connection: number;
  /** When the CONNECT REQUEST came on that connection. */
  readonly connectedAt: number;
  readonly id: string;
  /** Epoch seconds, as it came. */
  readonly timeStamp: number;
  readonly payload: readonly Element[];
  /** When the cloud application acknowledged it. */
  acknowledgedAt: number | undefined;
}
