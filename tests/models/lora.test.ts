/** Adapters of low rank: nothing changes at first, they alone are trained, saved, merged, taken away. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { ready, setSeed, tf } from '../../src/engine';
import { layers } from '../../src/layers';
import { createCnn, createGpt, createMlp, lora } from '../../src/models';
import { losses, optimizers, train } from '../../src/training';
import { assertClose, saved } from '../layers/fixture';

before(() => ready());

const gpt = () =>
  createGpt({ vocabularySize: 13, maxSequenceLength: 7, hiddenDim: 14, numHeads: 7, numLayers: 2 });
const tokens = () => tf.tensor2d([3, 1, 4, 1, 5, 9, 2, 6, 5, 3], [2, 5], 'int32');
const predict = (model: tf.LayersModel) => model.predict(tokens()) as tf.Tensor;

/** Trains on a few tokens, and returns the loss before and after. */
async function fit(model: tf.LayersModel): Promise<number[]> {
  const data = { x: tokens(), y: tf.tensor2d([1, 4, 1, 5, 9, 6, 5, 3, 5, 8], [2, 5], 'int32') };
  const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true });
  const optimizer = optimizers.adam({ learningRate: 0.02 });
  const history = await train(model, data, { loss, optimizer, metrics: [], epochs: 11, batchSize: 2, seed: 1, live: false }); // prettier-ignore
  optimizer.dispose();
  tf.dispose([data.x, data.y]);
  return history.loss;
}

const weightsOf = (model: tf.LayersModel) =>
  new Map(model.weights.map((weight) => [weight.originalName, [...weight.read().dataSync()]]));

test('adapters change nothing at first, then they alone learn', async () => {
  setSeed(7);
  const model = gpt();
  const before = predict(model);
  const base = weightsOf(model);
  const changes = lora(model, { rank: 3, layers: ['query', 'value'] });
  assert.equal(changes.kernels.length, 4);
  assert.equal(changes.parameters, 4 * (14 * 3 + 3 * 14));
  assert.equal(model.trainableWeights.length, 8);
  assertClose(predict(model), before, 0, 'at first');
  const values = await fit(model);
  assert.ok((values.at(-1) ?? NaN) < (values[0] ?? NaN) - 0.01, String(values));
  for (const [name, numbers] of weightsOf(model))
    if (base.has(name)) assert.deepEqual(numbers, base.get(name), `${name} is frozen`);
  assert.ok(predict(model).sub(before).abs().max().arraySync() !== 0);
  model.dispose();
});

test('the change is alpha / rank · A·B, whatever the kind of kernel', () => {
  tf.tidy(() => {
    const x = tf.randomNormal([3, 5, 14]);
    const kinds = [
      layers.dense({ units: 11 }),
      layers.multiHeadAttention({ numHeads: 2, keyDim: 5, numKeyValueHeads: 1 }),
      layers.gatedFeedForward({ intermediateDim: 11 }),
      layers.transformerEncoderBlock({ numHeads: 7, intermediateDim: 11 }),
    ];
    for (const layer of kinds) {
      const input = tf.input({ shape: [5, 14] });
      const model = tf.model({ inputs: input, outputs: layer.apply(input) as tf.SymbolicTensor });
      const changes = lora(model, { rank: 2, alpha: 5 });
      const pairs = model.trainableWeights;
      pairs.forEach((weight) => weight.write(tf.randomNormal(weight.shape as number[], 0, 0.5)));
      const adapted = model.predict(x) as tf.Tensor;
      const byHand = new Map(
        changes.kernels.map((name, i) => {
          const [a, b] = [pairs[2 * i]?.read(), pairs[2 * i + 1]?.read()];
          assert.ok(a && b);
          return [name, a.matMul(b).mul(5 / 2)];
        }),
      );
      changes.remove();
      assert.notEqual(
        adapted
          .sub(model.predict(x) as tf.Tensor)
          .abs()
          .max()
          .arraySync(),
        0,
      );
      for (const weight of model.weights) {
        const change = byHand.get(weight.originalName);
        if (change) weight.write(weight.read().add(change.reshape(weight.shape as number[])));
      }
      assertClose(adapted, model.predict(x) as tf.Tensor, 2e-5, layer.name);
    }
  });
});

