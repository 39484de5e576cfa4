import { describe, expect, it } from 'vitest';
import { useServers } from '../support/open-servers.ts';
import type { ServiceBench } from '../support/service-bench.ts';

const second = 1000;
const minute = 60 * second;
const notices = ({ logged }: ServiceBench) =>
  logged.filter(({ event }) => event === 'notice').map(({ level, fields }) => ({ level, ...fields }));

describe('people are told when a group loses its last connection', () => {
  const { bench, cloud } = useServers();

  it('an outage is in the log with its group and cause, and so is the return', async () => {
    const application = await cloud();
    const console = bench({ properties: 'connectionInfo.period=5' });
    await console.add(application);
    await console.connected('localhost');
    await application.setOnline(false);
    await console.failed('localhost');
    await console.clock.advance(12 * second);
    expect(notices(console)).toEqual([
      {
        level: 'warn',
        group: 'sg1',
        detail: expect.stringMatching(/^sg1 lost its connection\. localhost: The cloud application closed/),
      },
    ]);
    await console.failed('localhost'); // an attempt of these seconds may be under way, which runNow would join
    await application.setOnline(true);
    console.service.runNow();
    await console.connected('localhost');
    await console.clock.advance(2 * second);
    expect(notices(console)[1]).toMatchObject({
      level: 'info',
      group: 'sg1',
      detail: expect.stringMatching(
        /^sg1 is connected again\. localhost serves it\. It was without connection for \d+ s\.$/,
      ),
    });
  });

  it('Deactivate, Delete and a stop are told to nobody', async () => {
    const application = await cloud();
    const console = bench();
    await console.add(application);
    await console.connected('localhost');
    console.service.endpoints.deactivate(['localhost']);
    await console.until('it is closed', () => console.row('localhost').connectionState === 'DISCONNECTED');
    await console.clock.advance(minute);
    await console.service.endpoints.activate(['localhost']);
    await console.connected('localhost');
    console.service.endpoints.delete(['localhost']);
    await console.clock.advance(minute);
    await console.service.stop();
    await console.clock.advance(minute);
    expect(notices(console)).toEqual([]);
  });
});
