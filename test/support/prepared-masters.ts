import type { Page } from 'playwright-core';
import { type ErrorCode, NbwssError } from '../../shared/error-catalogue.ts';
import type { MasterStatus } from '../../shared/masters.ts';
import { tamperWithFrames } from './console-frames.ts';
import { masterStatus } from './master-status.ts';

const failures: [ErrorCode, string][] = [
  ['masterNotReached', 'connect ETIMEDOUT 10.1.2.3:1556'],
  ['masterNotTrusted', 'It presents another certificate than the accepted one'],
  ['masterNotSignedIn', 'It answered 401'],
  ['masterNotUnderstood', 'It is not JSON'],
  ['masterFailed', 'It answered 500'],
  ['masterCredentialsNotRead', ''],
];

/** 20 master servers beside this computer: six that fail, one that has not answered yet, one with a very long name. */
export function preparedMasters(): MasterStatus[] {
  const now = Date.now();
  return Array.from({ length: 20 }, (_, index): MasterStatus => {
    const id = `m${index + 1}`;
    const failure = index % 3 === 2 ? failures[(index - 2) / 3] : undefined;
    const isHeadless = index % 2 === 1;
    const change: Partial<MasterStatus> = {
      id,
      name: index === 7 ? 'Datacenter Nordrhein-Westfalen, second floor, tape library room' : `site-${id}.example`,
      kind: isHeadless ? 'headless host' : 'NetBackup',
      origin: `https://site-${id}.example:1556`,
      credentials: { kind: isHeadless ? 'token' : 'api-key' },
      lastAnswer: index === 3 ? null : now - index * 40_000,
      version: isHeadless ? '0.1.0' : 'API 12.0',
      counts:
        index === 3
          ? null
          : {
              endpoints: 40 + index * 311,
              activated: 38 + index * 300,
              connected: 12 + index * 90,
              groupsWithoutConnection: index % 5 === 4 ? 3 : 0,
              undelivered: isHeadless ? index * 1234 : null,
            },
      state: index === 3 ? 'asking' : 'ok',
    };
    if (!failure) return masterStatus(change);
    const [code, cause] = failure;
    const problem = new NbwssError(code, { causes: cause === '' ? [] : [cause] }).report;
    return masterStatus({ ...change, state: 'failing', problem });
  });
}

/** Has the page show these beside this computer. To be called before the page is loaded. */
export async function showPreparedMasters(page: Page, masters: readonly MasterStatus[]): Promise<void> {
  const replace = (key: string, value: unknown): unknown =>
    key === 'masters' && Array.isArray(value) ? [...value.slice(0, 1), ...masters] : value;
  await tamperWithFrames(page, {
    received: (text) => (text.includes('"masters":[') ? JSON.stringify(JSON.parse(text, replace)) : text),
  });
}
