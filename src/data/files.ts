/** Finds, reads and verifies the files that data sets are made of. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { checkWholeNumber } from '../host/checks';
import { digest } from '../host/digest';

/** What `data/checksums.json` records of one bundled file. */
interface BundledFile {
  bytes: number;
  sha256: string;
}

const MANIFEST = 'checksums.json';
let folder: string | undefined;

/**
 * The course's `data/` folder: the first one, walking up from this file, that holds the list of checksums.
 *
 * Works from the sources and from the compiled package, also through the link in `node_modules`.
 *
 * @throws Error if no parent folder has one.
 */
export function dataFolder(): string {
  if (folder) return folder;
  for (let at = __dirname; ; at = path.dirname(at)) {
    const candidate = path.join(at, 'data');
    if (existsSync(path.join(candidate, MANIFEST))) return (folder = candidate);
    if (path.dirname(at) === at)
      throw new Error(
        `dataFolder: expected a folder data/ with ${MANIFEST} above ${__dirname}; got none; ` +
          'restore it with "git checkout -- data" in the course folder.',
      );
  }
}

/** @throws RangeError unless `limit`, the most examples of each part, is a whole number ≥ 1 or Infinity. */
export function checkLimit(caller: string, limit: number): void {
  if (limit === Infinity) return;
  checkWholeNumber(caller, 'limit', limit, { remedy: 'leave it out to load everything' });
}

/** A file to read, how to know that it is whole, and what to tell the reader when it is not. */
export interface VerifiedFile {
  /** Function named in the message. */
  caller: string;
  file: string;
  algorithm: 'md5' | 'sha256';
  /** Expected hexadecimal digest, or `undefined` to skip the check. */
  checksum: string | undefined;
  /** What to do when the file is missing or damaged; completes the message. */
  remedy: string;
}

/**
 * Reads a file and compares its digest with the published one.
 *
 * @throws Error naming the file and the remedy if it is missing or differs.
 */
export function readVerified({ caller, file, algorithm, checksum, remedy }: VerifiedFile): Buffer {
  let content: Buffer;
  try {
    content = readFileSync(file);
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const reason = isMissing ? 'no such file' : String(cause);
    throw new Error(`${caller}: expected the file ${file}; got ${reason}; ${remedy}.`, { cause });
  }
  const found = checksum === undefined ? undefined : digest(content, algorithm);
  if (found !== checksum)
    throw new Error(
      `${caller}: expected ${file} to have ${algorithm} ${checksum}; got ${found} ` +
        `(${content.length} bytes), so the file is damaged; ${remedy}.`,
    );
  return content;
}

/** Text of a file bundled in `data/`; see {@link readBundled}. */
export function readBundledText(caller: string, name: string): string {
  return readBundled(caller, name).toString('utf8');
}

/**
 * Content of a file bundled in `data/`, decompressed if its name ends in `.gz`.
 *
 * @throws Error if the file is missing, damaged or not listed in `data/checksums.json`.
 */
export function readBundled(caller: string, name: string): Buffer {
  const manifest: Record<string, BundledFile | undefined> = JSON.parse(
    readFileSync(path.join(dataFolder(), MANIFEST), 'utf8'),
  );
  const entry = manifest[name];
  if (!entry)
    throw new Error(
      `${caller}: expected data/${MANIFEST} to list ${name}; got ${Object.keys(manifest).join(', ')}; ` +
        'restore it with "git checkout -- data".',
    );
  const content = readVerified({
    caller,
    file: path.join(dataFolder(), name),
    algorithm: 'sha256',
    checksum: entry.sha256,
    remedy: `restore it with "git checkout -- data/${name}" in the course folder`,
  });
  return name.endsWith('.gz') ? gunzipSync(content) : content;
}
