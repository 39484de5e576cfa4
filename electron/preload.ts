import { ipcRenderer } from 'electron';

/**
 * The window's only way out. Nothing is exposed to the page: it asks by a window message that names a master server, and gets one
 * message port to it, which main hands over after it has checked who asks. Both sides name the page's own origin.
 */
window.addEventListener('message', (event) => {
  if (event.source === window && event.origin === location.origin && event.data?.nbwss === 'connect') {
    ipcRenderer.send('nbwss:connect', event.data.master);
  }
});

ipcRenderer.on('nbwss:port', (event, master: unknown) => {
  window.postMessage({ nbwss: 'port', master }, location.origin, [...event.ports]);
});
