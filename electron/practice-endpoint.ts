import { readFileSync } from 'node:fs';
import type { Practice } from './practice/practice.ts';
import type { NbwssService } from './service/nbwss-service.ts';

/**
 * Decision 47: has the first practice cloud application connected as an administrator would, by its details file and its
 * certificate, which is accepted. One that is saved already gets its credentials anew and is activated. A small backup begins,
 * and then one each minute. Nothing is done while a practice cloud application is connected.
 * @returns the host name of the one that is connected, or about to be
 * @throws NbwssError as adding and renewing do
 */
export async function connectPracticeApplication(service: NbwssService, practice: Practice): Promise<string> {
  const { applications } = practice.status();
  const [first] = applications;
  if (!first) throw new Error('practice mode has no cloud application');
  // Both ends have to say so: one may not know yet that the other has closed.
  const connected = applications.find(
    (application) => application.connected && service.row(application.hostName)?.connectionState === 'CONNECTED',
  );
  if (connected) return connected.hostName;
  // Before the group is there: a job that runs when its notifications begin is told at once.
  practice.runBackupsNowAndThen();
  await practice.setOnline(first.id, true);
  const saved = service.row(first.hostName);
  const { details } = service.details.readDetailsFile(readFileSync(first.detailsFile), saved?.hostName);
  const { certificate } = await service.details.validateFile(details, saved?.hostName);
  if (!saved) {
    await service.endpoints.add(details, certificate.pem, 'certificate');
    return first.hostName;
  }
  await service.endpoints.renew(saved.hostName, details, certificate.pem, 'certificate');
  if (saved.state === 'DEACTIVATED') await service.endpoints.activate([saved.hostName]);
  return first.hostName;
}
