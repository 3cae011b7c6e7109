import { test } from 'node:test';
import assert from 'node:assert/strict';
import { tf } from '../../src/engine';
import {
  evaluate,
  losses,
  optimizers,
  predict,
  train,
  type TrainOptions,
} from '../../src/training';
import { classes, classifier } from './helpers';

const crossentropy = losses.sparseCategoricalCrossentropy({ fromLogits: true });
const data = classes(13);
const model = classifier();

/** What train says about these options, after checking that it leaks nothing. */
async function complaint(options: Partial<TrainOptions>, given: unknown = data): Promise<string> {
  const before = tf.memory().numTensors;
  try {
    await train(model, given as typeof data, { loss: crossentropy, ...options });
  } catch (error) {
    assert.ok(error instanceof RangeError || error instanceof TypeError, String(error));
    assert.equal(tf.memory().numTensors, before, 'a refused call leaves no tensor');
    return error.message;
  }
  return assert.fail('train accepted it');
}

test('train says what is wrong with its numbers', async () => {
  assert.match(
    await complaint({ batchSize: 0 }),
    /batchSize to be a whole number of at least 1; got 0; common/,
  );
  assert.match(
    await complaint({ epochs: 1.5 }),
    /epochs to be a whole number of at least 1; got 1\.5/,
  );
  assert.match(await complaint({ clipNorm: -1 }), /clipNorm > 0; got -1/);
  assert.match(
    await complaint({ validationSplit: 1 }),
    /validationSplit between 0 and 1.*got 1 of 13/,
  );
  assert.match(
    await complaint({ validationSplit: 0.1, validation: data }),
    /validation or validationSplit; got both/,
  );
  assert.match(
    await complaint({ earlyStopping: { patience: 0 } }),
    /patience to be a whole number of at least 1/,
  );
  assert.match(
    await complaint({ earlyStopping: { monitor: 'valLoss' } }),
    /monitor among loss, accuracy; got "valLoss".*need validation data/,
  );
  assert.match(
    await complaint({ schedule: () => NaN }),
    /schedule to return a learning rate ≥ 0; got NaN at step 0/,
  );
  assert.match(await complaint({ classWeight: { 3: 1 } }), /classes 0 to 2; got 3: 1/);
  assert.match(
    await complaint({ sampleWeight: tf.ones([0]) }).catch(String),
    /sampleWeight of shape \[13\]/,
  );
});

test('train says what is wrong with its loss, optimizer and metrics', async () => {
  const given = (value: unknown) => value as never;
  assert.match(
    await complaint({ loss: given(undefined) }),
    /expected a loss; got undefined; pass e\.g\./,
  );
  assert.match(
    await complaint({ loss: given('mse') }),
    /expected a loss among meanSquaredError.*got "mse"/,
  );
  assert.match(
    await complaint({ loss: given(losses.meanSquaredError) }),
    /factory losses\.meanSquaredError; call it/,
  );
  assert.match(
    await complaint({ optimizer: given('Adam') }),
    /expected an optimizer; got Adam.*adamW/,
  );
  assert.match(
    await complaint({ optimizer: given(optimizers.adam) }),
    /expected an optimizer; got/,
  );
  assert.match(
    await complaint({ metrics: given(['acc']) }),
    /expected a metric among accuracy.*got "acc"/,
  );
});

test('train says what is wrong with its data', async () => {
  const { x, y } = data;
  const parts: tf.Tensor[] = [];
  const kept = <T extends tf.Tensor>(tensor: T): T => (parts.push(tensor), tensor);
  assert.match(
    await complaint({}, { x: [[1, 2]], y }),
    /to be \{ x, y \} with tensors; got \{ x: array, y: tensor \}/,
  );
  assert.match(await complaint({}, null), /got null/);
  assert.match(
    await complaint({}, { x, y: kept(y.slice(0, 12)) }),
    /13 examples in x \[13, 7\] and 12 in y \[12\]/,
  );
  assert.match(
    await complaint({}, { x: kept(x.slice(0, 0)), y: kept(y.slice(0, 0)) }),
    /at least one example in data/,
  );
  assert.match(
    await complaint({}, { x: kept(x.slice([0, 0], [13, 5])), y }),
    /of shape \[any, 7\]; got \[13, 5\]/,
  );
  assert.match(await complaint({}, { x: [x, x], y }), /expected 1 input tensor\(s\).*got 2/);
  assert.match(
    await complaint({}, { x, y: kept(y.add(1)) }),
    /labels from 0 to 2.*got 3; renumber/,
  );
  assert.match(
    await complaint({}, { x, y: kept(y.toFloat().add(0.5)) }),
    /expected integer labels.*got \d\.5/,
  );
  assert.match(
    await complaint({}, { x, y: kept(tf.oneHot(y, 3)) }),
    /look one-hot: use losses\.categoricalCrossentropy/,
  );
  assert.match(
    await complaint({ loss: 'categoricalCrossentropy' }),
    /use losses\.sparseCategoricalCrossentropy, or tf\.oneHot\(y, 3\)/i,
  );
  assert.match(
    await complaint({ loss: 'meanSquaredError' }),
    /targets of the shape of the model's output, \[N, 3\]; got \[N\]/,
  );
  assert.match(
    await complaint({ validation: { x, y: kept(y.sub(1)) } }),
    /labels from 0 to 2.*got -1/,
  );
  tf.dispose(parts);
});

