import { test } from 'node:test';
import assert from 'node:assert/strict';
import { setSeed, tf } from '../../src/engine';
import {
  evaluate,
  losses,
  optimizers,
  predict,
  schedules,
  train,
  type History,
  type TrainOptions,
} from '../../src/training';
import { classes, classifier, weightsOf } from './helpers';

const crossentropy = losses.sparseCategoricalCrossentropy({ fromLogits: true });

/** Trains a fresh classifier, eagerly unless told otherwise; frees everything but the numbers. */
async function run(
  options: Partial<TrainOptions> = {},
  { dropout = 0, seed = 5 } = {},
): Promise<{ history: History; weights: number[] }> {
  const data = classes();
  const model = classifier({ dropout, seed });
  const history = await train(model, data, {
    ...{ loss: crossentropy, epochs: 3, batchSize: 17, traced: false },
    ...options,
  });
  const weights = weightsOf(model);
  model.dispose();
  tf.dispose([data.x, data.y]);
  return { history, weights };
}

const plain = ({ seconds: _, ...rest }: History): object => rest;

test('training lowers the loss and raises accuracy, in training and in validation', async () => {
  const options = {
    epochs: 8,
    validationSplit: 0.2,
    optimizer: optimizers.adam({ learningRate: 0.02 }),
  };
  const { history } = await run(options);
  assert.deepEqual(history.epoch, [1, 2, 3, 4, 5, 6, 7, 8]);
  for (const name of ['loss', 'valLoss']) {
    const curve = history[name] ?? [];
    assert.ok((curve[7] ?? 9) < (curve[0] ?? 0) * 0.7, `${name}: ${curve.join(' ')}`);
  }
  for (const name of ['accuracy', 'valAccuracy']) {
    const curve = history[name] ?? [];
    assert.ok((curve[7] ?? 0) > (curve[0] ?? 1), `${name}: ${curve.join(' ')}`);
  }
  assert.equal(history.stopped, 'finished');
  assert.ok(history.seconds > 0);
});

test('train, evaluate and predict leave no tensor behind and do not change their inputs', async () => {
  const data = classes();
  const model = classifier({ dropout: 0.3 });
  const x = [...data.x.dataSync()];
  const y = [...data.y.dataSync()];
  const weight = tf.ones([103]);
  const before = tf.memory().numTensors;
  await train(model, data, {
    ...{ loss: crossentropy, epochs: 3, batchSize: 17, validationSplit: 0.1, sampleWeight: weight },
    ...{ metrics: ['accuracy', 'perplexity'], earlyStopping: { patience: 1 }, clipNorm: 1 },
    ...{ classWeight: { 1: 2 }, schedule: schedules.cosine(), augment: (batch) => batch.mul(1.01) },
  });
  assert.equal(tf.memory().numTensors, before, 'train');
  await evaluate(model, data, { loss: crossentropy, metrics: ['accuracy'] });
  assert.equal(tf.memory().numTensors, before, 'evaluate');
  (await predict(model, data.x)).dispose();
  assert.equal(tf.memory().numTensors, before, 'predict');
  assert.deepEqual([...data.x.dataSync()], x);
  assert.deepEqual([...data.y.dataSync()], y);
  model.dispose();
  tf.dispose([data.x, data.y, weight]);
});

for (const seed of [0, 7]) {
  test(`with setSeed(${seed}) a run with dropout and shuffling repeats bit for bit`, async () => {
    const one = await run({ traced: true }, { dropout: 0.4, seed });
    const two = await run({ traced: true }, { dropout: 0.4, seed });
    assert.deepEqual(two.weights, one.weights);
    assert.deepEqual(plain(two.history), plain(one.history));
    const other = await run({ traced: true }, { dropout: 0.4, seed: seed + 1 });
    assert.notDeepEqual(other.weights, one.weights);
  });
}

test('the seed option repeats a run whatever was drawn before it', async () => {
  const results: number[][] = [];
  for (const drawn of [1, 5]) {
    const data = classes();
    const model = classifier({ dropout: 0.4 });
    for (let i = 0; i < drawn; i++) Math.random();
    setSeed(drawn);
    await train(model, data, { loss: crossentropy, epochs: 2, batchSize: 17, seed: 3 });
    results.push(weightsOf(model));
    model.dispose();
    tf.dispose([data.x, data.y]);
  }
  assert.deepEqual(results[1], results[0]);
});

