import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { openChromium } from './chromium.ts';
import { ConsolePage } from './console-page.ts';
import { type OwnProcess, type Ready, startHeadless } from './headless-process.ts';

export interface DeskOptions {
  /** Fills the data folder before the host starts on it. */
  seed?: (dataFolder: string) => Promise<void> | void;
  /** Flags of the headless host; may put files that they name into a folder beside the data folder. */
  args?: (folder: string) => string[];
}

/** A headless host on a data folder of its own, and a real browser before it. */
export class ConsoleDesk {
  readonly host: OwnProcess;
  readonly ready: Ready;
  readonly browser: Browser;
  readonly dataFolder: string;
  readonly #temporary: string;

  private constructor(host: OwnProcess, ready: Ready, browser: Browser, temporary: string) {
    this.host = host;
    this.ready = ready;
    this.browser = browser;
    this.dataFolder = ready.data;
    this.#temporary = temporary;
  }

  static async open({ seed, args }: DeskOptions = {}): Promise<ConsoleDesk> {
    const temporary = mkdtempSync(join(tmpdir(), 'nbwss-test-'));
    const data = join(temporary, 'data');
    await seed?.(data);
    const host = startHeadless(['--data', data, ...(args?.(temporary) ?? [])]);
    try {
      const ready = await host.ready();
      return new ConsoleDesk(host, ready, await openChromium(), temporary);
    } catch (error) {
      await host.end();
      throw error;
    }
  }

  /** Where the host serves its console. */
  get origin(): string {
    return new URL(this.ready.console).origin;
  }

  /**
   * A browser that knows nothing yet: no cookie, no storage.
   * @param motion whether the window moves what comes and goes, as for most people. It costs a seventh of the time of a test.
   */
  newContext(motion = false): Promise<BrowserContext> {
    const reducedMotion = motion ? 'no-preference' : 'reduce';
    return this.browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion });
  }

  /**
   * A page in a browser that knows nothing yet.
   * @param shots folder under test/results/ for the screenshots
   * @param address default: the one that the host printed
   * @param prepare is called before anything is loaded
   * @param motion see {@link newContext}
   */
  async openPage(
    shots: string,
    {
      address = this.ready.console,
      prepare,
      motion = false,
    }: { address?: string; prepare?: (page: ConsolePage) => Promise<void>; motion?: boolean } = {},
  ): Promise<ConsolePage> {
    const console = new ConsolePage(await (await this.newContext(motion)).newPage(), shots);
    await prepare?.(console);
    await console.page.goto(address);
    return console;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.host.end();
    rmSync(this.#temporary, { recursive: true, force: true });
  }
}
