import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { attr, engineInfo, executeOp, isNative, tf } from '../../src/engine';

const root = path.resolve(__dirname, '../..');

/** Runs code in a fresh process in which `engine` is the library's engine. */
function inFreshProcess(code: string, env: Record<string, string>) {
  const script = `
    const engine = require(${JSON.stringify(path.join(root, 'src/engine/index.ts'))});
    const step = () => require(${JSON.stringify(path.join(root, 'src/training/step/index.ts'))});
    (async () => { ${code} })().catch((error) => { console.error(error); process.exit(1); });`;
  const { DLTS_ENGINE: _, ...rest } = process.env;
  const result = spawnSync(process.execPath, ['--import', 'tsx', '-e', script], {
    cwd: root,
    env: { ...rest, ...env },
    encoding: 'utf8',
  });
  assert.equal(result.status, 0, result.stderr);
  return { stdout: result.stdout.trim(), stderr: result.stderr };
}

const TRAIN = `
  await engine.ready();
  engine.setSeed(0);
  const { tf } = engine;
  const model = tf.sequential({ layers: [
    tf.layers.conv2d({ filters: 3, kernelSize: 2, inputShape: [5, 5, 1], activation: 'relu' }),
    tf.layers.maxPooling2d({ poolSize: 2 }), tf.layers.batchNormalization(),
    tf.layers.flatten(), tf.layers.dropout({ rate: 0.25 }), tf.layers.dense({ units: 2 }) ] });
  const loss = Object.assign((a, b) => tf.losses.meanSquaredError(a, b), { lossName: 'mse' });
  const training = step().createTrainingStep({ model, optimizer: tf.train.adam(0.01), loss });
  const x = tf.randomNormal([7, 5, 5, 1]), y = tf.randomNormal([7, 2]);
  let last; for (let i = 0; i < 5; i++) last = training.run({ x: [x], y }, { learningRate: 0.01 }).loss;
  console.log(JSON.stringify({ name: engine.engineInfo().name, loss: last, reason: training.reason }));`;

test('native, WebAssembly and JavaScript train to the same numbers, dropout included', () => {
  const outcomes = ['native', 'wasm', 'js'].map((name) => {
    const { stdout, stderr } = inFreshProcess(TRAIN, { DLTS_ENGINE: name });
    assert.doesNotMatch(stderr, /Hi, looks like|several times longer/);
    return JSON.parse(stdout) as { name: string; loss: number; reason?: string };
  });
  assert.deepEqual(
    outcomes.map(({ name }) => name),
    ['native', 'wasm', 'js'],
  );
  const [native, wasm, js] = outcomes.map(({ loss }) => loss) as [number, number, number];
  assert.ok(Math.abs(wasm - native) < 1e-4 * native, `${wasm} ${native}`);
  assert.ok(Math.abs(js - native) < 1e-4 * native, `${js} ${native}`);
  assert.match(outcomes[1]?.reason ?? '', /only the native engine traces/);
});

