import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { packageFiles } from '../../../src/data/packages';
import { HOST_SYMBOL } from '../../../src/host/notebook-host';
import { warnings } from '../../warnings';
import { withFolder } from '../helpers';
import { CONTENTS, pinned, TARBALL, WHEEL, withClients } from './helpers';

const GOOD = 'cp "$here/toy.whl" "$to/toy.whl"';
const GOOD_NPM = 'cp "$here/toy.tgz" "$to/toy.tgz"';
const fetchToy = (course: string, what = pinned()) => packageFiles('loadToy', what, { course });
const quiet = <T>(body: () => Promise<T>): Promise<unknown> => warnings(body);

/** Names below the package's folder, hidden ones too. */
const left = (home: string): string[] => (existsSync(home) ? readdirSync(home).sort() : []);

describe('a package', () => {
  test('is announced with size and time, fetched once, and read from the cache from then on', async () => {
    await withClients({ pip: GOOD }, async ({ course, home, calls }) => {
      const lines = await warnings(async () => {
        assert.deepEqual(await fetchToy(course), CONTENTS);
      });
      assert.match(lines[0] ?? '', /^loadToy: fetching toy-weights 1.2.3 \(0.0 MB\) from PyPI, once; about 1 s at 20 Mbit\/s; kept in \.cache.packages.toy-weights-1\.2\.3\.$/); // prettier-ignore
      assert.deepEqual(left(home), ['weights.bin', 'words.txt']);
      const more = await warnings(async () => {
        assert.deepEqual(await fetchToy(course), CONTENTS);
      });
      assert.deepEqual([more, calls().length], [[], 1]);
    });
  });

  test('comes by pip with checksum and without its dependencies; a new pip takes up broken connections', async () => {
    for (const [pipVersion, resumes] of [['25.1', true], ['26.0.1', true], ['25.0.1', false]] as const) // prettier-ignore
      await withClients({ pip: `cp "$to/requirement.txt" "$here/kept"; ${GOOD}`, pipVersion }, async ({ course, calls }) => {
        await quiet(() => fetchToy(course));
        const [call = ''] = calls();
        assert.match(call, /^-m pip download --no-deps --only-binary=:all: --require-hashes/);
        assert.equal(call.includes('--resume-retries 10'), resumes, pipVersion);
        const requirement = readFileSync(path.join(course, '..', 'bin', 'kept'), 'utf8');
        assert.equal(requirement, `toy-weights==1.2.3 --hash=sha256:${pinned().sha256}\n`);
      }); // prettier-ignore
  });

  test('comes as an archive of sources when the wheel lacks the files', async () => {
    const source = { ...pinned('npm'), registry: 'PyPI', isSource: true } as const;
    const copy = 'cp "$here/toy.tgz" "$to/toy-weights-1.2.3.tar.gz"';
    await withClients({ pip: copy }, async ({ course, calls }) => {
      await quiet(async () => assert.deepEqual(await fetchToy(course, source), CONTENTS));
      assert.match(
        calls()[0] ?? '',
        /download --no-deps --no-binary=@toy\/weights --require-hashes/,
      );
    });
  });

  test('comes by npm pack', async () => {
    await withClients({ npm: GOOD_NPM }, async ({ course, calls }) => {
      await quiet(async () => assert.deepEqual(await fetchToy(course, pinned('npm')), CONTENTS));
      assert.match(calls()[0] ?? '', /^pack @toy\/weights@1\.2\.3 --pack-destination .*--ignore-scripts/); // prettier-ignore
      const cache = path.join(course, '.cache', 'packages');
      assert.deepEqual(readdirSync(cache), ['toy-weights-1.2.3']);
    });
  });

  test('prefers the pip of the course', async () => {
    await withClients({ pip: 'exit 1' }, async ({ course }) => {
      mkdirSync(path.join(course, '.venv', 'bin'), { recursive: true });
      const own = path.join(course, '.venv', 'bin', 'python');
      const bin = path.join(course, '..', 'bin');
      const script = `#!/bin/bash\nif [ "$3" = --version ]; then echo pip 25.3 from; exit; fi\nfor each; do :; done\nwhile [ "$1" != -d ]; do shift; done\ncp "${bin}/toy.whl" "$2/"\n`;
      writeFileSync(own, script, { mode: 0o755 });
      await quiet(async () => assert.deepEqual(await fetchToy(course), CONTENTS));
    });
  });

  test('asked for twice at the same time comes whole to both', async () => {
    await withClients({ pip: `sleep 0.3; ${GOOD}` }, async ({ course, home }) => {
      await quiet(async () => {
        const both = await Promise.all([fetchToy(course), fetchToy(course)]);
        assert.deepEqual(both, [CONTENTS, CONTENTS]);
      });
      assert.deepEqual(left(home), ['weights.bin', 'words.txt']);
    });
  });

  test('shows how much has arrived, as bytes come in', async () => {
    const half = `head -c ${Math.ceil(WHEEL.length / 2)} "$here/toy.whl" > "$TMPDIR/part"; sleep 1.5; ${GOOD}`;
    await withClients({ pip: half }, async ({ course }) => {
      const lines = await warnings(async () => void (await fetchToy(course)));
      assert.ok(lines.some((line) => /^loadToy: 0 of 0 MB after \d s\.$/.test(line)), lines.join('\n')); // prettier-ignore
    });
  });
});

