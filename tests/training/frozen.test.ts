/** Frozen batch normalization, in every place where a model can hold it, on every engine. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ready, tf } from '../../src/engine';
import { layers as own } from '../../src/layers';
import { optimizers, train } from '../../src/training';

const GAMMA = [2, 3, 5];
const BETA = [0.1, 0.2, 0.3];
const MEAN = [1, -1, 2];
const VARIANCE = [4, 0.25, 9];
const KERNEL = [1, -2, 3];
const EPSILON = 1e-3; // Keras's and TensorFlow.js's default

const ROWS = Array.from({ length: 7 }, (_, i) => [i - 3, (i * i) % 5, 2 - (i % 4)]);

/** Mean squared output of inference: Σ kernel · (γ · (x − mean) / √(variance + ε) + β), by hand. */
const LOSS =
  ROWS.map((row) =>
    row.reduce((sum, x, j) => {
      const at = (values: number[]) => values[j] ?? NaN;
      const unit = (x - at(MEAN)) / Math.sqrt(at(VARIANCE) + EPSILON);
      return sum + at(KERNEL) * (at(GAMMA) * unit + at(BETA));
    }, 0),
  ).reduce((sum, output) => sum + output ** 2, 0) / ROWS.length;

type Make = () => tf.layers.Layer;
const dense = () => tf.layers.dense({ units: 1, useBias: false, kernelInitializer: 'ones' });

/** Freezes the layer, or the model around it. */
const MODELS: Record<string, (make: Make) => { model: tf.LayersModel; norm: tf.layers.Layer }> = {
  'a layer of a sequence': (make) => {
    const norm = make();
    const model = tf.sequential({
      layers: [tf.layers.inputLayer({ inputShape: [3] }), norm, dense()],
    });
    norm.trainable = false;
    return { model, norm };
  },
  'a layer of a graph with two inputs': (make) => {
    const norm = make();
    const inputs = [tf.input({ shape: [1] }), tf.input({ shape: [2] })];
    const joined = tf.layers.concatenate().apply(inputs) as tf.SymbolicTensor;
    const outputs = dense().apply(norm.apply(joined)) as tf.SymbolicTensor;
    norm.trainable = false;
    return { model: tf.model({ inputs, outputs }), norm };
  },
  'a layer inside a frozen model': (make) => {
    const norm = make();
    const inner = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [3] }), norm] });
    const model = tf.sequential({ layers: [inner, dense()] });
    inner.trainable = false;
    return { model, norm };
  },
  'a layer two models deep': (make) => {
    const norm = make();
    const innermost = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [3] }), norm] });
    const input = tf.input({ shape: [3] });
    const inner = tf.model({
      inputs: input,
      outputs: innermost.apply(input) as tf.SymbolicTensor,
    });
    const model = tf.sequential({ layers: [inner, dense()] });
    inner.trainable = false;
    return { model, norm };
  },
};

const KINDS: Record<string, Make> = {
  'tf.layers': () => tf.layers.batchNormalization(),
  'this library': () => own.batchNormalization(),
};

function setUp(make: Make, build: (typeof MODELS)[string]) {
  const { model, norm } = build(make);
  norm.setWeights([GAMMA, BETA, MEAN, VARIANCE].map((values) => tf.tensor1d(values)));
  const last = model.layers[model.layers.length - 1];
  last?.setWeights([tf.tensor2d(KERNEL, [3, 1])]);
  const x = tf.tensor2d(ROWS);
  const inputs = model.inputs.length > 1 ? tf.split(x, [1, 2], 1) : x;
  return { model, norm, data: { x: inputs, y: tf.zeros([7, 1]) } };
}

const weightsOf = (layer: tf.layers.Layer) =>
  layer.getWeights().map((weight) => [...weight.dataSync()]);

for (const [kind, make] of Object.entries(KINDS))
  for (const [place, build] of Object.entries(MODELS))
    for (const traced of [true, false])
      test(`frozen, ${place} of ${kind} works as in inference (${traced ? 'traced' : 'eager'})`, async () => {
        await ready();
        const { model, norm, data } = setUp(make, build);
        const before = weightsOf(norm);
        const history = await train(model, data, {
          ...{ loss: 'meanSquaredError', batchSize: 7, traced, live: false },
          optimizer: optimizers.sgd({ learningRate: 0.001 }),
        });
        const loss = history.loss[0] ?? NaN;
        assert.ok(Math.abs(loss - LOSS) < 1e-4 * LOSS, `${loss} instead of ${LOSS}`);
        assert.deepEqual(weightsOf(norm), before);
        const kernel = model.layers.at(-1)?.getWeights()[0]?.dataSync()[0];
        assert.notEqual(kernel, 1, 'what is not frozen is trained');
      });

test('thawed again, batch normalization follows its batches', async () => {
  await ready();
  for (const make of Object.values(KINDS)) {
    const { model, norm, data } = setUp(
      make,
      MODELS['a layer inside a frozen model'] ?? assert.fail(),
    );
    const options = { loss: 'meanSquaredError', batchSize: 7, live: false } as const;
    await train(model, data, options);
    for (const layer of model.layers) layer.trainable = true;
    norm.trainable = true;
    const history = await train(model, data, { ...options, optimizer: 'sgd' });
    // Momentum 0.99: mean ← 0.99 · 1 + 0.01 · 0, as the first column has the mean 0.
    const mean = weightsOf(norm)[2]?.[0] ?? NaN;
    assert.ok(Math.abs(mean - 0.99) < 1e-6, String(mean));
    assert.ok(Math.abs((history.loss[0] ?? NaN) - LOSS) > 0.01 * LOSS, 'statistics of the batch');
  }
});
