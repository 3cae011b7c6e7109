/** Evidence, findings and predictions: what holds, what is shown, what the runner reads. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import util from 'node:util';
import { difference, equalWithin, finding, metrics, prediction, spread, tf } from '../../src';
import { numberText } from '../../src/host/evidence';
import { inQuickMode } from './quick-mode';

interface WelchCase {
  name: string;
  a: number[];
  b: number[];
  interval: [number, number];
}
const fixture = JSON.parse(
  fs.readFileSync(path.join(__dirname, '..', 'fixtures', 'comparisons.json'), 'utf8'),
) as { welch: WelchCase[] };

const markdown = (value: { toMimeBundle(): Record<string, unknown> }) =>
  String(value.toMimeBundle()['text/markdown']);

// ---- evidence

test('a spread is above a limit only if its smallest value is, and below only if its largest is', () => {
  const seeds = spread([0.975, 0.971, 0.978]);
  const limits = [0.97, 0.971, 0.9745, 0.978, 0.979];
  assert.deepEqual(limits.map((limit) => seeds.above(limit).holds), [true, false, false, false, false]); // prettier-ignore
  assert.deepEqual(limits.map((limit) => seeds.below(limit).holds), [false, false, false, false, true]); // prettier-ignore
  assert.deepEqual([seeds.between(0.971, 0.978).holds, seeds.between(0.972, 1).holds], [true, false]); // prettier-ignore
  assert.equal(
    seeds.above(0.97).text,
    'mean 0.9747, SD 0.003512, 0.971 to 0.978, n = 3; all above 0.97',
  );
  assert.match(seeds.above(0.975).text, /; not all above 0\.975$/);
  assert.equal(seeds.above(0).n, 3);
});

for (const { name, a, b, interval } of fixture.welch)
  test(`difference, ${name}: the interval is that of scipy's Welch test`, () => {
    const { numbers } = difference(a, b).below(0);
    const [low, high] = [numbers['low'] ?? NaN, numbers['high'] ?? NaN];
    assert.ok(Math.abs(low - interval[0]) < 1e-8 && Math.abs(high - interval[1]) < 1e-8);
  });

test('the difference of two numbers is exact; of a list and a number, the list has the error', () => {
  assert.equal(difference(5, 3).above(1.999).holds, true);
  assert.equal(difference(5, 3).above(2).holds, false);
  assert.match(difference(-5, 3).below(0).text, /^−5 against 3, difference −8; below 0$/);
  // Mean 6, SD 1, n = 3: 6 ± 4.303 · 1/√3 = 3.516 to 8.484.
  const { numbers, text } = difference([5, 6, 7], 1).above(2);
  assert.ok(Math.abs((numbers['low'] ?? NaN) - 2.5159) < 1e-3);
  assert.match(text, /n = 3 and 1; above 2$/);
});

test('equalWithin looks at the largest difference of all, and NaN is equal to nothing', () => {
  const a = tf.tensor2d([[1, 2, 3], [4, 5, 6]]); // prettier-ignore
  const close = [[1, 2, 3], [4, 5.25, 6]]; // prettier-ignore
  assert.equal(equalWithin(a, close, 0.25).holds, true);
  assert.equal(equalWithin(a, close, 0.2499).holds, false);
  assert.match(
    equalWithin(a, close, 0.2).text,
    /^largest difference 0\.25, n = 6; not within 0\.2$/,
  );
  const missing = equalWithin([1, NaN, 3], [1, 2, 3], 5);
  assert.equal(missing.holds, false);
  assert.equal(missing.numbers['largest'], null);
  assert.equal(a.isDisposed, false);
  a.dispose();
});

test('evidence refuses what says nothing', () => {
  assert.throws(() => spread([0.9]), /spread: .*at least two numbers; got 1; one run/);
  assert.throws(() => spread(['x', 'y'] as never), /spread: expected values to hold numbers/);
  assert.throws(() => difference([1], [2, 3]), /difference: expected a to hold at least two/);
  assert.throws(
    () => equalWithin([1, 2], [[1, 2]], 1),
    /one shape; got \[2\] and \[1, 2\]; reshape/,
  );
  assert.throws(() => equalWithin([1], 'x' as never, 1), /got the string 'x'; read/);
  assert.throws(() => equalWithin([1], [1], -1), /at least 0; got -1; pass/);
});

test('numbers in sentences have four digits, a true minus, and no needless exponent', () => {
  assert.deepEqual(
    [0.97461, -1.5, 12345.678, 0.00000312345, 0, 1e-4].map(numberText),
    ['0.9746', '−1.5', '12346', '3.123e−6', '0', '0.0001'], // prettier-ignore
  );
});

// ---- finding

test('a finding shows its sentence, mark and numbers, and carries them for the runner', () => {
  const better = metrics.paired([1, 2, 3, 4], [2, 4, 4, 6]).below(0);
  const shown = finding('Scaling *helps*.', better);
  assert.match(
    markdown(shown),
    /^✓ Scaling \*helps\* \(mean difference −1\.5, 95 % interval −2\.419 to −0\.5813, n = 4 pairs; below 0\)\.$/,
  );
  assert.deepEqual(shown.toMimeBundle()['application/vnd.dlts.finding+json'], {
    sentence: 'Scaling *helps*.',
    holds: true,
    evidence: [better],
  });
  assert.equal(util.inspect(shown), markdown(shown));
});

test('one piece of evidence that fails makes a finding false', () => {
  const yes = spread([2, 3]).above(1);
  const no = spread([2, 3]).above(2.5);
  const shown = finding('Both', yes, no);
  assert.equal(shown.holds, false);
  assert.match(markdown(shown), /^✗ Both \(.*; all above 1\) \(.*; not all above 2\.5\)\.$/);
  assert.equal(finding('Both', yes, yes).holds, true);
});

test('in quick mode a finding is shown and not judged', () => {
  const text = inQuickMode(() => markdown(finding('It falls.', spread([2, 3]).below(1))));
  assert.match(
    text,
    /^○ It falls \(.*\)\. Quick mode: little data and few epochs, so not judged\.$/,
  );
});

test('a finding is JSON, whatever its numbers are', () => {
  const shown = finding('It overflows.', difference(Infinity, 3).above(0));
  const bundle = shown.toMimeBundle()['application/vnd.dlts.finding+json'];
  assert.deepEqual(JSON.parse(JSON.stringify(bundle)), bundle);
});

test('a finding without sentence or evidence is refused', () => {
  const fine = spread([2, 3]).above(1);
  assert.throws(() => finding(' ', fine), /finding: expected a sentence; got " "; say/);
  assert.throws(() => finding('It falls.'), /expected evidence after the sentence; got none; add/);
  for (const wrong of [spread([2, 3]), true, undefined])
    assert.throws(() => finding('It falls.', wrong as never), /expected evidence such as .*; end/);
});

// ---- prediction

const ask = () => prediction('Which $w$ is larger?', ['the first', 'the second', 'neither']);

test('a prediction shows its question and lettered choices, and asks for a letter', () => {
  assert.match(
    markdown(ask()),
    /^\*\*Predict\.\*\* Which \$w\$ is larger\?\n\n- \*\*A\.\*\* the first\n/,
  );
  assert.match(markdown(ask()), /- \*\*C\.\*\* neither\n\nCommit yourself/);
  assert.match(String(ask()), /- A\. the first/);
});

test('without a reader nothing fails: an empty choice is none, and the next cell tells the answer', () => {
  for (const empty of ['', '?', 'D', 'AB', undefined as unknown as string]) {
    const guess = ask().choose(empty);
    assert.equal(guess.chosen, undefined);
    assert.match(markdown(guess), /Commit yourself/);
    assert.equal(markdown(guess.reveal('B')), '○ **B.** the second');
  }
});

test('a choice is marked, kept apart from the question, and judged by the cell that reveals', () => {
  const question = ask();
  const guess = question.choose(' b ');
  assert.equal(guess.chosen, 'B');
  assert.equal(question.chosen, undefined);
  assert.match(
    markdown(guess),
    /- \*\*B\.\*\* the second ← your prediction\n.*\n\nNow run the next cell\.$/s,
  );
  assert.equal(
    markdown(guess.reveal('B', 'It has *more*.')),
    '✓ As you predicted: **B.** the second\n\nIt has *more*.',
  );
  assert.equal(markdown(guess.reveal('C')), '✗ You predicted B; it is **C.** neither');
});

test('a prediction that nobody could answer is refused', () => {
  assert.throws(() => prediction('', ['a', 'b']), /prediction: expected a question; got "";/);
  assert.throws(() => prediction('Q?', ['a']), /two to 5 choices; got 1; three/);
  assert.throws(() => ask().reveal('D'), /expected one of A, B, C; got 'D'; pass/);
  assert.throws(() => ask().reveal(''), RangeError);
});
