import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bigramCounts,
  characterTokenizer,
  languageModelWindows,
  padSequences,
  sampleWindows,
  timeWindows,
} from '../../src/data';
import { createRandom, tf } from '../../src/engine';
import { loose } from './helpers';
import { warnings } from '../warnings';

test('fractions stay what they are, whole numbers stay int32, and the type can be chosen', () => {
  tf.tidy(() => {
    const halves = padSequences([[0.5, -1.75], [3]]);
    assert.deepEqual(
      [halves.dtype, halves.arraySync()],
      [
        'float32',
        [
          [0.5, -1.75],
          [0, 3],
        ],
      ],
    );
    assert.equal(padSequences([[1, 2], [3]]).dtype, 'int32');
    assert.equal(padSequences([[1, 2], [3]], { value: -0.5 }).dtype, 'float32');
    assert.equal(padSequences([[1, 2], [3]], { dtype: 'float32' }).dtype, 'float32');
    assert.deepEqual(padSequences([Float32Array.of(0.25), [1, 2]], { value: 9 }).arraySync(), [
      [9, 0.25],
      [1, 2],
    ]);
  });
  assert.throws(
    () =>
      padSequences(
        [
          [1, 2],
          [3, 0.5],
        ],
        { dtype: 'int32' },
      ),
    /int32 can hold; got 0.5 in sequence 1, position 1/,
  );
  assert.throws(() => padSequences([[2 ** 31]]), /got 2147483648 in sequence 0, position 0/);
  assert.throws(
    () => padSequences([[1], [2, 3]], { value: 2 ** 40 }),
    /got 1099511627776 in value/,
  );
});

test('what is missing or no number is an error with its place', () => {
  assert.throws(() => padSequences([[1], [2, NaN]]), /got null in sequence 1, position 1|got NaN/);
  assert.throws(() => padSequences([[1, loose(null)]]), /got null in sequence 0, position 1/);
  assert.throws(() => padSequences([[loose('1')]]), /got "1" in sequence 0/);
  assert.throws(
    () => padSequences([[1]], { padding: loose('left') }),
    /expected padding to be 'pre' or 'post'; got "left"/,
  );
  assert.throws(() => padSequences([[1]], { truncating: loose('end') }), /expected truncating/);
});

test('a padding number that is also a token is said to be, unless it was asked for', () => {
  const pad = (sequences: number[][], options?: Parameters<typeof padSequences>[1]) =>
    warnings(() => padSequences(sequences, options).dispose());
  const tokenizer = characterTokenizer('banana');
  const texts = ['ban', 'a'].map((text) => tokenizer.encode(text));
  const [message = ''] = pad(texts);
  assert.match(
    message,
    /got 0, which is also in sequence 0 at position 1; .*specialTokens: \['<pad>'\]/,
  );
  assert.deepEqual(pad(texts, { value: 0 }), []);
  assert.deepEqual(pad(texts, { value: -1 }), []);
  assert.deepEqual(
    pad([
      [0, 1],
      [2, 0],
    ]),
    [],
    'nothing is padded',
  );
  assert.deepEqual(pad([[0, 1], [2]], { maxLength: 1 }), [], 'cut, not padded');
  const reserved = characterTokenizer('banana', { specialTokens: ['<pad>'] });
  assert.deepEqual(pad(['ban', 'a'].map((text) => reserved.encode(text))), []);
});

test('padding and cutting off the padding gives the sequences back', () => {
  for (let seed = 0; seed < 100; seed++) {
    const random = createRandom(seed);
    const sequences = Array.from({ length: 1 + random.integer(7) }, () =>
      Array.from({ length: 1 + random.integer(11) }, () => 1 + random.integer(97)),
    );
    for (const padding of ['pre', 'post'] as const) {
      const padded = tf.tidy(() => padSequences(sequences, { padding }).arraySync());
      assert.deepEqual(
        padded.map((row) => row.filter((value) => value !== 0)),
        sequences,
      );
    }
  }
});

test('windows of tokens refuse fractions, gaps and texts instead of rounding them', () => {
  assert.throws(
    () => languageModelWindows([1, 2.5, 3], { length: 2 }),
    /languageModelWindows: expected whole token numbers; got 2.5 at position 1/,
  );
  assert.throws(
    () => sampleWindows([1, loose('2'), 3], { length: 2, count: 1 }),
    /got "2" at position 1/,
  );
  assert.throws(() => languageModelWindows([1, 2 ** 33, 3], { length: 2 }), RangeError);
  assert.throws(() => bigramCounts([[0, loose('1')]], 2), /got "1"/);
});

test('windows over a series refuse gaps, and say when float32 loses the values', () => {
  assert.throws(
    () => timeWindows([1, NaN, 3], { inputSteps: 1 }),
    /expected finite numbers; got NaN in step 1, feature 0/,
  );
  assert.throws(
    () =>
      timeWindows(
        [
          [1, 2],
          [3, loose(null)],
        ],
        { inputSteps: 1 },
      ),
    /got null in step 1, feature 1/,
  );
  const day = 24 * 3600 * 1000;
  const windows = (series: number[]) =>
    warnings(() => tf.tidy(() => void timeWindows(series, { inputSteps: 2 })));
  const [message = ''] = windows([0, 7, 19].map((hour) => 20000 * day + hour * 3.6e6));
  assert.match(message, /timeWindows: .*float32 can hold.*standardScaler/);
  assert.deepEqual(windows([0, 7, 19].map((hour) => 20000 + hour)), []);
});
