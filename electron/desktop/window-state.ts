import { replaceFile } from '../service/durable-file.ts';
import { NotPlainFileError, readPlainFile } from '../service/plain-file.ts';
import { maxZoom, minZoom } from './zoom.ts';

/** The smallest window, in pixels at 100 %. */
export const minSize = { width: 1024, height: 640 };
const presetSize = { width: 1280, height: 800 };
/** So much of the window's top must be on a screen for a person to move it, in pixels. */
const grip = { width: 120, height: 40 };

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowState {
  /** Of the window that is not maximised. */
  readonly bounds: Rectangle;
  readonly isMaximised: boolean;
  /** 1 is 100 %. */
  readonly zoom: number;
}

/** Bytes; it has some hundred. */
const maxBytes = 64 * 1024;

/**
 * What the window remembers over a restart; `undefined` when there is nothing that can be used.
 * @param report is told why a file that is there cannot be used
 */
export function readWindowState(file: string, report: (line: string) => void): WindowState | undefined {
  try {
    return asWindowState(JSON.parse(readPlainFile(file, maxBytes).toString('utf8')));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined; // never written
    const why = error instanceof NotPlainFileError ? error.message : (code ?? 'it is damaged');
    report(`window-state.json cannot be used (${why}): the window opens as at the first time.`);
    return undefined;
  }
}

/** Without a schema: this is read before the window is made, and a library of schemas would come with it. @throws SyntaxError */
function asWindowState(value: unknown): WindowState {
  const { bounds, isMaximised, zoom } = fieldsOf(value);
  const { x, y, width, height } = fieldsOf(bounds);
  const isPlace = isWhole(x) && isWhole(y) && isWhole(width) && isWhole(height) && width > 0 && height > 0;
  const isZoom = typeof zoom === 'number' && zoom >= minZoom && zoom <= maxZoom;
  if (!isPlace || !isZoom || typeof isMaximised !== 'boolean') throw new SyntaxError('no state of a window');
  return { bounds: { x, y, width, height }, isMaximised, zoom };
}

const fieldsOf = (value: unknown) => (value ?? {}) as Partial<Record<string, unknown>>;
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

/** @throws the system's error */
export function saveWindowState(file: string, state: WindowState): void {
  replaceFile(file, JSON.stringify(state));
}

/** Where a window opens; without `x` and `y` the system puts it in the middle of the main screen. */
export type Place = Pick<Rectangle, 'width' | 'height'> & Partial<Pick<Rectangle, 'x' | 'y'>>;

/**
 * Where the window opens on the screens that there are now: where it was, if it can be seen and moved there. It is not larger
 * than its screen, nor smaller than {@link minSize}.
 * @param workAreas the screens without bars and docks, the main one first
 */
export function placeOnScreens(bounds: Rectangle | undefined, workAreas: readonly Rectangle[]): Place {
  const isThere = (area: Rectangle) => bounds !== undefined && isReachable(bounds, area);
  const home = workAreas.find(isThere);
  const area = home ?? workAreas[0];
  const wanted = bounds ?? presetSize;
  const size = {
    width: Math.max(minSize.width, Math.min(wanted.width, area?.width ?? wanted.width)),
    height: Math.max(minSize.height, Math.min(wanted.height, area?.height ?? wanted.height)),
  };
  return home && bounds ? { x: bounds.x, y: bounds.y, ...size } : size;
}

/** Whether enough of the window's top is within the area. */
function isReachable({ x, y, width }: Rectangle, area: Rectangle): boolean {
  const seen = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  return seen >= grip.width && y >= area.y && y <= area.y + area.height - grip.height;
}
