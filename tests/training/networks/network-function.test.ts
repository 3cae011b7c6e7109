import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { isNative, ready, setSeed, tf } from '../../../src/engine';
import { gaussianSampling } from '../../../src/layers/sampling';
import { networkFunction, type Network } from '../../../src/training';
import { coder, points } from './helpers';

before(() => ready());

const sampling = gaussianSampling();
type Coder = Readonly<Record<'encoder' | 'decoder', Network>>;
const noisy = ({ encoder, decoder }: Coder, { x }: { x: tf.Tensor }): tf.Tensor =>
  decoder(sampling.apply(encoder<tf.Tensor[]>(x)) as tf.Tensor);

/** Results of some calls after `setSeed(2)`. */
function calls(traced: boolean): number[][] {
  const x = points(13);
  const compute = networkFunction(coder(), noisy, { traced });
  setSeed(2);
  const results = [1, 2, 3].map(() => {
    const result = compute.run({ x });
    const values = [...result.dataSync()];
    assert.deepEqual(result.shape, [13, 5]);
    result.dispose();
    return values;
  });
  if (isNative()) assert.equal(compute.reason, undefined);
  compute.dispose();
  x.dispose();
  return results;
}

test('noise inside is new at every call, repeats after setSeed, and is the same compiled and eager', () => {
  const [traced, eager] = [calls(true), calls(false)];
  assert.notDeepEqual(traced[0], traced[1]);
  assert.deepEqual(calls(true), traced);
  traced.forEach((values, i) =>
    values.forEach((value, k) => assert.ok(Math.abs(value - (eager[i]?.[k] ?? NaN)) < 1e-4)),
  );
});

test('a result that is not one row per example is computed on the whole batch', () => {
  const x = points(13);
  const { decoder } = coder();
  const mean = networkFunction({ decoder }, (networks, { z }) =>
    networks.decoder(z as tf.Tensor).mean(),
  );
  const z = x.slice([0, 0], [13, 2]);
  const expected = tf.tidy(() => (decoder.predict(z) as tf.Tensor).mean().dataSync()[0] ?? NaN);
  for (let i = 0; i < 3; i++) {
    const result = mean.run({ z });
    assert.ok(Math.abs((result.dataSync()[0] ?? NaN) - expected) < 1e-5);
    result.dispose();
  }
  mean.dispose();
  tf.dispose([x, z]);
});

test('it leaves no tensor behind and says what it expects', () => {
  const x = points(13);
  const models = coder();
  const before = tf.memory().numTensors;
  const compute = networkFunction(models, noisy);
  for (let i = 0; i < 3; i++) compute.run({ x }).dispose();
  compute.dispose();
  assert.equal(tf.memory().numTensors, before);
  assert.throws(
    () => networkFunction({}, noisy as never),
    /networkFunction: expected networks by name/,
  );
  assert.throws(() => compute.run({} as never), /expected tensors by name/);
  x.dispose();
});