test('traced and eager training give the same history and weights to 1e-5', async () => {
  const options = { epochs: 5, validationSplit: 0.2, clipNorm: 0.5 };
  for (const optimizer of ['adam', 'adamW', 'momentum', 'rmsprop'] as const) {
    const eager = await run({ ...options, optimizer, traced: false }, { dropout: 0.2 });
    const traced = await run({ ...options, optimizer, traced: true }, { dropout: 0.2 });
    for (const name of Object.keys(plain(eager.history))) {
      if (!Array.isArray(eager.history[name])) continue;
      eager.history[name]?.forEach((value, i) => {
        const other = traced.history[name]?.[i] ?? NaN;
        assert.ok(
          Math.abs(other - value) <= 1e-5 * Math.max(1, Math.abs(value)),
          `${optimizer} ${name}`,
        );
      });
    }
    eager.weights.forEach((value, i) => {
      const other = traced.weights[i] ?? NaN;
      assert.ok(
        Math.abs(other - value) <= 1e-5 * Math.max(1, Math.abs(value)),
        `${optimizer} weight ${i}`,
      );
    });
  }
});

test('without shuffling, one epoch of SGD equals the updates computed by hand', async () => {
  const x = tf.tensor2d([[1], [2], [3], [4], [5]]);
  const y = tf.tensor2d([[2], [4], [6], [8], [10]]);
  const layer = tf.layers.dense({
    units: 1,
    inputShape: [1],
    useBias: false,
    kernelInitializer: 'zeros',
  });
  const model = tf.sequential({ layers: [layer] });
  const history = await train(
    model,
    { x, y },
    {
      ...{ loss: 'meanSquaredError', batchSize: 2, shuffle: false },
      optimizer: optimizers.sgd({ learningRate: 0.01 }),
    },
  );
  let w = 0;
  let total = 0;
  for (const batch of [[1, 2], [3, 4], [5]]) {
    const errors = batch.map((value) => w * value - 2 * value);
    total += errors.reduce((sum, e) => sum + e * e, 0);
    w -=
      (0.01 * 2 * batch.reduce((sum, value, i) => sum + value * (errors[i] ?? 0), 0)) /
      batch.length;
  }
  assert.ok(Math.abs((weightsOf(model)[0] ?? 0) - w) < 1e-5);
  assert.ok(Math.abs((history.loss[0] ?? 0) - total / 5) < 1e-4, 'loss is the mean over examples');
  model.dispose();
  tf.dispose([x, y]);
});

test('class weights act like sample weights, which act like repeated examples', async () => {
  const data = classes();
  const copies = tf.tidy(() => {
    const doubled = [...data.y.dataSync()].flatMap((label, i) => (label === 1 ? [i, i] : [i]));
    const indices = tf.tensor1d(doubled, 'int32');
    return { x: data.x.gather(indices), y: data.y.gather(indices) };
  });
  const perExample = tf.tidy(() => tf.cast(data.y.equal(1), 'float32').add(1));
  const update = async (set: typeof data, options: Partial<TrainOptions>, rate: number) => {
    const model = classifier();
    const start = weightsOf(model);
    const whole = { batchSize: 999, optimizer: optimizers.sgd({ learningRate: rate }) };
    await train(model, set, { loss: crossentropy, ...whole, ...options });
    const change = weightsOf(model).map((value, i) => value - (start[i] ?? 0));
    model.dispose();
    return change;
  };
  const byClass = await update(data, { classWeight: { 1: 2 } }, 0.1);
  const bySample = await update(data, { sampleWeight: perExample }, 0.1);
  // The divisor stays the number of examples, so the repeated set takes a proportionally larger rate.
  const repeated = await update(copies, {}, (0.1 * copies.y.size) / data.y.size);
  byClass.forEach((value, i) => {
    assert.ok(Math.abs(value - (bySample[i] ?? NaN)) < 1e-6);
    assert.ok(Math.abs(value - (repeated[i] ?? NaN)) < 1e-5);
  });
  assert.notDeepEqual(byClass, await update(data, {}, 0.1));
  tf.dispose([data.x, data.y, copies.x, copies.y, perExample]);
});

test('weight penalties are part of the reported loss and of the gradient', async () => {
  const data = classes();
  const build = (regularized: boolean): tf.Sequential => {
    setSeed(2);
    const kernelRegularizer = regularized ? tf.regularizers.l2({ l2: 0.1 }) : undefined;
    const dense = { units: 3, inputShape: [7], ...(kernelRegularizer && { kernelRegularizer }) };
    return tf.sequential({ layers: [tf.layers.dense(dense)] });
  };
  const [plainModel, penalized] = [build(false), build(true)];
  const squares = weightsOf(penalized).reduce((sum, w) => sum + w * w, 0);
  const base = await evaluate(plainModel, data, { loss: crossentropy });
  const more = await evaluate(penalized, data, { loss: crossentropy });
  assert.ok(Math.abs(more.loss - base.loss - 0.1 * squares) < 1e-5);
  await train(penalized, data, { loss: crossentropy, epochs: 20 });
  await train(plainModel, data, { loss: crossentropy, epochs: 20 });
  const size = (model: tf.LayersModel): number => weightsOf(model).reduce((s, w) => s + w * w, 0);
  assert.ok(size(penalized) < size(plainModel));
  [plainModel, penalized].forEach((model) => model.dispose());
  tf.dispose([data.x, data.y]);
});

