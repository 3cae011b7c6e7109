/** `node:zlib` in a page. */
import { Buffer } from 'buffer';
import * as fflate from 'fflate';
import type { Transform } from './stream';

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

/** Unpacks what is piped through it, in one piece. */
export class Gunzip implements Transform, AsyncIterable<Buffer> {
  source?: AsyncIterable<Uint8Array>;

  destroy(): void {}

  async *[Symbol.asyncIterator](): AsyncIterator<Buffer> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.source ?? []) chunks.push(chunk);
    yield gunzipSync(Buffer.concat(chunks));
  }
}

export const createGunzip = (): Gunzip => new Gunzip();

export default { gunzipSync, gzipSync, deflateSync, inflateRawSync, crc32, createGunzip };
