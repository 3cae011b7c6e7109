/** The benchmark models with this library: `train` as a notebook calls it. */
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { median } from './statistics.mjs';

const { tf, losses, networkFunction, train, setSeed, ...library } = createRequire(import.meta.url)(
  'dlts',
);
const { createCnn, createGpt, createMlp, createRnnClassifier } = library;

const settings = JSON.parse(process.argv[2] ?? '{}');

/** @param {'x' | 'y'} name */
function load(name) {
  const { dtype, shape } = JSON.parse(
    fs.readFileSync(path.join(settings.data, 'shapes.json'), 'utf8'),
  )[name];
  const { buffer, byteOffset, byteLength } = fs.readFileSync(
    path.join(settings.data, `${name}.bin`),
  );
  const bytes = buffer.slice(byteOffset, byteOffset + byteLength);
  return dtype === '<f4'
    ? tf.tensor(new Float32Array(bytes), shape)
    : tf.tensor(new Int32Array(bytes), shape, 'int32');
}

const RECURRENT = {
  vocabularySize: 10000,
  embeddingDim: 64,
  hiddenUnits: [64],
  outputUnits: 10,
  maskZero: false,
};

/** @type {Record<string, () => any>} */
const BUILD = {
  mlp: () => createMlp({ inputShape: [28, 28, 1], hiddenUnits: [settings.width, settings.width] }),
  cnn: () => createCnn({ filters: [32, 64], denseUnits: 128 }),
  lstm: () => createRnnClassifier({ ...RECURRENT, cell: 'lstm' }),
  gru: () => createRnnClassifier({ ...RECURRENT, cell: 'gru' }),
  gpt: () => createGpt({ vocabularySize: 65, maxSequenceLength: 64, tieWeights: false }),
};

setSeed(1);
const [x, y] = [load('x'), load('y')];
const build = BUILD[settings.name];
if (!build)
  throw new RangeError(`dlts_side: expected one of ${Object.keys(BUILD)}; got ${settings.name}.`);
const model = build();
const options = {
  batchSize: settings.batchSize,
  optimizer: tf.train.adam(1e-3),
  loss: losses.sparseCategoricalCrossentropy({ fromLogits: true }),
  metrics: [],
  live: false,
};

// The first step of a training: everything from the call of `train` to the end of one batch.
const first = performance.now();
const batch = { x: x.slice(0, settings.batchSize), y: y.slice(0, settings.batchSize) };
await train(model, batch, { ...options, epochs: 1 });
const firstStep = performance.now() - first;

/** @type {number[]} */
const ends = [];
const history = await train(
  model,
  { x, y },
  {
    ...options,
    epochs: settings.epochs + 1,
    onEpoch: () => void ends.push(performance.now()),
  },
);
const epochs = ends.slice(1).map((end, i) => end - (ends[i] ?? end));
// Before any prediction: memory means training.
const memory = process.resourceUsage().maxRSS / 1024;

/** Median time of so many calls, in milliseconds, after those that are not counted. @param {() => unknown} work */
function medianTime(work, uncounted = 5, counted = 50) {
  const times = [];
  for (let repeat = 0; repeat < uncounted + counted; repeat++) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  return median(times.slice(uncounted));
}

const examples = x.shape[0];
const repeated = Int32Array.from({ length: 1000 }, (_, i) => i % examples);
const one = x.slice(0, 1);
const many = tf.gather(x, tf.tensor1d(repeated, 'int32'));
const predictor = networkFunction(
  { model },
  (/** @type {any} */ networks, /** @type {any} */ batch) => networks.model(batch.x),
);
const compiled = (/** @type {unknown} */ batch) =>
  tf.tidy(() => void predictor.run({ x: batch }).dataSync());
const predicted = () => tf.tidy(() => void model.predict(one).dataSync());
const predictions = {
  latency: medianTime(() => compiled(one)),
  eagerLatency: medianTime(predicted),
  thousand: medianTime(() => compiled(many), 3, 5),
};
if (predictor.reason !== undefined)
  throw new Error(`dlts_side: expected a compiled prediction; got ${predictor.reason}.`);
const loss = history.loss.at(-1);
console.log(JSON.stringify({ firstStep, epochs, loss, memory, ...predictions }));
