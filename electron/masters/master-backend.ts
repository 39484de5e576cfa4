import type { ActivityUpdate } from '../../shared/activity.ts';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import type { ConsoleUpdate } from '../../shared/console-state.ts';
import type { DesktopChange, DesktopRequest } from '../../shared/desktop.ts';
import type { LogUpdate } from '../../shared/log.ts';
import type {
  GivenMaster,
  GivenMasterTrust,
  MasterList,
  MasterTestStep,
  PresentedByMaster,
  RemoteMasterKind,
} from '../../shared/masters.ts';
import type { NotificationUpdate } from '../../shared/notification-status.ts';
import type { PracticeCommand, PracticeExchange } from '../../shared/practice.ts';
import type { GivenScenario } from '../../shared/practice-scenarios.ts';
import type { RestApiChoice } from '../../shared/rest-api-settings.ts';
import type { LogAdministration } from '../service/log/log-administration.ts';
import type { NbwssService } from '../service/nbwss-service.ts';

/** Methods of one of the service's parts, which elsewhere may take a while. */
type Part<T, Method extends keyof T> = {
  readonly [Name in Method]: T[Name] extends (...given: infer Given) => infer Result
    ? (...given: Given) => Result | Promise<Awaited<Result>>
    : never;
};

/** What the Console API asks of the service of one master server. What it cannot do it refuses with `notPossible`. */
export interface MasterService extends Part<NbwssService, 'retry' | 'runNow' | 'setProperties' | 'configureProxy'> {
  row(hostName: string): EndpointStatus | undefined;
  readonly details: Part<NbwssService['details'], 'readDetailsFile' | 'validateFile' | 'validateUrl'>;
  readonly endpoints: Part<
    NbwssService['endpoints'],
    | 'add'
    | 'renew'
    | 'presentedCertificate'
    | 'acceptedCertificate'
    | 'acceptCertificate'
    | 'setCommandPolicy'
    | 'reconnect'
    | 'activate'
    | 'deactivate'
    | 'delete'
  >;
  readonly vault: Part<NbwssService['vault'], 'rotateKey'>;
  readonly diagnosis: Part<NbwssService['diagnosis'], 'run'>;
  readonly netBackup: Part<
    NbwssService['netBackup'],
    'configure' | 'readCaCertificates' | 'fetchCaCertificate' | 'test'
  >;
  readonly history: Part<NbwssService['history'], 'search' | 'export' | 'configure'>;
  readonly notifications: Part<NbwssService['notifications'], 'pollNow' | 'samples' | 'waitingBatch' | 'discard'>;
}

/** One master server behind the Console API: this computer, or one elsewhere. Its frame says what it can do. */
export interface MasterBackend {
  readonly service: MasterService;
  readonly logs: Part<LogAdministration, 'export' | 'openFolder'>;
  watch(signal: AbortSignal | undefined): AsyncGenerator<ConsoleUpdate, void, void>;
  watchActivity(signal: AbortSignal | undefined): AsyncGenerator<ActivityUpdate, void, void>;
  watchNotifications(
    groupIds: readonly string[] | undefined,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<NotificationUpdate, void, void>;
  watchLog(signal: AbortSignal | undefined): AsyncGenerator<LogUpdate, void, void>;
  startPractice(): Promise<void>;
  leavePractice(): Promise<void>;
  connectPractice(): Promise<string>;
  sendPracticeCommand(application: string, command: PracticeCommand): Promise<PracticeExchange>;
  setPracticeOnline(application: string | null, online: boolean): Promise<void>;
  triggerPractice(scenario: GivenScenario): Promise<void>;
  readonly desktop: {
    configure(change: DesktopChange): void;
    askQuit(): void;
    quit(): void;
    done(request: DesktopRequest['kind']): void;
    readonly restApi: { configure(choice: RestApiChoice): Promise<void>; newToken(): void };
  };
  readonly masters: MastersBackend;
  /** Aborted when this master server was removed, or its settings were changed: its channels are closed then. */
  readonly ended?: AbortSignal;
}

/** The list of master servers, and what an administrator does with it. */
export interface MastersBackend {
  watch(signal: AbortSignal | undefined): AsyncGenerator<MasterList, void, void>;
  /** @returns its id. @throws NbwssError `masterNotValid`, T-10; nothing has changed then */
  add(given: GivenMaster): string;
  /** @throws NbwssError `masterNotFound`, `masterNotValid`, T-10; nothing has changed then */
  edit(id: string, given: GivenMaster): void;
  rename(id: string, name: string): void;
  remove(ids: readonly string[]): void;
  /** @throws NbwssError `masterNotFound` */
  askNow(ids: readonly string[]): void;
  /** @throws NbwssError `masterNotValid`, `masterNotReached`, `caNotFetched` */
  fetchCertificate(kind: RemoteMasterKind, origin: string, signal?: AbortSignal): Promise<PresentedByMaster>;
  acceptCertificate(id: string, trust: GivenMasterTrust): void;
  /** @throws NbwssError `masterNotFound`, `masterNotValid`, before anything is tried */
  test(id: string | undefined, given: GivenMaster, signal?: AbortSignal): AsyncGenerator<MasterTestStep, void, void>;
}
