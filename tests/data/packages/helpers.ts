/** A course folder of its own, and clients on the path that do as the test says. */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { PinnedPackage } from '../../../src/data/packages';
import { tarGz, withFolder } from '../helpers';

export const sha256 = (content: Buffer): string =>
  createHash('sha256').update(content).digest('hex');

/** A zip archive of some files, as Python's zipfile writes it. */
export function zip(files: Record<string, Buffer>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const packed = deflateRawSync(content);
    const file = Buffer.alloc(30);
    file.writeUInt32LE(0x04034b50, 0);
    file.writeUInt16LE(8, 8);
    file.writeUInt16LE(Buffer.byteLength(name), 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(content.length, 24);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE(at, 42);
    directory.push(entry, Buffer.from(name));
    parts.push(file, Buffer.from(name), packed);
    at += file.length + Buffer.byteLength(name) + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/** Files of the package in these tests. */
export const CONTENTS = {
  'weights.bin': Buffer.from('weights '.repeat(5000)),
  'words.txt': Buffer.from('a\nb\n'),
};
type Name = keyof typeof CONTENTS;

const inside = (folder: string): Record<string, Buffer> => ({
  [`${folder}/weights.bin`]: CONTENTS['weights.bin'],
  [`${folder}/readme.md`]: Buffer.from('not wanted'),
  [`${folder}/words.txt`]: CONTENTS['words.txt'],
});

export const WHEEL = zip(inside('toy'));
export const TARBALL = tarGz(inside('package'));

/** The pin of {@link WHEEL}, or of {@link TARBALL}. */
export function pinned(registry: 'PyPI' | 'npm' = 'PyPI'): PinnedPackage<Name> {
  const [archive, folder] = registry === 'npm' ? [TARBALL, 'package'] : [WHEEL, 'toy'];
  const file = (name: Name) => ({
    entry: `${folder}/${name}`,
    bytes: CONTENTS[name].length,
    sha256: sha256(CONTENTS[name]),
  });
  return {
    registry,
    name: registry === 'npm' ? '@toy/weights' : 'toy-weights',
    version: '1.2.3',
    archiveBytes: archive.length,
    sha256: sha256(archive),
    files: { 'weights.bin': file('weights.bin'), 'words.txt': file('words.txt') },
    without: 'all else works without it',
  };
}

/** What a client does: Bash lines with the folder for the archive in `$to`. */
export interface Clients {
  pip?: string;
  npm?: string;
  apt?: string;
  pipVersion?: string;
}

export interface World {
  /** The course's folder; its path has a space in it. */
  course: string;
  /** The package's folder in the cache. */
  home: string;
  /** Arguments of each call of a client, without those that ask for its version. */
  calls: () => string[];
  /** Changes what the clients do. */
  set: (clients: Clients) => void;
}

const SCRIPT = `#!/bin/bash
here="$(dirname "$0")"
if [ "$3" = --version ]; then echo "pip $(cat "$here/version") from here"; exit 0; fi
echo "$*" >> "$here/calls"
while [ $# -gt 0 ]; do
  case "$1" in -d|--pack-destination) to="$2" ;; download) to=. ;; --version) exit 0 ;; esac
  shift
done
`;

/** Runs `body` with fake clients first on the path. */
export async function withClients(
  clients: Clients,
  body: (world: World) => Promise<void>,
): Promise<void> {
  const { PATH, PYTHON, npm_execpath: npm } = process.env;
  try {
    await withFolder(async (folder) => {
      const [bin, course] = [path.join(folder, 'bin'), path.join(folder, 'course')];
      for (const each of [bin, course]) mkdirSync(each);
      writeFileSync(path.join(bin, 'toy.whl'), WHEEL);
      writeFileSync(path.join(bin, 'toy.tgz'), TARBALL);
      const set = (wanted: Clients) => {
        const { pip = 'exit 1', npm: pack = 'exit 1', apt = 'exit 1', pipVersion = '23.2.1' } = wanted; // prettier-ignore
        writeFileSync(path.join(bin, 'version'), pipVersion);
        for (const [name, lines] of Object.entries({ python3: pip, npm: pack, 'apt-get': apt })) {
          writeFileSync(path.join(bin, name), `${SCRIPT}${lines}\n`);
          chmodSync(path.join(bin, name), 0o755);
        }
      };
      set(clients);
      process.env['PATH'] = `${bin}${path.delimiter}${PATH}`;
      for (const name of ['PYTHON', 'npm_execpath']) delete process.env[name];
      const log = path.join(bin, 'calls');
      const calls = (): string[] =>
        existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];
      const home = path.join(course, '.cache', 'packages', 'toy-weights-1.2.3');
      await body({ course, home, calls, set });
    });
  } finally {
    process.env['PATH'] = PATH;
    if (PYTHON !== undefined) process.env['PYTHON'] = PYTHON;
    if (npm !== undefined) process.env['npm_execpath'] = npm;
  }
}
