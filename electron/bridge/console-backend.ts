import type { DesktopChange, DesktopRequest, DesktopStatus, TakenFiles } from '../../shared/desktop.ts';
import type { RestApiChoice } from '../../shared/rest-api-settings.ts';
import type { UpdateSettings } from '../../shared/updates.ts';
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

/** The desktop app's search for updates, as the window sets it. */
export interface UpdatesBackend {
  /** @throws NbwssError `notPossible`, `storeNotWritten` (T-10); nothing has changed then */
  configure(settings: UpdateSettings): void;
  /** @throws NbwssError `notPossible` without an address */
  check(): Promise<void>;
}

/** What the desktop app does beside the service. */
export interface DesktopBackend {
  readonly status: DesktopStatus;
  /** @throws NbwssError `notPossible`, `storeNotWritten` (T-10); nothing has changed then */
  configure(change: DesktopChange): void;
  /** REST API and metrics for scripts. */
  readonly restApi: RestApiBackend;
  /** Looks for later versions. */
  readonly updates: UpdatesBackend;
  /** Endpoint files that the system opened; each is given out once. */
  takeFiles(): TakenFiles;
  /** Quits, after the window has asked when connections are up. */
  askQuit(): void;
  /** Quits without asking. */
  quit(): void;
  /** The window has done, or the person has cancelled, what was asked of it. */
  done(request: DesktopRequest['kind']): void;
}

/** What a host gives to the Console API of this computer: the service that is shown now, and practice mode (decision 47). */
export interface ConsoleBackend extends MasterBackend<DesktopBackend> {
  /** The service that the console shows: the real one, or that of practice mode. */
  readonly service: NbwssService;
  /** The log of that service. */
  readonly logs: LogAdministration;
}
