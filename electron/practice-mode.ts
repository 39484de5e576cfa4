import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Practice } from './practice/practice.ts';
import type { RunningService, ServicePlace } from './running-service.ts';

/** Practice mode: its servers, and a service of its own on a folder that goes with it (decision 47). */
export interface PracticeMode extends RunningService {
  readonly practice: Practice;
}

/** @param run starts the service of practice mode */
export async function startPracticeMode(run: (place: ServicePlace) => RunningService): Promise<PracticeMode> {
  const temporary = mkdtempSync(join(tmpdir(), 'nbwss-practice-'));
  const remove = () => rmSync(temporary, { recursive: true, force: true });
  let practice: Practice | undefined;
  try {
    const folder = join(temporary, 'servers');
    mkdirSync(folder, { mode: 0o700 });
    const { startPractice } = await import('./practice/practice.ts'); // its servers are not for every day
    const servers = await startPractice({ folder });
    practice = servers;
    const { origin, apiKey } = servers.status().netBackup;
    const running = run({
      path: join(temporary, 'data'),
      environment: 'no proxy',
      netBackup: {
        baseUrl: origin,
        caCertificate: servers.netBackup.caCertificate,
        credentials: { kind: 'api-key', apiKey },
      },
    });
    const end = async () => {
      await running.end();
      await servers.close();
      remove();
    };
    return { ...running, practice: servers, end };
  } catch (error) {
    await practice?.close();
    remove();
    throw error;
  }
}
