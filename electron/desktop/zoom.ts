/** The steps of a browser. */
const steps = [0.5, 0.67, 0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];
export const minZoom = 0.5;
export const maxZoom = 2;

export type ZoomChange = 'in' | 'out' | 'reset';

/** The factor after a change; 1 is 100 %. It stays within 50 % and 200 %. */
export function zoomed(factor: number, change: ZoomChange): number {
  if (change === 'reset') return 1;
  const tolerance = 0.005; // Chromium keeps a logarithm, and gives back 1.2499999
  if (change === 'in') return steps.find((step) => step > factor + tolerance) ?? maxZoom;
  return steps.findLast((step) => step < factor - tolerance) ?? minZoom;
}

const keys: Readonly<Record<string, ZoomChange>> = { '+': 'in', '=': 'in', '-': 'out', _: 'out', '0': 'reset' };

interface KeyInput {
  readonly type: string;
  readonly key: string;
  readonly control: boolean;
  readonly meta: boolean;
  readonly alt: boolean;
}

/** Ctrl (on a Mac Command) with plus, minus or zero; `undefined` for any other key. */
export function zoomKey({ type, key, control, meta, alt }: KeyInput, platform: string): ZoomChange | undefined {
  const isCommand = platform === 'darwin' ? meta && !control : control && !meta;
  return type === 'keyDown' && isCommand && !alt ? keys[key] : undefined;
}
