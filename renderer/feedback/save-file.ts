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

/** Such as `commands-2026-01-15T12-00-00.csv`. */
export const fileNameOf = (what: string, extension: string, now: Date): string =>
  `${what}-${now.toISOString().slice(0, 19).replaceAll(':', '-')}.${extension}`;
