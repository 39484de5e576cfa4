// Preloaded into Electron under test: the app is told that Electron is ready only once Playwright is attached, which then calls
// `__playwright_run`. Without it a window can open in the very moment in which Playwright looks for windows, and neither finds the
// other. Playwright's own loader does the same, but also sets switches (of the key store, too) that our users do not have.
const { app } = require('electron');
const inspector = require('node:inspector');

process.argv.splice(1, 2); // `-r` and this file are nothing that the app is told
const ready = app.whenReady();
const emit = app.emit.bind(app);
/** @type {PromiseWithResolvers<void>} */
const told = Promise.withResolvers();
let isTold = false;
/** @type {unknown[]} */
let readyArguments = [];

app.emit = (event, ...args) => {
  if (event !== 'ready' || isTold) return emit(event, ...args);
  readyArguments = args;
  return app.listenerCount('ready') > 0;
};
app.isReady = () => isTold;
app.whenReady = () => told.promise;

const run = async () => {
  await ready;
  isTold = true;
  told.resolve();
  emit('ready', ...readyArguments);
};
Object.assign(globalThis, { __playwright_run: run });

// The app lets the debugger go before it ends. Else Node says that it waits for the debugger, Playwright then closes its connection, and
// Node can still write to it: that ends the process with SIGSEGV in place of its exit status, about once in 45 times
// (https://github.com/nodejs/node/issues/34833). Without a debugger, as our users have it, there is nothing of that.
process.once('exit', () => inspector.close());
