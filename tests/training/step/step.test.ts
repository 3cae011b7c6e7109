/** What a training step promises besides its numbers. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { createRandom, isNative, setSeed, tf } from '../../../src/engine';
import { nativeBackend } from '../../../src/engine/backend';
import { createTrainingStep, type TrainingStepOptions } from '../../../src/training/step';
import {
  batchOf,
  meanSquaredError,
  relativeDifference,
  trainTask,
  values,
  type Task,
} from './helpers';

const { layers } = tf;
const options = { skip: !isNative() };
const binding = () => nativeBackend()?.binding;

function smallModel(): tf.LayersModel {
  return tf.sequential({
    layers: [
      layers.dense({ units: 5, inputShape: [3], activation: 'tanh' }),
      layers.dense({ units: 2 }),
    ],
  });
}

const task: Task = { model: smallModel, x: values([7, 3], 1), y: values([7, 2], 2) };
const rate = { learningRate: 0.05 };

function weightsOf(model: tf.LayersModel): number[] {
  return model.getWeights().flatMap((weight) => Array.from(weight.dataSync()));
}

/** A traced step that has compiled its graph. */
function compiledStep(more: Partial<TrainingStepOptions> = {}) {
  const model = smallModel();
  const optimizer = tf.train.adam(0.05);
  const step = createTrainingStep({ model, optimizer, loss: meanSquaredError, ...more });
  const run = () => step.run(batchOf(task.x, task.y), rate);
  run();
  run();
  assert.equal(step.traced, true);
  return { model, optimizer, step, run };
}

test('whoever reads a weight between steps gets its current value', options, () => {
  const { model, step, run } = compiledStep();
  let before = weightsOf(model);
  for (let i = 0; i < 3; i++) {
    run();
    const after = weightsOf(model);
    assert.notDeepEqual(after, before);
    before = after;
    const kernel = (model.layers[0] as tf.layers.Layer).getWeights()[0] as tf.Tensor;
    assert.equal(kernel.dataSync()[0], after[0]);
    // An eager operation reads the same value.
    assert.equal(
      tf.tidy(() => kernel.mul(1).dataSync()[0]),
      after[0],
    );
  }
  step.dispose();
});

test('a step that nobody looks into is one run of the graph', options, () => {
  const { step, run } = compiledStep();
  run();
  const backend = nativeBackend() as NonNullable<ReturnType<typeof nativeBackend>>;
  const real = backend.binding;
  let runs = 0;
  const counting = Object.create(real) as typeof real;
  const runSavedModel: typeof real.runSavedModel = (...call) => {
    runs++;
    return real.runSavedModel(...call);
  };
  Object.defineProperty(counting, 'runSavedModel', { value: runSavedModel });
  backend.binding = counting;
  try {
    for (let i = 0; i < 5; i++) run();
  } finally {
    backend.binding = real;
  }
  assert.equal(runs, 5);
  step.dispose();
});

test('a copy of a weight keeps its value while training goes on', options, () => {
  const { model, step, run } = compiledStep();
  run();
  const copies = model.getWeights().map((weight) => weight.clone());
  const saved = weightsOf(model);
  run();
  run();
  const kept = copies.flatMap((copy) => Array.from(copy.dataSync()));
  assert.deepEqual(kept, saved);
  assert.notDeepEqual(weightsOf(model), saved);
  step.dispose();
});

test('a copy made without reading keeps its value too', options, () => {
  const { model, step, run } = compiledStep();
  run();
  const copies = model.getWeights().map((weight) => weight.clone());
  run();
  const kept = copies.flatMap((copy) => Array.from(copy.dataSync()));
  assert.notDeepEqual(kept, weightsOf(model));
  model.setWeights(copies);
  assert.deepEqual(weightsOf(model), kept);
  step.dispose();
});

test('weights set from outside are what the next step starts from', options, () => {
  const { model, step, run } = compiledStep();
  for (let i = 0; i < 3; i++) run();
  const reference = smallModel();
  model.setWeights(reference.getWeights());
  const start = run().loss;
  const expected = tf.tidy(() =>
    meanSquaredError(task.y, reference.predict(task.x) as tf.Tensor).dataSync(),
  )[0] as number;
  assert.ok(Math.abs(start - expected) < 1e-6 * expected, `${start} ${expected}`);
  assert.notDeepEqual(weightsOf(model), weightsOf(reference), 'the step moved on');
  step.dispose();
});

test('saving while training stores the current weights and optimizer slots', options, async () => {
  const { model, optimizer, step, run } = compiledStep();
  run();
  let data: ArrayBuffer | undefined;
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      data = artifacts.weightData as ArrayBuffer;
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' },
      });
    }),
  );
  assert.deepEqual(Array.from(new Float32Array(data as ArrayBuffer)), weightsOf(model));
  const slots = await optimizer.getWeights();
  assert.equal(slots[0]?.tensor.dataSync()[0], 3, 'three iterations');
  assert.ok((slots[1]?.tensor.abs().max().dataSync()[0] ?? 0) > 0, 'first moments moved');
  step.dispose();
});

