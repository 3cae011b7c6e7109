import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setSeed, tf } from '../../src/engine';
import { nativeBackend } from '../../src/engine/backend';
import type { NativeBackend } from '../../src/engine/binding';
import { relu } from '../../src/engine/kernels';
import { compiledFunction } from '../../src/engine/trace';
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

const names = (found: string[]): string[] => found.map((text) => text.split(' ')[0] ?? '');

test(
  'products and convolutions take their bias along, unless something else reads the middle',
  { skip },
  () => {
    tf.tidy(() => {
      const x = tf.randomNormal([4, 3]) as tf.Tensor2D;
      const [w, b] = [tf.variable(tf.ones([3, 5])), tf.variable(tf.ones([5]))];
      const product = () => tf.matMul(x, w as tf.Tensor2D);
      assert.deepEqual(names(operations(x, () => product().add(b))), ['_FusedMatMul']);
      const both = () => {
        const z = product();
        return z.add(b).add(z);
      };
      assert.deepEqual(names(operations(x, both)), ['MatMul', 'BiasAdd', 'Add']);
      const image = x.reshape([1, 4, 3, 1]) as tf.Tensor4D;
      const filter = tf.variable(tf.ones([2, 2, 1, 5])) as tf.Variable<tf.Rank.R4>;
      const convolution = () => tf.conv2d(image, filter, 1, 'same').add(b);
      assert.deepEqual(names(operations(image, convolution)), ['_FusedConv2D']);
      tf.dispose([w, b, filter]);
    });
  },
);

test('a compiled ReLU passes NaN on', { skip }, () => {
  const { dense } = tf.layers;
  const layer = dense({ units: 8, activation: 'relu', inputShape: [3] });
  const model = tf.sequential({ layers: [layer] });
  const compiled = compiledFunction(({ x }) => model.predict(x as tf.Tensor) as tf.Tensor, {
    title: 'The test',
    eagerRuns: 0,
  });
  const result = compiled.run({ x: tf.tensor2d([[1, NaN, 2]]) });
  assert.equal(compiled.reason, undefined);
  assert.ok(result.dataSync().every((value) => Number.isNaN(value)));
  tf.dispose(result);
  compiled.dispose();
});

test('what is computed twice is computed once, and draws are not', { skip }, () => {
  tf.tidy(() => {
    const x = tf.randomNormal([4, 3]) as tf.Tensor2D;
    const twice = () => x.exp().add(x.exp());
    assert.deepEqual(names(operations(x, twice)), ['Exp', 'Add']);
    const draws = () => tf.multinomial(x, 2, 1).add(tf.multinomial(x, 2, 1)) as tf.Tensor;
    assert.deepEqual(names(operations(x, draws)), ['Multinomial', 'Multinomial', 'Add']);
  });
});

test(
  'two gradients of a large table are added by rows, those of a small one whole',
  { skip },
  () => {
    const sums = (rows: number) =>
      tf.tidy(() => {
        const table = tf.variable(tf.ones([rows, 64]));
        const ids = tf.tensor1d([5, 3, 5, 0, 7, 5], 'int32');
        const loss = () => {
          const [first, second] = [ids.slice(0, 3), ids.slice(3)];
          const read = (at: tf.Tensor1D) => tf.gather(table, at);
          return read(first).square().sum().add(read(second).square().sum()) as tf.Scalar;
        };
        const found = operations(
          ids,
          () => tf.variableGrads(loss, [table]).grads[table.name] as tf.Tensor,
        );
        table.dispose();
        return names(found).filter((name) => /Sum|Add|Unique/.test(name));
      });
    assert.deepEqual(sums(4000).slice(-4), [
      'UnsortedSegmentSum',
      'Unique',
      'UnsortedSegmentSum',
      'TensorScatterAdd',
    ]);
    assert.deepEqual(sums(40).slice(-3), ['UnsortedSegmentSum', 'UnsortedSegmentSum', 'Add']);
  },
);
