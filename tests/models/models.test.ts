import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setSeed, tf } from '../../src/engine';
import { sparseSoftmaxCrossEntropy } from '../../src/engine/kernels';
import {
  createCharacterModel,
  createCnn,
  createEncoderClassifier,
  createEncoderDecoder,
  createForecaster,
  createGpt,
  createLinear,
  createMlp,
  createRnnClassifier,
} from '../../src/models';
import {
  assertClose,
  bothWays,
  readCases,
  saved,
  variablesOf,
  writeWeights,
} from '../layers/fixture';
import { checkLanguageModel, type LanguageModelCase } from './language-model';

const tokens = (shape: number[], vocabulary: number) =>
  tf.randomUniform(shape, 0, vocabulary, 'int32');

interface Sample {
  create: () => tf.LayersModel;
  input: () => tf.Tensor | tf.Tensor[];
  output: number[];
  parameters: number;
}

const MODELS: Record<string, Sample> = {
  linear: {
    create: () => createLinear({ inputDim: 7, l1: 0.1, l2: 0.1, kernelInitializer: 'ones' }),
    input: () => tf.randomNormal([5, 7]),
    output: [5, 1],
    parameters: 8,
  },
  'mlp of the MNIST chapter': {
    create: () => createMlp(),
    input: () => tf.randomNormal([5, 784]),
    output: [5, 10],
    parameters: 784 * 64 + 64 + 64 * 64 + 64 + 64 * 10 + 10,
  },
  'mlp with everything': {
    create: () =>
      createMlp({
        inputShape: [3, 5],
        hiddenUnits: [7, 11],
        outputUnits: 2,
        activation: 'tanh',
        dropout: 0.2,
        batchNormalization: true,
        l2: 0.01,
      }),
    input: () => tf.randomNormal([13, 3, 5]),
    output: [13, 2],
    parameters: 15 * 7 + 4 * 7 + 7 * 11 + 4 * 11 + 11 * 2 + 2,
  },
  'cnn 32-64-128-10': {
    create: () => createCnn(),
    input: () => tf.randomNormal([3, 28, 28, 1]),
    output: [3, 10],
    parameters: 320 + 18496 + 1600 * 128 + 128 + 1290,
  },
  'cnn with one convolution': {
    create: () =>
      createCnn({
        inputShape: [11, 13, 3],
        filters: [5],
        denseUnits: 0,
        outputUnits: 7,
        batchNormalization: true,
        dropout: 0.1,
        padding: 'same',
      }),
    input: () => tf.randomNormal([3, 11, 13, 3]),
    output: [3, 7],
    parameters: 27 * 5 + 4 * 5 + 5 * 6 * 5 * 7 + 7,
  },
  'rnn classifier': {
    create: () => createRnnClassifier({ vocabularySize: 31, embeddingDim: 7, hiddenUnits: [11] }),
    input: () => tokens([5, 13], 31),
    output: [5, 2],
    parameters: 31 * 7 + 4 * 11 * (7 + 11 + 1) + 24,
  },
  'stacked bidirectional gru classifier': {
    create: () =>
      createRnnClassifier({
        vocabularySize: 31,
        embeddingDim: 7,
        hiddenUnits: [3, 5],
        cell: 'gru',
        bidirectional: true,
        dropout: 0.1,
      }),
    input: () => tokens([5, 13], 31),
    output: [5, 2],
    parameters: 217 + 2 * 9 * (7 + 3 + 1) + 2 * 15 * (6 + 5 + 1) + 22,
  },
  'character model': {
    create: () => createCharacterModel({ vocabularySize: 31, embeddingDim: 7, hiddenUnits: [11] }),
    input: () => tokens([5, 13], 31),
    output: [5, 13, 31],
    parameters: 217 + 44 * 19 + 12 * 31,
  },
  forecaster: {
    create: () =>
      createForecaster({ features: 3, horizon: 2, cell: 'simpleRNN', hiddenUnits: [7] }),
    input: () => tf.randomNormal([5, 13, 3]),
    output: [5, 2],
    parameters: 7 * 11 + 16,
  },
  'encoder classifier': {
    create: () =>
      createEncoderClassifier({
        vocabularySize: 31,
        hiddenDim: 14,
        numHeads: 7,
        intermediateDim: 11,
        positions: 'learned',
        maxSequenceLength: 17,
      }),
    input: () => tokens([5, 13], 31),
    output: [5, 2],
    parameters: 31 * 14 + 17 * 14 + (4 * 14 * 15 + 2 * 28 + 14 * 11 + 11 + 11 * 14 + 14) + 28 + 30,
  },
  gpt: {
    create: () =>
      createGpt({
        vocabularySize: 31,
        maxSequenceLength: 17,
        hiddenDim: 14,
        numHeads: 7,
        dropout: 0.1,
      }),
    input: () => tokens([5, 13], 31),
    output: [5, 13, 31],
    parameters: 48 * 14 + 4 * (4 * 14 * 15 + 56 + 14 * 56 * 2 + 70) + 28,
  },
  'gpt without tied weights': {
    create: () =>
      createGpt({
        vocabularySize: 31,
        hiddenDim: 14,
        numHeads: 7,
        numLayers: 1,
        tieWeights: false,
      }),
    input: () => tokens([5, 13], 31),
    output: [5, 13, 31],
    parameters: 95 * 14 + (4 * 14 * 15 + 56 + 14 * 56 * 2 + 70) + 28 + 15 * 31,
  },
  'encoder-decoder': {
    create: () =>
      createEncoderDecoder({
        sourceVocabularySize: 31,
        targetVocabularySize: 29,
        hiddenDim: 14,
        numHeads: 7,
        numLayers: 1,
        intermediateDim: 11,
      }),
    input: () => [tokens([5, 13], 31), tokens([5, 7], 29)],
    output: [5, 7, 29],
    parameters: 60 * 14 + (840 + 56 + 333) + 28 + (2 * 840 + 84 + 333) + 28 + 15 * 29,
  },
};

