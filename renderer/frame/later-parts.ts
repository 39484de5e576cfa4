import { ActivityPane } from '../activity/activity-pane.tsx';
import { LogsPane } from '../logs/logs-pane.tsx';
import { MastersPane } from '../masters/masters-pane.tsx';
import { NetBackupPane } from '../netbackup/netbackup-pane.tsx';
import { NotificationsPane } from '../notifications/notifications-pane.tsx';
import { PracticePane } from '../practice/practice-pane.tsx';
import { PropertiesPane } from '../properties/properties-pane.tsx';
import { Dialogs } from './dialogs.tsx';

/** What nobody sees in the first picture, and what is loaded as one after it: all panes but the list, and the dialogs. */
export const laterParts = {
  ActivityPane,
  LogsPane,
  MastersPane,
  NetBackupPane,
  NotificationsPane,
  PracticePane,
  PropertiesPane,
  Dialogs,
};
