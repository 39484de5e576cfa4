/** A PNG of a square picture, and how many pixels a side has. */
export interface SizedPng {
  readonly size: number;
  readonly png: Buffer;
}

/** An .ico for Windows: a directory of pictures, each as a PNG. Takes those of up to 256 pixels. */
export function icoOf(pictures: readonly SizedPng[]): Buffer {
  const taken = pictures.filter(({ size }) => size <= 256);
  const header = Buffer.alloc(6 + 16 * taken.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(taken.length, 4);
  let offset = header.length;
  for (const [index, { size, png }] of taken.entries()) {
    const entry = 6 + 16 * index;
    header.writeUInt8(size % 256, entry); // 0 stands for 256
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...taken.map(({ png }) => png)]);
}

/** The types of an .icns by their pixels; the later ones are of screens with twice the pixels. */
export const icnsTypes = {
  icp4: 16,
  icp5: 32,
  ic07: 128,
  ic08: 256,
  ic09: 512,
  ic10: 1024,
  ic11: 32,
  ic12: 64,
  ic13: 256,
  ic14: 512,
} as const;

/** An .icns for macOS: a picture as a PNG for each type. @throws when a size is missing */
export function icnsOf(pictures: readonly SizedPng[]): Buffer {
  const parts = Object.entries(icnsTypes).map(([type, pixels]) => {
    const picture = pictures.find(({ size }) => size === pixels);
    if (!picture) throw new Error(`There is no picture of ${pixels} pixels.`);
    return withLength(type, picture.png);
  });
  return withLength('icns', Buffer.concat(parts));
}

function withLength(type: string, contents: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(head.length + contents.length, 4);
  return Buffer.concat([head, contents]);
}
