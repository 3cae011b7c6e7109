/** The kernels of our own for WebAssembly against TensorFlow.js's plain JavaScript ones, on the same tensors. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { tf as Tensorflow } from '../../src/engine';

process.env['DLTS_ENGINE'] = 'wasm';
let tf: typeof Tensorflow;
before(async () => {
  const { ready, engineInfo, tf: loaded } = await import('../../src/engine');
  await ready();
  assert.equal(engineInfo().name, 'wasm');
  tf = loaded;
});

/** Numbers that do not repeat, around zero. */
const numbers = (shape: number[]): Tensorflow.Tensor => {
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => Math.sin(1.7 * i + 0.3)),
    shape,
  );
};

interface Value {
  shape: number[];
  values: number[];
}

/** What `compute` gives on one backend. */
async function on(backend: 'wasm' | 'cpu', compute: () => Tensorflow.Tensor[]): Promise<Value[]> {
  await tf.setBackend(backend);
  Object.assign(tf.backend(), { firstUse: false }); // no greeting of the JavaScript backend
  const results = tf.tidy(compute);
  const read = results.map((each) => ({ shape: each.shape, values: [...each.dataSync()] }));
  tf.dispose(results);
  await tf.setBackend('wasm');
  return read;
}

async function agree(compute: () => Tensorflow.Tensor | Tensorflow.Tensor[]): Promise<void> {
  const both = [await on('wasm', () => [compute()].flat()), await on('cpu', () => [compute()].flat())]; // prettier-ignore
  const [ours = [], plain = []] = both;
  assert.deepEqual(
    ours.map(({ shape }) => shape),
    plain.map(({ shape }) => shape),
  );
  for (const [i, { values }] of ours.entries()) {
    const expected = plain[i]?.values ?? [];
    const most = Math.max(1, ...expected.map(Math.abs));
    const gap = Math.max(...values.map((value, j) => Math.abs(value - (expected[j] ?? NaN))));
    assert.ok(gap <= 1e-5 * most, `differs by ${gap} of ${most}`);
  }
}

describe('gradient of a convolution by its filter', () => {
  for (const pad of ['valid', 'same'] as const)
    for (const strides of [1, 2, 3, [2, 1] as [number, number]])
      test(`padding ${pad}, steps of ${String(strides)}`, () =>
        agree(() => {
          const x = numbers([3, 11, 7, 2]) as Tensorflow.Tensor4D;
          const loss = (filter: Tensorflow.Tensor) =>
            tf.conv2d(x, filter as Tensorflow.Tensor4D, strides, pad).square().sum() as Tensorflow.Scalar; // prettier-ignore
          return tf.grad(loss)(numbers([3, 5, 2, 5]));
        }));
});

describe('products of matrices', () => {
  const SHAPES: [string, number[], number[]][] = [
    ['two matrices', [5, 7], [7, 3]],
    ['batches of both', [2, 5, 7], [2, 7, 3]],
    ['batches of both, two deep', [2, 3, 5, 7], [2, 3, 7, 11]],
    ['batches of the left only', [11, 5, 7], [7, 3]],
    ['batches of the left, a single one on the right', [11, 5, 7], [1, 7, 3]],
    ['batches of the right only', [5, 7], [11, 7, 3]],
  ];
  const turned = (shape: number[]): number[] => {
    const [rows = 0, columns = 0] = shape.slice(-2);
    return [...shape.slice(0, -2), columns, rows];
  };
  for (const [name, a, b] of SHAPES)
    for (const transposeA of [false, true])
      for (const transposeB of [false, true])
        test(`${name}${transposeA ? ', left transposed' : ''}${transposeB ? ', right transposed' : ''}`, () =>
          agree(() => {
            const left = numbers(transposeA ? turned(a) : a);
            const right = numbers(transposeB ? turned(b) : b);
            return tf.matMul(left, right, transposeA, transposeB);
          }));
});

describe('sums by segment', () => {
  test('rows of one id are added, negative ids are left out', () =>
    agree(() => {
      const ids = tf.tensor1d([4, 0, -1, 4, 2], 'int32');
      return tf.unsortedSegmentSum(numbers([5, 3]), ids, 7);
    }));
  test('the gradient of an embedding', () =>
    agree(() => {
      const ids = tf.tensor2d([3, 1, 3, 0, 2, 3], [2, 3], 'int32');
      const loss = (table: Tensorflow.Tensor) => tf.gather(table, ids).square().sum() as Tensorflow.Scalar; // prettier-ignore
      return tf.grad(loss)(numbers([5, 7]));
    }));
  test('an id that is too large is refused', () => {
    const sum = () => tf.unsortedSegmentSum(numbers([2, 3]), tf.tensor1d([0, 5], 'int32'), 3);
    assert.throws(sum, /unsortedSegmentSum: expected ids below 3; got 5/);
  });
});

describe('taking apart', () => {
  for (const axis of [0, 1, 2, -1])
    test(`along axis ${axis}`, () => agree(() => tf.unstack(numbers([3, 5, 7]), axis)));
  test('whole numbers stay whole', () =>
    agree(() => tf.unstack(tf.tensor2d([[1, 2], [3, 4], [5, 6]], [3, 2], 'int32')))); // prettier-ignore
});

describe('what lies outside of a tensor is refused', () => {
  test('a slice that ends behind it', () =>
    assert.throws(() => numbers([5, 3]).slice([4, 0], [2, 3]), /slice/i));
  test('a slice that begins behind it', () =>
    assert.throws(() => (numbers([5]) as Tensorflow.Tensor1D).slice(7, 1), /slice/i));
  test('an index that no row has', () => {
    for (const index of [5, -1])
      assert.throws(() => tf.gather(numbers([5, 3]), tf.tensor1d([0, index], 'int32')), /gather: expected indices from 0 to 4; got/); // prettier-ignore
  });
  test('and what lies inside is given', () =>
    agree(() => [numbers([5, 3]).slice([4, 1], [1, -1]), tf.gather(numbers([5, 3, 2]), tf.tensor1d([2, 0], 'int32'), 1)])); // prettier-ignore
});

test('nothing is left over', () => {
  const before = tf.engine().backend.numDataIds();
  tf.tidy(() => {
    const x = numbers([2, 7, 7, 3]) as Tensorflow.Tensor4D;
    const loss = (filter: Tensorflow.Tensor) =>
      tf.conv2d(x, filter as Tensorflow.Tensor4D, 1, 'same').sum() as Tensorflow.Scalar;
    tf.grad(loss)(numbers([3, 3, 3, 5]));
    tf.matMul(numbers([2, 5, 7]), numbers([3, 7]), false, true);
    tf.matMul(numbers([2, 5, 7]), numbers([2, 5, 3]), true, false);
    tf.unstack(numbers([3, 5]));
  });
  assert.equal(tf.engine().backend.numDataIds(), before);
});