test('without the native addon the library says so once and runs on WebAssembly; danfo.js still loads', () => {
  const block = `
    const Module = require('node:module');
    const load = Module._load;
    Module._load = function (id, ...rest) {
      if (id.endsWith('tfjs_binding.node')) throw new Error('addon missing');
      return load.call(this, id, ...rest);
    };`;
  const script = `${block}
    const engine = require('./src/engine/index.ts');
    engine.ready().then(() => {
      const { DataFrame } = require('danfojs-node');
      console.log(engine.engineInfo().name, engine.tf.add(2, 3).dataSync()[0], new DataFrame([[5]]).shape[0]);
    });`;
  const { DLTS_ENGINE: _, ...env } = process.env;
  const result = spawnSync(process.execPath, ['--import', 'tsx', '-e', script], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  assert.equal(result.status, 0, result.stderr);
  assert.equal(result.stdout.trim(), 'wasm 5 1');
  assert.equal(result.stderr.match(/native engine is not available/g)?.length, 1);
  assert.match(result.stderr, /addon missing.*npm run doctor/);
});

test('environment variables that the user set stay, the others get their defaults', () => {
  const code = `console.log(JSON.stringify(engine.engineInfo()), process.env.TF_CPP_MIN_LOG_LEVEL);`;
  const { stdout } = inFreshProcess(code, {
    TF_NUM_INTEROP_THREADS: '3',
    TF_ENABLE_ONEDNN_OPTS: '0',
  });
  const info = JSON.parse(stdout.slice(0, stdout.lastIndexOf(' '))) as typeof engineInfo;
  assert.deepEqual(info, {
    ...engineInfo(),
    threads: { intraOp: 1, interOp: 3 },
    oneDNN: false,
  });
});

test('an unknown engine is refused with the choices', () => {
  const { DLTS_ENGINE: _, ...env } = process.env;
  const result = spawnSync(
    process.execPath,
    ['--import', 'tsx', '-e', `require('./src/engine/index.ts')`],
    {
      cwd: root,
      env: { ...env, DLTS_ENGINE: 'gpu' },
      encoding: 'utf8',
    },
  );
  assert.notEqual(result.status, 0);
  assert.match(result.stderr, /DLTS_ENGINE: expected 'native', 'wasm' or 'js'; got 'gpu'/);
});

test('executeOp reaches operations that TensorFlow.js does not wrap', { skip: !isNative() }, () => {
  const before = tf.memory().numTensors;
  const sums = tf.tidy(() => {
    const inputs = [tf.tensor1d([2, 3, 5]), tf.tensor1d([1, 0, 1], 'int32'), tf.scalar(2, 'int32')];
    const attributes = [
      attr.type('T', 'float32'),
      attr.type('Tindices', 'int32'),
      attr.type('Tnumsegments', 'int32'),
    ];
    const [result] = executeOp('UnsortedSegmentSum', attributes, inputs, 1);
    return Array.from(result?.dataSync() ?? []);
  });
  assert.deepEqual(sums, [3, 7]);
  assert.equal(tf.memory().numTensors, before);
});

test('memory that only loading TensorFlow needed is given back', { skip: !compiledHere() }, () => {
  const { stdout } = inFreshProcess(
    `console.log(process.memoryUsage().rss / 1024, process.resourceUsage().maxRSS);`,
    { DLTS_ENGINE: 'native' },
  );
  const [now, peak] = stdout.split(' ').map(Number) as [number, number];
  assert.ok(now < peak - 100_000, `${now} of ${peak} kB at the peak are still there`);
});

test(
  'a graph of little work runs alone, and larger ones after it on all threads',
  { skip: !compiledHere() },
  () => {
    const { stdout } = inFreshProcess(
      `const { readdirSync, readFileSync } = require('node:fs');
    const threads = () => readdirSync('/proc/self/task')
      .filter((id) => readFileSync('/proc/self/task/' + id + '/comm', 'utf8').startsWith('tf_Compute')).length;
    ${TRAIN}
    const first = threads();
    tf.scalar(1).add(1).dataSync();
    console.log(first, threads());`,
      { DLTS_ENGINE: 'native', TF_NUM_INTEROP_THREADS: '5', TF_NUM_INTRAOP_THREADS: '1' },
    );
    // Five for operations of JavaScript and five for graphs.
    assert.deepEqual(stdout.split('\n').at(-1)?.split(' ').map(Number), [10, 10]);
  },
);

/** Whether the binding is the one that the set-up compiles, with `scripts/setup/native` in it. */
function compiledHere(): boolean {
  const cache = path.join(root, '.cache');
  if (!isNative() || !existsSync(cache)) return false;
  return readdirSync(cache, { recursive: true }).some((name) =>
    /tfjs_binding-.*node$/.test(String(name)),
  );
}
