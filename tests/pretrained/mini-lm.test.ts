/** MiniLM with its real weights: fetched once if they are not in the cache. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { layers, loadMiniLm, losses, ready, tf, train, type MiniLm } from '../../src/index';
import { largestDifference, reference } from './helpers';

const normalized = (rows: readonly number[][]): number[] =>
  rows.flatMap((row) => row.map((value) => value / Math.hypot(...row)));

describe('MiniLM', () => {
  let miniLm: MiniLm;
  before(async () => {
    await ready();
    miniLm = await loadMiniLm();
  });
  after(() => miniLm.dispose());

  test('cuts texts into the tokens of the reference', () => {
    const ids = reference.texts.map((text) => miniLm.tokenizer.encodeSentence(text, { maxLength: 256 })); // prettier-ignore
    assert.deepEqual(ids, reference.ids);
  });

  test('gives the sentence vectors of the reference to 1e-5, however long the padding', async () => {
    const expected = normalized(reference.pooled);
    const together = await miniLm.embed(reference.texts);
    assert.deepEqual(together.shape, [reference.texts.length, 384]);
    assert.ok(largestDifference(together.dataSync(), expected) < 1e-5);
    for (const [at, text] of reference.texts.entries()) {
      const alone = await miniLm.embed([text]);
      const difference = largestDifference(alone.dataSync(), expected.slice(at * 384, (at + 1) * 384)); // prettier-ignore
      assert.ok(difference < 1e-5, `${text.slice(0, 20)}: ${difference}`);
      alone.dispose();
    }
    together.dispose();
  });

  test('the model itself gives the mean over the real tokens', () => {
    const output = tf.tidy(() => miniLm.model.predict(miniLm.tokens(reference.texts)) as tf.Tensor);
    assert.ok(largestDifference(output.dataSync(), reference.pooled.flat()) < 1e-5);
    output.dispose();
  });

  test('many texts come back in their order, also by the compiled graph', async () => {
    const texts = Array.from({ length: 330 }, (_, at) => `${'ship '.repeat(at % 5)}number ${at}`);
    const all = await miniLm.embed(texts);
    for (const at of [0, 7, 64, 329]) {
      const one = await miniLm.embed([texts[at] ?? '']);
      const row = tf.tidy(() => all.slice(at, 1).sub(one).abs().max().dataSync()[0] ?? 1);
      assert.ok(row < 1e-5, `${at}: ${row}`);
      one.dispose();
    }
    all.dispose();
  });

  test('leaves no tensor behind, and of no text makes no vector', async () => {
    const before = tf.memory().numTensors;
    (await miniLm.embed(['one', 'two words'])).dispose();
    const none = await miniLm.embed([]);
    assert.deepEqual(none.shape, [0, 384]);
    none.dispose();
    assert.equal(tf.memory().numTensors, before);
  });

  test('refuses what is no text, and lengths that it cannot take', () => {
    assert.throws(() => miniLm.embed([3 as never]), /^TypeError: embed: expected texts; got 3/);
    assert.throws(() => miniLm.embed(['a'], { maxLength: 513 }), /^RangeError: embed: expected maxLength .* from 3 to 512; got 513/); // prettier-ignore
    assert.throws(() => miniLm.tokens(['a'], { length: 3 } as never), RangeError);
  });

  test('learns through `train`: frozen layers stay, the others follow the gradient, the loss falls', async () => {
    const { model } = miniLm;
    const last = ['block_6', 'pooling'];
    for (const layer of model.layers) layer.trainable = last.includes(layer.name);
    const [pooled] = model.outputs;
    assert.ok(pooled);
    const head = layers.dense({ units: 2 }).apply(pooled) as tf.SymbolicTensor;
    const classifier = tf.model({ inputs: model.inputs, outputs: head });
    assert.equal(classifier.trainableWeights.length, 16 + 2);
    const frozen = model.getLayer('block_5').getWeights()[0]?.dataSync().slice();
    const x = miniLm.tokens(['a calm sea', 'the ship sank', 'quiet water', 'they drowned']);
    const y = tf.tensor1d([0, 1, 0, 1], 'int32');
    const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true });
    const history = await train(classifier, { x, y }, { loss, epochs: 12, batchSize: 4, live: false, metrics: [] }); // prettier-ignore
    const [first = 0, final = 1] = [history.loss[0], history.loss.at(-1)];
    assert.ok(final < first / 2, `${first} → ${final}`);
    assert.deepEqual(model.getLayer('block_5').getWeights()[0]?.dataSync().slice(), frozen);
    tf.dispose([x, y]);
  });
});

test('MiniLM with dropout predicts without it', async () => {
  await ready();
  const dropping = await loadMiniLm({ dropout: 0.5 });
  const vectors = await dropping.embed(reference.texts.slice(0, 1));
  const expected = normalized(reference.pooled.slice(0, 1));
  assert.ok(largestDifference(vectors.dataSync(), expected) < 1e-5);
  vectors.dispose();
  dropping.dispose();
});

test('MiniLM, disposed, leaves nothing', async () => {
  await ready();
  const before = tf.memory().numTensors;
  const miniLm = await loadMiniLm();
  miniLm.dispose();
  assert.equal(tf.memory().numTensors, before);
});
