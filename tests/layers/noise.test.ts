import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setSeed, tf } from '../../src/engine';
import { layers } from '../../src/layers';
import { bothWays } from './fixture';

const NOISES: Record<string, tf.layers.Layer> = {
  dropout: layers.dropout({ rate: 0.4 }),
  'dropout with a seed': layers.dropout({ rate: 0.4, seed: 0 }),
  spatialDropout1d: layers.spatialDropout1d({ rate: 0.4 } as never),
  gaussianNoise: layers.gaussianNoise({ stddev: 0.4 }),
  gaussianDropout: layers.gaussianDropout({ rate: 0.4 }),
  alphaDropout: layers.alphaDropout({ rate: 0.4 }),
};

for (const [name, layer] of Object.entries(NOISES)) {
  test(`${name} differs from call to call, repeats with setSeed, and rests outside training`, () => {
    const x = tf.randomNormal([5, 7, 11]);
    const run = (training: boolean) =>
      tf.tidy(() => (layer.apply(x, { training }) as tf.Tensor).dataSync().slice());
    bothWays(() => {
      setSeed(0);
      const draws = [run(true), run(true)];
      assert.notDeepEqual(draws[0], draws[1]);
      setSeed(0);
      assert.deepEqual([run(true), run(true)], draws);
      setSeed(1);
      assert.notDeepEqual(run(true), draws[0]);
      assert.deepEqual(run(false), x.dataSync());
    });
    x.dispose();
  });

  test(`${name} leaves no tensor behind and does not change its input`, () => {
    const x = tf.ones([5, 7, 11]);
    const before = tf.memory().numTensors;
    tf.dispose(layer.apply(x, { training: true }) as tf.Tensor);
    tf.dispose(layer.apply(x) as tf.Tensor);
    assert.equal(tf.memory().numTensors, before);
    assert.ok(x.dataSync().every((value) => value === 1));
    x.dispose();
  });
}

test('dropout drops the stated fraction and keeps the mean', () => {
  setSeed(23);
  tf.tidy(() => {
    const y = layers.dropout({ rate: 0.3 }).apply(tf.ones([1009, 101]), { training: true });
    const values = (y as tf.Tensor).dataSync();
    const dropped = values.filter((value) => value === 0).length / values.length;
    // 101,909 draws: standard error 0.0014.
    assert.ok(Math.abs(dropped - 0.3) < 0.006, String(dropped));
    const kept = values.find((value) => value !== 0) as number;
    assert.ok(Math.abs(kept - 1 / 0.7) < 1e-6);
  });
});

test('the gradient of dropout passes through kept values only', () => {
  setSeed(29);
  tf.tidy(() => {
    const layer = layers.dropout({ rate: 0.5 });
    const x = tf.ones([101]);
    let y: tf.Tensor | undefined;
    const gradient = tf.grad((input) => {
      y = tf.keep(layer.apply(input, { training: true }) as tf.Tensor);
      return y.sum();
    })(x);
    assert.deepEqual(gradient.dataSync(), (y as unknown as tf.Tensor).dataSync());
    (y as unknown as tf.Tensor).dispose();
  });
});

test('spatialDropout1d drops whole channels', () => {
  setSeed(31);
  tf.tidy(() => {
    const layer = NOISES['spatialDropout1d'] as tf.layers.Layer;
    const y = layer.apply(tf.ones([3, 5, 101]), { training: true }) as tf.Tensor;
    const [first, others] = tf.split(y, [1, 4], 1) as [tf.Tensor, tf.Tensor];
    assert.equal(others.sub(first).abs().max().arraySync(), 0);
    assert.ok(y.min().arraySync() === 0);
  });
});

test('alphaDropout keeps mean 0 and variance 1 of standardized input', () => {
  setSeed(37);
  tf.tidy(() => {
    const y = layers.alphaDropout({ rate: 0.2 }).apply(tf.randomNormal([100003]), {
      training: true,
    });
    const { mean, variance } = tf.moments(y as tf.Tensor);
    assert.ok(Math.abs(mean.arraySync() as number) < 0.02);
    assert.ok(Math.abs((variance.arraySync() as number) - 1) < 0.03);
  });
});

test('noise layers keep the configuration and class names of tf.layers', () => {
  const options = { rate: 0.4, name: 'same' };
  for (const name of ['dropout', 'gaussianDropout', 'alphaDropout'] as const) {
    const [ours, plain] = [layers[name](options), tf.layers[name](options)];
    assert.equal(ours.getClassName(), plain.getClassName());
    assert.deepEqual(ours.getConfig(), plain.getConfig());
  }
});
