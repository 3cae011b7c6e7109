import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isNative, tf } from '../../../src/engine';
import { nativeBackend } from '../../../src/engine/backend';
import { createEvaluator, createPredictor, createTrainingStep } from '../../../src/training/step';
import { batchOf, meanSquaredError, relativeDifference, values } from './helpers';
import { warnings } from '../../warnings';

const { layers } = tf;

function model(): tf.LayersModel {
  return tf.sequential({
    layers: [
      layers.dense({ units: 7, inputShape: [3], activation: 'relu', kernelRegularizer: 'l1l2' }),
      layers.batchNormalization(),
      layers.dropout({ rate: 0.5 }),
      layers.dense({ units: 2 }),
    ],
  });
}

const x = values([61, 3], 1);
const y = values([61, 2], 2);

test('evaluation in chunks equals one pass of the whole, traced and eager', () => {
  const net = model();
  const expected = tf.tidy(
    () => meanSquaredError(y, net.predict(x) as tf.Tensor).dataSync()[0] as number,
  );
  for (const trace of [false, true]) {
    const before = tf.memory().numTensors;
    const evaluator = createEvaluator({ model: net, loss: meanSquaredError, chunkSize: 5, trace });
    for (let i = 0; i < 3; i++) {
      const { loss, lossWeight, penalty } = evaluator.run(batchOf(x, y));
      assert.equal(lossWeight, 61);
      assert.ok(penalty > 0);
      assert.ok(Math.abs(loss - penalty - expected) < 1e-5, `${loss - penalty} ${expected}`);
    }
    evaluator.dispose();
    assert.equal(tf.memory().numTensors, before);
  }
});

test('prediction in chunks equals predict of the model, in order', () => {
  const net = model();
  const expected = Array.from((net.predict(x) as tf.Tensor).dataSync());
  for (const trace of [false, true]) {
    const before = tf.memory().numTensors;
    const predictor = createPredictor({ model: net, chunkSize: 3, trace });
    for (let i = 0; i < 3; i++) {
      const output = predictor.predict([x]);
      assert.deepEqual(output.shape, [61, 2]);
      assert.ok(relativeDifference(Array.from(output.dataSync()), expected) < 1e-6);
      output.dispose();
    }
    predictor.dispose();
    assert.equal(tf.memory().numTensors, before);
  }
});

test('evaluation between training steps sees the newest weights', { skip: !isNative() }, () => {
  const net = model();
  const step = createTrainingStep({
    model: net,
    optimizer: tf.train.sgd(0.05),
    loss: meanSquaredError,
  });
  const evaluator = createEvaluator({ model: net, loss: meanSquaredError, chunkSize: 5 });
  for (let i = 0; i < 5; i++) {
    step.run(batchOf(x, y), { learningRate: 0.05 });
    const { loss, penalty } = evaluator.run(batchOf(x, y));
    const expected = tf.tidy(
      () => meanSquaredError(y, net.predict(x) as tf.Tensor).dataSync()[0] as number,
    );
    assert.ok(Math.abs(loss - penalty - expected) < 1e-5, `${i}: ${loss - penalty} ${expected}`);
  }
  evaluator.dispose();
  step.dispose();
});

test('several inputs are predicted together', () => {
  const [a, b] = [tf.input({ shape: [3] }), tf.input({ shape: [2] })];
  const joined = layers.concatenate().apply([a, b]) as tf.SymbolicTensor;
  const outputs = layers.dense({ units: 1 }).apply(joined) as tf.SymbolicTensor;
  const net = tf.model({ inputs: [a, b], outputs });
  const expected = Array.from((net.predict([x, y]) as tf.Tensor).dataSync());
  const predictor = createPredictor({ model: net, chunkSize: 4 });
  for (let i = 0; i < 2; i++) {
    const output = predictor.predict([x, y]);
    assert.ok(relativeDifference(Array.from(output.dataSync()), expected) < 1e-6);
    output.dispose();
  }
  predictor.dispose();
});

test('graphs of forward passes are freed', { skip: !isNative() }, () => {
  const sessions = () => nativeBackend()?.binding.getNumOfSavedModels();
  const before = sessions();
  const predictor = createPredictor({ model: model(), chunkSize: 2 });
  predictor.predict([x]).dispose();
  assert.equal(sessions(), (before ?? 0) + 1);
  predictor.dispose();
  assert.equal(sessions(), before);
});

test('a chunk size that is no positive whole number is refused', () => {
  assert.throws(
    () => createPredictor({ model: model(), chunkSize: 0 }),
    /createPredictor: expected chunkSize to be a whole number from 1; got 0/,
  );
  assert.throws(
    () => createEvaluator({ model: model(), loss: meanSquaredError, chunkSize: 2.5 }),
    RangeError,
  );
});

test(
  'a model that cannot be compiled is evaluated and predicted eagerly, for a reason that can be read',
  {
    skip: !isNative(),
  },
  () => {
    class Largest extends layers.Layer {
      static className = 'LargestInJavaScript';
      override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
        return tf.tidy(() => {
          const given = Array.isArray(inputs) ? (inputs[0] ?? assert.fail('no input')) : inputs;
          return given.div(Math.max(...given.abs().dataSync()));
        });
      }
    }
    const net = tf.sequential({ layers: [new Largest({ inputShape: [3] } as object)] });
    const predictor = createPredictor({ model: net, chunkSize: 3 });
    const evaluator = createEvaluator({ model: net, loss: meanSquaredError, eagerRuns: 0 });
    const said = warnings(() => {
      for (let i = 0; i < 2; i++) predictor.predict([x]).dispose();
      for (let i = 0; i < 2; i++) evaluator.run(batchOf(x, x));
    });
    const why = 'it reads the value of a tensor in JavaScript';
    assert.equal(predictor.reason, why);
    assert.equal(evaluator.reason, why);
    assert.deepEqual(said, [
      `The prediction of '${net.name}' runs eagerly, which is slower: ${why}.`,
      `The evaluation of '${net.name}' runs eagerly, which is slower: ${why}.`,
    ]);
    predictor.dispose();
    evaluator.dispose();
  },
);
