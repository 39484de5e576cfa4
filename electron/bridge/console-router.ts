import { implement, ORPCError } from '@orpc/server';
import { consoleApi } from '../../shared/console-api.ts';
import { asNbwssError } from '../../shared/error-catalogue.ts';
import type { MasterBackend } from '../masters/master-backend.ts';
import type { Log } from '../service/log.ts';
import { counted, type OpenCalls } from './open-calls.ts';

/** Who calls. */
export interface ConsoleCaller {
  /** What this console waits for; absent where it is not limited. */
  readonly calls?: OpenCalls;
}

/**
 * The Console API's contract, implemented once for both hosts. Arguments are checked by the contract where they enter; any
 * error leaves as `NBWSS` with a report of the catalogue, never as a stack or a message that might hold a secret.
 */
export function createConsoleRouter(backend: MasterBackend, log: Log) {
  const checked = implement(consoleApi)
    .$context<ConsoleCaller>()
    .use(async ({ next, path, signal }) => {
      try {
        return await next();
      } catch (error) {
        if (error instanceof ORPCError) throw error; // refused by the contract
        if (signal?.aborted) throw error; // the window gave up waiting
        const known = asNbwssError(error);
        if (known.code === 'internal') log.error('console call failed', { detail: path.join('.') }, error);
        throw new ORPCError('NBWSS', { defined: true, status: 400, message: known.message, data: known.report });
      }
    });
  const api = checked.use(({ next, signal, context }) => counted(context.calls, signal, next));
  return api.router({
    state: {
      watch: api.state.watch.handler(({ signal }) => backend.watch(signal)),
      retry: api.state.retry.handler(() => backend.service.retry()),
    },
    details: {
      readFile: api.details.readFile.handler(({ input }) =>
        backend.service.details.readDetailsFile(Buffer.from(input.contents, 'base64'), input.renews),
      ),
      validateFile: api.details.validateFile.handler(({ input, signal }) =>
        backend.service.details.validateFile(input.details, input.renews, input.clientCertificate, signal),
      ),
      validateUrl: api.details.validateUrl.handler(({ input, signal }) =>
        backend.service.details.validateUrl(
          input.url,
          input.detailsServer,
          input.renews,
          input.clientCertificate,
          signal,
        ),
      ),
    },
    endpoints: {
      add: api.endpoints.add.handler(({ input, signal }) =>
        backend.service.endpoints.add(input.details, input.certificate, input.trust, input.clientCertificate, signal),
      ),
      renew: api.endpoints.renew.handler(({ input, signal }) =>
        backend.service.endpoints.renew(
          input.hostName,
          input.details,
          input.certificate,
          input.trust,
          input.clientCertificate,
          signal,
        ),
      ),
      presentedCertificate: api.endpoints.presentedCertificate.handler(({ input, signal }) =>
        backend.service.endpoints.presentedCertificate(input.hostName, signal),
      ),
      acceptedCertificate: api.endpoints.acceptedCertificate.handler(({ input }) =>
        backend.service.endpoints.acceptedCertificate(input.hostName),
      ),
      acceptCertificate: api.endpoints.acceptCertificate.handler(({ input, signal }) =>
        backend.service.endpoints.acceptCertificate(input.hostName, input.certificate, input.trust, signal),
      ),
      setCommandPolicy: api.endpoints.setCommandPolicy.handler(({ input }) =>
        backend.service.endpoints.setCommandPolicy(input.hostNames, input.policy),
      ),
      reconnect: api.endpoints.reconnect.handler(({ input }) => backend.service.endpoints.reconnect(input.hostNames)),
      activate: api.endpoints.activate.handler(({ input }) => backend.service.endpoints.activate(input.hostNames)),
      deactivate: api.endpoints.deactivate.handler(({ input }) =>
        backend.service.endpoints.deactivate(input.hostNames),
      ),
      delete: api.endpoints.delete.handler(({ input }) => backend.service.endpoints.delete(input.hostNames)),
      diagnose: api.endpoints.diagnose.handler(({ input, signal }) =>
        backend.service.diagnosis.run(input.hostName, signal),
      ),
      timeline: api.endpoints.timeline.handler(({ input }) => backend.service.row(input.hostName)?.timeline ?? []),
    },
    properties: {
      set: api.properties.set.handler(({ input }) => backend.service.setProperties(input.changes)),
    },
    connectionProcess: {
      run: api.connectionProcess.run.handler(() => backend.service.runNow()),
    },
    netBackup: {
      configure: api.netBackup.configure.handler(({ input }) => backend.service.netBackup.configure(input)),
      readCaCertificates: api.netBackup.readCaCertificates.handler(({ input }) =>
        backend.service.netBackup.readCaCertificates(input.caCertificate),
      ),
      fetchCaCertificate: api.netBackup.fetchCaCertificate.handler(({ input, signal }) =>
        backend.service.netBackup.fetchCaCertificate(input.baseUrl, signal),
      ),
      test: api.netBackup.test.handler(({ input, signal }) => backend.service.netBackup.test(input, signal)),
    },
    proxy: {
      configure: api.proxy.configure.handler(({ input }) => backend.service.configureProxy(input)),
    },
    vault: {
      rotateKey: api.vault.rotateKey.handler(() => backend.service.vault.rotateKey()),
    },
    activity: {
      watch: api.activity.watch.handler(({ signal }) => backend.watchActivity(signal)),
    },
    history: {
      search: api.history.search.handler(({ input, signal }) =>
        backend.service.history.search(input.query, input.after, signal),
      ),
      export: api.history.export.handler(({ input, signal }) =>
        backend.service.history.export(input.query, input.format, input.after, signal),
      ),
      configure: api.history.configure.handler(({ input }) => backend.service.history.configure(input)),
    },
    notifications: {
      watch: api.notifications.watch.handler(({ input, signal }) => backend.watchNotifications(input.groupIds, signal)),
      pollNow: api.notifications.pollNow.handler(() => backend.service.notifications.pollNow()),
      history: api.notifications.history.handler(({ input }) => backend.service.notifications.samples(input.groupId)),
      batch: api.notifications.batch.handler(({ input }) => backend.service.notifications.waitingBatch(input.groupId)),
      discard: api.notifications.discard.handler(({ input }) =>
        backend.service.notifications.discard(input.groupId, input.count),
      ),
    },
    logs: {
      watch: api.logs.watch.handler(({ signal }) => backend.watchLog(signal)),
      export: api.logs.export.handler(({ input, signal }) => backend.logs.export(input.after, signal)),
      openFolder: api.logs.openFolder.handler(() => backend.logs.openFolder()),
    },
    practice: {
      start: api.practice.start.handler(() => backend.startPractice()),
      leave: api.practice.leave.handler(() => backend.leavePractice()),
      connect: api.practice.connect.handler(async () => ({ hostName: await backend.connectPractice() })),
      sendCommand: api.practice.sendCommand.handler(({ input }) =>
        backend.sendPracticeCommand(input.application, input.command),
      ),
      setOnline: api.practice.setOnline.handler(({ input }) =>
        backend.setPracticeOnline(input.application, input.online),
      ),
      trigger: api.practice.trigger.handler(({ input }) => backend.triggerPractice(input)),
    },
    masters: {
      watch: api.masters.watch.handler(({ signal }) => backend.masters.watch(signal)),
      add: api.masters.add.handler(({ input }) => ({ id: backend.masters.add(input) })),
      edit: api.masters.edit.handler(({ input }) => backend.masters.edit(input.id, input.master)),
      rename: api.masters.rename.handler(({ input }) => backend.masters.rename(input.id, input.name)),
      remove: api.masters.remove.handler(({ input }) => backend.masters.remove(input.ids)),
      askNow: api.masters.askNow.handler(({ input }) => backend.masters.askNow(input.ids)),
      fetchCertificate: api.masters.fetchCertificate.handler(({ input, signal }) =>
        backend.masters.fetchCertificate(input.kind, input.origin, signal),
      ),
      acceptCertificate: api.masters.acceptCertificate.handler(({ input }) =>
        backend.masters.acceptCertificate(input.id, input.trust),
      ),
      test: api.masters.test.handler(({ input, signal }) => backend.masters.test(input.id, input.master, signal)),
    },
    desktop: {
      configure: api.desktop.configure.handler(({ input }) => backend.desktop.configure(input)),
      configureRestApi: api.desktop.configureRestApi.handler(({ input }) => backend.desktop.restApi.configure(input)),
      newRestApiToken: api.desktop.newRestApiToken.handler(() => backend.desktop.restApi.newToken()),
      askQuit: api.desktop.askQuit.handler(() => backend.desktop.askQuit()),
      quit: api.desktop.quit.handler(() => backend.desktop.quit()),
      done: api.desktop.done.handler(({ input }) => backend.desktop.done(input.request)),
    },
  });
}

export type ConsoleRouter = ReturnType<typeof createConsoleRouter>;
