/** Mistakes that train to wrong numbers without a sound, each refused or told. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { before, test } from 'node:test';
import { nextSeed, ready, setSeed, tf } from '../../src/engine';
import {
  checkGradients,
  evaluate,
  losses,
  optimizers,
  predict,
  schedules,
  train,
  type TrainOptions,
} from '../../src/training';
import { classes, classifier, FakeNotebook, weightsOf } from './helpers';
import { warnings } from '../warnings';

before(() => ready());

const logitsLoss = losses.sparseCategoricalCrossentropy({ fromLogits: true });
const probabilityLoss = losses.sparseCategoricalCrossentropy();
const line = (inputs = 2) =>
  tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [inputs] })] });

// Validation that is not finite

/** 13 examples of two inputs, the value at one place replaced. */
function spoiled(where: { input: number; example: number } | 'y', value: number) {
  const [a, b] = [new Float32Array(13).fill(0.5), new Float32Array(39).fill(0.25)];
  const y = new Float32Array(13).fill(1);
  if (where === 'y') y[5] = value;
  else if (where.input === 0) a[where.example] = value;
  else b[3 * where.example + 1] = value;
  return { x: [tf.tensor2d(a, [13, 1]), tf.tensor2d(b, [13, 3])], y: tf.tensor2d(y, [13, 1]) };
}

function twoInputs(): tf.LayersModel {
  const inputs = [tf.input({ shape: [1] }), tf.input({ shape: [3] })];
  const joined = tf.layers.concatenate().apply(inputs) as tf.SymbolicTensor;
  return tf.model({
    inputs,
    outputs: tf.layers.dense({ units: 1 }).apply(joined) as tf.SymbolicTensor,
  });
}

const fine = () => spoiled('y', 1);

for (const traced of [true, false])
  test(`NaN in validation ends training with the input and its first bad example (${traced})`, async () => {
    const options = { loss: 'meanSquaredError', epochs: 4, traced, live: false } as const;
    const run = (validation: ReturnType<typeof fine>) =>
      train(twoInputs(), fine(), { ...options, validation, earlyStopping: { patience: 2 } });
    const bad = (where: Parameters<typeof spoiled>[0], value: number) => run(spoiled(where, value));
    await assert.rejects(
      bad({ input: 1, example: 7 }, NaN),
      /^RangeError: train: expected a finite validation loss; got NaN from meanSquaredError after epoch 1; x\[1\] of validation contains NaN or Infinity, first in example 7; drop or fill/,
    );
    await assert.rejects(
      bad({ input: 0, example: 3 }, Infinity),
      /x\[0\] of validation .* example 3;/,
    );
    await assert.rejects(bad('y', -Infinity), /y of validation .* first in example 5;/);
    await run(fine());
  });

test('evaluate refuses a loss that is not finite, and names the first bad example', async () => {
  const model = twoInputs();
  const before = tf.memory().numTensors;
  const data = spoiled({ input: 1, example: 11 }, NaN);
  await assert.rejects(
    evaluate(model, data, { loss: 'meanSquaredError' }),
    /evaluate: expected a finite loss; got NaN from meanSquaredError; x\[1\] of data .* example 11;/,
  );
  tf.dispose([...data.x, data.y]);
  assert.equal(tf.memory().numTensors, before);
});

test('a prediction that overflows is named with its example and the range of its inputs', async () => {
  const x = tf.tensor2d(
    Float32Array.from({ length: 260 }, (_, i) => (i === 131 ? 200 : i / 260)),
    [260, 1],
  );
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: 'ones' })],
  });
  class Exponential extends tf.layers.Layer {
    static className = 'ExponentialOfTest';
    override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
      return tf.tidy(() => [inputs].flat().map((given) => given.exp())[0] ?? assert.fail());
    }
  }
  model.add(new Exponential({}));
  await assert.rejects(
    evaluate(model, { x, y: tf.zeros([260, 1]) }, { loss: 'meanAbsoluteError' }),
    /prediction is not finite, first for example 131 of data, with inputs from 200 to 200; scale data/,
  );
});

test('a metric that is NaN does not end training as if nothing improved', async () => {
  const broken = {
    metricName: 'broken',
    sumAndWeight: () => ({ sum: tf.scalar(NaN), weight: tf.scalar(1) }),
  };
  await assert.rejects(
    train(twoInputs(), fine(), {
      ...{ loss: 'meanSquaredError', epochs: 9, metrics: [broken], live: false },
      earlyStopping: { monitor: 'broken' },
    }),
    /expected earlyStopping to watch a number; got NaN as broken in epoch 1; correct the metric/,
  );
});

