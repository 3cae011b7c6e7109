/** `node:crypto` in a page: the digests with which the library verifies its files. */
import { md5 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { Buffer } from 'buffer';

const DIGESTS = { md5, sha256 };

interface Hash {
  update(data: string | Uint8Array): Hash;
  digest(encoding: BufferEncoding): string;
}

export function createHash(algorithm: string): Hash {
  const make = DIGESTS[algorithm as keyof typeof DIGESTS];
  if (!make)
    throw new RangeError(
      `createHash: expected one of ${Object.keys(DIGESTS)}; got ${algorithm}; a page has no other.`,
    );
  const hash = make.create();
  const self: Hash = {
    update(data) {
      hash.update(typeof data === 'string' ? new TextEncoder().encode(data) : data);
      return self;
    },
    digest: (encoding) => Buffer.from(hash.digest()).toString(encoding),
  };
  return self;
}

export function randomBytes(size: number): Buffer {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(size)));
}

export default { createHash, randomBytes };
