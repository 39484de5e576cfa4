/** Gives a text, or parts of a file, to the browser, or to the desktop app, to be saved as a file: it asks where, or uses its download folder. */
export function saveFile(name: string, type: string, parts: readonly BlobPart[]): void {
  const url = URL.createObjectURL(new Blob([...parts], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download begins after this event, and needs the address until then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** A name as a part of a file name that every system takes; empty where nothing of it can be. */
export const namePart = (name: string): string =>
  name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._]+/gu, '-')
    .slice(0, 60)
    .replace(/^[.-]+|[.-]+$/g, '');

/** Such as `commands-2026-01-15T12-00-00.csv`. */
export const fileNameOf = (what: string, extension: string, now: Date): string =>
  `${what}-${now.toISOString().slice(0, 19).replaceAll(':', '-')}.${extension}`;
