import { thisComputerId } from '../shared/master-terms.ts';
import { browserTransport, followAddress, takeToken } from './client/browser-transport.ts';
import { ConsoleChannels } from './client/console-channels.ts';
import { electronTransport } from './client/electron-transport.ts';

/**
 * The page asks for its channel first. What draws it is loaded and run meanwhile, and mostly finds the state there: drawn once with
 * it, it is there sooner than drawn without it and then anew.
 */

/** So long does a page that could be drawn wait for the state, in milliseconds; then it says that the service starts. */
const patience = 300;

const isDesktop = location.protocol === 'app:';
/** Only this computer's channel buys the session; the others come after it, and are opened by the same cookie. */
const token = isDesktop ? undefined : takeToken();
const channels = new ConsoleChannels((master) =>
  isDesktop ? electronTransport(master) : browserTransport(master, master === thisComputerId ? token : undefined),
);
if (!isDesktop) followAddress();
channels.start();

const toldOrLate = Promise.race([
  channels.own.until(({ link }) => link !== 'connecting'),
  new Promise<void>((resolve) => setTimeout(resolve, patience)),
]);
void import('./frame/draw-console.tsx').then(async ({ drawConsole, loadLaterParts }) => {
  await toldOrLate;
  drawConsole(channels);
  requestIdleCallback(loadLaterParts, { timeout: patience });
});
