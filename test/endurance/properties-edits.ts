import { renameSync, writeFileSync } from 'node:fs';
import { shippedPropertiesFile } from '../../shared/properties.ts';
import type { Random } from '../fuzz/random.ts';

/** What an administrator writes into nbwss.properties; the last one is refused, and what held before goes on holding. */
const edits: readonly [string, ...string[]] = [
  'notification.sendTimeout=500',
  'notification.sendTimeout=1500',
  'keepAlive.scheduledRate=2',
  'connectionInfo.period=2',
  'notification.sendTimeout=soon',
];

/** Edits the file as an editor does: a new one takes the place of the old one. */
export function editProperties(file: string, random: Random): void {
  const edit = random.of(edits);
  const [name = ''] = edit.split('=');
  const ground = shippedPropertiesFile
    .replace('notification.scheduledRate=5', 'notification.scheduledRate=1')
    .replace('keepAlive.scheduledRate=30', 'keepAlive.scheduledRate=1');
  const text = ground.replace(new RegExp(`^${name}=.*$`, 'm'), edit);
  writeFileSync(`${file}.new`, `${text}\nnotification.imageScanPeriod=1\n`);
  renameSync(`${file}.new`, file);
}