test('weights that are broken already are named, not the learning rate', async () => {
  const model = line();
  model.setWeights([tf.tensor2d([1, NaN], [2, 1]), tf.zeros([1])]);
  const data = { x: tf.ones([5, 2]), y: tf.ones([5, 1]) };
  const message =
    /expected finite weights; got NaN in .*kernel: the model's weights are already not finite; make a new model/;
  await assert.rejects(train(model, data, { loss: 'meanSquaredError' }), (error: Error) => {
    assert.match(error.message, message);
    assert.doesNotMatch(error.message, /learning rate/);
    return true;
  });
  await assert.rejects(
    evaluate(model, data, { loss: 'meanSquaredError' }),
    /the model's weights are not finite \(NaN in .*kernel\); make a new model/,
  );
});

test('a loss that rises names inputs that are not scaled, with their range', async () => {
  const x = tf.tensor2d([2, -70, 5, 300, 11, 13], [3, 2]);
  const data = { x, y: tf.tensor2d([1, 2, 3], [3, 1]) };
  const optimizer = optimizers.sgd({ learningRate: 0.1 });
  await assert.rejects(
    train(line(), data, { loss: 'meanSquaredError', optimizer, epochs: 99, live: false }),
    /loss rose from .* scale the inputs, which range from -70 to 300, to about ±1; or lower the learning rate \(0\.1\)/,
  );
});

// Logits and probabilities

const images = () => ({
  x: tf.randomNormal([7, 5]),
  y: tf.tensor1d([0, 1, 2, 0, 1, 2, 0], 'int32'),
});
const hidden = () => tf.layers.dense({ units: 4, inputShape: [5] });
const units = (activation?: 'softmax' | 'sigmoid' | 'relu') =>
  tf.layers.dense({ units: 3, ...(activation && { activation }) });

/** Models whose last numbers are those of `last`, by the way it stands there. */
function endings(last: () => tf.layers.Layer): Record<string, tf.LayersModel> {
  const input = tf.input({ shape: [5] });
  const inner = tf.sequential({ layers: [hidden(), last()] });
  const shaped = tf.layers.reshape({ targetShape: [3] });
  return {
    sequence: tf.sequential({ layers: [hidden(), last()] }),
    nested: tf.sequential({ layers: [inner] }),
    graph: tf.model({
      inputs: input,
      outputs: last().apply(hidden().apply(input)) as tf.SymbolicTensor,
    }),
    reshaped: tf.sequential({
      layers: [hidden(), last(), tf.layers.reshape({ targetShape: [3, 1] }), shaped],
    }),
  };
}

test('softmax or sigmoid before a loss that expects logits is refused, wherever it stands', async () => {
  const data = images();
  for (const activation of ['softmax', 'sigmoid'] as const)
    for (const [name, model] of Object.entries(endings(() => units(activation)))) {
      const message = new RegExp(
        `expected a model that ends with logits .*; got "\\w+" with ${activation} at its end, which the loss ` +
          `would apply again; leave the ${activation} out, or pass \\{ fromLogits: false \\}`,
      );
      await assert.rejects(train(model, data, { loss: logitsLoss }), message, name);
      await assert.rejects(evaluate(model, data, { loss: logitsLoss }), message, name);
    }
  const layer = tf.sequential({ layers: [hidden(), units(), tf.layers.softmax()] });
  await assert.rejects(
    train(layer, data, { loss: logitsLoss }),
    /"softmax\w+" with softmax at its end/,
  );
});

test('a softmax at every position of a sequence is seen through the wrapper', async () => {
  const data = { x: tf.randomNormal([2, 3, 5]), y: tf.zeros([2, 3], 'int32') };
  const inner = tf.layers.dense({ units: 4, activation: 'softmax' });
  const model = tf.sequential({
    layers: [tf.layers.timeDistributed({ layer: inner, inputShape: [3, 5] })],
  });
  await assert.rejects(train(model, data, { loss: logitsLoss }), /with softmax at its end/);
});

test('logits before a loss that expects probabilities are refused also where they lie in 0 to 1', async () => {
  const data = images();
  const zeros = () => tf.layers.dense({ units: 3, kernelInitializer: 'zeros' });
  for (const [name, model] of Object.entries(endings(zeros))) {
    const message =
      /ends with probabilities between 0 and 1; got "\w+" without activation at its end, which gives logits; pass \{ fromLogits: true \} to sparse.*activation: 'softmax'/;
    await assert.rejects(train(model, data, { loss: probabilityLoss }), message, name);
    await assert.rejects(evaluate(model, data, { loss: probabilityLoss }), message, name);
  }
  const one = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [5], kernelInitializer: 'zeros' })],
  });
  const yes = { x: data.x, y: tf.ones([7, 1]) };
  await assert.rejects(train(one, yes, { loss: 'binaryCrossentropy' }), /activation: 'sigmoid'/);
});

