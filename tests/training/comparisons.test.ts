/** Paired differences and the bootstrap, against scipy and against counting by hand. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { metrics, tf } from '../../src';
import { studentQuantile } from '../../src/training/metrics/paired';

interface Resampled {
  name: string;
  values: number[];
  estimate: number;
  standardError: number;
  interval: [number, number];
}
interface PairedCase {
  name: string;
  a: number[];
  b: number[];
  mean: number;
  standardError: number;
  interval: [number, number];
  wins: number;
  losses: number;
  signTest: number;
}
const fixture = JSON.parse(
  fs.readFileSync(path.join(__dirname, '..', 'fixtures', 'comparisons.json'), 'utf8'),
) as { paired: PairedCase[]; student: [number, number][]; bootstrap: Resampled[] };

function near(actual: number, expected: number, tolerance: number, what = ''): void {
  const most = tolerance * Math.max(1, Math.abs(expected));
  assert.ok(Math.abs(actual - expected) <= most, `${what}: ${actual}, expected ${expected}`);
}

for (const c of fixture.paired)
  test(`paired, ${c.name}: mean, error, interval and sign test equal scipy's`, () => {
    const result = metrics.paired(c.a, c.b);
    assert.deepEqual([result.n, result.wins, result.losses], [c.a.length, c.wins, c.losses]);
    assert.equal(result.ties, c.a.length - c.wins - c.losses);
    near(result.meanDifference, c.mean, 1e-12);
    near(result.standardError, c.standardError, 1e-12);
    near(result.interval[0], c.interval[0], 1e-9);
    near(result.interval[1], c.interval[1], 1e-9);
    near(result.signTest, c.signTest, 1e-10);
  });

test("Student's quantile equals scipy's from 1 to 100,000 degrees of freedom, whole or not", () => {
  for (const [degrees, expected] of fixture.student)
    near(studentQuantile(0.95, degrees), expected, 1e-8, String(degrees));
});

test('paired finds a small difference that the spread of the examples hides', () => {
  const hard = [10, 20, 30, 40, 50, 60, 70];
  const gaps = [1, 2, 1, 3, 2, 1, 2];
  const b = hard.map((value, i) => value + (gaps[i] ?? NaN));
  const result = metrics.paired(hard, b);
  assert.equal(result.below(0).holds, true);
  assert.equal(result.above(0).holds, false);
  assert.match(
    result.below(0).text,
    /^mean difference −1\.714, 95 % interval −2\.413 to −1\.015, n = 7 pairs; below 0$/,
  );
  assert.equal(result.above(0).text.endsWith('; not above 0'), true);
});

test('an interval that contains the limit is evidence neither for below nor for above', () => {
  const result = metrics.paired([1, 5, 2, 4], [2, 3, 3, 3]);
  assert.deepEqual([result.below(0).holds, result.above(0).holds], [false, false]);
  assert.equal(result.between(-3, 3.5).holds, true);
  assert.equal(result.between(-0.1, 0.1).holds, false);
});

test('equal differences have no error; tensors count like lists, and stay alive', () => {
  const a = tf.tensor1d([3, 4, 5]);
  const result = metrics.paired(a, [1, 2, 3]);
  assert.deepEqual(result.interval, [2, 2]);
  assert.equal(result.standardError, 0);
  near(result.signTest, 0.25, 1e-12);
  assert.equal(a.isDisposed, false);
  a.dispose();
});

test('paired refuses lists that are no pairs', () => {
  assert.throws(
    () => metrics.paired([1, 2, 3], [1, 2]),
    /paired: .*same length.*got 3 and 2; measure/,
  );
  assert.throws(() => metrics.paired([1], [2]), /at least 2; got 1 and 1/);
  assert.throws(() => metrics.paired([1, NaN], [2, 3]), TypeError);
});

// ---- bootstrap

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const rootMeanSquare = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((value) => value ** 2)));

for (const c of fixture.bootstrap)
  test(`bootstrap, ${c.name}: error and interval equal scipy's up to the noise of resampling`, () => {
    const statistic = c.name === 'mean' ? mean : rootMeanSquare;
    const result = metrics.bootstrap(c.values, statistic, { resamples: 20_000, seed: 3 });
    near(result.estimate, c.estimate, 1e-12);
    // A 2.5 % quantile of 20,000 draws is uncertain by about 2 % of the standard error; 3 of these are allowed.
    near(result.standardError, c.standardError, 0.02 * c.standardError);
    near(result.interval[0], c.interval[0], 0.06 * c.standardError);
    near(result.interval[1], c.interval[1], 0.06 * c.standardError);
  });

test('two values: the mean of a resample is 0, ½ or 1, so its deviation is √⅛', () => {
  const result = metrics.bootstrap([0, 1], mean, { resamples: 10_000, seed: 1 });
  near(result.standardError, Math.sqrt(1 / 8), 0.005);
  assert.deepEqual(result.interval, [0, 1]);
});

test('the same seed gives the same interval, another seed another one; the values stay as they are', () => {
  const values = Object.freeze([2, 3, 5, 7, 11, 13]);
  const draw = (seed: number) => metrics.bootstrap(values, mean, { resamples: 500, seed });
  assert.deepEqual(draw(5).interval, draw(5).interval);
  assert.notDeepEqual(draw(5).interval, draw(6).interval);
});

test('whole things are drawn: the slope of pairs', () => {
  const pairs = Array.from({ length: 23 }, (_, i) => [i, 3 * i + ((i * 7) % 5)] as const);
  const slope = (sample: readonly (readonly [number, number])[]): number => {
    const [mx, my] = [mean(sample.map(([x]) => x)), mean(sample.map(([, y]) => y))];
    const sxy = sample.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
    return sxy / sample.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  };
  const result = metrics.bootstrap(pairs, slope, { resamples: 500 });
  assert.ok(result.between(2.8, 3.2).holds, result.between(2.8, 3.2).text);
  assert.match(result.above(2).text, /\(500 resamples\), n = 23; above 2$/);
});

test('paired with resamples takes its interval from the bootstrap of the differences', () => {
  const [a, b] = [[5, 7, 9, 4, 8], [4, 4, 9, 3, 6]]; // prettier-ignore
  const expected = metrics.bootstrap([1, 3, 0, 1, 2], mean, { resamples: 300, seed: 2 }).interval;
  assert.deepEqual(metrics.paired(a, b, { resamples: 300, seed: 2 }).interval, expected);
});

test('bootstrap refuses what it cannot judge', () => {
  assert.throws(() => metrics.bootstrap([1], mean), /at least two values; got 1; pass/);
  assert.throws(
    () => metrics.bootstrap([1, 2], mean, { resamples: 10 }),
    /resamples.*at least 100.*got 10/,
  );
  assert.throws(() => metrics.bootstrap([1, 2], () => NaN), /finite number; got NaN; it must/);
});
