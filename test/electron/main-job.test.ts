import { describe, it } from 'vitest';
import { openDesktopApp } from '../support/desktop-app.ts';
import { doTheMainJob } from '../support/main-job.ts';

describe('the main job in the desktop app', () => {
  it('D-1, D-3 to D-18, P-1 to P-9, C-5, X-9, Z-1, Z-2: from an empty folder to a relayed call and back', async () => {
    await using app = await openDesktopApp('electron');
    await doTheMainJob(app.console);
  });
});
