import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  batches,
  bigramCounts,
  languageModelWindows,
  oneHot,
  padSequences,
  sampleWindows,
  timeWindows,
} from '../../src/data';
import { tf } from '../../src/engine';
import { assertNoLeak } from './helpers';

test('one epoch of batches gives every example once, x with its y', async () => {
  const x = tf.range(0, 23).reshape([23, 1]);
  const y = tf.range(0, 23, 1, 'int32');
  await assertNoLeak(() => {
    const seen: number[] = [];
    const sizes: number[] = [];
    for (const batch of batches({ x, y }, { batchSize: 5, seed: 1 })) {
      assert.deepEqual([...batch.x.dataSync()], [...batch.y.dataSync()]);
      assert.deepEqual(batch.x.shape, [batch.y.size, 1]);
      seen.push(...batch.y.dataSync());
      sizes.push(batch.y.size);
      tf.dispose(batch);
    }
    assert.deepEqual(sizes, [5, 5, 5, 5, 3]);
    assert.notDeepEqual(seen, [...y.dataSync()]);
    assert.deepEqual(
      seen.sort((a, b) => a - b),
      [...y.dataSync()],
    );
  });
  tf.dispose([x, y]);
});

test('batches keep the order without shuffle, drop the remainder on request, repeat with the seed', () => {
  const data = ['a', 'b', 'c', 'd', 'e'];
  assert.deepEqual(
    [...batches(data, { batchSize: 2, shuffle: false })],
    [['a', 'b'], ['c', 'd'], ['e']],
  );
  assert.deepEqual(
    [...batches(data, { batchSize: 2, shuffle: false, dropRemainder: true })],
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  );
  const many = Array.from({ length: 40 }, (_, at) => at);
  const epoch = (seed: number) => [...batches(many, { batchSize: 7, seed })].flat();
  assert.deepEqual(epoch(0), epoch(0));
  assert.notDeepEqual(epoch(0), epoch(1));
});

test('batches reject empty data and sizes at once, before the first batch is asked for', () => {
  assert.throws(() => batches([]), /batches: expected at least 1 examples; got 0/);
  assert.throws(() => batches([1], { batchSize: 0 }), /batches: expected batchSize/);
  assert.throws(() => batches([1], { batchSize: 2, dropRemainder: true }), /at least 2 examples/);
  assert.throws(() => batches(tf.scalar(1)), /got a scalar/);
});

test('oneHot sets the class and nothing else, and rejects other numbers', () => {
  tf.tidy(() => {
    const rows = oneHot([2, 0], 3);
    assert.deepEqual(rows.arraySync(), [
      [0, 0, 1],
      [1, 0, 0],
    ]);
    assert.equal(rows.dtype, 'float32');
    assert.deepEqual(oneHot(tf.tensor1d([1], 'int32'), 2).arraySync(), [[0, 1]]);
    assert.throws(() => oneHot([3], 3), /oneHot: expected labels in \[0, 3\); got 3 at position 0/);
    assert.throws(() => oneHot([0.5], 3), RangeError);
    assert.throws(() => oneHot([], 0), RangeError);
  });
});

test('padSequences fills and cuts before or after, as asked', () => {
  tf.tidy(() => {
    const data = [[1, 2, 3], [4], []];
    assert.deepEqual(padSequences(data).arraySync(), [
      [1, 2, 3],
      [0, 0, 4],
      [0, 0, 0],
    ]);
    assert.deepEqual(padSequences(data, { padding: 'post', value: 9 }).arraySync(), [
      [1, 2, 3],
      [4, 9, 9],
      [9, 9, 9],
    ]);
    assert.deepEqual(padSequences(data, { maxLength: 2 }).arraySync(), [
      [2, 3],
      [0, 4],
      [0, 0],
    ]);
    const cut = padSequences(data, { maxLength: 2, truncating: 'post' });
    assert.deepEqual(cut.arraySync(), [
      [1, 2],
      [0, 4],
      [0, 0],
    ]);
    assert.equal(cut.dtype, 'int32');
    assert.throws(() => padSequences([]), /padSequences: expected at least one sequence/);
    assert.throws(() => padSequences([[]]), RangeError);
    assert.throws(() => padSequences([[1]], { maxLength: 1.5 }), RangeError);
  });
});

