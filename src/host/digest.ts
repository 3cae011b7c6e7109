/** Digests: by them the library knows that a file is whole, and the one that was meant. */
import { createHash } from 'node:crypto';

/** Hexadecimal digest of `content`. */
export function digest(content: Uint8Array, algorithm: 'md5' | 'sha256'): string {
  return createHash(algorithm).update(content).digest('hex');
}
