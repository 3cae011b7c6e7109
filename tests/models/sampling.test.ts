import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { createRandom, ready, setSeed, tf } from '../../src/engine';
import {
  argMax,
  createCharacterModel,
  createEncoderDecoder,
  createGpt,
  decode,
  generate,
  samplingProbabilities,
  sampleToken,
} from '../../src/models';
import { languageSession } from '../../src/models/decoding';
import { logProbabilities } from '../../src/models/sampling';

before(() => ready());

const LOGITS = [Math.log(0.5), Math.log(0.3), Math.log(0.15), Math.log(0.05)];

function assertNumbers(actual: ArrayLike<number>, expected: number[], tolerance = 1e-9): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) =>
    assert.ok(Math.abs((actual[i] as number) - value) <= tolerance, `${i}: ${actual[i]}`),
  );
}

test('temperature, top-k and top-p give the probabilities computed by hand', () => {
  assertNumbers(samplingProbabilities(LOGITS), [0.5, 0.3, 0.15, 0.05]);
  // Temperature ½ squares: 0.25, 0.09, 0.0225, 0.0025, of 0.365.
  const squared = [0.25, 0.09, 0.0225, 0.0025].map((value) => value / 0.365);
  assertNumbers(samplingProbabilities(LOGITS, { temperature: 0.5 }), squared);
  assertNumbers(samplingProbabilities(LOGITS, { topK: 2 }), [0.625, 0.375, 0, 0]);
  assertNumbers(samplingProbabilities(LOGITS, { topP: 0.6 }), [0.625, 0.375, 0, 0]);
  assertNumbers(samplingProbabilities(LOGITS, { topP: 0.4 }), [1, 0, 0, 0]);
  // Of the three kept by top-k, 0.95 in all, 70 % are reached by two.
  assertNumbers(samplingProbabilities(LOGITS, { topK: 3, topP: 0.7 }), [0.625, 0.375, 0, 0]);
  assertNumbers(samplingProbabilities(LOGITS, { temperature: 0 }), [1, 0, 0, 0]);
});

test('draws follow the probabilities', () => {
  const random = createRandom(59);
  const counts = [0, 0, 0, 0];
  const draws = 20011;
  for (let i = 0; i < draws; i++) {
    const token = sampleToken(LOGITS, { topK: 3 }, random);
    counts[token] = (counts[token] as number) + 1;
  }
  // Standard error 0.0035.
  assertNumbers(
    counts.map((count) => count / draws),
    [0.5 / 0.95, 0.3 / 0.95, 0.15 / 0.95, 0],
    0.014,
  );
});

test('logProbabilities are stable and argMax takes the first of equals', () => {
  assertNumbers(logProbabilities([1000, 1000]), [-Math.LN2, -Math.LN2]);
  assert.equal(argMax([1, 3, 3, 2]), 1);
});

/** A model whose weights are large enough to be decided about its next token. */
function gpt(): tf.LayersModel {
  setSeed(61);
  const model = createGpt({
    vocabularySize: 31,
    maxSequenceLength: 11,
    hiddenDim: 14,
    numHeads: 7,
    numLayers: 2,
  });
  for (const weight of model.weights) {
    const values = tf.randomNormal(weight.shape as [number], 0, 0.5);
    weight.write(values);
    values.dispose();
  }
  return model;
}

test('cached logits equal those of the whole text, also for several rows and past the window', async () => {
  const model = gpt();
  const before = tf.memory().numTensors;
  const [cached, whole] = [languageSession(model, true), languageSession(model, false)];
  const feeds = [
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    ...Array.from({ length: 11 }, (_, i) => [[i], [i + 11]]),
  ];
  for (const tokens of feeds) {
    const [a, b] = [await cached.feed(tokens), await whole.feed(tokens)];
    assert.equal(a.length, 2);
    a.forEach((row, i) => assertNumbers(row, Array.from(b[i] as Float32Array), 1e-4));
  }
  for (const session of [cached, whole]) session.reorder([1, 1, 0]);
  const tokens = [[7], [8], [9]];
  const [a, b] = [await cached.feed(tokens), await whole.feed(tokens)];
  a.forEach((row, i) => assertNumbers(row, Array.from(b[i] as Float32Array), 1e-4));
  cached.dispose();
  whole.dispose();
  assert.equal(tf.memory().numTensors, before);
  model.dispose();
});