for (const [name, { create, input, output, parameters }] of Object.entries(MODELS)) {
  test(`${name}: shape, number of parameters, a gradient for every weight`, () => {
    setSeed(41);
    const model = create();
    assert.equal(model.countParams(), parameters);
    tf.tidy(() => {
      const x = input();
      const y = model.predict(x) as tf.Tensor;
      assert.deepEqual(y.shape, output);
      const direction = tf.randomNormal(output);
      const { grads } = tf.variableGrads(
        () => (model.apply(x, { training: true }) as tf.Tensor).mul(direction).sum() as tf.Scalar,
        variablesOf(model),
      );
      for (const [weight, gradient] of Object.entries(grads)) {
        const size = gradient.abs().max().arraySync() as number;
        assert.ok(size > 0 && Number.isFinite(size), `${weight}: gradient ${size}`);
      }
    });
    model.dispose();
  });

  test(`${name}: predicts the same after saving and loading`, async () => {
    setSeed(43);
    const before = tf.memory().numTensors;
    const model = create();
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(await saved(model)));
    tf.tidy(() => {
      const x = input();
      assertClose(loaded.predict(x) as tf.Tensor, model.predict(x) as tf.Tensor, 0, name);
    });
    loaded.dispose();
    model.dispose();
    assert.equal(tf.memory().numTensors, before, 'disposed models leave nothing behind');
  });

  test(`${name}: the twins predict what the native kernels do, and the seed repeats the start`, () => {
    setSeed(47);
    const model = create();
    setSeed(47);
    const again = create();
    tf.tidy(() => {
      const x = input();
      let native: tf.Tensor | undefined;
      bothWays((kind) => {
        const y = model.predict(x) as tf.Tensor;
        native ??= y;
        assertClose(y, native, 1e-5, kind);
      });
      assertClose(again.predict(x) as tf.Tensor, native as unknown as tf.Tensor, 0, 'seed');
    });
    model.dispose();
    again.dispose();
  });
}

test('createGpt is the GPT of PyTorch: logits, loss and every gradient', () => {
  const expected = readCases<LanguageModelCase>('layers_torch.json')['gpt'];
  assert.ok(expected);
  const model = createGpt({
    vocabularySize: 13,
    maxSequenceLength: 5,
    hiddenDim: 10,
    numHeads: 2,
    numLayers: 2,
    intermediateDim: 11,
  });
  writeWeights(model, expected.weights);
  checkLanguageModel(model, expected, 1e-5);
  model.dispose();
});

