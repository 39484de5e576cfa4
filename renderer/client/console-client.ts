import type { ContractRouterClient } from '@orpc/contract';
import type { ConsoleApi } from '../../shared/console-api.ts';

/** The Console API as the window calls it. The contract is imported as a type only, so that no schema library gets in. */
export type ConsoleClient = ContractRouterClient<ConsoleApi>;

/** A way to the service: Electron's message port or the browser's WebSocket. */
export interface Transport {
  /**
   * Resolves with a client whose calls reach the service. May be called again after a loss.
   * @throws TokenNeeded when only the address that the service printed helps
   */
  connect(signal: AbortSignal): Promise<ConsoleClient>;
  /** Closes the way. The next `connect` opens another one. */
  close(): void;
}

/** The service refuses this browser: it needs the token of the address that the service printed. */
export class TokenNeeded extends Error {
  override readonly name = 'TokenNeeded';
  /** A token was given, and it is not that of the service. */
  readonly isWrong: boolean;

  constructor({ isWrong }: { isWrong: boolean }) {
    super();
    this.isWrong = isWrong;
  }
}

/** A call was made, or was under way, while there was no connection to the service. */
export class Disconnected extends Error {
  override readonly name = 'Disconnected';
}
