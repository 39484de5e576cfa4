/** What nobody sees in the first picture, and what is loaded as one after it: all panes but the list, and the dialogs. */
export { ActivityPane } from '../activity/activity-pane.tsx';
export { LogsPane } from '../logs/logs-pane.tsx';
export { MastersPane } from '../masters/masters-pane.tsx';
export { NetBackupPane } from '../netbackup/netbackup-pane.tsx';
export { NotificationsPane } from '../notifications/notifications-pane.tsx';
export { PracticePane } from '../practice/practice-pane.tsx';
export { PropertiesPane } from '../properties/properties-pane.tsx';
export { Dialogs } from './dialogs.tsx';