test('generate gives the same text with and without cache, for every way of choosing', async () => {
  const model = gpt();
  const before = tf.memory().numTensors;
  for (const options of [
    { seed: 1 },
    { seed: 0, temperature: 0.7, topK: 5, topP: 0.9 },
    { temperature: 0 },
    { beamWidth: 3, stopToken: 16 },
  ]) {
    const cached = await generate(model, [1, 2, 3], { ...options, maxTokens: 13 });
    const whole = await generate(model, [1, 2, 3], { ...options, maxTokens: 13, useCache: false });
    assert.deepEqual(cached, whole);
    assert.deepEqual(cached.slice(0, 3), [1, 2, 3]);
  }
  assert.equal(tf.memory().numTensors, before);
  model.dispose();
});

test('generate repeats with its seed and with setSeed, and reports each token', async () => {
  const model = gpt();
  const seen: number[] = [];
  const first = await generate(model, [1], {
    seed: 3,
    maxTokens: 17,
    onToken: (token) => seen.push(token),
  });
  assert.deepEqual(first, [1, ...seen]);
  assert.equal(first.length, 18);
  assert.deepEqual(await generate(model, [1], { seed: 3, maxTokens: 17 }), first);
  assert.notDeepEqual(await generate(model, [1], { seed: 4, maxTokens: 17 }), first);
  setSeed(5);
  const drawn = await generate(model, [1], { maxTokens: 17 });
  setSeed(5);
  assert.deepEqual(await generate(model, [1], { maxTokens: 17 }), drawn);
  model.dispose();
});

test('generate ends before the stop token', async () => {
  const model = gpt();
  const free = await generate(model, [1], { temperature: 0, maxTokens: 11 });
  const stopToken = free[3] as number;
  const stopped = await generate(model, [1], { temperature: 0, maxTokens: 11, stopToken });
  assert.deepEqual(stopped, free.slice(0, free.indexOf(stopToken, 1)));
  model.dispose();
});

test('a recurrent character model generates too', async () => {
  setSeed(67);
  const model = createCharacterModel({ vocabularySize: 13, hiddenUnits: [7] });
  const before = tf.memory().numTensors;
  const text = await generate(model, [1, 2], { maxTokens: 5, seed: 1 });
  assert.equal(text.length, 7);
  assert.equal(tf.memory().numTensors, before);
  model.dispose();
});

test('beam search finds the likeliest text where greedy choice does not', async () => {
  // A chain: after 0 come 1 (0.6) or 2 (0.4); after 1 everything is equally likely, after 2 surely 3.
  const size = 5;
  const after: Record<number, number[]> = {
    0: [0, 0.6, 0.4, 0, 0],
    1: [0.2, 0.2, 0.2, 0.2, 0.2],
    2: [0, 0, 0, 1, 0],
    3: [0, 0, 0, 0, 1],
    4: [0, 0, 0, 0, 1],
  };
  const table = Array.from({ length: size }, (_, token) =>
    (after[token] as number[]).map((p) => Math.log(p + 1e-9)),
  );
  const model = tf.sequential({
    layers: [
      tf.layers.embedding({
        inputDim: size,
        outputDim: size,
        inputShape: [null],
        weights: [tf.tensor2d(table)],
      }),
    ],
  });
  const options = { stopToken: 4, maxTokens: 5 };
  assert.deepEqual(await generate(model, [0], { ...options, beamWidth: 2 }), [0, 2, 3]);
  const greedy = await generate(model, [0], { ...options, temperature: 0 });
  assert.equal(greedy[1], 1);
  model.dispose();
});

function translator(): tf.LayersModel {
  setSeed(71);
  const model = createEncoderDecoder({
    sourceVocabularySize: 17,
    targetVocabularySize: 13,
    hiddenDim: 14,
    numHeads: 7,
    numLayers: 2,
  });
  for (const weight of model.weights) {
    const values = tf.randomNormal(weight.shape as [number], 0, 0.4);
    weight.write(values);
    values.dispose();
  }
  return model;
}

