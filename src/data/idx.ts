/** IDX, the format of MNIST's four files: arrays of unsigned bytes. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { shapeText } from '../host/checks';
import { readVerified } from './files';

/** What an IDX file of bytes holds. */
export interface IdxFile {
  shape: number[];
  values: Uint8Array;
}

/**
 * The bytes after the header of an IDX file of unsigned bytes.
 *
 * @throws Error if the header announces anything else than `shape`, or more bytes than there are.
 * @see the format's description: magic number 0, 0, 8 (unsigned byte), rank, then big-endian sizes.
 */
export function parseIdx(content: Buffer, file: string): IdxFile {
  const rank = content[3] ?? 0;
  const header = 4 + 4 * rank;
  if (content.length < header || content.readUInt16BE(0) !== 0 || content[2] !== 8 || rank === 0)
    throw new Error(
      `parseIdx: expected ${file} to start with the IDX header of unsigned bytes; got ` +
        `${content.subarray(0, 4).toString('hex') || 'an empty file'}; fetch the file again.`,
    );
  const shape = Array.from({ length: rank }, (_, axis) => content.readUInt32BE(4 + 4 * axis));
  const size = shape.reduce((product, length) => product * length, 1);
  if (content.length !== header + size)
    throw new Error(
      `parseIdx: expected ${file} of shape ${shapeText(shape)} to hold ${header + size} bytes; ` +
        `got ${content.length}; fetch the file again.`,
    );
  return { shape, values: new Uint8Array(content.buffer, content.byteOffset + header, size) };
}

/** The file by any of the names that people give it: packed or not, `idx3-ubyte` after a hyphen or a full stop. */
function findIdx(folder: string, name: string): string {
  const names = [name, name.replace('-idx', '.idx')].flatMap((each) => [each, `${each}.gz`]);
  const found = names.map((each) => path.join(folder, each)).find((file) => existsSync(file));
  return found ?? path.join(folder, name);
}

function unpack(caller: string, content: Buffer, file: string): Buffer {
  try {
    return gunzipSync(content);
  } catch (cause) {
    throw new Error(
      `${caller}: expected ${file} to be a whole .gz file; got a damaged one; fetch the file again.`,
      { cause },
    );
  }
}

/**
 * Content of an IDX file, unpacked, under any of the names that people give it.
 *
 * @throws Error if the file is missing or a damaged `.gz`; `remedy` completes the message.
 */
export function readIdxFile(
  caller: string,
  { folder, name, remedy }: { folder: string; name: string; remedy: string },
): { file: string; content: Buffer } {
  const file = findIdx(folder, name);
  const stored = readVerified({ caller, file, algorithm: 'md5', checksum: undefined, remedy });
  return { file, content: file.endsWith('.gz') ? unpack(caller, stored, file) : stored };
}
