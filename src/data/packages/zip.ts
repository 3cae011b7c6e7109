/**
 * Files inside a zip archive (a Python wheel is one).
 *
 * @see PKWARE, APPNOTE.TXT 6.3.10, sections 4.3.7 (file), 4.3.12 (directory), 4.3.16 (its end)
 */
import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const FILE = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const FILE_BYTES = 30;
/** The end of the directory is looked for in these last bytes: it may be followed by a comment. */
const MOST_COMMENT = 0xffff;
const STORED = 0;
const DEFLATED = 8;

/** Where a file's packed bytes are. */
interface ZipEntry {
  method: number;
  packed: number;
  size: number;
  /** Byte at which the file's own header begins. */
  at: number;
}

function damaged(caller: string, what: string): Error {
  return new Error(
    `${caller}: expected a whole zip archive; got one that is damaged (${what}); fetch it again.`,
  );
}

/** The directory at the archive's end, by path. */
function readDirectory(caller: string, zip: Buffer): Map<string, ZipEntry> {
  const from = Math.max(0, zip.length - END_BYTES - MOST_COMMENT);
  let end = zip.length - END_BYTES;
  while (end >= from && zip.readUInt32LE(end) !== END) end--;
  if (end < from) throw damaged(caller, 'it has no directory');
  const entries = new Map<string, ZipEntry>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (at + ENTRY_BYTES > end || zip.readUInt32LE(at) !== ENTRY)
      throw damaged(caller, 'its directory is cut off');
    const nameEnd = at + ENTRY_BYTES + zip.readUInt16LE(at + 28);
    entries.set(zip.toString('utf8', at + ENTRY_BYTES, nameEnd), {
      method: zip.readUInt16LE(at + 10),
      packed: zip.readUInt32LE(at + 20),
      size: zip.readUInt32LE(at + 24),
      at: zip.readUInt32LE(at + 42),
    });
    at = nameEnd + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}

function unpack(caller: string, zip: Buffer, { method, packed, size, at }: ZipEntry): Buffer {
  if (at + FILE_BYTES > zip.length || zip.readUInt32LE(at) !== FILE)
    throw damaged(caller, 'a file is not where the directory says');
  const begin = at + FILE_BYTES + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  const bytes = zip.subarray(begin, begin + packed);
  if (bytes.length !== packed) throw damaged(caller, 'a file is cut off');
  if (method === STORED && packed === size) return bytes;
  if (method !== DEFLATED) throw damaged(caller, `a file is packed by method ${method}`);
  try {
    // A small archive may claim to hold gigabytes: no more than announced is unpacked.
    return inflateRawSync(bytes, { maxOutputLength: Math.max(1, size) });
  } catch (cause) {
    throw damaged(caller, String(cause));
  }
}

/**
 * Content of files in a zip archive.
 *
 * @param wanted their paths inside the archive.
 * @returns the content of each, in the order asked for.
 * @throws Error if the archive is damaged or lacks one of them.
 */
export function readZip(caller: string, zip: Buffer, wanted: readonly string[]): Buffer[] {
  const entries = readDirectory(caller, zip);
  return wanted.map((name) => {
    const entry = entries.get(name);
    if (!entry) throw damaged(caller, `it holds no ${name}`);
    return unpack(caller, zip, entry);
  });
}
