import { activityTexts } from './texts/activity.ts';
import { certificateTexts } from './texts/certificate.ts';
import { desktopTexts } from './texts/desktop.ts';
import { diagnosisTexts } from './texts/diagnosis.ts';
import { endpointImportTexts } from './texts/endpoint-import.ts';
import { frameTexts } from './texts/frame.ts';
import { helpTexts } from './texts/help.ts';
import { logsTexts } from './texts/logs.ts';
import { mastersTexts } from './texts/masters.ts';
import { netbackupTexts } from './texts/netbackup.ts';
import { notificationsTexts } from './texts/notifications.ts';
import { practiceTexts } from './texts/practice.ts';
import { propertiesTexts } from './texts/properties.ts';
import { serverDialogTexts } from './texts/server-dialog.ts';
import { serversTexts } from './texts/servers.ts';
import { stepsTexts } from './texts/steps.ts';

/**
 * Every text of the window, in one place so that it can be translated; a file for each part of it under `texts/`. Labels that the
 * guide prints (`D-…`, `P-…`) are exact. Error strings and their recommended actions are in the error catalogue, which the service
 * shares.
 */
export const texts = {
  product: 'NBWSS Console',
  ...frameTexts,
  ...serversTexts,
  ...serverDialogTexts,
  ...certificateTexts,
  ...endpointImportTexts,
  ...netbackupTexts,
  ...propertiesTexts,
  ...activityTexts,
  ...notificationsTexts,
  ...logsTexts,
  ...practiceTexts,
  ...helpTexts,
  ...stepsTexts,
  ...diagnosisTexts,
  ...mastersTexts,
  ...desktopTexts,
} as const;
