import type { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import type { EndpointDetails } from '../../shared/endpoint-details.ts';
import { ServiceBench } from './service-bench.ts';

/**
 * Saves endpoints in a data folder, as an administrator would have before: all at one cloud application, each with a host
 * name, a URL and, where nothing else is said, a group of its own.
 */
export async function seedEndpoints(
  dataFolder: string,
  application: PracticeCloudApplication,
  endpoints: readonly (Pick<EndpointDetails, 'hostName'> & Partial<EndpointDetails>)[],
): Promise<void> {
  const bench = new ServiceBench({ dataFolder });
  try {
    for (const endpoint of endpoints) {
      const url = `${application.endpointUrl}?of=${endpoint.hostName}`;
      await bench.add({
        details: { ...application.details, groupId: `group of ${endpoint.hostName}`, url, ...endpoint },
      });
    }
  } finally {
    await bench.close();
  }
}