test('what fits is left alone: probabilities, logits, numbers, unknown layers', async () => {
  const data = images();
  const quick = { live: false } as const;
  for (const model of Object.values(endings(() => units('softmax'))))
    await train(model, data, { loss: probabilityLoss, ...quick });
  for (const model of Object.values(endings(() => units())))
    await train(model, data, { loss: logitsLoss, ...quick });
  await train(line(5), { x: data.x, y: tf.ones([7, 1]) }, { loss: 'meanSquaredError', ...quick });
  class Unknown extends tf.layers.Layer {
    static className = 'UnknownOfTest';
    override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
      return tf.tidy(() => [inputs].flat().map((given) => given.softmax())[0] ?? assert.fail());
    }
  }
  const model = tf.sequential({ layers: [hidden(), units(), new Unknown({})] });
  await train(model, data, { loss: probabilityLoss, ...quick });
  await train(tf.sequential({ layers: [hidden(), units('relu')] }), data, {
    ...{ loss: logitsLoss, ...quick },
  });
});

// Random state

/** What is drawn next, from both streams. */
const draws = (): number[] => [Math.random(), nextSeed(), Math.random(), nextSeed()];

test('a run with its own seed leaves the random numbers of everybody else alone', async () => {
  const data = classes(31);
  const options: TrainOptions = { loss: logitsLoss, seed: 3, batchSize: 7, live: false };
  const after = async (body: () => Promise<unknown>) => {
    setSeed(17);
    await body();
    return draws();
  };
  const undisturbed = await after(() => Promise.resolve());
  const model = classifier({ dropout: 0.4 });
  assert.deepEqual(await after(() => train(model, data, options)), undisturbed);
  const failing = () => assert.rejects(train(model, data, { ...options, schedule: () => NaN }));
  assert.deepEqual(await after(failing), undisturbed, 'after an error');
  const notebook = new FakeNotebook();
  const interrupted = () =>
    notebook.during(() =>
      train(model, data, { ...options, epochs: 9, onBatch: () => notebook.interrupt() }),
    );
  assert.deepEqual(await after(interrupted), undisturbed, 'after an interrupt');
});

test('repeats with other seeds do not start alike', async () => {
  setSeed(1);
  const data = classes(31);
  const starts: number[][] = [];
  for (const seed of [5, 5]) {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [7] })] });
    starts.push(weightsOf(model));
    await train(model, data, { loss: logitsLoss, seed, live: false });
  }
  assert.notDeepEqual(starts[0], starts[1]);
});

// A schedule resumed with more epochs

const folder = mkdtempSync(path.join(tmpdir(), 'dlts silent '));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Trains with a checkpoint; returns rates and notices. */
async function scheduled(file: string, epochs: number, more: Partial<TrainOptions> = {}) {
  const optimizer = optimizers.sgd({ learningRate: 1 });
  const rates: number[] = [];
  const said = await warnings(async () => {
    const history = await train(classifier(), classes(21), {
      ...{ loss: logitsLoss, epochs, batchSize: 7, optimizer, live: false, seed: 3 },
      ...{ checkpoint: { path: path.join(folder, file) }, schedule: schedules.cosine(), ...more },
    });
    rates.push(...(history['learningRate'] ?? []));
  });
  return { rates, said };
}

/** (1 + cos(π · step / total)) / 2 at the last step of an epoch of three steps. */
const half = (epoch: number, epochs: number) =>
  (1 + Math.cos((Math.PI * (3 * epoch - 1)) / (3 * epochs))) / 2;

test('a schedule resumed with more epochs keeps its plan, and says so once', async () => {
  const stopped = {
    onEpoch: ({ epoch, stop }: { epoch: number; stop(): void }) => epoch === 3 && stop(),
  };
  await scheduled('longer', 4, stopped);
  const { rates, said } = await scheduled('longer', 6);
  const byHand = [half(1, 4), half(2, 4), half(3, 4), half(4, 4), 0, 0];
  rates.forEach((rate, i) => assert.ok(Math.abs(rate - (byHand[i] ?? NaN)) < 1e-12, `${rates}`));
  assert.equal(said.length, 1);
  assert.match(
    said[0] ?? '',
    /planned for 4 epochs, not 6, and keeps that plan: the learning rate ends at 0; .*resume to false; .*schedules\.constant/,
  );
  const again = await scheduled('longer', 8);
  assert.match(
    again.said[0] ?? '',
    /planned for 4 epochs, not 8/,
    'the plan is kept in later files too',
  );
});

