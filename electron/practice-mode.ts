import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Practice } from './practice/practice.ts';
import type { RunningService, ServicePlace } from './running-service.ts';

/** Practice mode: its servers, and a service of its own on a folder that goes with it (decision 47). */
export interface PracticeMode extends RunningService {
  readonly practice: Practice;
}

/** Servers to practise with, and where the service beside them is at work. */
export interface PracticeServers {
  readonly practice: Practice;
  readonly place: ServicePlace;
  /** Ends the servers, and removes the folder with all that is in it. */
  close(): Promise<void>;
}

export async function startPracticeServers(): Promise<PracticeServers> {
  const temporary = mkdtempSync(join(tmpdir(), 'nbwss-practice-'));
  const remove = () => rmSync(temporary, { recursive: true, force: true });
  try {
    const folder = join(temporary, 'servers');
    mkdirSync(folder, { mode: 0o700 });
    const { startPractice } = await import('./practice/practice.ts'); // its servers are not for every day
    const practice = await startPractice({ folder });
    const { origin, apiKey } = practice.status().netBackup;
    const { caCertificate } = practice.netBackup;
    const netBackup = { baseUrl: origin, caCertificate, credentials: { kind: 'api-key', apiKey } } as const;
    const close = async () => {
      await practice.close();
      remove();
    };
    return { practice, place: { path: join(temporary, 'data'), environment: 'no proxy', netBackup }, close };
  } catch (error) {
    remove();
    throw error;
  }
}

/** @param running the service beside the servers; it ends before they do */
export function practiceMode({ practice, close }: PracticeServers, running: RunningService): PracticeMode {
  const end = async () => {
    await running.end();
    await close();
  };
  return { ...running, practice, end };
}
