import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom, nextSeed, setSeed, tf } from '../../src/engine';

test('setSeed repeats initialization, shuffling and Math.random for every seed, 0 included', () => {
  for (const seed of [0, 1, 42, -3, 2 ** 40]) {
    const draw = () => {
      setSeed(seed);
      const layer = tf.layers.dense({ units: 3, inputShape: [5] });
      layer.build([null, 5]);
      const kernel = Array.from(layer.getWeights()[0]?.dataSync() ?? []);
      const order = [2, 3, 5, 7, 11, 13];
      tf.util.shuffle(order);
      return [...kernel, ...order, Math.random(), nextSeed(), createRandom().uniform()];
    };
    assert.deepEqual(draw(), draw());
  }
});

test('different seeds give different numbers, neighbors too', () => {
  const firsts = Array.from({ length: 997 }, (_, seed) => createRandom(seed).uniform());
  assert.equal(new Set(firsts).size, 997);
  const mean = firsts.reduce((sum, value) => sum + value, 0) / firsts.length;
  // Standard error of the mean of 997 uniform draws is 0.009.
  assert.ok(Math.abs(mean - 0.5) < 0.04, `mean of first draws ${mean}`);
});

test('fit after setSeed repeats bit for bit, shuffle and dropout included', async () => {
  const train = async () => {
    setSeed(0);
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ units: 5, inputShape: [3], activation: 'relu' }),
        tf.layers.dropout({ rate: 0.3 }),
        tf.layers.dense({ units: 1 }),
      ],
    });
    model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
    const x = tf.linspace(0, 1, 33).reshape([11, 3]);
    const y = x.sum(1, true);
    const { history } = await model.fit(x, y, { epochs: 2, batchSize: 4, verbose: 0 });
    return history['loss'];
  };
  assert.deepEqual(await train(), await train());
});

test('uniform draws fill [0, 1) evenly, normal draws have mean 0 and deviation 1', () => {
  const random = createRandom(3);
  const counts = new Array<number>(7).fill(0);
  let [sum, squares] = [0, 0];
  for (let i = 0; i < 70_000; i++) {
    const value = random.uniform();
    assert.ok(value >= 0 && value < 1);
    counts[Math.floor(value * 7)]! += 1;
    const normal = random.normal();
    sum += normal;
    squares += normal * normal;
  }
  // Four standard deviations of the binomial counts, and of the moments.
  for (const count of counts) assert.ok(Math.abs(count - 10_000) < 4 * 93, `${counts}`);
  assert.ok(Math.abs(sum / 70_000) < 4 / Math.sqrt(70_000));
  assert.ok(Math.abs(squares / 70_000 - 1) < 4 * Math.sqrt(2 / 70_000));
});

test('permutation holds every integer once; integer reaches both ends of its range', () => {
  const random = createRandom(5);
  const permutation = random.permutation(101);
  assert.notDeepEqual(
    Array.from(permutation),
    Array.from({ length: 101 }, (_, i) => i),
  );
  assert.deepEqual(
    Array.from(permutation).sort((a, b) => a - b),
    Array.from({ length: 101 }, (_, i) => i),
  );
  const seen = new Set(Array.from({ length: 300 }, () => random.integer(3)));
  assert.deepEqual([...seen].sort(), [0, 1, 2]);
});

test('a generator is not disturbed by other draws', () => {
  const alone = createRandom(9);
  const expected = [alone.uniform(), alone.uniform()];
  const random = createRandom(9);
  const first = random.uniform();
  Math.random();
  nextSeed();
  createRandom(9).uniform();
  assert.deepEqual([first, random.uniform()], expected);
});

test('calls of Math.random leave the library stream alone', () => {
  setSeed(4);
  const expected = nextSeed();
  setSeed(4);
  Math.random();
  assert.equal(nextSeed(), expected);
});

test('a seed that is not a whole number is refused with a remedy', () => {
  assert.throws(() => setSeed(0.5), /setSeed: expected a whole number.*got 0\.5.*setSeed\(42\)/);
  assert.throws(() => createRandom(NaN), RangeError);
  assert.throws(() => createRandom(1).integer(0), /random\.integer: expected/);
});
