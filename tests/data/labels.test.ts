import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kFold, oneHot, split, splitIndices, toFrame, trainTestSplit } from '../../src/data';
import { tf } from '../../src/engine';
import { loose } from './helpers';
import { warnings } from '../warnings';

const ALTERNATING = Array.from({ length: 12 }, (_, at) => at % 3);

test('labels that look alike but differ in kind are an error wherever labels are read', () => {
  const mixtures: [unknown[], RegExp][] = [
    [[1, '1'], /got 1 at position 0 and "1" at position 1/],
    [[true, 1], /got true at position 0 and 1 at position 1/],
    [['true', true], /got "true" at position 0 and true at position 1/],
    [[1, 1n], /got 1 at position 0 and 1n at position 1/],
    [[null, 'x', 0], /got "x" at position 1 and 0 at position 2/],
  ];
  for (const [kinds, message] of mixtures) {
    const labels = Array.from({ length: 24 }, (_, at) => kinds[at % kinds.length]);
    const rows = labels.map((label) => ({ label }));
    for (const read of [
      () => splitIndices(24, { stratifyBy: labels }),
      () => splitIndices(24, { groupBy: labels }),
      () => split(rows, { stratifyBy: 'label' }),
      () => trainTestSplit(rows, { groupBy: 'label' }),
      () => kFold(24, { k: 2, stratifyBy: labels }),
      () => kFold(rows, { k: 2, groupBy: 'label' }),
      () => toFrame(rows),
    ])
      assert.throws(read, (error) => error instanceof TypeError && message.test(error.message));
  }
  assert.throws(
    () => splitIndices(2, { groupBy: [new Date(), new Date()] }),
    /turn each label into a string/,
  );
});

test('missing labels are one label, and labels may be a tensor', () => {
  const labels = Array.from({ length: 20 }, (_, at) => [null, undefined, NaN, 'x'][at % 4]);
  const { test: last } = splitIndices(20, { testSize: 4, stratifyBy: labels, seed: 1 });
  assert.equal([...last].filter((index) => labels[index] === 'x').length, 1);
  const y = tf.tensor1d(ALTERNATING, 'int32');
  const parts = splitIndices(12, { testSize: 3, stratifyBy: y, seed: 1 });
  assert.deepEqual([...parts.test].map((index) => ALTERNATING[index]).sort(), [0, 1, 2]);
  const column = y.reshape([12, 1]);
  assert.throws(() => kFold(12, { groupBy: column }), /groupBy of shape \[N\]; got \[12, 1\]/);
  tf.dispose([y, column]);
});

test('oneHot takes numbers for class numbers, nothing that looks like them', () => {
  for (const label of ['1', true, null])
    assert.throws(
      () => oneHot([0, loose(label)], 2),
      (error) => error instanceof TypeError && /at position 1/.test(error.message),
    );
  const rows = tf.zeros<tf.Rank.R2>([2, 1]);
  assert.throws(() => oneHot(loose(rows), 2), /labels of shape \[N\]; got \[2, 1\]/);
  rows.dispose();
});

const sorted = Array.from({ length: 15 }, (_, at) => Math.floor(at / 5));

test('sorted classes that are cut in order are said to be missing from training', () => {
  const names = sorted.map((number) => ['Adelie', 'Chinstrap', 'Gentoo'][number] ?? '');
  const y = tf.tensor1d(sorted, 'int32');
  const hot = tf.oneHot(y, 3);
  const x = tf.zeros([15, 2]);
  for (const [data, shown] of [
    [{ x, y }, 'y; got none of 2'],
    [{ x, y: hot }, 'y; got none of 2'],
    [{ x: sorted, y: sorted }, 'y; got none of 2'],
    [{ x: sorted, y: names }, 'y; got none of "Gentoo"'],
    [names.map((species, at) => ({ species, at })), 'species; got none of "Gentoo"'],
    [sorted.map((label) => ({ label })), 'label; got none of 2'],
    [names, 'the data; got none of "Gentoo"'],
  ] as const) {
    const inOrder = { testSize: 5, timeOrdered: true };
    const message = warnings(() => splitIndices(data, inOrder))[0] ?? '';
    assert.ok(message.includes(shown) && message.includes('stratifyBy'), message);
    assert.match(
      warnings(() => tf.dispose(split<unknown>(data, inOrder) as never))[0] ?? '',
      /^split: /,
    );
    assert.match(
      warnings(() => tf.dispose(trainTestSplit<unknown>(data, inOrder) as never))[0] ?? '',
      /^trainTestSplit: /,
    );
    for (const options of [{ shuffle: false }, { timeOrdered: true }])
      assert.match(
        warnings(() => kFold(data, { k: 3, ...options }))[0] ?? '',
        /^kFold: .*training/,
      );
  }
  tf.dispose([x, y, hot]);
});

test('nothing is said of shuffled splits, of mixed classes, of numbers to predict, and of names', () => {
  const x = Array.from({ length: 15 }, (_, at) => at);
  const silent = [
    () => splitIndices({ x, y: sorted }, { seed: 1 }),
    () => kFold({ x, y: sorted }, { k: 3, seed: 1 }),
    () => splitIndices({ x, y: x.map((at) => at % 3) }, { timeOrdered: true }),
    () => splitIndices({ x, y: x.map((at) => at / 2) }, { timeOrdered: true }),
    () => splitIndices({ x, y: x }, { timeOrdered: true }),
    () =>
      splitIndices(
        x.map((at) => ({ name: `n${at}`, at })),
        { timeOrdered: true },
      ),
    () => splitIndices(15, { timeOrdered: true }),
    () => kFold({ x, y: x.map((at) => at % 3) }, { k: 5, shuffle: false }),
  ];
  for (const run of silent) assert.deepEqual(warnings(run), [], String(run));
});