test('a schedule that does not look at the end resumes without a word', async () => {
  const schedule = ({ step, stepsPerEpoch }: { step: number; stepsPerEpoch: number }): number =>
    0.5 ** (step / stepsPerEpoch);
  await scheduled('decay', 2, { schedule });
  const { rates, said } = await scheduled('decay', 4, { schedule });
  assert.deepEqual(said, []);
  assert.equal(rates.length, 4);
  rates.forEach((rate, i) => assert.ok(Math.abs(rate - 0.5 ** (i + 2 / 3)) < 1e-12));
});

// Sorted labels

test('validationSplit of sorted labels tells which classes training never sees, once', async () => {
  const y = tf.tensor1d(
    Array.from({ length: 33 }, (_, i) => Math.floor(i / 11)),
    'int32',
  );
  const x = tf.randomNormal([33, 7]);
  const run = (options: Partial<TrainOptions>, data: { x: tf.Tensor; y: tf.Tensor } = { x, y }) =>
    warnings(() =>
      train(classifier(), data, { loss: logitsLoss, epochs: 2, live: false, ...options }),
    );
  const said = await run({ validationSplit: 0.4 });
  assert.equal(said.length, 1);
  assert.match(
    said[0] ?? '',
    /got 2 in validation only; validationSplit holds out the last.*stratifyBy/,
  );
  const oneHot = { x, y: tf.oneHot(y, 3) };
  const loss = losses.categoricalCrossentropy({ fromLogits: true });
  assert.match(
    (await run({ validationSplit: 0.4, loss }, oneHot))[0] ?? '',
    /got 2 in validation only/,
  );
  assert.deepEqual(await run({ validationSplit: 0.2 }), [], 'all classes are in training');
  const validation = { x: x.slice(0, 11), y: y.slice(0, 11) };
  const rest = { x: x.slice(11), y: y.slice(11) };
  assert.match(
    (await run({ validation }, rest))[0] ?? '',
    /got 0 in validation only; split the data so that/,
  );
});

test('numbers and texts have no classes to miss', async () => {
  const x = tf.linspace(0, 1, 20).reshape([20, 1]);
  const said = await warnings(() =>
    train(line(1), { x, y: x }, { loss: 'meanSquaredError', validationSplit: 0.5, live: false }),
  );
  assert.deepEqual(said, []);
});

// Nothing to train

test('a model in which everything is frozen is refused in plain words', async () => {
  const model = classifier();
  for (const layer of model.layers) layer.trainable = false;
  const data = classes(13);
  await assert.rejects(
    train(model, data, { loss: logitsLoss }),
    /train: expected a model with trainable weights; got one whose 4 weights are all frozen; set trainable = true/,
  );
  const whole = classifier();
  whole.trainable = false;
  await assert.rejects(train(whole, data, { loss: logitsLoss }), /4 weights are all frozen/);
  const empty = tf.sequential({
    layers: [tf.layers.reshape({ targetShape: [7], inputShape: [7] })],
  });
  await assert.rejects(
    train(empty, { x: data.x, y: data.x }, { loss: 'meanSquaredError' }),
    /got one without weights; .* measure it with evaluate/,
  );
});

// Unknown options

test('every function refuses an option that it does not know, with the nearest one', async () => {
  const [model, data] = [classifier(), classes(13)];
  const loss = logitsLoss;
  /** As it comes from JavaScript, or from a spread that the compiler does not look into. */
  const given = (options: object) => options as never;
  const refusals: [() => unknown, RegExp][] = [
    [
      () => train(model, data, given({ loss, epoch: 3 })),
      /train: .*got "epoch"; did you mean epochs\?/,
    ],
    [
      () => train(model, data, { loss, earlyStopping: given({ patiance: 3 }) }),
      /train: earlyStopping: .*got "patiance"; did you mean patience\?/,
    ],
    [
      () => train(model, data, { loss, checkpoint: given({ path: 'a', everyEpoch: 3 }) }),
      /train: checkpoint: .*did you mean everyEpochs\?/,
    ],
    [
      () => evaluate(model, data, given({ loss, metric: [] })),
      /evaluate: .*did you mean metrics\?/,
    ],
    [() => predict(model, data.x, given({ batchsize: 3 })), /predict: .*did you mean batchSize\?/],
    [() => checkGradients((x) => x.sum(), data.x, given({ steps: 1 })), /did you mean step\?/],
    [
      () => schedules.cosine(given({ finalshare: 0 })),
      /schedules\.cosine: .*did you mean finalShare\?/,
    ],
    [() => schedules.constant(given({ rate: 1 })), /schedules\.constant/],
    [() => schedules.warmupCosine(given({ warmupStep: 1 })), /mean warmupSteps\?/],
  ];
  for (const [call, message] of refusals)
    await assert.rejects(async () => {
      await call();
    }, message);
});
