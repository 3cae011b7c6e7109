import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../src/engine';

const cases: [make: (x: tf.Tensor) => unknown, message: RegExp][] = [
  [
    (x) => tf.reshape(x, [5, 2]),
    /^reshape: expected sizes for the 6 values of \[2, 3\]; got \[5, 2\], which holds 10; choose sizes whose product is 6, or −1/,
  ],
  [(x) => x.reshape([7]), /^reshape: expected sizes for .*; got \[7\], which holds 7; /],
  [
    (x) => x.reshape([5, -1]),
    /got \[5, -1\], and 6 is no multiple of 5; choose sizes whose product divides 6/,
  ],
  [(x) => x.reshape([-1, -1]), /at most one size of −1; got 2 in \[-1, -1\]/],
  [(x) => x.reshape([-2, -3]), /expected whole sizes from 0, .*; got -2 in \[-2, -3\]/],
  [(x) => x.as2D(5, 7), /^as2D: .*; got \[5, 7\], which holds 35/],
  [(x) => x.reshapeAs(tf.ones([5])), /^reshapeAs: .*; got \[5\], which holds 5/],
  [(x) => tf.grad((y) => y.reshape([11]).sum())(x), /^reshape: .*; got \[11\], which holds 11/],
  [(x) => x.sum().reshape([2]), /^reshape: expected sizes for the single value of \[\]; got \[2\]/],
];

for (const backend of [tf.getBackend(), 'cpu'])
  test(`sizes that do not fit are told with those that would, on ${backend}`, async () => {
    const before = tf.getBackend();
    await tf.setBackend(backend);
    try {
      for (const [make, message] of cases)
        assert.throws(
          () => tf.tidy(() => make(tf.ones([2, 3])) as tf.Tensor),
          (error) => error instanceof RangeError && message.test(error.message),
          String(message),
        );
    } finally {
      await tf.setBackend(before);
    }
  });

test('sizes that fit pass, and other failures keep their words', () => {
  tf.tidy(() => {
    const x = tf.range(0, 6).reshape([2, 3]);
    assert.deepEqual(tf.reshape(x, [3, -1]).shape, [3, 2]);
    assert.deepEqual(x.reshapeAs(tf.ones([6, 1])).shape, [6, 1]);
    assert.deepEqual(x.as1D().arraySync(), [0, 1, 2, 3, 4, 5]);
    assert.deepEqual(tf.zeros([0, 3]).reshape([-1, 5]).shape, [0, 5]);
  });
  const gone = tf.ones([2]);
  gone.dispose();
  assert.throws(() => gone.reshape([2, 1]), /disposed/);
});