test('what padding hides has no effect on classifiers', () => {
  for (const model of [
    createRnnClassifier({ vocabularySize: 31, embeddingDim: 7, hiddenUnits: [11, 5] }),
    createEncoderClassifier({ vocabularySize: 31, hiddenDim: 14, numHeads: 7 }),
  ]) {
    tf.tidy(() => {
      const short = tf.tensor2d([[3, 7, 11]], undefined, 'int32');
      const padded = tf.tensor2d([[3, 7, 11, 0, 0, 0, 0]], undefined, 'int32');
      const [a, b] = [short, padded].map((x) => model.predict(x) as tf.Tensor);
      assertClose(b as tf.Tensor, a as tf.Tensor, 1e-5, 'padding');
    });
    model.dispose();
  }
});

test('a GPT learns to repeat a sequence', () => {
  setSeed(53);
  const model = createGpt({ vocabularySize: 5, maxSequenceLength: 7, hiddenDim: 16, numLayers: 1 });
  const x = tf.tensor2d([[0, 1, 2, 3, 4, 0, 1]], undefined, 'int32');
  const labels = tf.tensor1d([1, 2, 3, 4, 0, 1, 2], 'int32');
  const optimizer = tf.train.adam(0.01);
  const loss = () =>
    sparseSoftmaxCrossEntropy(
      (model.apply(x, { training: true }) as tf.Tensor).reshape([-1, 5]),
      labels,
    ).mean() as tf.Scalar;
  const value = () => tf.tidy(() => loss().arraySync());
  const before = value();
  for (let step = 0; step < 40; step++) optimizer.minimize(loss, false, variablesOf(model));
  assert.ok(before > 1.5 && value() < 0.1, `${before} → ${value()}`);
  optimizer.dispose();
  tf.dispose([x, labels]);
  model.dispose();
});

test('options that do not fit are refused with what was expected, got, and a remedy', () => {
  const refused: Array<[() => unknown, RegExp]> = [
    [() => createLinear({ inputDim: 0 }), /createLinear: expected inputDim.*got 0/],
    [() => createLinear({ inputDim: 3, l2: -1 }), /l2 to be 0 or more; got -1/],
    [() => createMlp({ hiddenUnits: [64, 0] }), /createMlp: expected hiddenUnits.*got \[64, 0\]/],
    [() => createMlp({ dropout: 1 }), /dropout to be at least 0 and below 1; got 1/],
    [() => createMlp({ inputShape: [] }), /inputShape to be a list of at least 1/],
    [() => createCnn({ filters: [] }), /filters to be a list of at least 1/],
    [
      () => createCnn({ inputShape: [8, 8, 1], filters: [4, 4, 4] }),
      /got 8×8, which is used up after convolution 2.*padding: 'same'/s,
    ],
    [() => createCnn({ padding: 'full' as never }), /padding to be one of valid, same; got full/],
    [() => createRnnClassifier({ cell: 'rnn' as never }), /cell to be one of lstm, gru, simpleRNN/],
    [() => createRnnClassifier({ hiddenUnits: [] }), /hiddenUnits to be a list of at least 1/],
    [() => createCharacterModel({ vocabularySize: 1 }), /vocabularySize.*at least 2; got 1/],
    [() => createForecaster({ horizon: 0 }), /createForecaster: expected horizon/],
    [
      () => createGpt({ vocabularySize: 31, numHeads: 3 }),
      /numHeads to divide hiddenDim 128; got 3/,
    ],
    [() => createGpt({ vocabularySize: 31, maxSequenceLength: 0 }), /maxSequenceLength/],
    [
      () => createEncoderClassifier({ vocabularySize: 31, positions: 'learned' }),
      /maxSequenceLength to be a whole number/,
    ],
    [
      () => createEncoderDecoder({ sourceVocabularySize: 31, targetVocabularySize: 0 }),
      /targetVocabularySize.*at least 2; got 0/,
    ],
  ];
  for (const [create, message] of refused)
    assert.throws(create, (error: Error) => {
      assert.ok(error instanceof RangeError);
      assert.match(error.message, message);
      return true;
    });
});