test('decode agrees with predicting the whole target again at every step', async () => {
  const model = translator();
  const before = tf.memory().numTensors;
  const sources = [
    [3, 4, 5, 6, 7],
    [8, 9],
  ];
  const options = { startToken: 1, stopToken: 2, maxTokens: 7 };
  const translations = await decode(model, sources, options);
  sources.forEach((source, row) => {
    const target = [1];
    while (target.length <= 7) {
      const next = tf.tidy(() => {
        const inputs = [source, target].map((ids) => tf.tensor2d([ids], undefined, 'int32'));
        const logits = model.predict(inputs) as tf.Tensor3D;
        return argMax(logits.slice([0, target.length - 1, 0], [1, 1, 13]).dataSync());
      });
      if (next === 2) break;
      target.push(next);
    }
    assert.deepEqual(translations[row], target.slice(1));
  });
  const beams = await decode(model, sources, { ...options, beamWidth: 3 });
  assert.equal(beams.length, 2);
  assert.equal(tf.memory().numTensors, before);
  model.dispose();
});

test('options, prompts and models that do not fit are refused', async () => {
  const model = gpt();
  const before = tf.memory().numTensors;
  const refused: Array<[() => Promise<unknown>, RegExp]> = [
    [() => generate(model, []), /expected prompt to be at least one token id.*got \[\]/],
    [() => generate(model, [1.5]), /got \[1.5\]/],
    [() => generate(model, [1], { temperature: -1 }), /temperature to be 0 or more; got -1/],
    [() => generate(model, [1], { topK: 0 }), /topK to be a whole number of at least 1; got 0/],
    [() => generate(model, [1], { topP: 0 }), /topP to be above 0 and at most 1; got 0/],
    [() => generate(model, [1], { maxTokens: 0 }), /maxTokens/],
    [
      () => decode(model, [[1]], { startToken: 1, stopToken: 2 }),
      /expected a model made by createEncoderDecoder/,
    ],
  ];
  for (const [run, message] of refused) await assert.rejects(run, message);
  assert.equal(tf.memory().numTensors, before);
  model.dispose();
});

test('logits that are not finite are refused everywhere, by the name of the function called', async () => {
  const random = createRandom(73);
  for (const [logits, what] of [
    [[1, NaN, 2], /got NaN for token 1/],
    [[NaN, NaN], /got NaN for token 0/],
    [[0.5, -Infinity, Infinity], /got Infinity for token 2/],
    [[-Infinity, -Infinity], /got −Infinity for every token/],
    [[], /got none/],
  ] as const)
    for (const temperature of [0, 0.7, 1]) {
      const sampled = () => samplingProbabilities(logits, { temperature, topK: 1 });
      assert.throws(sampled, what);
      assert.throws(sampled, /^RangeError: samplingProbabilities: expected .* the model's output/);
      assert.throws(() => sampleToken(logits, { temperature }, random), what);
      assert.throws(() => logProbabilities(logits), what);
    }
  assert.throws(() => argMax([1, NaN]), /^RangeError: argMax: expected numbers.*position 1; look/);
  assert.throws(() => argMax([]), /^RangeError: argMax: expected at least one value/);
  const model = gpt();
  const weight = model.weights.at(-1) as tf.LayerVariable;
  weight.write(tf.fill(weight.shape as number[], NaN));
  const before = tf.memory().numTensors;
  for (const options of [{}, { temperature: 0 }, { beamWidth: 2 }, { useCache: false }])
    await assert.rejects(
      generate(model, [1, 2], { ...options, maxTokens: 3 }),
      /^RangeError: generate: expected finite logits as the model's output; got NaN for token 0; look/,
    );
  assert.equal(tf.memory().numTensors, before);
  model.dispose();
});

test('decode refuses a model that puts out infinity, greedy and in beams', async () => {
  const model = translator();
  const bias = model.getLayer('logits').weights[1] as tf.LayerVariable;
  bias.write(tf.fill([13], Infinity));
  const options = { startToken: 1, stopToken: 2, maxTokens: 3 };
  for (const beamWidth of [1, 3])
    await assert.rejects(
      decode(model, [[3, 4]], { ...options, beamWidth }),
      /^RangeError: decode: expected finite logits as the model's output; got Infinity for token 0/,
    );
  model.dispose();
});

test('−Infinity excludes a token, and no temperature is too low', () => {
  assertNumbers(samplingProbabilities([0, -Infinity, 0]), [0.5, 0, 0.5]);
  assertNumbers(samplingProbabilities([3, 3.5, -Infinity], { temperature: 1e-310 }), [0, 1, 0]);
  assert.equal(argMax([-Infinity, -3, -Infinity]), 1);
});
