const { app, BrowserWindow } = require('electron');

/** The least that opens a window of the size that ours has, with the same protection of its page. */
app.whenReady().then(() => {
  const webPreferences = { sandbox: true, contextIsolation: true, nodeIntegration: false };
  new BrowserWindow({ width: 1280, height: 800, webPreferences }).loadURL('data:text/html,<h1>empty</h1>');
});