describe('what an earlier call left', () => {
  test('damaged files are fetched again, whole ones are kept', async () => {
    await withClients({ pip: GOOD }, async ({ course, home, calls }) => {
      mkdirSync(home, { recursive: true });
      writeFileSync(path.join(home, 'weights.bin'), CONTENTS['weights.bin'].subarray(0, 999));
      writeFileSync(path.join(home, 'words.txt'), CONTENTS['words.txt']);
      await quiet(async () => assert.deepEqual(await fetchToy(course), CONTENTS));
      assert.equal(calls().length, 1);
      assert.deepEqual(left(home), ['weights.bin', 'words.txt']);
    });
  });

  test('an archive that had arrived is unpacked without a download; a damaged one is not', async () => {
    await withClients({ pip: GOOD }, async ({ course, home, calls }) => {
      mkdirSync(home, { recursive: true });
      writeFileSync(path.join(home, 'archive.whl'), WHEEL);
      writeFileSync(path.join(home, 'weights.bin.999999.partial'), 'half');
      await quiet(async () => assert.deepEqual(await fetchToy(course), CONTENTS));
      assert.equal(calls().length, 0);
      assert.deepEqual(left(home), ['weights.bin', 'words.txt']);
      rmSync(path.join(home, 'words.txt'));
      writeFileSync(path.join(home, 'archive.whl'), WHEEL.subarray(0, -1));
      await quiet(async () => assert.deepEqual(await fetchToy(course), CONTENTS));
      assert.equal(calls().length, 1);
    });
  });

  test('killed in the middle, nothing is taken for whole, and the next call goes on and tidies up', async () => {
    const slow = 'head -c 99 "$here/toy.whl" > "$to/toy.whl"; touch "$here/begun"; exec sleep 60';
    await withClients({ pip: slow }, async ({ course, home, calls, set }) => {
      const code = `
        const { packageFiles } = require(${JSON.stringify(path.resolve(__dirname, '../../../src/data/packages'))});
        const { pinned } = require(${JSON.stringify(path.resolve(__dirname, 'helpers'))});
        void packageFiles('loadToy', pinned(), { course: ${JSON.stringify(course)} });`;
      const child = spawn(process.execPath, ['--import', 'tsx', '-e', code], { stdio: 'ignore', cwd: path.resolve(__dirname, '../../..') }); // prettier-ignore
      const exited = new Promise((resolve) => child.on('exit', resolve));
      const begun = path.join(course, '..', 'bin', 'begun');
      while (!existsSync(begun) && child.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 50));
      child.kill('SIGKILL');
      await exited;
      assert.deepEqual(left(home), [`download-${child.pid}-1`]);
      set({ pip: GOOD });
      await quiet(async () => assert.deepEqual(await fetchToy(course), CONTENTS));
      assert.equal(calls().length, 2);
      assert.deepEqual(left(home), ['weights.bin', 'words.txt']);
    });
  });

  test('what another process is working on stays', async () => {
    await withClients({ pip: GOOD }, async ({ course, home }) => {
      mkdirSync(path.join(home, `download-${process.ppid}-1`), { recursive: true });
      await quiet(() => fetchToy(course));
      assert.ok(left(home).includes(`download-${process.ppid}-1`));
    });
  });
});

