import type { MenuItemConstructorOptions } from 'electron';
import type { ZoomChange } from './zoom.ts';

/** What items do that are not the system's own. */
export interface ApplicationMenuActions {
  showWindow(): void;
  zoom(change: ZoomChange): void;
  askQuit(): void;
}

/**
 * The menu bar of macOS, which is the system's. Elsewhere the window has its own one only. Copying, hiding and the like are
 * roles; quitting is not, because it asks while connections are up.
 */
export function applicationMenu(name: string, actions: ApplicationMenuActions): MenuItemConstructorOptions[] {
  const line = { type: 'separator' } as const;
  const zoom = (label: string, accelerator: string, change: ZoomChange) => ({
    label,
    accelerator,
    click: () => actions.zoom(change),
  });
  return [
    {
      label: name,
      submenu: [
        { role: 'about' },
        line,
        { role: 'services' },
        line,
        { role: 'hide' },
        { role: 'hideOthers' },
        { role: 'unhide' },
        line,
        { label: `Quit ${name}`, accelerator: 'Command+Q', click: () => actions.askQuit() },
      ],
    },
    {
      label: 'Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        line,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: 'View',
      submenu: [
        zoom('Actual Size', 'Command+0', 'reset'),
        zoom('Zoom In', 'Command+Plus', 'in'),
        zoom('Zoom Out', 'Command+-', 'out'),
        line,
        { role: 'togglefullscreen' },
      ],
    },
    {
      label: 'Window',
      role: 'window',
      submenu: [
        { role: 'minimize' },
        { role: 'zoom' },
        { role: 'close' },
        line,
        { label: `Open ${name}`, click: () => actions.showWindow() },
        { role: 'front' },
      ],
    },
  ];
}