test('early stopping ends after patience epochs without improvement and restores the best weights', async () => {
  const data = classes();
  const held = classes(29);
  const model = classifier();
  const seen: number[][] = [];
  const history = await train(model, data, {
    ...{ loss: crossentropy, epochs: 30, batchSize: 17, validation: held },
    ...{ optimizer: optimizers.sgd({ learningRate: 0.5 }), earlyStopping: { patience: 2 } },
    // A schedule that ruins the model after epoch 4.
    schedule: ({ step, stepsPerEpoch }) => (step >= 4 * stepsPerEpoch ? 30 : 0.2),
    onEpoch: ({ model: current }) => void seen.push(weightsOf(current)),
  });
  assert.equal(history.stopped, 'earlyStopping');
  const best = history['valLoss']?.indexOf(Math.min(...(history['valLoss'] ?? []))) ?? -1;
  assert.equal(history.bestEpoch, best + 1);
  assert.equal(history.epoch.length, best + 3);
  assert.deepEqual(weightsOf(model), seen[best]);
  model.dispose();
  tf.dispose([data.x, data.y, held.x, held.y]);
});

test('early stopping waits for accuracy to rise, not to fall', async () => {
  const { history } = await run({ epochs: 4, earlyStopping: { monitor: 'accuracy', patience: 4 } });
  const best = (history['accuracy'] ?? []).indexOf(Math.max(...(history['accuracy'] ?? [])));
  assert.equal(history.bestEpoch, best + 1);
});

test('hooks and TensorFlow.js callbacks see every step, and each can stop the run', async () => {
  const calls: string[] = [];
  const { history } = await run({
    epochs: 2,
    onBatch: ({ epoch, step, values }) =>
      void calls.push(`b${epoch}.${step}:${typeof values['loss']}`),
    onEpoch: ({ epoch }) => void calls.push(`e${epoch}`),
    callbacks: {
      onTrainBegin: () => void calls.push('begin'),
      onEpochEnd: (epoch, logs) =>
        void calls.push(`cb${epoch}:${Object.keys(logs ?? {}).length > 0}`),
      onTrainEnd: () => void calls.push('end'),
    },
  });
  assert.equal(calls.filter((c) => c.startsWith('b') && c.endsWith('number')).length, 14);
  assert.deepEqual(
    calls.filter((c) => !/^b\d/.test(c)),
    [...['begin', 'cb0:true', 'e1', 'cb1:true', 'e2', 'end']],
  );
  assert.equal(history.stopped, 'finished');
  const byEpoch = await run({ epochs: 9, onEpoch: ({ epoch, stop }) => epoch === 2 && stop() });
  assert.equal(byEpoch.history.stopped, 'callback');
  assert.equal(byEpoch.history.epoch.length, 2);
  const byBatch = await run({ onBatch: ({ step, stop }) => step === 9 && stop() });
  assert.equal(byBatch.history.epoch.length, 1);
  const tfStopping = tf.callbacks.earlyStopping({ monitor: 'val_loss', patience: 0, minDelta: 99 });
  const byCallback = await run({ epochs: 9, validationSplit: 0.2, callbacks: tfStopping });
  assert.equal(byCallback.history.stopped, 'callback');
  assert.equal(byCallback.history.epoch.length, 2);
});

test('weights read in a callback are the current ones', async () => {
  const changes: boolean[] = [];
  let last: number[] = [];
  await run({
    traced: true,
    onBatch: ({ model }) => {
      const now = weightsOf(model);
      changes.push(now.some((value, i) => value !== last[i]));
      last = now;
    },
  });
  assert.ok(changes.every(Boolean));
});

