import { activityTexts } from './texts/activity.ts';
import { desktopTexts } from './texts/desktop.ts';
import { frameTexts } from './texts/frame.ts';
import { helpTexts } from './texts/help.ts';
import { netbackupTexts } from './texts/netbackup.ts';
import { notificationsTexts } from './texts/notifications.ts';
import { practiceTexts } from './texts/practice.ts';
import { propertiesTexts } from './texts/properties.ts';
import { serverDialogTexts } from './texts/server-dialog.ts';
import { serversTexts } from './texts/servers.ts';

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
  ...netbackupTexts,
  ...propertiesTexts,
  ...activityTexts,
  ...notificationsTexts,
  ...practiceTexts,
  ...helpTexts,
  ...desktopTexts,
} as const;
