import { ipcRenderer } from 'electron';

/**
 * The window's only way out. Nothing is exposed to the page: it asks by a window message and gets one message port, which
 * main hands over after it has checked who asks. Both sides name the page's own origin.
 */
window.addEventListener('message', (event) => {
  if (event.source === window && event.origin === location.origin && event.data === 'nbwss:connect') {
    ipcRenderer.send('nbwss:connect');
  }
});

ipcRenderer.on('nbwss:port', (event) => {
  window.postMessage('nbwss:port', location.origin, [...event.ports]);
});
