import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kFold, split, splitIndices, take, trainTestSplit, type Parts } from '../../src/data';
import { createRandom, setSeed, tf } from '../../src/engine';
import { assertNoLeak } from './helpers';

/** Every position once, over all parts. */
function assertPartition(parts: ArrayLike<number>[], count: number): void {
  const all = parts.flatMap((part) => [...Array.from(part)]).sort((a, b) => a - b);
  assert.deepEqual(
    all,
    Array.from({ length: count }, (_, index) => index),
  );
}

const partsOf = ({ train, validation, test: last }: Parts<Int32Array>) => [train, validation, last];
const labelsFor = (count: number, seed: number, classes: number): string[] => {
  const random = createRandom(seed);
  // Class k is k times as frequent as class 0: shares that no equal split could meet by chance.
  return Array.from(
    { length: count },
    () => 'abcdefg'[Math.floor(classes * Math.sqrt(random.uniform()))] ?? 'a',
  );
};
const countOf = (labels: string[], part: ArrayLike<number>, label: string) =>
  Array.from(part).filter((index) => labels[index] === label).length;

test('splits of any kind are disjoint, complete and of the sizes asked for', () => {
  for (let trial = 0; trial < 60; trial++) {
    const random = createRandom(trial);
    const count = 40 + random.integer(300);
    const labels = labelsFor(count, trial, 3);
    const sizes = {
      testSize: 0.1 + 0.3 * random.uniform(),
      validationSize: 0.3 * random.uniform(),
      seed: trial,
    };
    for (const mode of [{}, { stratifyBy: labels }, { timeOrdered: true }]) {
      const parts = splitIndices(count, { ...sizes, ...mode });
      assertPartition(partsOf(parts), count);
      assert.equal(parts.test.length, Math.round(count * sizes.testSize));
      assert.equal(parts.validation.length, Math.round(count * sizes.validationSize));
    }
    assertPartition(
      partsOf(splitIndices(count, { ...sizes, groupBy: labels.map((_, at) => at % 17) })),
      count,
    );
  }
});

test('a stratified split keeps the share of each label to within one example a part', () => {
  for (let trial = 0; trial < 40; trial++) {
    const count = 101 + trial * 7;
    const labels = labelsFor(count, trial, 4);
    const parts = splitIndices(count, {
      testSize: 0.25,
      validationSize: 0.15,
      stratifyBy: labels,
      seed: trial,
    });
    for (const label of new Set(labels)) {
      const total = labels.filter((other) => other === label).length;
      assert.ok(
        Math.abs(countOf(labels, parts.test, label) - (total * parts.test.length) / count) <= 1,
      );
      assert.ok(
        Math.abs(
          countOf(labels, parts.validation, label) - (total * parts.validation.length) / count,
        ) <= 2,
      );
    }
  }
});

test('a grouped split never divides a group and comes near the sizes', () => {
  for (let trial = 0; trial < 40; trial++) {
    const groups = Array.from({ length: 211 }, (_, at) => (at * 7919 + trial) % 23);
    const parts = splitIndices(211, {
      testSize: 0.2,
      validationSize: 0.2,
      groupBy: groups,
      seed: trial,
    });
    const seen = partsOf(parts).map((part) => new Set([...part].map((index) => groups[index])));
    assert.equal(
      seen.reduce((sum, set) => sum + set.size, 0),
      23,
    );
    for (const part of [parts.test, parts.validation])
      assert.ok(Math.abs(part.length - 42) <= 10, `${part.length}`);
  }
});

test('a grouped split gives every part a group even when one group is most of the data', () => {
  const groups = [...new Array<number>(90).fill(0), 1, 1, 2, 2, 3];
  for (let seed = 0; seed < 20; seed++) {
    const parts = splitIndices(95, { testSize: 0.2, validationSize: 0.1, groupBy: groups, seed });
    assertPartition(partsOf(parts), 95);
    for (const part of partsOf(parts)) assert.ok(part.length > 0);
  }
});

