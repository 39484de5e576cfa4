import { setImmediate } from 'node:timers/promises';
import { Zip, ZipDeflate } from 'fflate';

/** A file of the archive; its text comes in parts, each made only when the one before was packed. */
export interface ZippedFile {
  readonly name: string;
  readonly parts: Iterable<string> | AsyncIterable<string>;
}

/** Packs files one after the other into a ZIP archive, and gives its bytes as they come. Other work goes on between the parts. */
export async function* zipOf(files: Iterable<ZippedFile>, now: number): AsyncGenerator<Uint8Array, void, void> {
  let packed: Uint8Array[] = [];
  let failure: Error | undefined;
  const zip = new Zip((error, chunk) => {
    if (error) failure = error;
    else packed.push(chunk);
  });
  const taken = () => {
    if (failure) throw failure;
    const bytes = Buffer.concat(packed);
    packed = [];
    return bytes;
  };
  for (const { name, parts } of files) {
    const file = new ZipDeflate(name, { level: 6 });
    file.mtime = now;
    zip.add(file);
    for await (const part of parts) {
      file.push(Buffer.from(part, 'utf8'));
      const bytes = taken();
      if (bytes.length > 0) yield bytes;
      await setImmediate();
    }
    file.push(new Uint8Array(), true);
  }
  zip.end();
  yield taken();
}
