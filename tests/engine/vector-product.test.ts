/** A product of one row with a large matrix is shared by the cores, and stays the same numbers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setSeed, tf } from '../../src/engine';
import { nativeBackend } from '../../src/engine/backend';
import { simplify } from '../../src/engine/trace/simplify';
import { trace } from '../../src/engine/trace/trace';
import { splitVectorProducts } from '../../src/engine/trace/vector-product';
import { compiledFunction } from '../../src/engine/trace';
import { assertClose } from '../layers/fixture';

const backend = nativeBackend();
const skip = backend ? false : 'only the native engine traces';

/** Operations that a product becomes, each with the shape of its output. */
function operations(x: tf.Tensor, body: () => tf.Tensor, cores = 3): string[] {
  assert.ok(backend);
  const { program } = trace(backend, { x }, () => [body()]);
  const { binding } = backend;
  const split = splitVectorProducts(simplify(program, binding), binding, cores);
  return split.nodes.map(({ op, outputs }) => `${op} ${outputs[0]?.shape}`);
}

test(
  'rows of the matrix are divided: parts are summed, or joined where it is transposed',
  { skip },
  () => {
    const w = tf.variable(tf.randomNormal([379, 353]));
    tf.tidy(() => {
      const x = tf.ones([1, 379]);
      const found = operations(x, () => tf.matMul(x, w));
      const parts = [126, 126, 127].flatMap((size) => [
        `Slice ${size},353`,
        `Slice 1,${size}`,
        'MatMul 1,353',
      ]);
      assert.deepEqual(found, [...parts, 'AddN 1,353']);
      const y = tf.ones([1, 353]);
      const joined = operations(y, () => tf.matMul(y, w, false, true), 2);
      const halves = [189, 190].flatMap((size) => [`Slice ${size},353`, `MatMul 1,${size}`]);
      assert.deepEqual(joined, [...halves, 'ConcatV2 1,379']);
    });
    w.dispose();
  },
);

test(
  'several rows, small matrices and products with others beside them stay whole',
  { skip },
  () => {
    const w = tf.variable(tf.randomNormal([379, 353]));
    const small = tf.variable(tf.randomNormal([379, 7]));
    tf.tidy(() => {
      const [row, rows] = [tf.ones([1, 379]), tf.ones([2, 379])];
      assert.deepEqual(operations(rows, () => tf.matMul(rows, w)), ['MatMul 2,353']); // prettier-ignore
      assert.deepEqual(operations(row, () => tf.matMul(row, small)), ['MatMul 1,7']); // prettier-ignore
      const twice = () => tf.matMul(row, w).add(tf.matMul(row.reshape([1, 1, 379]), w.expandDims(0)).reshape([1, 353])); // prettier-ignore
      assert.ok(operations(row, twice, 2).every((text) => !text.startsWith('Slice')));
    });
    w.dispose();
    small.dispose();
  },
);

test('the graph gives the numbers of the whole product', { skip }, () => {
  setSeed(19);
  const w = tf.variable(tf.randomNormal([379, 353]));
  const run = compiledFunction(
    ({ x }) => {
      const y = tf.matMul(x as tf.Tensor, w);
      return tf.concat([y, tf.matMul(y, w, false, true)], 1);
    },
    { title: 'The product', eagerRuns: 0, parts: 1 },
  );
  tf.tidy(() => {
    const x = tf.randomNormal([1, 379]);
    const y = tf.matMul(x, w);
    const whole = tf.concat([y, tf.matMul(y, w, false, true)], 1);
    assertClose(run.run({ x }), whole, 1e-5, 'product');
    assert.equal(run.reason, undefined);
  });
  run.dispose();
  w.dispose();
});
