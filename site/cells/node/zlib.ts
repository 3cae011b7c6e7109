/** `node:zlib` in a page. */
import { Buffer } from 'buffer';
import * as fflate from 'fflate';

const buffer = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const gunzipSync = (packed: Uint8Array): Buffer => buffer(fflate.gunzipSync(packed));
export const gzipSync = (plain: Uint8Array): Buffer => buffer(fflate.gzipSync(plain));
export const deflateSync = (plain: Uint8Array): Buffer => buffer(fflate.zlibSync(plain));
export const inflateRawSync = (packed: Uint8Array): Buffer => buffer(fflate.inflateSync(packed));

/** The checksum of PNG files (ISO 3309). */
export function crc32(data: Uint8Array, start = 0): number {
  let crc = ~start;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

export function createGunzip(): never {
  throw new Error(
    'createGunzip: expected a course on this machine’s disk; got a web page; run this chapter in JupyterLab.',
  );
}

export default { gunzipSync, gzipSync, deflateSync, inflateRawSync, crc32, createGunzip };
