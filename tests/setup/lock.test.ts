/** The set-up's lock, with processes that live, were killed, or only share a number. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

interface Lock {
  check(): void;
  release(): void;
}
type LockFunction = (file: string, options?: { beat?: number; staleAfter?: number }) => Lock;

const ADDRESS = pathToFileURL(
  path.join(__dirname, '..', '..', 'scripts', 'setup', 'lock.mjs'),
).href;
const children: ChildProcess[] = [];
let lock: LockFunction;
let folder: string;
let count = 0;

before(async () => {
  ({ lock } = (await import(ADDRESS)) as { lock: LockFunction });
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts lock '));
});
after(() => {
  for (const child of children) child.kill('SIGKILL');
  fs.rmSync(folder, { recursive: true, force: true });
});

const freshFile = (): string => path.join(folder, `${++count}`, 'setup.lock');

/** A lock that `pid` left, last touched `age` ms ago. */
function leftBy(pid: number | undefined, age: number): string {
  const file = freshFile();
  fs.mkdirSync(path.dirname(file));
  fs.writeFileSync(file, `${pid}`);
  const touched = new Date(Date.now() - age);
  fs.utimesSync(file, touched, touched);
  return file;
}

/** Starts a program and waits for its first line. */
async function start(command: string, ...args: string[]): Promise<[ChildProcess, string]> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return [child, line.toString().trim()];
}

/** A process that holds the lock of `file`. */
async function holderOf(file: string, options: string): Promise<ChildProcess> {
  const program = `import(${JSON.stringify(ADDRESS)}).then(({ lock }) => {
    lock(${JSON.stringify(file)}, ${options}); console.log('held'); setInterval(() => {}, 1000); });`;
  const [child] = await start(process.execPath, '-e', program);
  return child;
}

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

test('a lock is held until it is released, then free for the next', () => {
  const file = freshFile();
  for (let round = 0; round < 3; round++) {
    const held = lock(file);
    held.check();
    assert.match(fs.readFileSync(file, 'utf8'), new RegExp(`^${process.pid} `));
    held.release();
    assert.equal(fs.existsSync(file), false);
  }
});

test('a living set-up keeps its lock far beyond the age at which an untouched one is stale', async () => {
  const file = freshFile();
  const options = { beat: 40, staleAfter: 700 };
  const child = await holderOf(file, JSON.stringify(options));
  await sleep(1500);
  assert.throws(
    () => lock(file, options),
    ({ name, message }: Error) =>
      name === 'SetupError' &&
      message.includes(`Another set-up (process ${child.pid}) is running in this folder.`),
  );
});

test('the lock of a set-up that was killed is taken over at once', async () => {
  const file = freshFile();
  const child = await holderOf(file, '{}');
  child.kill('SIGKILL');
  await once(child, 'close');
  assert.ok(fs.existsSync(file));
  lock(file).release();
});

test('a zombie holds no lock', { skip: process.platform !== 'linux' }, async () => {
  // The shell becomes `sleep`, which never collects the child that the shell had started.
  const [, pid] = await start('sh', '-c', 'sleep 0.1 & echo $!; exec sleep 60');
  const stat = (): string => fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  for (let i = 0; i < 100 && !/\) Z /.test(stat()); i++) await sleep(30);
  assert.match(stat(), /\) Z /);
  assert.equal(process.kill(Number(pid), 0), true, 'the system still knows its number');
  lock(leftBy(Number(pid), 0)).release();
});

test('a number that another process has by now holds no lock that nobody touches', () => {
  lock(leftBy(process.ppid, 16_000)).release();
  lock(leftBy(process.ppid, -16_000)).release(); // the clock was set back
  assert.throws(
    () => lock(leftBy(process.ppid, 3000)),
    /Another set-up \(process \d+\) is running/,
  );
});

test('our own number, from a run before us, holds no lock', () => {
  lock(leftBy(process.pid, 0)).release();
});

test('an empty lock, as a full disk leaves it, holds nothing', () => {
  const file = leftBy(undefined, 0);
  fs.writeFileSync(file, '');
  lock(file).release();
});

test('who lost the lock is told, and leaves the new one alone', () => {
  const file = freshFile();
  const first = lock(file);
  const second = lock(file); // same process: its number alone does not protect it
  assert.throws(() => first.check(), /Another set-up has taken over in this folder/);
  first.release();
  second.check();
  second.release();
});

test('a lock that is not released does not keep its process alive', async () => {
  const program = `import(${JSON.stringify(ADDRESS)}).then(({ lock }) => { lock(${JSON.stringify(freshFile())}); console.log('held'); });`;
  const [child] = await start(process.execPath, '-e', program);
  const [code] =
    child.exitCode === null ? ((await once(child, 'exit')) as [number]) : [child.exitCode];
  assert.equal(code, 0);
});