test('a time-ordered split keeps the order: all training before all validation before all test', () => {
  const {
    train,
    validation,
    test: last,
  } = splitIndices(10, { testSize: 2, validationSize: 3, timeOrdered: true });
  assert.deepEqual(
    [[...train], [...validation], [...last]],
    [
      [0, 1, 2, 3, 4],
      [5, 6, 7],
      [8, 9],
    ],
  );
});

test('the same seed repeats a split, another one changes it, and setSeed covers splits without seed', () => {
  const first = splitIndices(101, { seed: 0 });
  assert.deepEqual(first, splitIndices(101, { seed: 0 }));
  assert.notDeepEqual(first.train, splitIndices(101, { seed: 1 }).train);
  setSeed(5);
  const second = splitIndices(101);
  setSeed(5);
  assert.deepEqual(splitIndices(101), second);
  assert.notDeepEqual([...splitIndices(101).train], [...second.train]);
});

test('a random split mixes: the test part is not simply the end', () => {
  const { test: last } = splitIndices(1000, { testSize: 100, seed: 3 });
  const early = [...last].filter((index) => index < 500).length;
  assert.ok(early > 30 && early < 70, `${early}`);
});

test('split keeps x and y together and leaves the data alone', async () => {
  const x = tf.tensor2d(Array.from({ length: 26 }, (_, at) => [at, -at]));
  const y = tf.tensor1d(
    Array.from({ length: 26 }, (_, at) => at % 2),
    'int32',
  );
  await assertNoLeak(() => {
    const parts = split({ x, y }, { testSize: 5, validationSize: 3, seed: 1 });
    assert.deepEqual(parts.train.x.shape, [18, 2]);
    assert.equal(parts.train.y.dtype, 'int32');
    const [values, labels] = [parts.test.x.arraySync(), parts.test.y.arraySync()];
    values.forEach(([value = 0], at) => assert.equal(labels[at], value % 2));
    tf.dispose(Object.values(parts));
  });
  assert.equal(x.arraySync()[7]?.[1], -7);
  tf.dispose([x, y]);
});

test('trainTestSplit takes rows, typed arrays and a column to stratify by', () => {
  const rows = Array.from({ length: 50 }, (_, at) => ({
    at,
    kind: at % 5 === 0 ? 'rare' : 'common',
  }));
  const { train, test: last } = trainTestSplit(rows, {
    testSize: 0.2,
    stratifyBy: 'kind',
    seed: 2,
  });
  assert.deepEqual([train.length, last.length], [40, 10]);
  assert.equal(last.filter(({ kind }) => kind === 'rare').length, 2);
  assert.ok(
    trainTestSplit(
      Float64Array.from(rows, ({ at }) => at),
      { seed: 2 },
    ).test instanceof Float64Array,
  );
});

test('take picks in the order asked for, and rejects positions outside', () => {
  assert.deepEqual(take(['a', 'b', 'c'], [2, 0, 2]), ['c', 'a', 'c']);
  assert.throws(() => take(['a'], [1]), /take: expected indices in \[0, 1\); got 1 at position 0/);
  assert.throws(() => take(['a'], [0.5]), RangeError);
});

test('split says what is wrong with empty data, sizes, labels and modes', () => {
  assert.throws(() => split([]), /split: expected at least 1 example; got 0/);
  assert.throws(() => splitIndices(10, { testSize: 1.5 }), /expected testSize to be a fraction/);
  assert.throws(() => splitIndices(10, { testSize: -0.1 }), RangeError);
  assert.throws(() => splitIndices(10, { testSize: 5, validationSize: 5 }), /stay for training/);
  assert.throws(
    () => splitIndices(10, { stratifyBy: ['a'] }),
    /one label for each of 10 examples; got 1/,
  );
  assert.throws(
    () => splitIndices(3, { stratifyBy: ['a', 'a', 'b'] }),
    /at least 2 examples of each label.*"b"/,
  );
  assert.throws(
    () => splitIndices(3, { groupBy: ['a', 'a', 'a'] }),
    /at least 2 different labels in groupBy/,
  );
  assert.throws(
    () => splitIndices(4, { groupBy: [1, 2, 1, 2], timeOrdered: true }),
    /got groupBy and timeOrdered/,
  );
  assert.throws(() => split([{ a: 1 }], { stratifyBy: 'b' }), /the column "b" named by stratifyBy/);
  assert.throws(() => split({ x: [1, 2], y: [1] }), /x: 2, y: 1/);
  assert.throws(() => split(new Map() as never), TypeError);
});