test('time windows hold what was seen, then what came next', () => {
  tf.tidy(() => {
    const { x, y } = timeWindows([0, 1, 2, 3, 4, 5, 6], { inputSteps: 3, horizon: 2, stride: 2 });
    assert.deepEqual(x.arraySync(), [
      [[0], [1], [2]],
      [[2], [3], [4]],
    ]);
    assert.deepEqual(y.arraySync(), [
      [3, 4],
      [5, 6],
    ]);
    const rows = [
      [0, 10],
      [1, 11],
      [2, 12],
      [3, 13],
    ];
    const wide = timeWindows(rows, { inputSteps: 2, target: 1 });
    assert.deepEqual(wide.x.shape, [2, 2, 2]);
    assert.deepEqual(wide.y.arraySync(), [[12], [13]]);
  });
  assert.throws(
    () => timeWindows([1, 2], { inputSteps: 2 }),
    /at least inputSteps \+ horizon = 3 steps; got 2/,
  );
  assert.throws(
    () => timeWindows([1, 2, 3], { inputSteps: 2, target: 1 }),
    /expected target in \[0, 1\)/,
  );
  assert.throws(
    () => timeWindows([[1], [2, 3], [4]], { inputSteps: 2 }),
    /1 features in each step; got 2 in step 1/,
  );
  assert.throws(() => timeWindows([1, 2, 3], { inputSteps: 0 }), RangeError);
});

test('language-model targets are the inputs moved on by one token', () => {
  tf.tidy(() => {
    const { x, y } = languageModelWindows([5, 6, 7, 8, 9, 10, 11], { length: 3 });
    assert.deepEqual(
      [x.arraySync(), y.arraySync()],
      [
        [
          [5, 6, 7],
          [8, 9, 10],
        ],
        [
          [6, 7, 8],
          [9, 10, 11],
        ],
      ],
    );
    assert.deepEqual(languageModelWindows([1, 2, 3, 4], { length: 2, stride: 1 }).x.arraySync(), [
      [1, 2],
      [2, 3],
    ]);
    const tokens = Array.from({ length: 29 }, (_, at) => at * 3);
    const sample = sampleWindows(tokens, { length: 5, count: 211, seed: 0 });
    assert.deepEqual(sample.x.shape, [211, 5]);
    assert.deepEqual(sample.y.dataSync(), sample.x.add(tf.scalar(3, 'int32')).dataSync());
    const starts = new Set(sample.x.slice([0, 0], [211, 1]).dataSync());
    assert.equal(starts.size, 24, 'every possible start is drawn, the last included');
    assert.deepEqual(
      sampleWindows(tokens, { length: 5, count: 211, seed: 0 }).x.dataSync(),
      sample.x.dataSync(),
    );
  });
  assert.throws(
    () => languageModelWindows([1, 2], { length: 2 }),
    /at least length \+ 1 = 3 tokens; got 2/,
  );
  assert.throws(() => sampleWindows([1, 2, 3], { length: 2, count: 0 }), RangeError);
});

test('bigram counts stay inside each sequence', () => {
  tf.tidy(() => {
    const counts = bigramCounts([[0, 1, 1], [2, 0], []], 3);
    assert.deepEqual(counts.arraySync(), [
      [0, 1, 0],
      [0, 1, 0],
      [1, 0, 0],
    ]);
  });
  assert.throws(() => bigramCounts([[0, 3]], 3), /token numbers in \[0, 3\); got 3/);
  assert.throws(() => bigramCounts([], 0), RangeError);
});
