/** PNG files from their parts: signature, header, chunks with checksums. */
import { crc32 } from 'node:zlib';

/** What a PNG file is made of. */
export interface PngParts {
  /** In pixels. */
  width: number;
  /** In pixels. */
  height: number;
  /** Bits for each channel, or for each palette index. */
  bitDepth: 1 | 2 | 4 | 8;
  colorType: 'palette' | 'color with opacity';
  /** Three bytes for each color; only with a palette. */
  palette?: Uint8Array;
  /** Rows, each after its filter byte, packed by `zlib.deflateSync`. */
  packed: Uint8Array;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOR_TYPES = { palette: 3, 'color with opacity': 6 };

/**
 * A PNG file.
 *
 * @see W3C 2003, Portable Network Graphics, sections 5 and 11. https://www.w3.org/TR/png/
 */
export function pngFile({ width, height, bitDepth, colorType, palette, packed }: PngParts): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bitDepth, COLOR_TYPES[colorType], 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    ...(palette ? [chunk('PLTE', palette)] : []),
    chunk('IDAT', packed),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

function chunk(type: string, body: Uint8Array): Buffer {
  const out = Buffer.alloc(12 + body.length);
  out.writeUInt32BE(body.length, 0);
  out.write(type, 4, 'latin1');
  out.set(body, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + body.length)), 8 + body.length);
  return out;
}
