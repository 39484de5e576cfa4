import { afterEach } from 'vitest';
import { type CloudApplicationOptions, PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { ByteServer, type ByteServerOptions } from './byte-server.ts';
import { ServiceBench, type ServiceBenchOptions } from './service-bench.ts';

/** Opens what a test needs, and closes it after the test in the opposite order. Call it inside `describe`. */
export function useServers() {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const server of open.splice(0).reverse()) await server.close();
  });
  const closeLater = <T extends { close(): Promise<void> }>(server: T): T => {
    open.push(server);
    return server;
  };
  return {
    closeLater,
    /** The real service on a folder of its own. */
    bench: (options: ServiceBenchOptions = {}) => closeLater(new ServiceBench(options)),
    /** A practice cloud application of the group `sg1`. */
    cloud: async (options: CloudApplicationOptions = {}) =>
      closeLater(await PracticeCloudApplication.start({ groupId: 'sg1', ...options })),
    /** A server whose every byte the test writes out. */
    byteServer: async (options: ByteServerOptions = {}) => closeLater(await ByteServer.start(options)),
  };
}
