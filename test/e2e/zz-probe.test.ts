import { it } from 'vitest';
import { ConsoleDesk } from '../support/console-desk.ts';
import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
it('probe', async () => {
  const desk = await ConsoleDesk.open();
  const app = await PracticeCloudApplication.start({});
  try {
    const c = await desk.openPage('chromium/probe', { prepare: async ({ page }) => {
      page.on('websocket', (ws) => {
        ws.on('framesent', ({ payload }) => console.log('>', typeof payload, String(payload).slice(0, 400)));
        ws.on('framereceived', ({ payload }) => console.log('<', typeof payload, String(payload).slice(0, 400)));
      });
    } });
    await c.servers().getByText('No WebSocket servers have been added').waitFor();
    const dialog = await c.openServerDialog();
    await c.chooseFile(dialog, { name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(app.details)) });
    await dialog.getByRole('button', { name: 'Validate' }).click();
    await c.dialog('SSL Certificate').getByRole('button', { name: 'Accept' }).click();
    await dialog.getByRole('button', { name: 'Add Host' }).click();
    await c.rowShows('localhost', 'CONNECTED');
    const b = await c.openServerDialog();
    await c.chooseFile(b, { name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{') });
    await b.getByRole('alert').waitFor();
    console.log(JSON.stringify(await b.getByRole('alert').innerText()));
    console.log(c.complaints);
  } finally { await desk.close(); await app.close(); }
});
