import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { ready, setSeed, tf } from '../../../src/engine';
import { layers } from '../../../src/layers';
import { optimizers, trainingStep, type Network } from '../../../src/training';
import { weightsOf } from '../helpers';
import { coder, objective, points } from './helpers';

before(() => ready());

/** Losses and weights of some steps from the same start. */
function runSteps(traced: boolean, learningRates = [0.1, 0.1, 0.05, 0.02, 0.1, 0.1, 0.1]) {
  const models = coder();
  const x = points();
  const optimizer = optimizers.adam({ learningRate: 0.1 });
  const step = trainingStep(models, objective, { optimizer, traced });
  setSeed(5);
  const results = learningRates.map((learningRate) => step.run({ x }, { learningRate }));
  const outcome = {
    results,
    weights: Object.values(models).flatMap(weightsOf),
    traced: step.traced,
  };
  step.dispose();
  optimizer.dispose();
  tf.dispose(x);
  for (const model of Object.values(models)) model.dispose();
  return outcome;
}

test('a traced step of two networks gives the numbers of the eager one, noise and rates included', () => {
  const [traced, eager] = [runSteps(true), runSteps(false)];
  assert.equal(eager.traced, false);
  traced.results.forEach((values, i) => {
    for (const name of ['loss', 'error', 'divergence']) {
      const [a, b] = [values[name] ?? NaN, eager.results[i]?.[name] ?? NaN];
      assert.ok(Math.abs(a - b) <= 1e-4 * Math.max(1, Math.abs(b)), `${name} ${i}: ${a} ${b}`);
    }
  });
  const worst = Math.max(...traced.weights.map((w, i) => Math.abs(w - (eager.weights[i] ?? NaN))));
  assert.ok(worst < 1e-4, String(worst)); // seven steps, composed
});

test('the loss is the sum of its parts and falls', () => {
  const { results } = runSteps(
    true,
    Array.from({ length: 60 }, () => 0.05),
  );
  for (const { loss, error, divergence } of results)
    assert.ok(Math.abs((loss ?? NaN) - (error ?? NaN) - (divergence ?? NaN)) < 1e-3);
  assert.ok((results.at(-1)?.['loss'] ?? NaN) < 0.8 * (results[0]?.['loss'] ?? NaN));
});

test('one step of gradient descent is −rate × the finite-difference gradient', () => {
  const model = tf.sequential({
    layers: [layers.dense({ units: 1, inputShape: [3], useBias: false })],
  });
  const x = tf.tensor2d([[1, 2, -1], [0.5, -1, 2]]); // prettier-ignore
  const loss = ({ net }: { net: Network }, batch: { x: tf.Tensor }) => net(batch.x).tanh().sum(-1);
  const weights = weightsOf(model);
  const at = (w: number[]): number => {
    const rows = [[1, 2, -1], [0.5, -1, 2]]; // prettier-ignore
    const sums = rows.map((row) => Math.tanh(row.reduce((sum, v, i) => sum + v * (w[i] ?? 0), 0)));
    return sums.reduce((sum, v) => sum + v, 0) / rows.length;
  };
  const step = trainingStep({ net: model }, loss, {
    optimizer: optimizers.sgd({ learningRate: 1 }),
  });
  assert.ok(Math.abs((step.run({ x })['loss'] ?? NaN) - at(weights)) < 1e-5);
  weightsOf(model).forEach((after, i) => {
    const moved = (by: number) => at(weights.map((w, k) => (k === i ? w + by : w)));
    const slope = (moved(1e-4) - moved(-1e-4)) / 2e-4;
    assert.ok(Math.abs((weights[i] ?? NaN) - after - slope) < 1e-3);
  });
  step.dispose();
  tf.dispose(x);
});

test('only the networks named in train change, and steps that take turns see each other', () => {
  const models = coder();
  const x = points();
  const [first, second] = [weightsOf(models.encoder), weightsOf(models.decoder)];
  const encoding = trainingStep(models, objective, { train: ['encoder'] });
  const decoding = trainingStep(models, objective, { train: ['decoder'] });
  encoding.run({ x });
  assert.deepEqual(weightsOf(models.decoder), second);
  assert.notDeepEqual(weightsOf(models.encoder), first);
  const trained = weightsOf(models.encoder);
  const before = decoding.run({ x })['error'] ?? NaN;
  assert.deepEqual(weightsOf(models.encoder), trained);
  for (let i = 0; i < 150; i++) {
    encoding.run({ x });
    decoding.run({ x });
  }
  assert.ok((decoding.run({ x })['error'] ?? NaN) < before);
  encoding.dispose();
  decoding.dispose();
  x.dispose();
});

test('a step leaves no tensor behind, with an optimizer of its own', () => {
  const models = coder();
  const x = points();
  const tensors = tf.memory().numTensors;
  for (const traced of [true, false]) {
    const step = trainingStep(models, objective, { traced });
    for (let i = 0; i < 3; i++) step.run({ x });
    step.dispose();
    assert.equal(tf.memory().numTensors, tensors);
  }
  x.dispose();
});

test('an inference network keeps dropout off', () => {
  const net = tf.sequential({ layers: [layers.dropout({ rate: 0.5, inputShape: [2] })] });
  const head = tf.sequential({
    layers: [layers.dense({ units: 1, inputShape: [2], kernelInitializer: 'ones' })],
  });
  const loss = (all: Record<'net' | 'head', Network>, { x }: { x: tf.Tensor }) =>
    all.head(all.net(x)).sum(-1);
  const step = trainingStep({ net, head }, loss, { train: ['head'], inference: ['net'] });
  const x = tf.ones([3, 2]);
  assert.ok(Math.abs((step.run({ x }, { learningRate: 0 })['loss'] ?? NaN) - 2) < 1e-5);
  step.dispose();
  x.dispose();
});

test('messages say what was expected and how to fix it', () => {
  const models = coder();
  const x = points();
  assert.throws(() => trainingStep({}, objective as never), /TypeError: trainingStep: expected networks by name; got none;/); // prettier-ignore
  assert.throws(() => trainingStep(models, objective, { train: ['critic' as 'encoder'] }), /to name some of encoder, decoder; got "critic"/); // prettier-ignore
  assert.throws(() => trainingStep(models, objective, { clipnorm: 1 } as object), /did you mean clipNorm/); // prettier-ignore
  const twice = { a: models.decoder, b: models.decoder };
  assert.throws(() => trainingStep(twice, () => tf.scalar(0)), /one of them under two names/);
  const matrix = trainingStep(models, ({ decoder }) => decoder(tf.zeros([1, 2])), {});
  assert.throws(() => matrix.run({ x }), /loss of the objective to be a scalar or one number per example, \[B\]; got a tensor \[1, 5\]/); // prettier-ignore
  const step = trainingStep(models, objective, {});
  assert.throws(
    () => step.run({ x: tf.scalar(1) }),
    /expected tensors by name, examples on axis 0/,
  );
  step.run({ x });
  assert.throws(() => step.run({ y: x } as never), /expected the tensors x in every batch; got y/);
  assert.throws(
    () => step.run({ x, y: tf.zeros([2]) } as never),
    /as many examples in each tensor/,
  );
  models.encoder.trainable = false;
  models.decoder.trainable = false;
  assert.throws(() => trainingStep(models, objective), /expected a weight that can be trained/);
  for (const each of [matrix, step]) each.dispose();
  x.dispose();
});
