/** Drawing of tokens, sounds in phonetic signs, and the writer's window. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { meanOfHeads, phonetic } from '../../site/demos/attention/sounds';
import { createSpeaker } from '../../site/demos/attention/speaker';
import { createWriter, drawToken } from '../../site/demos/text/writer';
import { createRandom, ready, setSeed, tf } from '../../src/engine';
import { attentionScores } from '../../src/layers';
import { createEncoderDecoder, createGpt, samplingProbabilities } from '../../src/models';
import { languageSession, translationSession } from '../../src/models/decoding';

before(() => ready());

/** The page's runtime, with one model instead of a published file. */
function runtimeWith(model: tf.LayersModel) {
  const rest = { attentionScores, createRandom, languageSession, samplingProbabilities };
  const runtime = { tf, ...rest, translationSession, loadModel: async () => model };
  return runtime as unknown as Parameters<typeof createWriter>[0];
}
const published = (details: Record<string, unknown>) =>
  ({ details }) as unknown as Parameters<typeof createWriter>[1];

test('tokens are drawn with their probabilities', () => {
  const probabilities = Float64Array.of(0.2, 0, 0.5, 0.3);
  const draws = [0, 0.19, 0.2, 0.69, 0.71, 0.999];
  assert.deepEqual(draws.map((u) => drawToken(probabilities, u)), [0, 0, 2, 2, 3, 3]); // prettier-ignore
  assert.equal(drawToken(Float64Array.of(0.3, 0.7 - 1e-16), 1), 1);
});

test('sounds become phonetic signs, and heads their mean', () => {
  assert.equal(phonetic(['CH', 'IY', 'Z']), '/tʃiz/');
  assert.deepEqual(meanOfHeads([[[0, 1]], [[1, 0.5]]]), [[0.5, 0.75]]);
});

test('a writer knows its characters and goes on beyond its window', async () => {
  setSeed(3);
  const model = createGpt({ vocabularySize: 5, maxSequenceLength: 7, hiddenDim: 6, numHeads: 2, numLayers: 1 }); // prettier-ignore
  const details = { characters: ['a', 'b', 'c', ' ', '.'], maxSequenceLength: 7 };
  const writer = await createWriter(runtimeWith(model), published(details));
  assert.equal(writer.known('a Zebra'), 'a ba');
  const before = tf.memory().numTensors;
  const text = await writer.begin('abc');
  const tokens = [0, 1, 2];
  for (let i = 0; i < 20; i++) {
    const token = i % 5;
    tokens.push(token);
    await text.append(token);
  }
  // After 7 tokens the last 3 stay; from then on every 5th token starts again.
  const kept = 3 + ((tokens.length - 8) % 5);
  const logits = tf.tidy(() => {
    const input = tf.tensor2d([tokens.slice(-kept)], undefined, 'int32');
    return (model.predict(input) as tf.Tensor3D).slice([0, kept - 1], [1, 1]).dataSync();
  });
  const expected = samplingProbabilities(logits, { temperature: 1, topK: 5 });
  const actual = text.probabilities({ temperature: 1, topK: 5 });
  expected.forEach((value, i) => assert.ok(Math.abs(value - (actual[i] as number)) < 1e-5));
  text.dispose();
  assert.equal(tf.memory().numTensors, before);
  model.dispose();
});

test('a speaker returns one row of attention for each sound and the stop', async () => {
  setSeed(5);
  const model = createEncoderDecoder({ sourceVocabularySize: 4, targetVocabularySize: 7, hiddenDim: 6, numHeads: 3, numLayers: 2 }); // prettier-ignore
  const details = {
    letters: ['<pad>', 'a', 'b', 'c'],
    phonemes: ['<pad>', '<start>', '<stop>', 'AA', 'B', 'K', 'S'],
    ...{ startToken: 1, stopToken: 2, maxLetters: 11 },
  };
  const speaker = await createSpeaker(runtimeWith(model), published(details));
  const before = tf.memory().numTensors;
  const { sounds, probabilities, attention } = await speaker.speak('abcab');
  assert.equal(attention.length, 2);
  for (const block of attention) {
    assert.equal(block.length, 3);
    for (const head of block) {
      assert.equal(head.length, sounds.length + 1);
      for (const row of head)
        assert.ok(Math.abs(row.reduce((sum, value) => sum + value, 0) - 1) < 1e-5);
    }
  }
  assert.ok(probabilities.every((p) => p > 0 && p <= 1));
  assert.equal(tf.memory().numTensors, before);
  model.dispose();
});
