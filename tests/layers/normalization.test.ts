import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setSeed, tf } from '../../src/engine';
import { layers } from '../../src/layers';
import {
  assertClose,
  bothWays,
  checkLayer,
  gradientsOf,
  readCases,
  saved,
  tensorOf,
  variablesOf,
  writeWeights,
  type Case,
} from './fixture';

const keras = readCases('layers_keras.json');
function kerasCase(name: string): Case {
  const found = keras[name];
  assert.ok(found, name);
  return found;
}

test('layerNormalization agrees with Keras, forward and gradient', () => {
  const layer = layers.layerNormalization({ epsilon: 1e-3 });
  checkLayer(layer, kerasCase('layerNormalization'), {
    run: ([x]) => layer.apply(x as tf.Tensor) as tf.Tensor,
  });
});

test('batchNormalization agrees with Keras in training, moving statistics included', () => {
  const expected = kerasCase('batchNormalizationTraining');
  const layer = layers.batchNormalization({ momentum: 0.9 });
  checkLayer(layer, expected, {
    run: ([x]) => layer.apply(x as tf.Tensor, { training: true }) as tf.Tensor,
  });
  bothWays((kind) =>
    tf.tidy(() => {
      const fresh = layers.batchNormalization({ momentum: 0.9 });
      const [stored] = expected.inputs;
      assert.ok(stored && expected.movingMean && expected.movingVariance);
      fresh.apply(tensorOf(stored), { training: true });
      const [mean, variance] = fresh.nonTrainableWeights.map((weight) => weight.read());
      assertClose(mean as tf.Tensor, expected.movingMean, 1e-5, `${kind} moving mean`);
      assertClose(variance as tf.Tensor, expected.movingVariance, 1e-5, `${kind} variance`);
      fresh.dispose();
    }),
  );
});

test('batchNormalization outside training uses the moving statistics, as Keras does', () => {
  const layer = layers.batchNormalization();
  checkLayer(layer, kerasCase('batchNormalization'), {
    run: ([x]) => layer.apply(x as tf.Tensor, {}) as tf.Tensor,
  });
});

test('both normalizations agree with tf.layers for every axis they are given', () => {
  setSeed(2);
  const pairs: Array<[tf.layers.Layer, tf.layers.Layer, number[]]> = [];
  for (const axis of [1, 2, -1]) {
    pairs.push([layers.layerNormalization({ axis }), tf.layers.layerNormalization({ axis }), []]);
    // TensorFlow.js's own gradient fails for other axes than the last: it sees the channels moved there.
    const order = axis === 1 ? [0, 2, 1] : [];
    pairs.push([layers.batchNormalization({ axis }), tf.layers.batchNormalization(), order]);
  }
  const two = () => ({ axis: [1, 2] });
  pairs.push([layers.layerNormalization(two()), tf.layers.layerNormalization(two()), []]);
  for (const [ours, plain, order] of pairs)
    tf.tidy(() => {
      const moved = (v: tf.Tensor) => (order.length > 0 ? v.transpose(order) : v);
      const x = tf.randomNormal([3, 5, 7]);
      const direction = [tf.randomNormal([3, 5, 7])];
      ours.apply(x);
      plain.apply(moved(x));
      ours.trainableWeights.forEach((weight, i) => {
        weight.write(tf.randomNormal(weight.shape as [number]));
        (plain.trainableWeights[i] as tf.LayerVariable).write(weight.read());
      });
      const run = (layer: tf.layers.Layer, move: (v: tf.Tensor) => tf.Tensor) =>
        gradientsOf([x], variablesOf(layer), direction, ([input]) =>
          move(layer.call(move(input as tf.Tensor), { training: true }) as tf.Tensor),
        );
      const expected = run(plain, moved);
      bothWays((kind) => {
        const actual = run(ours, (v) => v);
        for (const part of ['outputs', 'inputGradients', 'weightGradients'] as const)
          expected[part].forEach((value, i) =>
            assertClose(actual[part][i] as tf.Tensor, value, 1e-5, `${kind} ${ours.name} ${part}`),
          );
      });
    });
});

test('normalization without scale or center trains', () => {
  tf.tidy(() => {
    const x = tf.randomNormal([11, 7]).mul(3).add(5);
    for (const layer of [
      layers.batchNormalization({ scale: false, center: false }),
      layers.layerNormalization({ scale: false, center: false }),
    ]) {
      const y = layer.apply(x, { training: true }) as tf.Tensor;
      assert.equal(layer.trainableWeights.length, 0);
      assert.ok(Math.abs(y.mean().arraySync() as number) < 1e-4);
      assert.ok(Math.abs((tf.moments(y).variance.arraySync() as number) - 1) < 1e-2);
    }
  });
});

