/** The files of the course in memory: what `node:fs` reads in a page. */
import { Buffer } from 'buffer';
import path from 'path-browserify';

/** Where the course lies, in the paths that the library sees. */
export const COURSE = '/course';
/** The folder in which cells run, as the notebooks do. */
export const FOLDER = `${COURSE}/notebooks`;

const files = new Map<string, Buffer>();
const listeners = new Set<(file: string, content: Buffer) => void>();

const absolute = (file: string): string => path.resolve(FOLDER, String(file));

function missing(call: string, file: string): Error {
  const message = `ENOENT: no such file or directory, ${call} '${file}'`;
  return Object.assign(new Error(message), { code: 'ENOENT', path: file });
}

/** Puts a file of the course there. @param name from the course's folder */
export function place(name: string, bytes: Uint8Array): void {
  files.set(`${COURSE}/${name}`, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

/** Calls `listener` whenever a cell or the library has written a file. */
export function onWrite(listener: (file: string, content: Buffer) => void): void {
  listeners.add(listener);
}

function isFolder(file: string): boolean {
  const within = file === '/' ? '/' : `${file}/`;
  return file === COURSE || [...files.keys()].some((each) => each.startsWith(within));
}

export function existsSync(file: string): boolean {
  return files.has(absolute(file)) || isFolder(absolute(file));
}

type Encoding = string | { encoding?: string | null } | null | undefined;

export function readFileSync(file: string, options?: Encoding): Buffer | string {
  const content = files.get(absolute(file));
  if (!content) throw missing('open', file);
  const encoding = typeof options === 'string' ? options : options?.encoding;
  return encoding ? content.toString(encoding as BufferEncoding) : content;
}

export function writeFileSync(file: string, content: string | Uint8Array): void {
  const written = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
  files.set(absolute(file), written);
  for (const listener of listeners) listener(absolute(file), written);
}

export function renameSync(from: string, to: string): void {
  const content = files.get(absolute(from));
  if (!content) throw missing('rename', from);
  files.delete(absolute(from));
  writeFileSync(to, content);
}

export function rmSync(file: string, { force = false, recursive = false } = {}): void {
  const target = absolute(file);
  const found = files.delete(target);
  if (recursive)
    for (const each of files.keys()) if (each.startsWith(`${target}/`)) files.delete(each);
  if (!found && !force && !recursive) throw missing('rm', file);
}

export function readdirSync(folder: string): string[] {
  const within = `${absolute(folder)}/`;
  const inside = [...files.keys()].filter((file) => file.startsWith(within));
  if (inside.length === 0) throw missing('scandir', folder);
  return [...new Set(inside.map((file) => file.slice(within.length).split('/')[0] ?? ''))].sort();
}

interface Stats {
  size: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

export function statSync(file: string, { throwIfNoEntry = true } = {}): Stats | undefined {
  const target = absolute(file);
  const content = files.get(target);
  const folder = !content && isFolder(target);
  if (!content && !folder) {
    if (throwIfNoEntry) throw missing('stat', file);
    return undefined;
  }
  return { size: content?.length ?? 0, isFile: () => !folder, isDirectory: () => folder };
}

/** Folders are there as soon as there is a file in them. */
export function mkdirSync(): undefined {
  return undefined;
}

let temporary = 0;
export function mkdtempSync(prefix: string): string {
  return `${prefix}${++temporary}`;
}

export function statfsSync(): { bavail: number; bsize: number } {
  return { bavail: 0, bsize: 1 };
}

export function createReadStream(file: string): never {
  throw new Error(
    `createReadStream: expected a course on this machine's disk; got a web page (${file}); run this chapter in JupyterLab.`,
  );
}

export default {
  ...{ existsSync, readFileSync, writeFileSync, renameSync, rmSync, readdirSync, statSync },
  ...{ mkdirSync, mkdtempSync, statfsSync, createReadStream },
};
