import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../src/engine';

/** Values that no type allows, as they come from files and untyped code. */
const loose = (values: unknown): never => values as never;

test('rows of different lengths are an error that names the first one, in every maker of tensors', () => {
  const cases: [() => unknown, RegExp][] = [
    [
      () => tf.tensor(loose([[1, 2, 3], [4, 5, 6], [7]])),
      /^tensor: .*row 2 has 1 element where row 0 has 3/,
    ],
    [
      () =>
        tf.tensor2d([
          [1, 2, 3],
          [4, 5, 6, 7],
        ]),
      /^tensor2d: .*row 1 has 4 elements where row 0 has 3/,
    ],
    [() => tf.tensor2d([[1, 2], [3]], [2, 2]), /row 1 has 1 element where row 0 has 2/],
    [() => tf.tensor3d([[[1], [2]], [[3]]]), /^tensor3d: .*row 1 has 1 element where row 0 has 2/],
    [() => tf.tensor3d([[[1, 2]], [[3]]]), /row \[1, 0\] has 1 element where row \[0, 0\] has 2/],
    [() => tf.tensor4d([[[[1, 2]]], [[[3]]]]), /^tensor4d: .*row \[1, 0, 0\] has 1 element/],
    [() => tf.tensor5d([[[[[1]]]], [[[[2], [3]]]]]), /^tensor5d: .*row \[1, 0, 0\] has 2 elements/],
    [() => tf.tensor6d([[[[[[1]]]]], [[[[[2]]], [[[3]]]]]]), /^tensor6d: .*row \[1, 0\] has 2/],
    [() => tf.tensor2d(loose([[1, 2], 3])), /expected a row of 2 elements; got 3 at \[1\]/],
    [() => tf.tensor1d(loose([1, [2]])), /^tensor1d: expected a number; got an array at \[1\]/],
    [() => tf.tensor2d(loose([Float32Array.of(1, 2), Float32Array.of(3)])), /row 1 has 1 element/],
    [() => tf.tensor2d(loose([[true], [false, true]]), undefined, 'bool'), /row 1 has 2 elements/],
  ];
  for (const [make, message] of cases)
    assert.throws(make, (error) => error instanceof RangeError && message.test(error.message));
});

test('a gap is an error, not 0 or NaN', () => {
  assert.throws(() => tf.tensor1d(loose([1, null])), /got null at \[1\]; .*fill missing values/);
  assert.throws(
    () =>
      tf.tensor2d(
        loose([
          [1, 2],
          [3, undefined],
        ]),
      ),
    /got undefined at \[1, 1\]/,
  );
  assert.throws(() => tf.tensor1d(loose([1, , 2])), /got undefined at \[1\]/);
});

test('operations refuse ragged arrays too, and go on checking after a tensor was made', () => {
  tf.tensor1d([1, 2]).dispose();
  assert.throws(() => tf.tensor1d([1], [3, 4] as never));
  const x = tf.ones([2, 2]);
  assert.throws(() => tf.add(x, loose([[1, 2], [3]])), /arr\[1\] should have 2/);
  x.dispose();
});

test('whole arrays of any rank, empty ones, typed rows and texts become the tensors that they were', () => {
  tf.tidy(() => {
    assert.deepEqual(
      tf
        .tensor2d([
          [1, 2, 3],
          [4, 5, 6],
        ])
        .arraySync(),
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    );
    assert.deepEqual(
      tf.tensor([
        [[1], [2]],
        [[3], [4]],
        [[5], [6]],
      ]).shape,
      [3, 2, 1],
    );
    assert.deepEqual(
      tf.tensor(loose([Float32Array.of(1, 2), Float32Array.of(3, 4)])).shape,
      [2, 2],
    );
    assert.deepEqual([tf.tensor1d([]).shape, tf.tensor2d([], [0, 5]).shape], [[0], [0, 5]]);
    assert.deepEqual(tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]).arraySync(), [
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    assert.equal(tf.tensor([true, false]).dtype, 'bool');
    assert.deepEqual(tf.tensor1d(['a', 'b']).dataSync(), ['a', 'b']);
    assert.equal(tf.tensor(7).rank, 0);
    assert.ok(Number.isNaN(tf.tensor1d([NaN]).dataSync()[0]));
  });
});
