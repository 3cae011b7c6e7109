import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  batches,
  createVocabulary,
  languageModelWindows,
  oneHot,
  split,
  standardScaler,
  take,
  vocabularyFromJSON,
  wordTokenizer,
} from '../../src/data';
import { createRandom, tf, type Random } from '../../src/engine';
import { assertClose } from './helpers';

/** Runs `body` with many seeds. */
function always(body: (random: Random, seed: number) => void, trials = 100): void {
  for (let seed = 0; seed < trials; seed++) body(createRandom(seed), seed);
}

const list = <T>(length: number, make: (at: number) => T): T[] =>
  Array.from({ length }, (_, at) => make(at));

test('a scaler undoes itself, near 0 and far from it, for wide and narrow features', () => {
  always((random) => {
    const features = list(1 + random.integer(4), () => ({
      offset: random.normal() * 10 ** random.integer(13),
      width: 10 ** (random.integer(7) - 2),
    }));
    const rows = list(2 + random.integer(17), () =>
      features.map(({ offset, width }) => offset + width * random.normal()),
    );
    const scaler = standardScaler(rows);
    const scaled = scaler.transform(rows);
    const back = scaler.inverse(scaled);
    for (const [feature, { offset, width }] of features.entries()) {
      const column = (values: number[][]) => values.map((row) => row[feature] ?? NaN);
      const tolerance = 1e-12 * (Math.abs(offset) + width);
      assertClose(column(back), column(rows), tolerance);
      const mean = column(scaled).reduce((sum, value) => sum + value, 0) / rows.length;
      assert.ok(Math.abs(mean) < 1e-9 + tolerance / width, `mean ${mean}`);
    }
  });
});

test('one-hot rows give the labels back', () => {
  always((random) => {
    const classes = 1 + random.integer(13);
    const labels = list(1 + random.integer(29), () => random.integer(classes));
    const back = tf.tidy(() => oneHot(labels, classes).argMax(-1).dataSync());
    assert.deepEqual([...back], labels);
  });
});

test('a vocabulary decodes what it encoded, also after JSON', () => {
  always((random) => {
    const words = list(1 + random.integer(11), (at) => `w${at}`);
    const text = list(1 + random.integer(50), () => words[random.integer(words.length)] ?? '');
    const vocabulary = createVocabulary([text]);
    assert.deepEqual(vocabulary.decode(vocabulary.encode(text)), text);
    const restored = vocabularyFromJSON(JSON.stringify(vocabulary));
    assert.deepEqual(restored.encode([...text, 'other']), vocabulary.encode([...text, 'other']));
  });
});

test('words of any script come back from their numbers', () => {
  const words = ['sea', "don't", '鲸鱼', '大海', 'é', '7', '!', '👍🏽', 'кит'];
  always((random) => {
    const text = list(1 + random.integer(13), () => words[random.integer(words.length)]).join(' ');
    const tokenizer = wordTokenizer(text);
    assert.equal(tokenizer.decode(tokenizer.encode(text)), text);
  });
});

test('windows without overlap hold the text in order', () => {
  always((random) => {
    const tokens = list(20 + random.integer(50), () => random.integer(97));
    const length = 1 + random.integer(11);
    tf.tidy(() => {
      const { x, y } = languageModelWindows(tokens, { length });
      assert.deepEqual([...x.dataSync()], tokens.slice(0, x.size));
      assert.deepEqual([...y.dataSync()], tokens.slice(1, x.size + 1));
    });
  });
});

test('splits and batches hold every example once, and choosing all in order changes nothing', () => {
  always((random, seed) => {
    const rows = list(5 + random.integer(60), (at) => at);
    const ordered = (values: number[]) => [...values].sort((a, b) => a - b);
    const { train, validation, test: last } = split(rows, { validationSize: 1, testSize: 2, seed });
    assert.deepEqual(ordered([...train, ...validation, ...last]), rows);
    const batchSize = 1 + random.integer(7);
    assert.deepEqual(ordered([...batches(rows, { batchSize, seed })].flat()), rows);
    assert.deepEqual(take(rows, rows), rows);
  });
});
