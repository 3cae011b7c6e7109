/** A misspelled option of a layer or a model is refused, with the name that was meant. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { createRandom, ready, tf } from '../../src/engine';
import { layers } from '../../src/layers';
import * as models from '../../src/models';

before(() => ready());

type Loose = Record<string, (options: object) => unknown>;

test('every layer factory refuses an option that it does not have', () => {
  const others = new Set(['Layer', 'RNN', 'RNNCell']);
  const factories = Object.keys(layers).filter((name) => !others.has(name));
  assert.ok(factories.length > 80, String(factories.length));
  for (const name of factories)
    assert.throws(
      () => (layers as unknown as Loose)[name]?.({ nmae: 'x' }),
      new RegExp(
        `^RangeError: ${name.replace('MaxPool1d', 'MaxPooling1d')}: expected options among .*; got "nmae"; did you mean name\\?`,
      ),
      name,
    );
});

test('the message names the option that was meant', () => {
  const loose = layers as unknown as Loose;
  const wrong: Array<[string, object, RegExp]> = [
    ['dense', { unit: 3 }, /got "unit"; did you mean units\?/],
    ['conv2d', { filters: 2, kernalSize: 3 }, /did you mean kernelSize\?/],
    ['lstm', { units: 2, return_sequences: true }, /did you mean returnSequences\?/],
    ['gru', { units: 2, resetafter: true }, /did you mean resetAfter\?/],
    ['embedding', { inputDim: 5, outputDim: 3, maskzero: true }, /did you mean maskZero\?/],
    ['maxPooling2d', { pool: 2, poolSize: 2 }, /got "pool"/],
    ['multiHeadAttention', { numHeads: 2, keydim: 3 }, /did you mean keyDim\?/],
    ['transformerDecoderBlock', { numHead: 2, intermediateDim: 3 }, /did you mean numHeads\?/],
    ['dropout', { rates: 0.5 }, /did you mean rate\?/],
  ];
  for (const [name, options, message] of wrong) {
    assert.throws(() => loose[name]?.(options), message, name);
    assert.throws(() => loose[name]?.(options), RangeError, name);
  }
});

test('every model factory and sampler refuses an option that it does not have', async () => {
  const loose = models as unknown as Loose;
  const wrong: Array<[string, object, RegExp]> = [
    ['createLinear', { inputDim: 3, outputUnit: 2 }, /did you mean outputUnits\?/],
    ['createMlp', { hiddenUnit: [5] }, /did you mean hiddenUnits\?/],
    ['createCnn', { filter: [5] }, /did you mean filters\?/],
    ['createRnnClassifier', { bidirektional: true }, /did you mean bidirectional\?/],
    ['createCharacterModel', { vocabularySize: 5, embedingDim: 3 }, /did you mean embeddingDim\?/],
    ['createForecaster', { horizons: 2 }, /did you mean horizon\?/],
    ['createEncoderClassifier', { vocabularySize: 5, numHead: 2 }, /did you mean numHeads\?/],
    ['createGpt', { vocabularySize: 5, tieWeight: false }, /did you mean tieWeights\?/],
    ['createGpt', { vocabularySize: 5, normalisation: 'rms' }, /did you mean normalization\?/],
    ['createEncoderDecoder', { sourceVocabulary: 5 }, /got "sourceVocabulary"/],
  ];
  for (const [name, options, message] of wrong)
    assert.throws(
      () => loose[name]?.(options),
      (error: Error) => error instanceof RangeError && message.test(error.message),
      name,
    );
  const model = models.createCharacterModel({ vocabularySize: 5, hiddenUnits: [3] });
  await assert.rejects(models.generate(model, [1], { maxToken: 3 } as object), /mean maxTokens\?/);
  await assert.rejects(
    models.decode(model, [[1]], { startToken: 1, stopToken: 2, maxtokens: 3 } as never),
    /did you mean maxTokens\?/,
  );
  model.dispose();
  const misspelled = { temprature: 2 } as object;
  assert.throws(() => models.samplingProbabilities([1, 2], misspelled), /mean temperature\?/);
  assert.throws(() => models.sampleToken([1], misspelled, createRandom(1)), /mean temperature\?/);
});

test('options are checked in factories only: saved models with other keys load', async () => {
  const layer = layers.dense({ units: 2, inputShape: [3], name: 'kept' });
  const model = tf.sequential({ layers: [layer] });
  const config = { ...layer.getConfig(), quantizationConfig: null, units: 5 };
  const fromConfig = layer.constructor as unknown as {
    fromConfig(cls: unknown, config: object): tf.layers.Layer;
  };
  const copy = fromConfig.fromConfig(layer.constructor, config);
  assert.equal(copy.getConfig()['units'], 5);
  model.dispose();
});
