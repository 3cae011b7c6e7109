import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setSeed, tf } from '../../src/engine';
import { gaussianSampling } from '../../src/layers/sampling';
import { bothWays } from './fixture';

test('gaussianSampling draws with the given mean and variance, in training and out of it', () => {
  bothWays(() => {
    setSeed(3);
    for (const training of [true, false, undefined]) {
      const mean = tf.fill([10007, 3], 2);
      const logVariance = tf.fill([10007, 3], Math.log(0.25));
      const z = gaussianSampling().apply([mean, logVariance], { training }) as tf.Tensor;
      assert.deepEqual(z.shape, [10007, 3]);
      assert.equal(z.dtype, 'float32');
      const moments = tf.moments(z);
      // 30,021 draws: standard error 0.003 of the mean, 0.002 of the variance.
      assert.ok(Math.abs((moments.mean.dataSync()[0] ?? NaN) - 2) < 0.012);
      assert.ok(Math.abs((moments.variance.dataSync()[0] ?? NaN) - 0.25) < 0.009);
      tf.dispose([mean, logVariance, z, moments.mean, moments.variance]);
    }
  });
});

test('gaussianSampling hands 1 to the gradient of the mean and σ ε / 2 to that of the log variance', () => {
  tf.tidy(() => {
    const [mean, logVariance] = [tf.randomNormal([5, 7]), tf.randomNormal([5, 7])];
    let z: tf.Tensor = tf.scalar(0);
    const [byMean, byLogVariance] = tf.grads((m: tf.Tensor, v: tf.Tensor) => {
      z = tf.keep(gaussianSampling().apply([m, v]) as tf.Tensor);
      return z.sum();
    })([mean, logVariance]);
    assert.ok(byMean?.dataSync().every((value) => value === 1));
    const wanted = z.sub(mean).div(2);
    assert.ok(
      (wanted
        .sub(byLogVariance as tf.Tensor)
        .abs()
        .max()
        .dataSync()[0] ?? NaN) < 1e-5,
    );
    z.dispose();
  });
});

test('gaussianSampling repeats after setSeed, leaves no tensor behind, and refuses unequal shapes', () => {
  const [a, b] = [tf.zeros([5, 7]), tf.zeros([5, 7])];
  const layer = gaussianSampling();
  const draw = () => tf.tidy(() => [...(layer.apply([a, b]) as tf.Tensor).dataSync()]);
  setSeed(1);
  const first = draw();
  const tensors = tf.memory().numTensors;
  assert.notDeepEqual(draw(), first);
  setSeed(1);
  assert.deepEqual(draw(), first);
  assert.equal(tf.memory().numTensors, tensors);
  assert.throws(
    () => layer.apply([a, tf.zeros([5, 1])]),
    /gaussianSampling: expected a mean and a logarithm/,
  );
  assert.throws(() => layer.apply(a), /of one shape; got \[5, 7\];/);
});

test('a model with gaussianSampling draws the same after saving and loading', async () => {
  const inputs = [tf.input({ shape: [3] }), tf.input({ shape: [3] })];
  const outputs = gaussianSampling().apply(inputs) as tf.SymbolicTensor;
  const model = tf.model({ inputs, outputs });
  let stored: tf.io.ModelArtifacts | undefined;
  await model.save(tf.io.withSaveHandler(async (artifacts) => {
    stored = artifacts;
    return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
  })); // prettier-ignore
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(stored as tf.io.ModelArtifacts));
  const x = [tf.ones([5, 3]), tf.zeros([5, 3])];
  const draw = (from: tf.LayersModel) =>
    tf.tidy(() => {
      setSeed(8);
      return [...(from.apply(x) as tf.Tensor).dataSync()];
    });
  assert.deepEqual(draw(loaded), draw(model));
});
