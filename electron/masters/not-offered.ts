import { NbwssError } from '../../shared/error-catalogue.ts';
import type { MasterBackend, MasterService } from './master-backend.ts';

/** What a capability says that there is not was called all the same. */
export const notOffered = (): NbwssError =>
  new NbwssError('notPossible', { causes: ['This master server does not offer it.'] });

const refuse = (): never => {
  throw notOffered();
};

/** What no master server elsewhere offers to its channel. */
export const refusedOfService = {
  setProperties: refuse,
  configureProxy: refuse,
  vault: { rotateKey: refuse },
  diagnosis: { run: refuse },
  netBackup: { configure: refuse, readCaCertificates: refuse, fetchCaCertificate: refuse, test: refuse },
  history: { search: refuse, export: refuse, configure: refuse },
  notifications: { pollNow: refuse, samples: refuse, waitingBatch: refuse, discard: refuse },
} satisfies Partial<MasterService>;

export const refusedOfEndpoints = {
  presentedCertificate: refuse,
  acceptCertificate: refuse,
  setCommandPolicy: refuse,
  reconnect: refuse,
} satisfies Partial<MasterService['endpoints']>;

export const refusedOfBackend = {
  logs: { export: refuse, openFolder: refuse },
  watchActivity: refuse,
  watchLog: refuse,
  startPractice: refuse,
  leavePractice: refuse,
  connectPractice: refuse,
  sendPracticeCommand: refuse,
  setPracticeOnline: refuse,
  triggerPractice: refuse,
  desktop: {
    configure: refuse,
    askQuit: refuse,
    quit: refuse,
    done: refuse,
    restApi: { configure: refuse, newToken: refuse },
  },
  masters: {
    watch: refuse,
    add: refuse,
    edit: refuse,
    rename: refuse,
    remove: refuse,
    askNow: refuse,
    fetchCertificate: refuse,
    acceptCertificate: refuse,
    test: refuse,
  },
} satisfies Partial<MasterBackend>;