test('a model with two inputs trains on a list of tensors', async () => {
  setSeed(4);
  const [a, b] = [tf.randomNormal([31, 3]), tf.randomNormal([31, 5])];
  const y = tf.tidy(() => a.sum(1, true).sub(b.sum(1, true)));
  const inputs = [tf.input({ shape: [3] }), tf.input({ shape: [5] })];
  const joined = tf.layers.concatenate().apply(inputs) as tf.SymbolicTensor;
  const output = tf.layers.dense({ units: 1 }).apply(joined) as tf.SymbolicTensor;
  const model = tf.model({ inputs, outputs: output });
  const before = tf.memory().numTensors;
  const optimizer = optimizers.adam({ learningRate: 0.05 });
  const history = await train(
    model,
    { x: [a, b], y },
    {
      ...{
        loss: losses.meanSquaredError(),
        epochs: 20,
        batchSize: 7,
        optimizer,
      },
      ...{ metrics: ['mae', 'rmse'], validationSplit: 0.2 },
    },
  );
  assert.ok((history.loss[19] ?? 9) < (history.loss[0] ?? 0) / 4);
  const { rmse, loss } = await evaluate(
    model,
    { x: [a, b], y },
    { loss: 'meanSquaredError', metrics: ['rmse'] },
  );
  assert.ok(Math.abs((rmse ?? 0) ** 2 - loss) < 1e-5);
  const predicted = await predict(model, [a, b]);
  assert.deepEqual(predicted.shape, [31, 1]);
  predicted.dispose();
  optimizer.dispose();
  assert.equal(tf.memory().numTensors, before);
  model.dispose();
  tf.dispose([a, b, y]);
});

test('evaluate and predict do not depend on the batch size', async () => {
  const data = classes(53);
  const model = classifier({ dropout: 0.5 });
  const whole = await evaluate(model, data, { loss: crossentropy, batchSize: 999 });
  const small = await evaluate(model, data, { loss: crossentropy, batchSize: 7 });
  assert.ok(Math.abs(whole.loss - small.loss) < 1e-6);
  assert.equal(whole['accuracy'], small['accuracy']);
  const [a, b] = [await predict(model, data.x, { batchSize: 3 }), await predict(model, data.x)];
  assert.ok(tf.tidy(() => (a.sub(b).abs().max().dataSync()[0] ?? 1) < 1e-6));
  model.dispose();
  tf.dispose([data.x, data.y, a, b]);
});

test('a loss of one’s own may be a plain function', async () => {
  const { history } = await run({
    loss: (yTrue, yPred) =>
      tf.losses.softmaxCrossEntropy(tf.oneHot(yTrue as tf.Tensor1D, 3), yPred).asScalar(),
    metrics: [],
  });
  const reference = await run({ metrics: [] });
  history.loss.forEach((value, i) =>
    assert.ok(Math.abs(value - (reference.history.loss[i] ?? 0)) < 1e-4),
  );
});

test('frozen layers stay as they are', async () => {
  const data = classes();
  const model = classifier();
  const [first] = model.layers;
  if (first) first.trainable = false;
  const before = first?.getWeights()[0]?.dataSync().slice();
  await train(model, data, { loss: crossentropy, batchSize: 17 });
  assert.deepEqual(first?.getWeights()[0]?.dataSync(), before);
  model.dispose();
  tf.dispose([data.x, data.y]);
});

test('padding counts neither in the loss nor in accuracy, whatever the model says there', async () => {
  setSeed(6);
  const x = tf.tensor2d(
    [
      [1, 2, 3, 4, 5],
      [2, 4, 1, 0, 0],
      [3, 0, 0, 0, 0],
    ],
    [3, 5],
    'int32',
  );
  const layers = [
    tf.layers.embedding({ inputDim: 7, outputDim: 3, inputLength: 5 }),
    tf.layers.dense({ units: 7 }),
  ];
  const model = tf.sequential({ layers });
  const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true, ignoreIndex: 0 });
  const options = { loss, metrics: ['accuracy' as const, 'perplexity' as const] };
  const adam = optimizers.adam({ learningRate: 0.1 });
  const history = await train(
    model,
    { x, y: x },
    { ...options, epochs: 60, batchSize: 2, optimizer: adam },
  );
  assert.equal(history['accuracy']?.[59], 1);
  const all = await evaluate(model, { x, y: x }, options);
  assert.equal(all['accuracy'], 1);
  assert.ok(Math.abs((all['perplexity'] ?? 0) - Math.exp(all.loss)) < 1e-5);
  const counted = await evaluate(
    model,
    { x, y: x },
    { loss: 'sparseCategoricalCrossentropy', metrics: [] },
  ).catch((error: Error) => error.message);
  assert.match(String(counted), /fromLogits: true/);
  const unmasked = losses.sparseCategoricalCrossentropy({ fromLogits: true });
  assert.ok(((await evaluate(model, { x, y: x }, { loss: unmasked }))['accuracy'] ?? 1) < 1);
  adam.dispose();
  model.dispose();
  x.dispose();
});