test('eager and traced steps may alternate on one model and optimizer', options, () => {
  const alternate = (traced: boolean) => {
    setSeed(3);
    const model = smallModel();
    const optimizer = tf.train.adam(0.01);
    const make = (trace: boolean) =>
      createTrainingStep({ model, optimizer, loss: meanSquaredError, trace });
    const [first, second, third] = [make(traced), make(false), make(traced)];
    for (let i = 0; i < 20; i++)
      for (const step of [first, second, third])
        step.run(batchOf(task.x, task.y), { learningRate: 0.01 });
    const result = weightsOf(model);
    for (const step of [first, second, third]) step.dispose();
    return result;
  };
  assert.ok(relativeDifference(alternate(true), alternate(false)) < 1e-5);
});

test('several models train side by side, also when they share a layer', options, () => {
  const train = (trace: boolean) => {
    setSeed(5);
    const shared = layers.dense({ units: 5, activation: 'tanh' });
    const models = [1, 2].map(() => {
      const input = tf.input({ shape: [3] });
      const hidden = shared.apply(input) as tf.SymbolicTensor;
      const outputs = layers.dense({ units: 2 }).apply(hidden) as tf.SymbolicTensor;
      return tf.model({ inputs: input, outputs });
    });
    const steps = models.map((model) =>
      createTrainingStep({ model, optimizer: tf.train.sgd(0.05), loss: meanSquaredError, trace }),
    );
    for (let i = 0; i < 15; i++) for (const step of steps) step.run(batchOf(task.x, task.y), rate);
    const weights = models.flatMap(weightsOf);
    for (const step of steps) step.dispose();
    return weights;
  };
  assert.ok(relativeDifference(train(true), train(false)) < 1e-5);
});

test('a last smaller batch shares weights and slots with the full ones', options, () => {
  const train = (trace: boolean) => {
    setSeed(1);
    const model = smallModel();
    const step = createTrainingStep({
      model,
      optimizer: tf.train.adam(0.01),
      loss: meanSquaredError,
      data: batchOf(values([17, 3], 1), values([17, 2], 2)),
      trace,
    });
    const losses: number[] = [];
    const random = createRandom(2);
    for (let epoch = 0; epoch < 6; epoch++) {
      const order = random.permutation(17);
      for (let i = 0; i < 17; i += 5)
        for (const { loss } of step.runSteps([{ indices: order.slice(i, i + 5), ...rate }]))
          losses.push(loss);
    }
    assert.equal(step.traced, trace);
    const weights = weightsOf(model);
    step.dispose();
    return [...losses, ...weights];
  };
  assert.ok(relativeDifference(train(true), train(false)) < 1e-5);
});

test('batches of indices equal the same batches given as tensors', options, () => {
  const data = { x: values([11, 3], 1), y: values([11, 2], 2) };
  const train = (byIndex: boolean) => {
    setSeed(1);
    const model = smallModel();
    const step = createTrainingStep({
      model,
      optimizer: tf.train.sgd(0.05),
      loss: meanSquaredError,
      data: batchOf(data.x, data.y),
    });
    for (let i = 0; i < 9; i++) {
      const indices = Int32Array.of(i % 11, (i * 3) % 11, (i * 5) % 11);
      if (byIndex) step.runSteps([{ indices, ...rate }]);
      else
        tf.tidy(() => {
          const at = tf.tensor1d(indices, 'int32');
          step.run(batchOf(data.x.gather(at), data.y.gather(at)), rate);
        });
    }
    const weights = weightsOf(model);
    step.dispose();
    return weights;
  };
  assert.ok(relativeDifference(train(true), train(false)) < 1e-6);
});

test('an index outside the data is refused, and the step goes on afterwards', options, () => {
  const data = { x: values([11, 3], 1), y: values([11, 2], 2) };
  const { step } = compiledStep({ data: batchOf(data.x, data.y) });
  for (let i = 0; i < 3; i++) step.runSteps([{ indices: Int32Array.of(1, 2, 3), ...rate }]);
  assert.throws(
    () => step.runSteps([{ indices: Int32Array.of(1, 11, 3), ...rate }]),
    /11 is not in \[0, 11\)/,
  );
  assert.ok((step.runSteps([{ indices: Int32Array.of(1, 2, 3), ...rate }])[0]?.loss ?? 0) > 0);
  step.dispose();
});

test('the learning rate may differ at every step', options, () => {
  const train = (trace: boolean) => {
    setSeed(1);
    const model = smallModel();
    const optimizer = tf.train.adam(1);
    const step = createTrainingStep({ model, optimizer, loss: meanSquaredError, trace });
    for (let i = 0; i < 20; i++)
      step.run(batchOf(task.x, task.y), { learningRate: 0.001 * (i + 1) });
    step.dispose();
    return weightsOf(model);
  };
  assert.ok(relativeDifference(train(true), train(false)) < 1e-5);
});

