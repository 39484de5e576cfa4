import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CommandHistory } from '../../electron/service/history/command-history.ts';
import { type CommandRecord, presetKeeping } from '../../shared/command-history.ts';
import { ManualClock } from './manual-clock.ts';

export const command = (given: Partial<CommandRecord> = {}): CommandRecord => ({
  time: Date.UTC(2026, 0, 15, 12),
  endpoint: 'cloud1.nebula.com',
  group: 'sg1',
  id: 'A1',
  method: 'GET',
  path: '/netbackup/admin/jobs',
  status: 200,
  duration: 12.5,
  requestBytes: 0,
  responseBytes: 345,
  verdict: 'relayed',
  ...given,
});

/** Fills the history of a data folder, as a service that ran on it would have. */
export async function seedHistory(dataFolder: string, commands: readonly CommandRecord[]): Promise<void> {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet, close: () => Promise.resolve() };
  const file = join(dataFolder, 'history.sqlite');
  const history = new CommandHistory(
    { file, clock: new ManualClock(), log, token: quiet, changed: quiet },
    presetKeeping,
  );
  await Promise.all(commands.map((given) => history.record(given)));
  await history.close();
}
