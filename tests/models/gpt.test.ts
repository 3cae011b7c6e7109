/** `createGpt` as a Llama, and texts that graphs write token by token. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { isNative, ready, setSeed, tf } from '../../src/engine';
import { nativeBackend } from '../../src/engine/backend';
import { createGpt, generate, type GptOptions } from '../../src/models';
import { languageSession } from '../../src/models/decoding';
import { textSession } from '../../src/models/graph-decoding';
import { warnings } from '../warnings';
import { readCases, writeWeights } from '../layers/fixture';
import { checkLanguageModel, type LanguageModelCase } from './language-model';

before(() => ready());

const skip = !isNative();
const sessions = () => nativeBackend()?.binding.getNumOfSavedModels() ?? 0;

interface LlamaCase extends LanguageModelCase {
  greedy: number[];
}

const LLAMA = {
  positions: 'rotary',
  normalization: 'rms',
  feedForward: 'gated',
  useBias: false,
} as const;

const expected = readCases<LlamaCase>('llama_torch.json')['llama'] ?? assert.fail('no case');

function llama(): tf.LayersModel {
  const model = createGpt({
    ...LLAMA,
    vocabularySize: 13,
    rotary: { base: 100 },
    hiddenDim: 24,
    numHeads: 6,
    numKeyValueHeads: 2,
    numLayers: 2,
    intermediateDim: 11,
  });
  writeWeights(model, expected.weights);
  return model;
}

test('createGpt is the Llama of the transformers package: logits, loss and every gradient', () => {
  const model = llama();
  checkLanguageModel(model, expected, 2e-5);
  model.dispose();
});

test('generate writes what the transformers package writes, without cache, with it, and as graphs', async () => {
  const model = llama();
  const options = { maxTokens: 17, temperature: 0 };
  const start = expected.greedy.slice(0, 3);
  for (const how of [{ useCache: false }, { traced: false }, {}])
    assert.deepEqual(await generate(model, start, { ...options, ...how }), expected.greedy);
  model.dispose();
});

/** A model whose weights are large enough to be decided about its next token. */
function decided(options: Partial<GptOptions>): tf.LayersModel {
  setSeed(61);
  const model = createGpt({
    vocabularySize: 31,
    hiddenDim: 28,
    numHeads: 7,
    numLayers: 2,
    ...options,
  });
  for (const weight of model.weights) {
    const values = tf.randomNormal(weight.shape as [number], 0, 0.4);
    weight.write(values);
    values.dispose();
  }
  return model;
}

const MODELS: Record<string, Partial<GptOptions>> = {
  'a GPT': { maxSequenceLength: 128 },
  'a Llama': { ...LLAMA, numKeyValueHeads: 1, rotary: { pairs: 'interleaved' } },
  'a GPT whose text outgrows its window': { maxSequenceLength: 23 },
};

for (const [name, options] of Object.entries(MODELS))
  test(`${name} writes the same text as a graph and without, and leaves nothing behind`, async () => {
    const model = decided(options);
    const [tensors, graphs] = [tf.memory().numTensors, sessions()];
    for (const choice of [{ temperature: 0 }, { seed: 5 }, { seed: 7, topK: 3, stopToken: 11 }]) {
      const write = (traced: boolean) =>
        generate(model, [1, 2, 3], { maxTokens: 71, traced, ...choice });
      assert.deepEqual(await write(true), await write(false));
    }
    assert.equal(tf.memory().numTensors, tensors);
    model.dispose();
    assert.equal(sessions(), graphs, 'graphs are freed with the model');
  });

test(
  'one graph serves every step, from the prompt on, with the logits of the whole text',
  { skip },
  async () => {
    const model = decided({ ...LLAMA, numKeyValueHeads: 1 });
    const before = sessions();
    const plan = { useCache: true, traced: true, prompt: 3, maxTokens: 70 };
    const [graph, whole] = [textSession(model, plan), languageSession(model, false)];
    const feeds = [[1, 2, 3], ...Array.from({ length: 67 }, (_, i) => [(i * 7) % 31])];
    for (const [i, tokens] of feeds.entries()) {
      const [[a], [b]] = [await graph.feed([tokens]), await whole.feed([tokens])];
      assert.ok(a && b);
      b.forEach((value, token) =>
        assert.ok(Math.abs((a[token] as number) - value) < 2e-4, `step ${i}, token ${token}`),
      );
      assert.equal(sessions() - before, i === 0 ? 0 : 1);
    }
    // Several tokens at once run without the graph, and the text goes on from there.
    for (const tokens of [[4, 5], [6], [7]]) {
      const [[a], [b]] = [await graph.feed([tokens]), await whole.feed([tokens])];
      assert.ok(a && b && Math.abs((a[9] as number) - (b[9] as number)) < 2e-4);
    }
    graph.dispose();
    whole.dispose();
    model.dispose();
    assert.equal(sessions(), before);
  },
);

test('weights changed between two texts count in the second', { skip }, async () => {
  const model = decided(LLAMA);
  const write = (traced: boolean) =>
    generate(model, [1, 2, 3], { maxTokens: 29, temperature: 0, traced });
  const first = await write(true);
  tf.tidy(() => model.weights.forEach((weight) => weight.write(weight.read().mul(-0.7))));
  const second = await write(true);
  assert.notDeepEqual(second, first);
  assert.deepEqual(second, await write(false));
  model.dispose();
});

test('a model that cannot be compiled says why, and writes the same text', { skip }, async () => {
  const model = decided(LLAMA);
  const write = () => generate(model, [1, 2, 3], { maxTokens: 29, temperature: 0 });
  const plain = await write();
  const norm = model.getLayer('decoder_norm');
  const call = norm.call.bind(norm);
  norm.call = (inputs, kwargs) => {
    ([inputs].flat()[0] as tf.Tensor).dataSync();
    return call(inputs, kwargs);
  };
  let text: number[] = [];
  const said = await warnings(async () => {
    text = await write();
  });
  assert.match(
    said.join(),
    /The generation with '.*' runs eagerly, which is slower: it reads the value/,
  );
  assert.deepEqual(text, plain);
  model.dispose();
});

test('options of rotary positions are refused where positions are learned', () => {
  assert.throws(
    () => createGpt({ vocabularySize: 5, rotary: { base: 100 } }),
    /createGpt: expected positions: 'rotary' where options of rotary are given; got 'learned'/,
  );
  assert.throws(
    () => createGpt({ vocabularySize: 5, positions: 'sinusoidal' as 'learned' }),
    /positions to be one of learned, rotary; got sinusoidal/,
  );
  assert.throws(
    () => createGpt({ vocabularySize: 5, numHeads: 4, numKeyValueHeads: 3 }),
    /numKeyValueHeads to divide numHeads 4; got 3/,
  );
});