test('metrics and sample weights are computed in the graph as eagerly', options, () => {
  const absolute = {
    metricName: 'absolute',
    sumAndWeight: (yTrue: tf.Tensor, yPred: tf.Tensor) => ({
      sum: yPred.sub(yTrue).abs().sum() as tf.Scalar,
      weight: tf.scalar(yTrue.size),
    }),
  };
  const run = (trace: boolean) => {
    setSeed(1);
    const step = createTrainingStep({
      ...{ model: smallModel(), optimizer: tf.train.sgd(0.05), loss: meanSquaredError, trace },
      metrics: [absolute],
    });
    const sampleWeight = tf.tensor1d([1, 0, 2, 0.5, 0, 1, 3]);
    const results = Array.from({ length: 6 }, () =>
      step.run(batchOf(task.x, task.y, sampleWeight), { learningRate: 0.05 }),
    );
    step.dispose();
    return results.flatMap(({ loss, lossSum, lossWeight, metrics }) => [
      ...[loss, lossSum, lossWeight],
      ...[metrics['absolute']?.sum ?? NaN, metrics['absolute']?.weight ?? NaN],
    ]);
  };
  const [traced, eager] = [run(true), run(false)];
  assert.ok(relativeDifference(traced, eager) < 1e-5);
  assert.equal(eager[2], 7.5, 'sum of the sample weights');
});

test('dropout differs from step to step and repeats with the seed', options, () => {
  const dropped: Task = {
    ...task,
    model: () =>
      tf.sequential({
        layers: [layers.dropout({ rate: 0.5, inputShape: [3] }), layers.dense({ units: 2 })],
      }),
  };
  // Learning rate so small that only the mask changes the loss.
  const first = trainTask(dropped, true, 12, 1e-12);
  assert.equal(first.traced, true);
  assert.ok(new Set(first.losses.map((loss) => loss.toFixed(4))).size > 6, `${first.losses}`);
  assert.deepEqual(trainTask(dropped, true, 12, 1e-12).losses, first.losses);
});

test(
  'a step leaves no tensor, session or file, also when traced again and disposed',
  options,
  () => {
    compiledStep().step.dispose(); // caches of the engine
    const count = () => ({
      tensors: tf.memory().numTensors,
      handles: binding()?.getNumOfTensors(),
      sessions: binding()?.getNumOfSavedModels(),
      files: readdirSync(tmpdir()).filter((name) => name.startsWith('dlts-graph-')).length,
    });
    const before = count();
    const model = smallModel();
    const optimizer = tf.train.adam(0.05);
    for (let round = 0; round < 2; round++) {
      const step = createTrainingStep({ model, optimizer, loss: meanSquaredError });
      for (let i = 0; i < 4; i++) step.run(batchOf(task.x, task.y), rate);
      const during = count();
      step.run(batchOf(task.x, task.y), rate);
      assert.deepEqual(count(), during);
      step.dispose();
      step.dispose();
    }
    model.dispose();
    optimizer.dispose();
    assert.deepEqual(count(), before);
  },
);

test('weights are right after the step was disposed unread', options, () => {
  const run = (trace: boolean) => {
    setSeed(1);
    const model = smallModel();
    const step = createTrainingStep({
      model,
      optimizer: tf.train.sgd(0.05),
      loss: meanSquaredError,
      trace,
    });
    for (let i = 0; i < 5; i++) step.run(batchOf(task.x, task.y), rate);
    step.dispose();
    return weightsOf(model);
  };
  assert.ok(relativeDifference(run(true), run(false)) < 1e-6);
});

test('a hyperparameter changed between steps takes effect', options, () => {
  const run = (trace: boolean) => {
    setSeed(1);
    const model = smallModel();
    const optimizer = tf.train.adam(0.05);
    const step = createTrainingStep({ model, optimizer, loss: meanSquaredError, trace });
    for (let i = 0; i < 10; i++) {
      if (i === 5) Object.assign(optimizer, { beta1: 0.5 });
      step.run(batchOf(task.x, task.y), rate);
    }
    step.dispose();
    return weightsOf(model);
  };
  assert.ok(relativeDifference(run(true), run(false)) < 1e-5);
});

test('a model with several outputs is refused with the remedy', () => {
  const input = tf.input({ shape: [3] });
  const outputs = [1, 2].map((units) => layers.dense({ units }).apply(input) as tf.SymbolicTensor);
  const model = tf.model({ inputs: input, outputs });
  const make = () =>
    createTrainingStep({ model, optimizer: tf.train.sgd(0.1), loss: meanSquaredError });
  assert.throws(
    make,
    /createTrainingStep: expected a model with one output; got 2; make one model/,
  );
});
