/** A function of tensors is compiled where that is right, and says why where it is not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engineInfo, isNative, setSeed, tf } from '../../src/engine';
import { nativeBackend } from '../../src/engine/backend';
import { compiledFunction, type Feeds } from '../../src/engine/trace';
import { warnings } from '../warnings';

const skip = !isNative();
const sessions = () => nativeBackend()?.binding.getNumOfSavedModels() ?? 0;

const x = tf.tensor2d([2, -3, 5, 7, -11, 13], [3, 2]);
const title = 'The example';

/** Values of `compute` of {@link x}, called `times` times. */
function repeated(compute: (feeds: Feeds, parts: number) => tf.Tensor, times = 3, eagerRuns = 0) {
  const run = compiledFunction(compute, { title, eagerRuns });
  const before = sessions();
  const values = Array.from({ length: times }, () => {
    const result = run.run({ x });
    const numbers = [...result.dataSync()];
    result.dispose();
    return numbers;
  });
  const graphs = sessions() - before;
  const { reason } = run;
  run.dispose();
  assert.equal(sessions(), before, 'graphs are freed');
  return { values, graphs, reason };
}

const X = ({ x: given }: Feeds): tf.Tensor => given ?? assert.fail('no x');

test('a function of tensors runs as one graph, with the values computed by hand', { skip }, () => {
  const before = tf.memory().numTensors;
  const { values, graphs, reason } = repeated((feeds) => X(feeds).square().sum(1));
  assert.deepEqual(values, Array(3).fill([13, 74, 290]));
  assert.equal(graphs, 1);
  assert.equal(reason, undefined);
  assert.equal(tf.memory().numTensors, before);
});

test('whole numbers and truth values come out of a graph as they are', { skip }, () => {
  const labels = repeated((feeds) => X(feeds).argMax(1));
  assert.deepEqual(labels.values, Array(3).fill([0, 1, 1]));
  assert.deepEqual([labels.graphs, labels.reason], [1, undefined]);
  const positive = repeated((feeds) => X(feeds).greater(0));
  assert.deepEqual(positive.values[2], [1, 0, 1, 1, 0, 1]);
  assert.equal(positive.graphs, 1);
});

test(
  'rows are split where the parts make up the whole, and not where rows see each other',
  { skip },
  () => {
    const rowsSeen = (compute: (part: tf.Tensor) => tf.Tensor) => {
      const sizes: number[] = [];
      const run = compiledFunction(
        (feeds, parts) => {
          sizes.push(parts);
          const [all, count] = [X(feeds), Math.min(parts, 2)];
          if (count === 1) return compute(all);
          return tf.concat(tf.split(all, [1, 2]).map(compute));
        },
        { title, eagerRuns: 0, parts: 3 },
      );
      const values = [...tf.tidy(() => run.run({ x }).dataSync())];
      run.dispose();
      return { values, last: sizes.at(-1), possible: run.parts };
    };
    const each = rowsSeen((part) => part.mul(2));
    assert.deepEqual(each.values, [4, -6, 10, 14, -22, 26]);
    assert.equal(each.last, each.possible);
    const centered = rowsSeen((part) => part.sub(part.mean(0)));
    // The columns have the means −4/3 and 17/3.
    const byHand = [10 / 3, -26 / 3, 19 / 3, 4 / 3, -29 / 3, 22 / 3];
    centered.values.forEach((value, i) => assert.ok(Math.abs(value - (byHand[i] ?? NaN)) < 1e-5));
    assert.equal(centered.last, 1);
  },
);

test('rows are split only where there is much to compute', { skip }, () => {
  const cores = engineInfo().threads.interOp;
  const partsFor = (rows: number) => {
    let last = 0;
    const run = compiledFunction(
      (feeds, parts) => {
        last = parts;
        return tf.concat(
          tf.split(X(feeds), parts).map((part) => part.matMul(part.transpose()).sum(1)),
        );
      },
      { title, eagerRuns: 0, agree: () => true },
    );
    tf.tidy(() => run.run({ x: tf.zeros([rows, 64]) }));
    run.dispose();
    return last;
  };
  assert.deepEqual([partsFor(8 * cores), partsFor(2048 * cores)], [1, cores]);
});

test('a graph rounds the smallest numbers to 0 on every thread, JavaScript none', { skip }, () => {
  const { values } = repeated((feeds) => X(feeds).mul(1e-30).mul(1e-10));
  assert.ok(
    values.flat().every((value) => value === 0),
    `${values}`,
  );
  const smallest = Number.MIN_VALUE;
  assert.ok(smallest * 1 > 0);
});

test('what cannot be compiled runs eagerly, keeps its reason and says it once', { skip }, () => {
  let calls = 0;
  const cases: [(given: tf.Tensor) => tf.Tensor, RegExp][] = [
    [(given) => given.mul(given.dataSync()[0] ?? 0), /reads the value of a tensor in JavaScript/],
    [(given) => given.mul(1 / ++calls), /a number that JavaScript changes/],
  ];
  for (const [compute, why] of cases) {
    let outcome: ReturnType<typeof repeated> | undefined;
    const said = warnings(() => (outcome = repeated((feeds) => compute(X(feeds)))));
    assert.match(outcome?.reason ?? '', why);
    assert.equal(outcome?.graphs, 0);
    assert.deepEqual(said, [`The example runs eagerly, which is slower: ${outcome?.reason}.`]);
  }
});

