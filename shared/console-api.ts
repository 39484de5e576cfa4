import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { activityUpdateSchema } from './activity.ts';
import {
  acceptedCertificateSchema,
  certificateFactsSchema,
  presentedCertificateSchema,
  trustSchema,
} from './certificate.ts';
import { clientCertificateInputSchema } from './client-certificate.ts';
import {
  exportFormatSchema,
  historyCursorSchema,
  historyExportSchema,
  historyKeepingSchema,
  historyPageSchema,
  historyQuerySchema,
} from './command-history.ts';
import { commandPolicySchema } from './command-policy-schema.ts';
import { transitionSchema } from './connection-status.ts';
import { consoleUpdateSchema } from './console-state.ts';
import { desktopChangeSchema } from './desktop.ts';
import { diagnosisStepSchema } from './diagnosis.ts';
import { endpointDetailsSchema } from './endpoint-details.ts';
import { maxDetailsBytes } from './endpoint-details-size.ts';
import { errorReportSchema } from './error-report.ts';
import { logCursorSchema, logExportSchema, logUpdateSchema } from './log.ts';
import { maxMasters } from './master-terms.ts';
import {
  givenMasterSchema,
  givenMasterTrustSchema,
  masterIdSchema,
  masterListSchema,
  masterTestStepSchema,
  presentedByMasterSchema,
  remoteMasterKindSchema,
} from './masters.ts';
import { caTextSchema, fetchedCaSchema, givenNetBackupSchema, netBackupTestStepSchema } from './netbackup.ts';
import { notificationSampleSchema, notificationUpdateSchema, waitingBatchSchema } from './notification-status.ts';
import { givenScenarioSchema, practiceCommandSchema, practiceExchangeSchema } from './practice.ts';
import { proxyInputSchema } from './proxy.ts';
import { restApiChoiceSchema } from './rest-api-settings.ts';

/**
 * The Console API of one master server: every method that the window may call, declared once. Both bridges and the renderer's
 * client are derived from it. Each master server has a channel of its own; `capabilities` of its frame say what it can do. A refusal is the typed error `NBWSS`, whose data is an {@link errorReportSchema}.
 */
const method = oc.errors({ NBWSS: { data: errorReportSchema } });

/** Details as the window hands them back: only their types are checked here, so that T-1, T-2, T-8 and T-9 can say the rest. */
const givenDetailsSchema = z.object({
  token: z.string().max(maxDetailsBytes),
  priority: z.number(),
  groupId: z.string().max(maxDetailsBytes),
  hostName: z.string().max(maxDetailsBytes),
  url: z.string().max(maxDetailsBytes),
});
const hostName = z.string().min(1).max(512);
const pem = z.string().min(1).max(65_536);
const hostNames = z.array(hostName).min(1).max(10_000);
/** Host whose saved credentials the details are to replace (decision 38): that its name and URL are taken is no warning. */
const renews = hostName.optional();
/**
 * Client certificate of the endpoint. Absent: with `renews` or in `endpoints.renew` the saved one, else none. `null`: none. One
 * that cannot be used is refused with `detailsNotValid` and the field `clientCertificate`.
 */
const clientCertificate = clientCertificateInputSchema.nullable().optional();

/** What adding or renewing leads to. */
const savedSchema = z.object({
  hostName: z.string(),
  priority: z.number(),
  /** Upper bound in whole seconds until the connection is attempted (D-16); null where it is not known. */
  withinSeconds: z.number().nullable(),
  /** Notifications that waited for the group without endpoint, and that this endpoint takes over (decision 20). */
  takenOver: z.number(),
});

/** Endpoint details that were read, before they are saved: the only place where the window sees a token (K-17). */
const readDetailsSchema = z.object({
  details: endpointDetailsSchema,
  warnings: z.array(z.string()),
  /** The saved endpoint with this host name: its credentials can be renewed with these details (decision 38). */
  renewable: z.string().optional(),
});

/** D-9: read details and the certificate that the endpoint's server presented. */
const validationSchema = readDetailsSchema.extend({ certificate: presentedCertificateSchema });

const historyCursor = historyCursorSchema.optional();
const groupId = z.string().min(1).max(1024);
const masterIds = z.array(masterIdSchema).min(1).max(maxMasters);