test('normalizations leave no tensor behind and do not change their input', () => {
  const x = tf.randomNormal([5, 7]);
  const before = x.dataSync().slice();
  for (const layer of [layers.batchNormalization(), layers.layerNormalization()]) {
    tf.dispose(layer.apply(x) as tf.Tensor);
    const count = tf.memory().numTensors;
    for (const training of [true, false]) {
      tf.dispose(layer.apply(x, { training }) as tf.Tensor);
      const loss = () => (layer.call(x, { training }) as tf.Tensor).square().sum() as tf.Scalar;
      tf.dispose(tf.variableGrads(loss, variablesOf(layer)) as never);
    }
    assert.equal(tf.memory().numTensors, count);
  }
  assert.deepEqual(x.dataSync(), before);
  x.dispose();
});

test('gelu layers and activations agree with Keras, exact and by tanh', () => {
  for (const [name, approximate, activation] of [
    ['gelu', false, 'gelu'],
    ['geluTanh', true, 'gelu_new'],
  ] as const) {
    const layer = layers.gelu({ approximate });
    checkLayer(layer, kerasCase(name), { run: ([x]) => layer.apply(x as tf.Tensor) as tf.Tensor });
    tf.tidy(() => {
      const [stored] = kerasCase(name).inputs;
      assert.ok(stored);
      const dense = layers.dense({ units: 11, useBias: false, activation });
      const x = tensorOf(stored);
      dense.apply(x);
      writeWeights(dense, [{ shape: [11, 11], values: Array.from(tf.eye(11).dataSync()) }]);
      const [expected] = kerasCase(name).outputs;
      assert.ok(expected);
      assertClose(dense.apply(x) as tf.Tensor, expected, 1e-5, activation);
    });
  }
});

/** A small network with batch normalization in it, and the layer itself. */
function normalizedPart(options: object): [tf.Sequential, tf.layers.Layer] {
  const norm = layers.batchNormalization({ momentum: 0.5, ...options });
  const part = tf.sequential({ layers: [layers.dense({ units: 5, inputShape: [7] }), norm] });
  return [part, norm];
}

test('frozen batchNormalization runs as in inference and its averages stay, however it was frozen', () => {
  const freeze: Record<string, (model: tf.Sequential, norm: tf.layers.Layer) => void> = {
    'the layer': (_model, norm) => void (norm.trainable = false),
    'the model around it': (model) => void (model.trainable = false),
    'the nested model around it': (model) =>
      void ((model.layers[0] as tf.layers.Layer).trainable = false),
  };
  for (const options of [{}, { scale: false, center: false }])
    for (const [what, apply] of Object.entries(freeze)) {
      const [part, norm] = normalizedPart(options);
      const outer = tf.sequential({ layers: [part, layers.dense({ units: 2 })] });
      const model =
        what === 'the nested model around it' ? outer : tf.sequential({ layers: [part] });
      tf.tidy(() => {
        const x = tf.randomNormal([11, 7], 3, 2);
        model.apply(x, { training: true });
        apply(model, norm);
        const before = norm.getWeights().map((weight) => weight.dataSync().slice());
        const y = model.apply(x, { training: true }) as tf.Tensor;
        assertClose(y, model.predict(x) as tf.Tensor, 1e-6, what);
        assert.deepEqual(
          norm.getWeights().map((weight) => weight.dataSync()),
          before,
        );
        assert.equal(norm.trainableWeights.length, 0);
        part.trainable = false;
        model.trainable = false;
        model.trainable = true;
        model.apply(x, { training: true });
        const [mean, after] = [before[before.length - 2], norm.getWeights().at(-2)];
        assert.notDeepEqual(after?.dataSync(), mean, 'thawed, the averages move again');
      });
      model.dispose();
    }
});

test('a layer frozen before it joins a sequential model stays frozen', () => {
  const [part, norm] = normalizedPart({});
  norm.trainable = false;
  const model = tf.sequential({ layers: [...part.layers] });
  tf.tidy(() => void model.predict(tf.ones([3, 7])));
  assert.equal(norm.trainable, false);
  assert.equal(model.trainableWeights.length, 2);
  model.dispose();
});

test('freezing survives saving and loading', async () => {
  const [part] = normalizedPart({});
  part.trainable = false;
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(await saved(part)));
  tf.tidy(() => {
    const x = tf.randomNormal([11, 7], 3, 2);
    const y = loaded.apply(x, { training: true }) as tf.Tensor;
    assertClose(y, loaded.predict(x) as tf.Tensor, 1e-6, 'loaded');
  });
  loaded.dispose();
  part.dispose();
});
