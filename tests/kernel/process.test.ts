/** What the kernel promises as a process: start, end, quiet, place. Each test has a kernel of its own. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { installKernel } from '../../kernel/dist/install';
import { Kernel, notebooks, type KernelOptions } from './client';

const root = path.resolve(__dirname, '..', '..');
const venvPython = path.join(root, '.venv', 'bin', 'python');

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !fs.readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

async function eventually(check: () => boolean, what: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (check()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(what);
}

/** A kernel that does not outlive the test. */
async function start(t: TestContext, options?: KernelOptions): Promise<Kernel> {
  const kernel = await Kernel.start(options);
  t.after(() => kernel.kill());
  return kernel;
}

async function pidOf(kernel: Kernel): Promise<number> {
  return Number((await kernel.execute('process.pid')).text);
}

test('an interrupt that arrives while the kernel loads its library stops the cell that waits, and no other', async (t) => {
  const kernel = await start(t);
  const cell = kernel.execute("console.log('began');\nwhile (true) {}");
  await new Promise((resolve) => setTimeout(resolve, 20)); // another socket: it must not overtake the cell
  void kernel.interrupt();
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, 20_000, undefined));
  const ended = await Promise.race([cell, late]);
  assert.equal(ended?.error?.ename, 'KeyboardInterrupt');
  assert.equal((await kernel.execute('2 + 3')).text, '5');
});

test('an interrupt before any cell is asked for stops none', async (t) => {
  const kernel = await start(t);
  await kernel.interrupt();
  assert.equal((await kernel.execute('await Promise.resolve(7)')).text, '7');
});

test('the kernel dies with its launcher, even in an endless loop', async (t) => {
  const kernel = await start(t);
  const pid = await pidOf(kernel);
  void kernel.execute('while (true) {}');
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.ok(isAlive(pid));
  kernel.kill();
  await eventually(() => !isAlive(pid), 'the kernel outlives its launcher');
});

test('a kernel that ends by itself ends its launcher with the same code', async (t) => {
  const kernel = await start(t);
  const exit = new Promise((resolve) => kernel.process.once('exit', resolve));
  // What a native crash or a library may do; a cell's own process.exit is refused.
  void kernel.execute(
    "process.emit('exit', 7); (process as unknown as { reallyExit(code: number): void }).reallyExit(7);",
  );
  assert.equal(await exit, 7);
  kernel.kill();
});

test('a kernelspec in a path with spaces starts a quiet kernel in the notebook’s own folder, which ends when told', async (t) => {
  const prefix = fs.mkdtempSync(path.join(os.tmpdir(), 'a prefix with spaces '));
  try {
    const link = path.join(prefix, 'the course');
    fs.symlinkSync(root, link);
    const folder = installKernel(prefix);
    const spec = JSON.parse(fs.readFileSync(path.join(folder, 'kernel.json'), 'utf8')) as {
      argv: string[];
      display_name: string;
      interrupt_mode: string;
    };
    assert.equal(path.basename(folder), 'tslab');
    assert.equal(spec.display_name, 'TypeScript');
    assert.equal(spec.interrupt_mode, 'message');
    assert.equal(spec.argv[0], process.execPath);
    assert.equal(spec.argv[2], '{connection_file}');
    const kernel = await start(t, {
      cwd: prefix,
      main: path.join(link, 'kernel', 'dist', 'main.js'),
    });
    const cell = await kernel.execute(
      "import { tf } from 'dlts';\n[process.cwd(), tf.scalar(3).dataSync()[0]]",
    );
    assert.equal(cell.trace, '', 'the course’s packages are found from any folder');
    assert.match(cell.text ?? '', /a prefix with spaces .*', 3 \]/);
    // A message of native code that matters still arrives.
    await kernel.execute("import fs from 'node:fs';\nfs.writeSync(2, 'a native warning\\n');");
    // Shutdown ends the process at once, whatever the notebook left running.
    await kernel.execute(
      "import net from 'node:net';\nnet.createServer().listen(0);\nsetInterval(() => {}, 1000);",
    );
    const pid = await pidOf(kernel);
    const asked = Date.now();
    const { reply, code } = await kernel.shutdown(true);
    assert.deepEqual(reply, { status: 'ok', restart: true });
    assert.equal(code, 0);
    assert.ok(Date.now() - asked < 3000);
    await eventually(() => !isAlive(pid), 'the kernel outlives its launcher');
    assert.equal(kernel.stderr.join(''), 'a native warning\n');
  } finally {
    fs.rmSync(prefix, { recursive: true, force: true });
  }
});

test('installing twice changes nothing', () => {
  const prefix = fs.mkdtempSync(path.join(os.tmpdir(), 'prefix '));
  try {
    const file = path.join(installKernel(prefix), 'kernel.json');
    const before = fs.statSync(file).mtimeMs;
    installKernel(prefix);
    assert.equal(fs.statSync(file).mtimeMs, before);
    assert.deepEqual(fs.readdirSync(path.dirname(file)).sort(), [
      'kernel.json',
      'logo-32x32.png',
      'logo-64x64.png',
      'logo-svg.svg',
    ]);
  } finally {
    fs.rmSync(prefix, { recursive: true, force: true });
  }
});

test('nbclient runs a notebook: counts, outputs, an error that is allowed, language', (t) => {
  if (!fs.existsSync(venvPython)) return t.skip('no .venv');
  const prefix = fs.mkdtempSync(path.join(os.tmpdir(), 'nbclient '));
  try {
    installKernel(prefix);
    const script = path.join(__dirname, 'run_notebook.py');
    const env = { ...process.env, JUPYTER_PATH: path.join(prefix, 'share', 'jupyter') };
    const { stdout, stderr } = spawnSync(venvPython, [script, notebooks], {
      env,
      encoding: 'utf8',
    });
    const result = JSON.parse(stdout || '{}') as Record<string, unknown>;
    assert.deepEqual(result['counts'], [1, 2, 3], stderr);
    assert.deepEqual(result['outputs'], ['stream', 'error', 'execute_result']);
    assert.equal(result['language'], 'typescript');
    assert.deepEqual(result['error'], ['RangeError', 'allowed']);
  } finally {
    fs.rmSync(prefix, { recursive: true, force: true });
  }
});