test('every example validates exactly once, and trains in the other folds', () => {
  for (let trial = 0; trial < 30; trial++) {
    const count = 23 + 11 * trial;
    const labels = labelsFor(count, trial, 2);
    const groups = labels.map((_, at) => (at * 31) % 13);
    for (const mode of [{}, { shuffle: false }, { stratifyBy: labels }, { groupBy: groups }]) {
      const folds = kFold(count, { k: 4, seed: trial, ...mode });
      assertPartition(
        folds.map(({ validation }) => validation),
        count,
      );
      for (const fold of folds) assertPartition([fold.train, fold.validation], count);
      if (!('groupBy' in mode))
        for (const { validation } of folds) assert.ok(Math.abs(validation.length - count / 4) < 1);
    }
  }
});

test('stratified folds hold each label to within one example; grouped folds never divide a group', () => {
  const labels = labelsFor(307, 1, 3);
  for (const { validation } of kFold(307, { k: 5, stratifyBy: labels, seed: 1 }))
    for (const label of new Set(labels)) {
      const share = labels.filter((other) => other === label).length / 5;
      assert.ok(Math.abs(countOf(labels, validation, label) - share) < 1);
    }
  const groups = labels.map((_, at) => at % 29);
  for (const { train, validation } of kFold(307, { k: 5, groupBy: groups, seed: 1 })) {
    const held = new Set([...validation].map((index) => groups[index]));
    assert.ok([...train].every((index) => !held.has(groups[index])));
    assert.ok(Math.abs(validation.length - 307 / 5) <= 11);
  }
});

test('time-ordered folds train on the past only, with a growing part and the gap left out', () => {
  const folds = kFold(11, { k: 3, timeOrdered: true, gap: 1 });
  assert.deepEqual(
    folds.map(({ train, validation }) => [[...train], [...validation]]),
    [
      [
        [0, 1, 2, 3],
        [5, 6],
      ],
      [
        [0, 1, 2, 3, 4, 5],
        [7, 8],
      ],
      [
        [0, 1, 2, 3, 4, 5, 6, 7],
        [9, 10],
      ],
    ],
  );
});

test('folds without shuffling are runs in order; with a seed they repeat', () => {
  assert.deepEqual([...(kFold(7, { k: 2, shuffle: false })[0]?.validation ?? [])], [0, 1, 2, 3]);
  assert.deepEqual(kFold(50, { seed: 0 }), kFold(50, { seed: 0 }));
  assert.notDeepEqual(kFold(50, { seed: 0 }), kFold(50, { seed: 1 }));
});

test('kFold says what is wrong with k, labels, groups and gaps', () => {
  assert.throws(() => kFold(3, { k: 5 }), /at least 5 examples; got k = 5 and 3/);
  assert.throws(() => kFold(10, { k: 1 }), RangeError);
  assert.throws(() => kFold([]), RangeError);
  assert.throws(
    () => kFold(6, { k: 3, stratifyBy: [0, 0, 0, 0, 0, 1] }),
    /at least k = 3 examples of each label.* got 1 of 1/,
  );
  assert.throws(
    () => kFold(6, { k: 3, groupBy: [0, 0, 0, 1, 1, 1] }),
    /at least k = 3 different labels/,
  );
  assert.throws(() => kFold(11, { k: 3, timeOrdered: true, gap: 5 }), /expected gap/);
});
