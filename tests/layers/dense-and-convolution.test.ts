import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setSeed, tf } from '../../src/engine';
import { layers } from '../../src/layers';
import { assertClose, bothWays, gradientsOf, variablesOf } from './fixture';

type Factory = () => [ours: tf.layers.Layer, plain: tf.layers.Layer, inputShape: number[]];

const dense = (options: object, inputShape: number[]): Factory => {
  const all = { units: 11, name: 'same', ...options };
  return () => [layers.dense(all), tf.layers.dense(all), inputShape];
};
const conv2d = (options: object): Factory => {
  const all = { filters: 5, kernelSize: 3, name: 'same', ...options };
  return () => [layers.conv2d(all), tf.layers.conv2d(all), [3, 7, 11, 2]];
};

const PAIRS: Record<string, Factory> = {
  dense: dense({}, [5, 7]),
  'dense with relu': dense({ activation: 'relu' }, [5, 7]),
  'dense with softmax': dense({ activation: 'softmax' }, [5, 7]),
  'dense without bias': dense({ useBias: false, activation: 'sigmoid' }, [5, 7]),
  'dense over steps': dense({ activation: 'tanh' }, [3, 5, 7]),
  conv2d: conv2d({}),
  'conv2d with relu': conv2d({ activation: 'relu' }),
  'conv2d, same, strided, without bias': conv2d({ padding: 'same', strides: 2, useBias: false }),
  'conv2d with elu': conv2d({ activation: 'elu' }),
};

for (const [name, create] of Object.entries(PAIRS))
  test(`${name} gives the numbers of tf.layers, forward and gradient, and its configuration`, () => {
    setSeed(73);
    tf.tidy(() => {
      const [ours, plain, inputShape] = create();
      const x = tf.randomNormal(inputShape);
      plain.apply(x);
      const y = ours.apply(x) as tf.Tensor;
      ours.weights.forEach((weight, i) => {
        weight.write(tf.randomNormal(weight.shape as [number]));
        (plain.weights[i] as tf.LayerVariable).write(weight.read());
      });
      assert.deepEqual(ours.getConfig(), plain.getConfig());
      assert.equal(ours.getClassName(), plain.getClassName());
      const direction = [tf.randomNormal(y.shape)];
      const run = (layer: tf.layers.Layer) =>
        gradientsOf([x], variablesOf(layer), direction, ([input]) =>
          layer.call(input as tf.Tensor, {}),
        );
      const expected = run(plain);
      bothWays((kind) => {
        const actual = run(ours);
        for (const part of ['outputs', 'inputGradients', 'weightGradients'] as const)
          expected[part].forEach((value, i) =>
            assertClose(actual[part][i] as tf.Tensor, value, 1e-5, `${kind} ${part} ${i}`),
          );
      });
      const before = tf.memory().numTensors;
      tf.dispose(ours.apply(x) as tf.Tensor);
      assert.equal(tf.memory().numTensors, before);
    });
  });
