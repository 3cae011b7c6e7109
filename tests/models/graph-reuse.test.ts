/** One graph serves all texts of a model, as long as the model is what the graph computes. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isNative, ready, setSeed, tf } from '../../src/engine';
import { itemAt } from '../../src/host/item-at';
import { nativeBackend } from '../../src/engine/backend';
import { createGpt, generate, lora, type GptOptions } from '../../src/models';
import { textSession } from '../../src/models/graph-decoding';
import { losses, train } from '../../src/training';
import { warnings } from '../warnings';

before(() => ready());

const skip = !isNative();
const sessions = () => nativeBackend()?.binding.getNumOfSavedModels() ?? 0;

/** How many graphs are loaded while `body` runs. */
async function loads(body: () => Promise<unknown>): Promise<number> {
  const backend = nativeBackend() ?? assert.fail('no native engine');
  const { binding } = backend;
  let count = 0;
  const loadSavedModel = (folder: string, tags: string) => {
    count++;
    return binding.loadSavedModel(folder, tags);
  };
  backend.binding = Object.create(binding, {
    loadSavedModel: { value: loadSavedModel },
  }) as typeof binding;
  try {
    await body();
  } finally {
    backend.binding = binding;
  }
  return count;
}

const OPTIONS = { vocabularySize: 31, hiddenDim: 28, numHeads: 7, numLayers: 2 };

/** The same model at every call, with weights large enough to be decided about its next token. */
function decided(options: Partial<GptOptions> = {}): tf.LayersModel {
  setSeed(61);
  const model = createGpt({ ...OPTIONS, maxSequenceLength: 256, ...options });
  for (const weight of model.weights) {
    const values = tf.randomNormal(weight.shape as [number], 0, 0.4);
    weight.write(values);
    values.dispose();
  }
  return model;
}

const MAX_TOKENS = 19;
const PROMPT = [1, 2, 3];
const write = (model: tf.LayersModel, prompt = PROMPT) =>
  generate(model, prompt, { maxTokens: MAX_TOKENS, temperature: 0 });

/** The logits after each token of a text, bit for bit. */
async function logitsOf(model: tf.LayersModel, tokens: number[]): Promise<number[][]> {
  const plan = { useCache: true, traced: true, prompt: 3, maxTokens: MAX_TOKENS };
  const session = textSession(model, plan);
  const rows: number[][] = [];
  for (const part of [tokens.slice(0, 3), ...tokens.slice(3).map((token) => [token])])
    rows.push([...((await session.feed([part]))[0] ?? [])]);
  session.dispose();
  return rows;
}

/** The same weights in a model that has written nothing. */
function fresh(model: tf.LayersModel, options: Partial<GptOptions> = {}): tf.LayersModel {
  const twin = createGpt({ ...OPTIONS, maxSequenceLength: 256, ...options });
  twin.setWeights(model.getWeights());
  return twin;
}

/** Checks that a model which has written goes on as one with its weights that has not. */
async function checkAsFresh(model: tf.LayersModel, options: Partial<GptOptions> = {}) {
  const twin = fresh(model, options);
  const text = await write(twin);
  assert.deepEqual(await write(model), text);
  assert.deepEqual(await logitsOf(model, text), await logitsOf(twin, text));
  twin.dispose();
  return text;
}

const LLAMA = { positions: 'rotary', normalization: 'rms', feedForward: 'gated' } as const;

for (const [name, options] of Object.entries({ 'a GPT': {}, 'a Llama': LLAMA }))
  test(`${name} has its graph made once, and later texts are those of a new one`, { skip }, async () => {
    const model = decided(options);
    assert.equal(await loads(() => write(model)), 1);
    for (const prompt of [PROMPT, [7, 5], [11, 3, 2, 13, 29]]) {
      const twin = fresh(model, options);
      const expected = await write(twin, prompt);
      let text: number[] = [];
      assert.equal(await loads(async () => (text = await write(model, prompt))), 0);
      assert.deepEqual(text, expected);
      twin.dispose();
    }
    await checkAsFresh(model, options);
    model.dispose();
  }); // prettier-ignore

test('weights set in between, or trained, count in the next text, by the same graph', { skip }, async () => {
  const model = decided();
  const first = await write(model);
  const changed = tf.tidy(() => model.getWeights().map((weight) => tf.keep(weight.mul(-0.7))));
  model.setWeights(changed);
  tf.dispose(changed);
  let second: number[] = [];
  assert.equal(await loads(async () => (second = await write(model))), 0);
  assert.notDeepEqual(second, first);
  assert.deepEqual(await checkAsFresh(model), second);

  const x = tf.tensor2d([[1, 2, 3, 5, 7]], [1, 5], 'int32');
  const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true });
  const optimizer = tf.train.adam(0.05);
  for (let round = 0; round < 2; round++) {
    await train(model, { x, y: x }, { epochs: 3, optimizer, loss, metrics: [], live: false });
    let text: number[] = [];
    assert.equal(await loads(async () => (text = await write(model))), 0);
    assert.notDeepEqual(text, second);
    second = await checkAsFresh(model);
    assert.deepEqual(text, second);
  }
  optimizer.dispose();
  x.dispose();
  model.dispose();
}); // prettier-ignore

