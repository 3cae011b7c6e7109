/** EfficientNet-Lite0 with its real weights: fetched once if they are not in the cache. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  layers,
  loadEfficientNet,
  losses,
  ready,
  tf,
  train,
  type EfficientNet,
} from '../../src/index';
import { largestDifference, picture, reference } from './helpers';

const images = (size: number): tf.Tensor4D =>
  tf.tidy(() => tf.tensor4d([...picture(0, size), ...picture(1, size)], [2, size, size, 3]).div(255)); // prettier-ignore

describe('EfficientNet-Lite0', () => {
  let net: EfficientNet;
  before(async () => {
    await ready();
    net = await loadEfficientNet();
  });
  after(() => net.dispose());

  test('gives the logits and the features of PyTorch to 1e-4', () => {
    const x = images(224);
    const [logits, features] = [net.model.predict(x), net.features.predict(x)] as tf.Tensor[];
    assert.deepEqual(logits?.shape, [2, 1000]);
    assert.deepEqual(features?.shape, [2, 1280]);
    assert.ok(largestDifference(logits?.dataSync() ?? [], reference.logits.flat()) < 1e-4);
    assert.ok(largestDifference(features?.dataSync() ?? [], reference.features.flat()) < 1e-4);
    tf.dispose([x, logits ?? [], features ?? []]);
  });

  test('names 1,000 classes in the order of the logits', () => {
    assert.equal(net.classNames.length, 1000);
    assert.equal(net.classNames[0], 'tench, Tinca tinca');
    assert.equal(net.classNames[999], 'toilet tissue, toilet paper, bathroom tissue');
  });

  test('refuses sizes that no image has', async () => {
    await assert.rejects(loadEfficientNet({ imageSize: 16 }), /^RangeError: loadEfficientNet: expected imageSize to be a whole number of at least 32; got 16/); // prettier-ignore
    await assert.rejects(loadEfficientNet({ size: 64 } as never), /RangeError: loadEfficientNet: expected options among imageSize, path/); // prettier-ignore
  });
});

test('a smaller EfficientNet is trained through `train`; frozen, its batch normalization stays as it is', async () => {
  await ready();
  const { features, dispose } = await loadEfficientNet({ imageSize: 64 });
  const [output] = features.outputs;
  assert.ok(output);
  const head = layers.dense({ units: 2 }).apply(output) as tf.SymbolicTensor;
  const classifier = tf.model({ inputs: features.inputs, outputs: head });
  const x = images(64);
  const y = tf.tensor1d([0, 1], 'int32');
  const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true });
  const averages = (): Float32Array[] =>
    ['stem_norm', 'head_norm'].map((name) => {
      const moving = features.getLayer(name).getWeights()[2];
      return Float32Array.from(moving?.dataSync() ?? []);
    });
  const before = averages();
  features.trainable = false;
  assert.equal(classifier.trainableWeights.length, 2);
  const options = { loss, epochs: 8, batchSize: 2, live: false, metrics: [] };
  const frozen = await train(classifier, { x, y }, options);
  assert.ok((frozen.loss.at(-1) ?? 1) < (frozen.loss[0] ?? 0) / 2, frozen.loss.join());
  assert.deepEqual(averages(), before);
  features.trainable = true;
  assert.ok(classifier.trainableWeights.length > 100);
  await train(classifier, { x, y }, { ...options, epochs: 2 });
  assert.notDeepEqual(averages(), before);
  tf.dispose([x, y]);
  dispose();
});

test('EfficientNet-Lite0, disposed, leaves nothing', async () => {
  await ready();
  const before = tf.memory().numTensors;
  const net = await loadEfficientNet();
  net.dispose();
  assert.equal(tf.memory().numTensors, before);
});
