import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setSeed, tf } from '../../src/engine';
import { nativeBackend } from '../../src/engine/backend';
import type { NativeBackend } from '../../src/engine/binding';
import { relu } from '../../src/engine/kernels';
import { simplify } from '../../src/engine/trace/simplify';
import { trace } from '../../src/engine/trace/trace';

/** Operations of the simplified recording of `body`, each with the shape of its output. */
function operations(x: tf.Tensor, body: () => tf.Tensor): string[] {
  const backend = nativeBackend() as NativeBackend;
  const { program } = trace(backend, { x }, () => [body()]);
  return simplify(program, backend.binding).nodes.map(
    ({ op, outputs }) => `${op} ${outputs[0]?.shape}`,
  );
}

const skip = nativeBackend() ? false : 'only the native engine traces';

test('ReLU and its gradient move behind max pooling, onto the pooled values', { skip }, () => {
  setSeed(7);
  tf.tidy(() => {
    const x = tf.randomNormal([2, 6, 10, 3]) as tf.Tensor4D;
    const pooled = (v: tf.Tensor) => tf.maxPool(relu(v as tf.Tensor4D), 2, 2, 'valid').sum();
    const found = operations(x, () => tf.grad(pooled)(x));
    const order = ['MaxPool 2,3,5,3', 'Relu 2,3,5,3', 'ReluGrad 2,3,5,3', 'MaxPoolGrad 2,6,10,3'];
    assert.deepEqual(
      found.filter((text) => /Pool|Relu/.test(text)),
      order,
    );
  });
});

test('ReLU stays where the pooling takes the mean', { skip }, () => {
  tf.tidy(() => {
    const x = tf.randomNormal([2, 6, 10, 3]) as tf.Tensor4D;
    const found = operations(x, () => tf.avgPool(relu(x), 2, 2, 'valid'));
    assert.deepEqual(found, ['Relu 2,6,10,3', 'AvgPool 2,3,5,3']);
  });
});