test('logits given to a loss that wants probabilities are noticed', async () => {
  assert.match(
    await complaint({ loss: 'sparseCategoricalCrossentropy' }),
    /probabilities between 0 and 1; got .*fromLogits: true/,
  );
});

test('a model with two outputs is refused with the remedy', async () => {
  const input = tf.input({ shape: [7] });
  const outputs = [1, 2].map(
    (units) => tf.layers.dense({ units }).apply(input) as tf.SymbolicTensor,
  );
  const two = tf.model({ inputs: input, outputs });
  await assert.rejects(
    train(two, data, { loss: crossentropy }),
    /one output; got 2.*one model per output/,
  );
  two.dispose();
});

test('evaluate and predict check what they are given', async () => {
  const before = tf.memory().numTensors;
  await assert.rejects(
    evaluate(model, data, { loss: crossentropy, batchSize: 0 }),
    /evaluate: expected batchSize/,
  );
  const wrong = tf.zeros([3, 5]);
  await assert.rejects(
    predict(model, wrong),
    /predict: expected input .* of shape \[any, 7\]; got \[3, 5\]/,
  );
  const empty = tf.zeros([0, 7]);
  await assert.rejects(predict(model, empty), /predict: expected at least one example; got 0/);
  tf.dispose([wrong, empty]);
  assert.equal(tf.memory().numTensors, before);
});

test('a diverging run names epoch, step, the rising loss and the learning rate', async () => {
  const x = tf.linspace(0, 100, 31).reshape([31, 1]);
  const line = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  const optimizer = optimizers.sgd({ learningRate: 0.5 });
  const before = tf.memory().numTensors;
  await assert.rejects(
    train(line, { x, y: x }, { loss: 'meanSquaredError', optimizer, epochs: 9, batchSize: 7 }),
    (error: Error) => {
      assert.match(
        error.message,
        /^train: expected a finite loss; got (NaN|Infinity) from meanSquaredError in epoch \d, step \d/,
      );
      assert.match(
        error.message,
        /steps are too large, the loss rose from .* lower the learning rate \(0\.5\) tenfold, or set clipNorm: 1/,
      );
      return error instanceof RangeError;
    },
  );
  assert.equal(tf.memory().numTensors, before);
  line.dispose();
  optimizer.dispose();
  x.dispose();
});

test('NaN in inputs or targets is named as the cause', async () => {
  const values = [...data.x.dataSync()];
  values[12] = NaN;
  const x = tf.tensor2d(values, [13, 7]);
  await assert.rejects(
    train(classifier(), { x, y: data.y }, { loss: crossentropy }),
    /inputs of this batch contain NaN or Infinity: drop or fill/,
  );
  const y = tf.tensor2d([[1], [NaN], [3]]);
  const three = tf.ones([3, 7]);
  const line = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [7] })] });
  await assert.rejects(
    train(line, { x: three, y }, { loss: 'meanSquaredError' }),
    /targets of this batch contain NaN/,
  );
  tf.dispose([x, y, three]);
});

test('inputs that were not scaled are named as the cause', async () => {
  const x = tf.fill([13, 7], 1e25);
  const line = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [7] })] });
  const y = tf.zeros([13, 1]);
  await assert.rejects(
    train(line, { x, y }, { loss: 'meanSquaredError', batchSize: 13 }),
    /inputs are not scaled, the largest has size 1\.00e\+25/,
  );
  tf.dispose([x, y]);
  line.dispose();
});
