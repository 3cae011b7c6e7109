/** The checksum of PNG chunks. `zlib.crc32` exists only from Node 20.15 / 22.2 on. */
import { itemAt } from '../host/item-at';

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** CRC-32 of ISO 3309, as PNG uses it. */
export function crc32Of(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) {
    crc = itemAt(TABLE, (crc ^ itemAt(bytes, i)) & 255) ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