test('a text during the training, and training after it, use one another’s weights', { skip }, async () => {
  const x = tf.tensor2d([[1, 2, 3, 5, 7]], [1, 5], 'int32');
  const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true });
  const trained = async (hook: (model: tf.LayersModel) => Promise<void>) => {
    const model = decided();
    const optimizer = tf.train.adam(0.01);
    await train(model, { x, y: x }, { epochs: 4, optimizer, loss, metrics: [], live: false, onEpoch: () => hook(model) }); // prettier-ignore
    optimizer.dispose();
    return model;
  };
  const texts: number[][] = [];
  const written = await trained(async (model) => void texts.push(await checkAsFresh(model)));
  const silent = await trained(() => Promise.resolve());
  assert.equal(texts.length, 4);
  const values = (model: tf.LayersModel) => model.getWeights().map((weight) => weight.arraySync());
  assert.deepEqual(values(written), values(silent));
  tf.dispose([x]);
  for (const model of [written, silent]) model.dispose();
}); // prettier-ignore

test('a model with changes of low rank, and without them again, gets graphs of its own', { skip }, async () => {
  const model = decided();
  const first = await write(model);
  const changes = lora(model, { rank: 2, alpha: 3 });
  tf.tidy(() => {
    for (const weight of model.weights)
      if (weight.originalName.includes('lora')) weight.write(tf.randomNormal(weight.shape as [number], 0, 0.4)); // prettier-ignore
  });
  let adapted: number[] = [];
  assert.equal(await loads(async () => (adapted = await write(model))), 1);
  assert.notDeepEqual(adapted, first);
  assert.deepEqual(
    adapted,
    await generate(model, PROMPT, { maxTokens: MAX_TOKENS, temperature: 0, traced: false }),
  );
  assert.equal(await loads(() => write(model)), 0);
  changes.remove();
  assert.equal(await loads(async () => assert.deepEqual(await write(model), first)), 1);
  model.trainable = false;
  assert.equal(await loads(async () => assert.deepEqual(await write(model), first)), 0);
  model.dispose();
}); // prettier-ignore

test('texts written at the same time have a graph each, and the next ones use both', { skip }, async () => {
  const model = decided();
  const prompts = [PROMPT, [17, 5], [3]];
  const alone: number[][] = [];
  for (const prompt of prompts) alone.push(await write(model, prompt));
  const [tensors, before] = [tf.memory().numTensors, sessions()];
  const together = () => Promise.all(prompts.map((prompt) => write(model, prompt)));
  assert.equal(await loads(async () => assert.deepEqual(await together(), alone)), 2);
  assert.equal(sessions(), before + 1, 'two graphs wait, the third is freed');
  assert.equal(await loads(async () => assert.deepEqual(await together(), alone)), 1);
  assert.equal(tf.memory().numTensors, tensors);
  model.dispose();
}); // prettier-ignore

test('fifty texts of several lengths leave no tensor behind, and two graphs until the model goes', { skip }, async () => {
  const before = sessions();
  const model = decided();
  const tensors = tf.memory().numTensors;
  const made = await loads(async () => {
    for (let i = 0; i < 50; i++) {
      await generate(model, PROMPT, { maxTokens: i % 2 ? 70 : 17, temperature: 0, stopToken: i % 31 });
      assert.equal(tf.memory().numTensors, tensors);
      assert.ok(sessions() - before <= 2);
    }
  });
  assert.ok(made <= 2, `${made} graphs were made`);
  await generate(model, PROMPT, { maxTokens: 200, temperature: 0 });
  assert.equal(sessions() - before, 2, 'a third length makes room');
  model.dispose();
  assert.equal(sessions(), before);
}); // prettier-ignore

test('a model disposed while it writes leaves no graph', { skip }, async () => {
  const before = sessions();
  const model = decided();
  await write(model);
  let count = 0;
  const onToken = () => void (++count === 5 && model.dispose());
  await generate(model, PROMPT, { maxTokens: 30, temperature: 0, onToken });
  assert.equal(count, 30);
  assert.equal(sessions(), before);
});

test('a forgotten model takes its graph along', { skip }, async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const before = sessions();
  await (async () => void (await write(decided())))();
  assert.equal(sessions(), before + 1);
  for (let i = 0; i < 20 && sessions() > before; i++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.equal(sessions(), before);
});

test('after an error, NaN or an interrupt in the middle the next text is right', { skip }, async () => {
  const model = decided();
  const text = await write(model);
  const tensors = tf.memory().numTensors;
  const weight = itemAt(model.weights, 0);
  const good = weight.read().clone();
  const bad: Array<[() => void, RegExp]> = [
    [() => weight.write(tf.fill(good.shape, NaN)), /NaN/],
    [() => assert.fail('stopped by the caller'), /stopped by the caller/],
  ];
  for (const [disturb, message] of bad) {
    let count = 0;
    const onToken = () => void (++count === 5 && tf.tidy(disturb));
    const broken = generate(model, PROMPT, { maxTokens: MAX_TOKENS, temperature: 0, onToken });
    await assert.rejects(broken, message);
    weight.write(good);
    assert.deepEqual(await write(model), text);
  }
  good.dispose();
  assert.equal(tf.memory().numTensors, tensors);
  model.dispose();
}); // prettier-ignore

test('a model that stops being one graph says so, and gets a graph again afterwards', { skip }, async () => {
  const model = decided();
  const text = await write(model);
  const norm = model.getLayer('decoder_norm');
  const call = norm.call.bind(norm);
  norm.call = (inputs, kwargs) => {
    ([inputs].flat()[0] as tf.Tensor).dataSync();
    return call(inputs, kwargs);
  };
  const said = await warnings(async () => assert.deepEqual(await write(model), text));
  assert.match(said.join(), /runs eagerly, which is slower: it reads the value/);
  norm.call = call;
  assert.equal(await loads(async () => assert.deepEqual(await write(model), text)), 1);
  model.dispose();
}); // prettier-ignore
