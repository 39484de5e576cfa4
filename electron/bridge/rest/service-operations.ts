import { z } from 'zod';
import type { Clock } from '../../service/clock.ts';
import { assertStarted } from './endpoint-operations.ts';
import { statusExample } from './examples.ts';
import type { Operation } from './operation.ts';
import { statusReport, statusReportSchema } from './status-report.ts';

/** Extensions about the service as a whole. */
export const serviceOperations = (version: string, clock: Clock): readonly Operation[] => [
  {
    method: 'get',
    path: '/nbwss/status',
    id: 'status',
    summary: 'How groups, endpoints and the NetBackup connection are',
    description: 'A group whose last endpoint was deleted is there as long as its backlog is kept.',
    answer: {
      status: 200,
      description: 'As it is now.',
      schema: statusReportSchema,
      examples: { status: { ...statusExample, version } },
    },
    errors: [],
    async run({ service }) {
      assertStarted(service);
      return statusReport(service, version, clock.now());
    },
  },
  {
    method: 'post',
    path: '/nbwss/run',
    id: 'run',
    summary: 'Run the connection process now',
    description: 'For every group, as a regular run. It goes on by itself; a body is not read.',
    answer: { status: 200, description: 'It runs.', schema: z.strictObject({}), examples: { runs: {} } },
    errors: [],
    async run({ service }) {
      assertStarted(service);
      service.runNow();
      return {};
    },
  },
];
