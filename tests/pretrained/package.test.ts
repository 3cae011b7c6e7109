/** The library outside of the course: packed, installed into an empty project, type-checked, and run there. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { findChromium, launchBrowser } from '../e2e/browser';

const chromium = findChromium();

const root = path.join(__dirname, '..', '..');
/** Folder of the compiled binding of tfjs-node. */
const BINDING = 'node_modules/@tensorflow/tfjs-node/lib/napi-v8';
const project = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts-package-'));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const file = (name: string, content: string) => fs.writeFileSync(path.join(project, name), content);

function run(program: string, ...args: string[]): string {
  const options = { cwd: project, encoding: 'utf8' as const, timeout: 300_000 };
  return execFileSync(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Learns y = 2x − 1, saves the model for Keras, reads it back, and says what it predicts for 3. */
const PROGRAM = `
import { createLinear, engineInfo, exportKeras, importKeras, optimizers, ready, tf, train } from 'dlts';

async function main(): Promise<void> {
  await ready();
  const model = createLinear({ inputDim: 1 });
  const [x, y]: [tf.Tensor2D, tf.Tensor2D] = [tf.tensor2d([[0], [1], [2], [4]]), tf.tensor2d([[-1], [1], [3], [7]])];
  await train(model, { x, y }, { loss: 'meanSquaredError', optimizer: optimizers.sgd({ learningRate: 0.05 }), epochs: 300, live: false });
  exportKeras(model, 'line.keras');
  const output = importKeras('line.keras').predict(tf.tensor2d([[3]])) as tf.Tensor;
  console.log(JSON.stringify({ engine: engineInfo().name, value: output.dataSync()[0] }));
}

void main();
`;

/** The same in a page, which has the answer as its title. */
const PAGE = `
import { createLinear, engineInfo, optimizers, ready, tf, train } from 'dlts';

async function main(): Promise<void> {
  await ready();
  const model = createLinear({ inputDim: 1 });
  const [x, y]: [tf.Tensor2D, tf.Tensor2D] = [tf.tensor2d([[0], [1], [2], [4]]), tf.tensor2d([[-1], [1], [3], [7]])];
  await train(model, { x, y }, { loss: 'meanSquaredError', optimizer: optimizers.sgd({ learningRate: 0.05 }), epochs: 300, live: false });
  const output = model.predict(tf.tensor2d([[3]])) as tf.Tensor;
  document.title = JSON.stringify({ engine: engineInfo().name, value: output.dataSync()[0] });
}

main().catch((error) => (document.title = String(error)));
`;

before(() => {
  const packed = run(
    process.execPath,
    path.join(root, 'scripts', 'package.mjs'),
    '--pack-destination',
    project,
  );
  file('package.json', '{ "name": "outside", "version": "1.0.0", "private": true }');
  run(npm, 'install', '--ignore-scripts', '--no-audit', '--no-fund', `./${packed.trim()}`);
  file('line.ts', PROGRAM);
  file('page.ts', PAGE);
});
after(() => fs.rmSync(project, { recursive: true, force: true }));

test('the package has code, types and license, and no source, test or notebook', () => {
  const installed = fs.readdirSync(path.join(project, 'node_modules', 'dlts'));
  assert.deepEqual(installed.sort(), ['LICENSE', 'dist', 'package.json']);
});

test('a program type-checks strictly, trains, and predicts on WebAssembly where TensorFlow is not set up', () => {
  const tsc = path.join(root, 'node_modules', 'typescript', 'lib', 'tsc.js');
  const types = path.join(root, 'node_modules', '@types');
  const options = ['--strict', '--skipLibCheck', '--target', 'ES2022', '--module', 'CommonJS'];
  run(process.execPath, tsc, ...options, '--types', 'node', '--typeRoots', types, 'line.ts');
  const { engine, value } = JSON.parse(run(process.execPath, 'line.js').trim().split('\n').at(-1) ?? ''); // prettier-ignore
  assert.equal(engine, 'wasm');
  assert.ok(Math.abs(value - 5) < 0.05, `${value}`);
});

test(
  'the same program runs on native TensorFlow where its binding is set up',
  { skip: !fs.existsSync(path.join(root, BINDING)) && 'no native TensorFlow here' },
  () => {
    run(
      npm,
      'install',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '@tensorflow/tfjs-node@4.22.0',
    );
    // What its own install script does where its download host answers: the binding, and the library that it looks for.
    fs.cpSync(path.join(root, BINDING), path.join(project, BINDING), { recursive: true });
    fs.symlinkSync(path.join(root, '.cache'), path.join(project, '.cache'), 'dir');
    const { engine, value } = JSON.parse(run(process.execPath, 'line.js').trim().split('\n').at(-1) ?? ''); // prettier-ignore
    assert.equal(engine, 'native');
    assert.ok(Math.abs(value - 5) < 0.05, `${value}`);
  },
);

test(
  'a bundler takes the part for pages, which trains in a browser',
  { skip: chromium === undefined && 'no Chromium' },
  async () => {
    await build({ absWorkingDir: project, entryPoints: ['page.ts'], bundle: true, platform: 'browser', outfile: 'page.js', logLevel: 'error' }); // prettier-ignore
    file('page.html', '<!doctype html><title></title><script src="page.js"></script>');
    const browser = await launchBrowser(chromium ?? '');
    try {
      const page = await browser.newPage();
      await page.goto(pathToFileURL(path.join(project, 'page.html')).href);
      await page.waitForFunction(`document.title !== ''`, undefined, { timeout: 120_000 });
      const { engine, value } = JSON.parse(await page.title()) as { engine: string; value: number };
      assert.equal(engine, 'wasm');
      assert.ok(Math.abs(value - 5) < 0.05, `${value}`);
    } finally {
      await browser.close();
    }
  },
);