test('merging gives the same outputs and leaves a plain model, trainable as before', async () => {
  setSeed(11);
  const tensors = tf.memory().numTensors;
  const model = gpt();
  const names = model.weights.map(({ originalName }) => originalName);
  const changes = lora(model, { rank: 2 });
  await fit(model);
  tf.tidy(() => {
    const adapted = predict(model);
    changes.merge();
    assertClose(predict(model), adapted, 1e-5, 'merged');
  });
  assert.deepEqual(model.weights.map(({ originalName }) => originalName), names); // prettier-ignore
  assert.equal(model.trainableWeights.length, names.length);
  assert.throws(() => changes.merge(), /lora.merge: expected changes.*got none.*call lora again/);
  const again = lora(model, { rank: 2 });
  again.remove();
  model.dispose();
  assert.equal(tf.memory().numTensors, tensors, 'nothing is left behind');
});

test('the adapters alone are saved, and loaded beside another copy of the model', async () => {
  setSeed(13);
  const [model, copy] = [gpt(), gpt()];
  copy.setWeights(model.getWeights());
  const options = { rank: 2, alpha: 3, layers: ['decoder_block_2'] };
  const [changes, others] = [lora(model, options), lora(copy, options)];
  await fit(model);
  let stored: tf.io.ModelArtifacts | undefined;
  const keep: tf.io.IOHandler = {
    save: async (artifacts) => {
      stored = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    },
    load: async () => stored ?? assert.fail('nothing saved'),
  };
  await changes.save(keep);
  const bytes = stored?.weightData;
  assert.equal((bytes as ArrayBuffer).byteLength, 4 * changes.parameters);
  await others.load(keep);
  tf.tidy(() => assertClose(predict(copy), predict(model), 0, 'loaded'));
  others.remove();
  const wrong = lora(copy, { ...options, alpha: 4 });
  await assert.rejects(wrong.load(keep), /"alpha":4}; got {"rank":2,"alpha":3}/);
  wrong.remove();
  const fewer = lora(copy, { ...options, layers: ['query'] });
  await assert.rejects(fewer.load(keep), /matrices of 2 kernels/);
  await assert.rejects(fewer.load('nowhere'), /lora.load: expected a place.*got nowhere/);
  model.dispose();
  copy.dispose();
});

test('a model that was loaded learns too, whose weights all begin as 0', async () => {
  setSeed(17);
  const model = gpt();
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(await saved(model)));
  lora(loaded, { layers: ['value'] });
  const values = await fit(loaded);
  assert.ok((values.at(-1) ?? NaN) < (values[0] ?? NaN), String(values));
  model.dispose();
  loaded.dispose();
});

test('options and models that do not fit are refused', () => {
  const model = createMlp({ inputShape: [3], hiddenUnits: [5], outputUnits: 2 });
  assert.throws(() => lora(model, { rank: 0 }), /rank to be a whole number of at least 1; got 0/);
  assert.throws(() => lora(model, { alpha: -1 }), /alpha above 0; got -1/);
  assert.throws(() => lora(model, { rang: 2 } as object), /got "rang"; did you mean rank\?/);
  assert.throws(() => lora(model, { layers: ['query'] }), /names contain query; got only .*kernel/);
  const changes = lora(model);
  assert.throws(() => lora(model), /expected kernels without a change; got .*kernel/);
  changes.remove();
  model.dispose();
  const cnn = createCnn({ inputShape: [8, 8, 1], filters: [2], denseUnits: 0, outputUnits: 3 });
  assert.equal(lora(cnn).kernels.length, 1, 'dense layers of a model with others too');
  cnn.dispose();
});
