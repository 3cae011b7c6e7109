/** Reads `.tar.gz` archives file by file, without unpacking them to disk. */
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** One file of an archive. */
export interface ArchiveFile {
  /** Path inside the archive, with forward slashes. */
  name: string;
  content: Buffer;
}

const BLOCK = 512;

/** The text of a header field, up to its first zero byte. */
const textField = (header: Buffer, from: number, length: number): string =>
  header
    .subarray(from, from + length)
    .toString('utf8')
    .replace(/\0.*$/s, '');

/** Name, size and kind in a header block, or `undefined` for the zeros at the end. */
function readHeader(header: Buffer): { name: string; size: number; isFile: boolean } | undefined {
  if (header.every((byte) => byte === 0)) return undefined;
  const size = Number.parseInt(textField(header, 124, 12).trim() || '0', 8);
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (!Number.isFinite(size) || sum !== Number.parseInt(textField(header, 148, 8).trim(), 8))
    throw new Error('its contents are not a tar archive');
  const prefix = textField(header, 257, 5) === 'ustar' ? textField(header, 345, 155) : '';
  const kind = header[156];
  const name = textField(header, 0, 100);
  return { name: prefix ? `${prefix}/${name}` : name, size, isFile: kind === 0 || kind === 0x30 };
}

/** Hands out exactly as many bytes as asked for, from chunks of any size. */
class ByteReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.chunks = stream[Symbol.asyncIterator]();
  }

  /** The next `length` bytes; fewer only at the end. */
  async read(length: number): Promise<Buffer> {
    const parts = [this.rest];
    let have = this.rest.length;
    while (have < length) {
      const next = await this.chunks.next();
      if (next.done) break;
      parts.push(next.value);
      have += next.value.length;
    }
    const all = parts.length === 1 ? this.rest : Buffer.concat(parts, have);
    this.rest = all.subarray(length);
    return all.subarray(0, length);
  }
}

/**
 * The files of a `.tar.gz` archive that `wanted` accepts, in the archive's order.
 *
 * @param content the archive itself, when it lies inside another one; `file` is then only its name
 * @throws Error if the archive is cut off or not of this format.
 */
export async function* readArchive(
  caller: string,
  file: string,
  wanted: (name: string) => boolean,
  content?: Buffer,
): AsyncGenerator<ArchiveFile, void, undefined> {
  const source: Readable = content ? Readable.from([content]) : createReadStream(file);
  const unzip = createGunzip();
  source.on('error', (error) => unzip.destroy(error));
  try {
    const reader = new ByteReader(source.pipe(unzip));
    for (;;) {
      const block = await reader.read(BLOCK);
      if (block.length < BLOCK) throw new Error('it ends too early');
      const header = readHeader(block);
      if (!header) return;
      const blocks = await reader.read(Math.ceil(header.size / BLOCK) * BLOCK);
      if (blocks.length < header.size) throw new Error('it ends too early');
      if (header.isFile && wanted(header.name))
        yield { name: header.name, content: Buffer.from(blocks.subarray(0, header.size)) };
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `${caller}: expected ${file} to be a whole .tar.gz archive; got a damaged one (${reason}); fetch it again.`,
      { cause },
    );
  } finally {
    source.destroy();
    unzip.destroy();
  }
}

/** Hexadecimal digest of a large file, read in pieces. */
async function fileDigest(file: string, algorithm: 'md5'): Promise<string> {
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

/** A data set that the reader fetches: where it may lie and how to know that it is whole. */
export interface FetchedData {
  caller: string;
  /** Path chosen by the reader, or the places to look at. */
  places: string[];
  /** Published md5 of the archive. */
  md5: string;
  /** False skips the comparison, for files of the same format. */
  verify: boolean;
  /** How to get it; completes the message. */
  remedy: string;
}

/**
 * Finds the archive or the unpacked folder, and compares an archive with its published checksum.
 *
 * @returns its path and whether it is a folder.
 * @throws Error saying where to put what, if there is neither or the archive is damaged.
 */
export async function findFetched({
  caller,
  places,
  md5,
  verify,
  remedy,
}: FetchedData): Promise<{ file: string; isFolder: boolean }> {
  for (const file of places) {
    const found = statSync(file, { throwIfNoEntry: false });
    if (!found) continue;
    if (found.isDirectory()) return { file, isFolder: true };
    const sum = verify ? await fileDigest(file, 'md5') : md5;
    if (sum !== md5)
      throw new Error(
        `${caller}: expected ${file} to have md5 ${md5}; got ${sum} (${found.size} bytes), so the file is ` +
          `damaged or another one; ${remedy}, or pass { verify: false } for another file of this format.`,
      );
    return { file, isFolder: false };
  }
  throw new Error(`${caller}: expected ${places.join(' or ')}; got no such file; ${remedy}.`);
}
