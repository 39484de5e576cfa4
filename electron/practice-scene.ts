import { readFileSync } from 'node:fs';
import type { Practice } from './practice/practice.ts';
import type { NbwssService } from './service/nbwss-service.ts';

/** Adds the first practice cloud application as an administrator would, certificate accepted (decision 47). */
export async function showAtWork(service: NbwssService, practice: Practice): Promise<void> {
  const [first] = practice.status().applications;
  if (!first) throw new Error('practice mode has no cloud application');
  const { details } = service.details.readDetailsFile(readFileSync(first.detailsFile));
  const { certificate } = await service.details.validateFile(details);
  await service.endpoints.add(details, certificate.pem, 'certificate');
  practice.runBackupsNowAndThen();
}