describe('a package that does not come', () => {
  const printed: [string, string, RegExp][] = [
    ['without a network', `echo "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution"; echo "ERROR: No matching distribution found for toy-weights==1.2.3"; exit 1`, /got no answer from the package registry; connect to the network .* and call it again; all else works without it\.$/],
    ['with another checksum', 'echo "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."; exit 1', /got a file with another checksum; call it again; if that happens twice.*do not use it/],
    ['on a full disk', 'echo "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"; exit 2', /got a full disk; free some space and call it again/],
    ['from a registry without it', 'echo "ERROR: No matching distribution found for toy-weights==1.2.3"; exit 1', /got a registry that does not have it; if you use a mirror/],
    ['for an unknown reason', 'echo one; echo "two  three"; exit 7', /got pip that ended with 7 \(one two three\); call it again/],
    ['as other bytes', 'echo other > "$to/toy.whl"', /got a file with another checksum/],
    ['as two files', `${GOOD}; ${GOOD}; cp "$here/toy.tgz" "$to/toy.tgz"`, /got trouble with files \(2 archives\)/],
    ['as no file', 'exit 0', /got trouble with files \(0 archives\)/],
  ]; // prettier-ignore
  for (const [how, pip, message] of printed)
    test(`${how}: one message says why and what to do, nothing stays, and a later call succeeds`, async () => {
      await withClients({ pip }, async ({ course, home, set }) => {
        await quiet(() => assert.rejects(fetchToy(course), (error: Error) => {
          assert.match(error.message, /^loadToy: expected toy-weights 1\.2\.3 \(0\.0 MB\) from PyPI; got /);
          assert.match(error.message, message);
          return true;
        })); // prettier-ignore
        assert.deepEqual(left(home), []);
        set({ pip: GOOD });
        await quiet(async () => assert.deepEqual(await fetchToy(course), CONTENTS));
      });
    });

  test('because npm has another one: the same words', async () => {
    await withClients({ npm: 'echo "npm error code EINTEGRITY"; exit 1' }, async ({ course }) => {
      const toy = () => fetchToy(course, pinned('npm'));
      await quiet(() => assert.rejects(toy, /from npm; got a file with another checksum/));
    });
  });

  test('because there is no client', async () => {
    await withClients({}, async ({ course }) => {
      process.env['PATH'] = course;
      await quiet(() => assert.rejects(fetchToy(course), /got no pip on this machine; start the course once with npm start/)); // prettier-ignore
      await quiet(() => assert.rejects(fetchToy(course, pinned('npm')), /got no npm on this machine/)); // prettier-ignore
    });
  });

  test('because the disk is too small: said before anything is fetched', async () => {
    await withClients({ pip: GOOD }, async ({ course, calls }) => {
      const huge = { ...pinned(), archiveBytes: 1e16 };
      await assert.rejects(fetchToy(course, huge), /got a disk with \d+ MB free where 30000000001 MB are needed; free some space/); // prettier-ignore
      assert.deepEqual(calls(), []);
    });
  });

  test('because a file cannot be written: the archive stays, and the next call goes on from it', async () => {
    await withClients({ pip: GOOD }, async ({ course, home, calls }) => {
      mkdirSync(path.join(home, 'weights.bin', 'in the way'), { recursive: true });
      await quiet(() => assert.rejects(fetchToy(course), /got trouble with files \(Error: EISDIR.*\); call it again/)); // prettier-ignore
      assert.deepEqual(left(home), ['archive.whl', 'weights.bin']);
      rmSync(path.join(home, 'weights.bin'), { recursive: true });
      await quiet(async () => assert.deepEqual(await fetchToy(course), CONTENTS));
      assert.equal(calls().length, 1);
    });
  });

  test('because the reader interrupts: the client is stopped', async () => {
    await withClients({ pip: 'exec sleep 60' }, async ({ course, home }) => {
      const shown: unknown[] = [];
      let interrupt = (): void => undefined;
      const update = (data: unknown): void => void shown.push(data);
      const host = {
        display: () => ({ update }),
        onInterrupt: (listener: () => void) => {
          interrupt = listener;
          return () => undefined;
        },
      };
      Object.assign(globalThis, { [HOST_SYMBOL]: host });
      try {
        const toy = () => fetchToy(course);
        setTimeout(() => interrupt(), 300);
        await quiet(() => assert.rejects(toy, /got an interrupt \(SIGTERM\); call it again to go on/)); // prettier-ignore
        assert.deepEqual(shown.at(-1), { 'text/plain': 'loadToy: not fetched' });
        assert.deepEqual(left(home), []);
      } finally {
        Reflect.deleteProperty(globalThis, HOST_SYMBOL);
      }
    });
  });

  test('because the archive lacks a file, or holds another one', async () => {
    await withClients({ pip: GOOD, npm: GOOD_NPM }, async ({ course }) => {
      for (const registry of ['PyPI', 'npm'] as const) {
        const toy = pinned(registry);
        const words = toy.files['words.txt'];
        const lacking = { ...toy, files: { ...toy.files, 'words.txt': { ...words, entry: 'nowhere' } } };
        await quiet(() => assert.rejects(fetchToy(course, lacking), /nowhere.*fetch it again/));
        const other = { ...toy, files: { ...toy.files, 'words.txt': { ...words, sha256: 'f'.repeat(64) } } };
        await quiet(() => assert.rejects(fetchToy(course, other), /another checksum/));
      }
    }); // prettier-ignore
  });
});

describe('files of one’s own', () => {
  test('are read from `path` and verified; nothing is fetched', async () => {
    await withFolder(async (folder) => {
      const own = () => packageFiles('loadToy', pinned(), { path: folder });
      writeFileSync(path.join(folder, 'weights.bin'), CONTENTS['weights.bin']);
      await assert.rejects(own(), /^Error: loadToy: expected the file .*words\.txt; got no such file; put it there, or leave out path to fetch toy-weights 1\.2\.3 \(0\.0 MB\) from PyPI\.$/); // prettier-ignore
      writeFileSync(path.join(folder, 'words.txt'), 'b\na\n');
      await assert.rejects(own(), /words\.txt to have sha256 .*damaged/);
      writeFileSync(path.join(folder, 'words.txt'), CONTENTS['words.txt']);
      assert.deepEqual(await own(), CONTENTS);
      assert.ok(TARBALL.length > 0);
    });
  });
});
