/** Commands of the set-up that fail: a known cause comes with its remedy, and files are written whole or not at all. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const load = <T>(name: string): Promise<T> =>
  import(
    pathToFileURL(path.join(__dirname, '..', '..', 'scripts', 'setup', name)).href
  ) as Promise<T>;

interface Process {
  remedyFor(text: string): string | undefined;
  run(
    command: string,
    args: string[],
    options: { log: string; what: string; timeout?: number },
  ): Promise<string>;
}

test('a full disk, a damaged download and a missing network each have their remedy', async () => {
  const { remedyFor } = await load<Process>('process.mjs');
  const causes = {
    'npm error nospc ENOSPC: no space left on device, write': /disk is full.*resumes/,
    'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE': /damaged.*again/,
    'npm error code EINTEGRITY': /damaged.*again/,
    'getaddrinfo EAI_AGAIN example.invalid': /could not be reached.*kept/,
    'Error: Command ensurepip returned non-zero exit status 1': /python3-venv/,
  };
  for (const [printed, remedy] of Object.entries(causes))
    assert.match(remedyFor(printed) ?? '', remedy, printed);
  assert.equal(remedyFor('Segmentation fault'), undefined);
});

test('a command that fails says what was done, why, and where its whole output is', async () => {
  const { run } = await load<Process>('process.mjs');
  const failing = (program: string, timeout?: number): Promise<string> =>
    run(process.execPath, ['-e', program], { log: 'test-process', what: 'Trying', timeout });
  await assert.rejects(
    failing('console.error("write: No space left on device"); process.exit(3)'),
    /^SetupError: Trying failed \(exit 3\)\.\n {2}The disk is full\..*\n {2}The whole output is in .*test-process\.log\.$/,
  );
  await assert.rejects(
    failing('console.log("something new"); process.exit(1)'),
    /not a known one; the last lines were:\n {4}something new\n/,
  );
  await assert.rejects(failing('setInterval(() => {}, 1000)', 300), /failed \(exit SIGTERM\)/);
  await assert.rejects(
    run('no-such-program', [], { log: 'test-process', what: 'Trying' }),
    /exit -1[^]*ENOENT/,
  );
  assert.equal(await failing('console.log(7)'), '7\n');
});

test('a file is written whole, with its folders, or stays as it was', async () => {
  type Write = { writeAtomically(file: string, text: string): void };
  const { writeAtomically } = await load<Write>('files.mjs');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts files '));
  try {
    const file = path.join(folder, 'new', 'stamp');
    writeAtomically(file, 'first');
    assert.equal(fs.readFileSync(file, 'utf8'), 'first');
    fs.mkdirSync(path.join(folder, 'taken', 'inside'), { recursive: true });
    assert.throws(() => writeAtomically(path.join(folder, 'taken'), 'second'));
    assert.deepEqual(fs.readdirSync(folder).sort(), ['new', 'taken'], 'nothing is left beside it');
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