export const consoleApi = {
  state: {
    /** First a snapshot, then patches, of one moment each 100 ms; a new snapshot when the service was switched. */
    watch: method.output(eventIterator(consoleUpdateSchema)),
    /**
     * Tries again to start a service that failed (P-10), or asks a master server elsewhere now; refused with the reason when it
     * fails again.
     */
    retry: method,
  },
  details: {
    /** D-7: reads a details file. `contents` is the file in base64, cut after one byte more than the limit. */
    readFile: method
      .input(z.object({ contents: z.string().max(Math.ceil((maxDetailsBytes + 1) / 3) * 4), renews }))
      .output(readDetailsSchema),
    /** D-9 for FILE: fetches the certificate of the endpoint's server; sends nothing to it. */
    validateFile: method
      .input(z.object({ details: givenDetailsSchema, renews, clientCertificate }))
      .output(validationSchema),
    /**
     * D-8, D-9 for URL: fetches the details, then the certificate of the endpoint's server. When this computer does not
     * trust the details server, its certificate comes first and is to be sent back with `detailsServer` (decision 33).
     */
    validateUrl: method
      .input(z.object({ url: z.string().max(8192), detailsServer: pem.optional(), renews, clientCertificate }))
      .output(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('details-server'), url: z.string(), certificate: presentedCertificateSchema }),
          z.object({ kind: z.literal('validated'), validation: validationSchema }),
        ]),
      ),
  },
  endpoints: {
    /** D-15, D-17: saves details whose certificate was accepted. `certificate` is the accepted one (PEM). */
    add: method
      .input(z.object({ details: givenDetailsSchema, certificate: pem, trust: trustSchema, clientCertificate }))
      .output(savedSchema),
    /** Decision 38: replaces the credentials of a saved endpoint, as `add` does for a new one. */
    renew: method
      .input(
        z.object({ hostName, details: givenDetailsSchema, certificate: pem, trust: trustSchema, clientCertificate }),
      )
      .output(savedSchema),
    /** Decision 35: the accepted certificate (null when the trust store cannot give it) and what the server presents now. */
    presentedCertificate: method.input(z.object({ hostName })).output(
      z.object({
        accepted: z.object({ trust: trustSchema, certificate: certificateFactsSchema }).nullable(),
        presented: presentedCertificateSchema,
      }),
    ),
    /** Decision 35: the accepted certificate in full. Refused with `trustStoreNotRead` (T-18) or `notFound` (T-21). */
    acceptedCertificate: method.input(z.object({ hostName })).output(acceptedCertificateSchema),
    /** Decision 35: accepts another certificate for a saved endpoint; `certificate` is the one that was shown (PEM). */
    acceptCertificate: method.input(z.object({ hostName, certificate: pem, trust: trustSchema })),
    /** Decision 19: in force from the next command on. */
    setCommandPolicy: method.input(z.object({ hostNames, policy: commandPolicySchema })),
    /** Decision 8: closes the connections of these hosts' groups and walks each group from the highest priority. */
    reconnect: method.input(z.object({ hostNames })),
    /** P-7. Each host that could not be changed is named in the error's causes. */
    activate: method.input(z.object({ hostNames })),
    deactivate: method.input(z.object({ hostNames })),
    /** Z-1, Z-2 */
    delete: method.input(z.object({ hostNames })),
    /** Decision 41, "Diagnose…": each step as it ends. A new diagnosis of the same endpoint ends the one before. */
    diagnose: method.input(z.object({ hostName })).output(eventIterator(diagnosisStepSchema)),
    /** All transitions of an endpoint that are kept, oldest first; its row holds the latest only. */
    timeline: method.input(z.object({ hostName })).output(z.array(transitionSchema)),
  },
  properties: {
    /**
     * R-5, decision 45: sets values in nbwss.properties (key → value) and applies them. Refused with `propertiesNotValid`, whose
     * fields are the keys, or with `propertiesNotWritten`.
     */
    set: method.input(z.object({ changes: z.record(z.string().max(128), z.string().max(1024)) })),
  },
  connectionProcess: {
    /** Starts a run for every group now. */
    run: method,
  },
  netBackup: {
    /**
     * Sets the NetBackup server that COMMANDs are relayed to, and the account of the service's own calls. `caCertificate` is
     * PEM, the only trust anchors; what is left empty is kept. Answers the base URL as it was saved.
     */
    configure: method.input(givenNetBackupSchema).output(z.object({ baseUrl: z.string() })),
    /** What a CA file or a pasted text holds. */
    readCaCertificates: method.input(z.object({ caCertificate: caTextSchema })).output(z.array(certificateFactsSchema)),
    /** Asks the server itself for its CA certificate, unverified: an administrator has to compare and accept it. */
    fetchCaCertificate: method.input(z.object({ baseUrl: z.string().max(2048) })).output(fetchedCaSchema),
    /** "Test connection" with settings that need not be saved: each step as it ends. A new test ends the one before. */
    test: method.input(givenNetBackupSchema).output(eventIterator(netBackupTestStepSchema)),
  },
  proxy: {
    /**
     * Decision 14: sets the proxy for the connections that come; those that are there stay. Refused with `proxyNotValid`, whose
     * fields are named as the input's. Not possible in practice mode.
     */
    configure: method.input(proxyInputSchema),
  },
  vault: {
    /**
     * Decision 42: seals every saved secret that can be opened with a new key, and deletes the former one. Answers how many were
     * sealed anew, and how many cannot be read and stay as they are. Refused with `storeNotWritten`.
     */
    rotateKey: method.output(z.object({ resealed: z.number(), unreadable: z.number() })),
  },
  activity: {
    /** What happens on the connections from now on, at most one update each 100 ms; the first one is empty. */
    watch: method.output(eventIterator(activityUpdateSchema)),
  },
  history: {
    /** Decision 19: commands that match, newest first; `after` is `next` of the page before. */
    search: method.input(z.object({ query: historyQuerySchema, after: historyCursor })).output(historyPageSchema),
    /** One piece of an export; to be asked for again with `next` until that is null. */
    export: method
      .input(z.object({ query: historyQuerySchema, format: exportFormatSchema, after: historyCursor }))
      .output(historyExportSchema),
    /** How much is kept; what is over it is removed in the background. */
    configure: method.input(historyKeepingSchema),
  },
  notifications: {
    /** Decision 20: how notifications stand. First everything, then what changed, at most two updates a second. */
    watch: method
      .input(z.object({ groupIds: z.array(groupId).max(10_000).optional() }))
      .output(eventIterator(notificationUpdateSchema)),
    /** Asks NetBackup for jobs and images now, unless it is being asked. */
    pollNow: method,
    /** Throughput and backlog of the last hour, a sample each 10 s; null for all groups together. */
    history: method.input(z.object({ groupId: groupId.nullable() })).output(z.array(notificationSampleSchema)),
    /** Decision 21: the NOTIFICATION REQUEST that waits for its acknowledgement; null when none does. */
    batch: method.input(z.object({ groupId })).output(waitingBatchSchema.nullable()),
    /**
     * Decisions 20, 24: gives up what waits for a group; answers how many. Refused with `backlogHasGrown` when more wait than
     * `count`, which is what was shown.
     */
    discard: method.input(z.object({ groupId, count: z.number().int().min(0) })).output(z.number()),
  },
  logs: {
    /** L-1: first the newest lines of the log's files, then new ones, at most one update each 100 ms. */
    watch: method.output(eventIterator(logUpdateSchema)),
    /** One piece of the whole kept log, secrets masked; to be asked for again with `next` until that is null. */
    export: method.input(z.object({ after: logCursorSchema.optional() })).output(logExportSchema),
    /** Shows the log's folder to the administrator, where the status that `watch` tells says that this host can. */
    openFolder: method,
  },
  practice: {
    start: method,
    leave: method,
    /**
     * Has the first practice cloud application connected: adds it, its certificate accepted, or renews its credentials; a small
     * backup begins and then one each minute. Answers its host name as soon as it is saved. Nothing is done while one is connected.
     */
    connect: method.output(z.object({ hostName: z.string() })),
    /** The cloud application logs in by a COMMAND first when it holds no NetBackup token yet. */
    sendCommand: method
      .input(z.object({ application: z.string(), command: practiceCommandSchema }))
      .output(practiceExchangeSchema),
    /** An outage of a practice cloud application or of the practice NetBackup server (`application` null). */
    setOnline: method.input(z.object({ application: z.string().nullable(), online: z.boolean() })),
    /** Begins one of the scenarios of `practice-scenarios.ts`. */
    trigger: method.input(givenScenarioSchema),
  },
  /** Only on the channel of this computer: the list of master servers, and what an administrator does with it. */
  masters: {
    /** The whole list first, then after each change, at most once in 250 ms. */
    watch: method.output(eventIterator(masterListSchema)),
    /** Refused with `masterNotValid`, whose fields are named as the input's, also when the name is taken. */
    add: method.input(givenMasterSchema).output(z.object({ id: masterIdSchema })),
    /** Replaces everything but the kind; what is left out is kept as `givenMasterSchema` says. Its channel begins anew. */
    edit: method.input(z.object({ id: masterIdSchema, master: givenMasterSchema })),
    rename: method.input(z.object({ id: masterIdSchema, name: z.string().max(1024) })),
    /** Forgets settings and secret; changes nothing on the master server. Its channel ends. */
    remove: method.input(z.object({ ids: masterIds })),
    /** Asks them now, also where a failure would have to wait. */
    askNow: method.input(z.object({ ids: masterIds })),
    /** Connects without trusting or sending anything, and says what is presented there. */
    fetchCertificate: method
      .input(z.object({ kind: remoteMasterKindSchema, origin: z.string().max(2048) }))
      .output(presentedByMasterSchema),
    /** Accepts another certificate for a saved master server. */
    acceptCertificate: method.input(z.object({ id: masterIdSchema, trust: givenMasterTrustSchema })),
    /** "Test connection", each step as it ends. With `id` what is left out is taken from what is saved. A new test ends the one before. */
    test: method
      .input(z.object({ id: masterIdSchema.optional(), master: givenMasterSchema }))
      .output(eventIterator(masterTestStepSchema)),
  },
  /** Only in the desktop app; elsewhere `desktop` of the frame is null, and each is refused with `notPossible`. */
  desktop: {
    configure: method.input(desktopChangeSchema),
    /** Resolves when the REST API is served, or `restApi` of the frame says why not. */
    configureRestApi: method.input(restApiChoiceSchema),
    /** Puts a new token of the REST API on the clipboard; the former one is void. */
    newRestApiToken: method,
    /** File > Quit: while connections are up the window is asked to ask first (`request` of the frame). */
    askQuit: method,
    /** Really quits: connections are closed with 1001 (decision 9). */
    quit: method,
    /** What was requested of the window is done, or was cancelled. */
    done: method.input(z.object({ request: z.enum(['quit', 'show-group']) })),
  },
};

export type ConsoleApi = typeof consoleApi;
export type Validation = z.infer<typeof validationSchema>;
