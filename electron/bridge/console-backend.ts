import type { ActivityUpdate } from '../../shared/activity.ts';
import type { ConsoleUpdate } from '../../shared/console-state.ts';
import type { DesktopChange, DesktopRequest, DesktopStatus } from '../../shared/desktop.ts';
import type { LogUpdate } from '../../shared/log.ts';
import type { NotificationUpdate } from '../../shared/notification-status.ts';
import type { PracticeCommand, PracticeExchange } from '../../shared/practice.ts';
import type { GivenScenario } from '../../shared/practice-scenarios.ts';
import type { RestApiChoice } from '../../shared/rest-api-settings.ts';
import type { MasterBackend } from '../masters/master-backend.ts';
import type { LogAdministration } from '../service/log/log-administration.ts';
import type { NbwssService } from '../service/nbwss-service.ts';

/** The desktop app's REST API, as the window sets it. */
export interface RestApiBackend {
  /** @throws NbwssError `notPossible`, `storeNotWritten` (T-10); nothing has changed then */
  configure(choice: RestApiChoice): Promise<void>;
  /** @throws NbwssError `notPossible`, `storeNotWritten` (T-10); the former token holds then */
  newToken(): void;
}

/** What the desktop app does beside the service. */
export interface DesktopBackend {
  readonly status: DesktopStatus;
  /** @throws NbwssError `notPossible`, `storeNotWritten` (T-10); nothing has changed then */
  configure(change: DesktopChange): void;
  /** REST API and metrics for scripts. */
  readonly restApi: RestApiBackend;
  /** Quits, after the window has asked when connections are up. */
  askQuit(): void;
  /** Quits without asking. */
  quit(): void;
  /** The window has done, or the person has cancelled, what was asked of it. */
  done(request: DesktopRequest['kind']): void;
}

/** What a host gives to the Console API of this computer: the service that is shown now, and practice mode (decision 47). */
export interface ConsoleBackend extends MasterBackend {
  /** The service that the console shows: the real one, or that of practice mode. */
  readonly service: NbwssService;
  /** The log of that service. */
  readonly logs: LogAdministration;
  watch(signal: AbortSignal | undefined): AsyncGenerator<ConsoleUpdate, void, void>;
  /** What happens on the connections of the service that is shown; ends when another one is shown. */
  watchActivity(signal: AbortSignal | undefined): AsyncGenerator<ActivityUpdate, void, void>;
  /** How notifications of the service that is shown stand; ends when another one is shown. */
  watchNotifications(
    groupIds: readonly string[] | undefined,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<NotificationUpdate, void, void>;
  /** The log of the service that is shown; ends when another one is shown. */
  watchLog(signal: AbortSignal | undefined): AsyncGenerator<LogUpdate, void, void>;
  startPractice(): Promise<void>;
  leavePractice(): Promise<void>;
  /** @returns the host name of the practice cloud application that is connected then. @throws NbwssError `notPossible` outside practice mode */
  connectPractice(): Promise<string>;
  /** Of the practice servers. @throws NbwssError `notPossible` outside practice mode */
  sendPracticeCommand(application: string, command: PracticeCommand): Promise<PracticeExchange>;
  setPracticeOnline(application: string | null, online: boolean): Promise<void>;
  triggerPractice(scenario: GivenScenario): Promise<void>;
  /** @throws NbwssError `notPossible` where there is no desktop app */
  readonly desktop: DesktopBackend;
}