test('a function that changes variables is not compiled', { skip }, () => {
  const counter = tf.variable(tf.scalar(0));
  let outcome: ReturnType<typeof repeated> | undefined;
  warnings(() => {
    outcome = repeated((feeds) => {
      counter.assign(counter.add(1));
      return X(feeds).sum().add(counter);
    });
  });
  assert.equal(outcome?.reason, 'it changes variables');
  assert.deepEqual(outcome.values, [[14], [15], [16]], 'recordings leave the counter alone');
  counter.dispose();
});

test(
  'a function may change the variables that are its state, and they stay in the graph',
  { skip },
  () => {
    const [rows, counter] = [tf.variable(tf.zeros([5, 2])), tf.variable(tf.scalar(0))];
    const run = compiledFunction(
      (feeds) => {
        const [index, value] = [feeds['index'] as tf.Tensor, feeds['value'] as tf.Tensor];
        rows.assign(tf.tensorScatterUpdate(rows, index, value) as tf.Tensor2D);
        counter.assign(counter.add(1));
        return rows.sum().add(counter);
      },
      { title, state: [rows, counter], eagerRuns: 0, parts: 1 },
    );
    const sums = [3, 0, 3].map((row, i) =>
      tf.tidy(() => {
        const feeds = {
          index: tf.tensor2d([[row]], [1, 1], 'int32'),
          value: tf.tensor2d([[i + 1, 7]]),
        };
        return run.run(feeds).dataSync()[0];
      }),
    );
    // Rows [1, 7]; [2, 7] and [1, 7]; [2, 7] and [3, 7]; and the number of the call.
    assert.deepEqual(sums, [9, 19, 22]);
    assert.equal(run.reason, undefined);
    assert.deepEqual(rows.arraySync(), [[2, 7], [0, 0], [0, 0], [3, 7], [0, 0]]); // prettier-ignore
    assert.equal(counter.arraySync(), 3);
    rows.assign(tf.ones([5, 2]));
    const last = tf.tidy(
      () =>
    run.run({ index: tf.tensor2d([[1]], [1, 1], 'int32'), value: tf.tensor2d([[5, 5]]) }).dataSync()[0], // prettier-ignore
    );
    assert.equal(last, 8 + 10 + 4, 'a value set from outside counts');
    run.dispose();
    tf.dispose([rows, counter]);
  },
);

test(
  'a graph is compiled after three eager calls, and for sixteen shapes at most',
  { skip },
  () => {
    setSeed(1);
    const run = compiledFunction((feeds) => X(feeds).mul(3), { title });
    const before = sessions();
    const call = (size: number) =>
      tf.tidy(
        () =>
          run
            .run({ x: tf.ones([size]) })
            .sum()
            .dataSync()[0],
      );
    for (let size = 2; size < 20; size++) {
      for (let i = 0; i < 3; i++) call(size);
      assert.equal(sessions() - before, Math.min(16, size - 2), 'three calls compile nothing');
      assert.equal(call(size), 3 * size);
      assert.equal(sessions() - before, Math.min(16, size - 1));
    }
    run.dispose();
    assert.equal(sessions(), before);
  },
);

test('where nothing compiles the function runs all the same', () => {
  const run = compiledFunction((feeds) => X(feeds).sum(), { title, trace: false });
  assert.equal(
    tf.tidy(() => run.run({ x }).dataSync()[0]),
    13,
  );
  assert.equal(run.parts, 1);
  run.dispose();
});

test('a function resumed with other state keeps its graph while it computes the same', { skip }, () => {
  let factor = 2;
  let counter = tf.variable(tf.scalar(0));
  const run = compiledFunction(
    (feeds) => {
      counter.assign(counter.add(1));
      return X(feeds).sum().mul(factor).add(counter);
    },
    { title, state: [counter], eagerRuns: 0, parts: 1 },
  );
  const before = sessions();
  const twice = () => [1, 2].map(() => tf.tidy(() => run.run({ x }).dataSync()[0]));
  assert.deepEqual(twice(), [27, 28]);
  assert.throws(() => run.resume([counter]), /resume: expected 1 variables for as many disposed ones/);
  const resume = (start: number) => {
    run.suspend();
    counter.dispose();
    counter = tf.variable(tf.scalar(start));
    run.resume([counter]);
  };
  resume(100);
  assert.deepEqual(twice(), [127, 128]);
  assert.equal(counter.dataSync()[0], 102);
  factor = 3;
  resume(0);
  assert.deepEqual(twice(), [40, 41]);
  assert.equal(run.reason, undefined);
  assert.equal(sessions() - before, 1, 'the former graph is freed');
  run.dispose();
  counter.dispose();
}); // prettier-ignore
