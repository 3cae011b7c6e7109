/** Every model trains the same traced as eagerly, with dropout and whatever else is random. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isNative, setSeed, tf } from '../../src/engine';
import { sparseSoftmaxCrossEntropy } from '../../src/engine/kernels';
import { layers } from '../../src/layers';
import {
  createCharacterModel,
  createCnn,
  createEncoderClassifier,
  createEncoderDecoder,
  createForecaster,
  createGpt,
  createMlp,
  createRnnClassifier,
  lora,
} from '../../src/models';
import { createTrainingStep, type LossOrMean } from '../../src/training/step';

const crossEntropy: LossOrMean = Object.assign(
  (labels: tf.Tensor, logits: tf.Tensor) =>
    sparseSoftmaxCrossEntropy(
      logits.reshape([-1, logits.shape[logits.rank - 1] as number]),
      labels.flatten().toInt() as tf.Tensor1D,
    ).mean() as tf.Scalar,
  { lossName: 'crossEntropy' },
);

const tokens = (shape: number[], vocabulary: number) =>
  tf.randomUniform(shape, 0, vocabulary, 'int32');
const small = { hiddenDim: 14, numHeads: 7, numLayers: 1, dropout: 0.2 };

interface Task {
  create: () => tf.LayersModel;
  x: () => tf.Tensor | tf.Tensor[];
  y: () => tf.Tensor;
}

const TASKS: Record<string, Task> = {
  mlp: {
    create: () => createMlp({ inputShape: [11], hiddenUnits: [7], outputUnits: 3, dropout: 0.2 }),
    x: () => tf.randomNormal([10, 11]),
    y: () => tokens([10], 3),
  },
  'cnn with batch normalization': {
    create: () =>
      createCnn({
        inputShape: [13, 11, 2],
        filters: [3],
        outputUnits: 5,
        batchNormalization: true,
      }),
    x: () => tf.randomNormal([10, 13, 11, 2]),
    y: () => tokens([10], 5),
  },
  'masked stacked lstm': {
    create: () =>
      createRnnClassifier({
        vocabularySize: 5,
        embeddingDim: 7,
        hiddenUnits: [5, 3],
        dropout: 0.2,
      }),
    x: () => tokens([10, 7], 5),
    y: () => tokens([10], 2),
  },
  'bidirectional gru': {
    create: () =>
      createRnnClassifier({
        vocabularySize: 5,
        embeddingDim: 7,
        hiddenUnits: [3],
        cell: 'gru',
        bidirectional: true,
      }),
    x: () => tokens([10, 7], 5),
    y: () => tokens([10], 2),
  },
  'gru with resetAfter': {
    create: () =>
      tf.sequential({
        layers: [
          layers.gru({
            units: 5,
            resetAfter: true,
            recurrentActivation: 'sigmoid',
            inputShape: [7, 3],
          }),
          layers.dense({ units: 2 }),
        ],
      }),
    x: () => tf.randomNormal([10, 7, 3]),
    y: () => tokens([10], 2),
  },
  'masked mean of words': {
    create: () =>
      tf.sequential({
        layers: [
          layers.embedding({ inputDim: 5, outputDim: 7, maskZero: true, inputShape: [null] }),
          layers.globalAveragePooling1d(),
          layers.dense({ units: 2 }),
        ],
      }),
    x: () => tokens([10, 7], 5),
    y: () => tokens([10], 2),
  },
  'character model': {
    create: () => createCharacterModel({ vocabularySize: 11, embeddingDim: 3, hiddenUnits: [5] }),
    x: () => tokens([10, 7], 11),
    y: () => tokens([10, 7], 11),
  },
  forecaster: {
    create: () => createForecaster({ features: 3, horizon: 5, cell: 'simpleRNN' }),
    x: () => tf.randomNormal([10, 7, 3]),
    y: () => tokens([10], 5),
  },
  'encoder classifier': {
    create: () => createEncoderClassifier({ vocabularySize: 11, ...small }),
    x: () => tokens([10, 7], 11),
    y: () => tokens([10], 2),
  },
  gpt: {
    create: () => createGpt({ vocabularySize: 11, maxSequenceLength: 7, ...small }),
    x: () => tokens([10, 7], 11),
    y: () => tokens([10, 7], 11),
  },
  llama: {
    create: () =>
      createGpt({
        vocabularySize: 11,
        ...small,
        positions: 'rotary',
        normalization: 'rms',
        feedForward: 'gated',
        numKeyValueHeads: 1,
        useBias: false,
      }),
    x: () => tokens([10, 7], 11),
    y: () => tokens([10, 7], 11),
  },
  'gpt with adapters alone to train': {
    create: () => {
      const model = createGpt({ vocabularySize: 11, maxSequenceLength: 7, ...small });
      lora(model, { rank: 2, layers: ['query', 'value', 'output'] });
      return model;
    },
    x: () => tokens([10, 7], 11),
    y: () => tokens([10, 7], 11),
  },
  'encoder-decoder': {
    create: () =>
      createEncoderDecoder({ sourceVocabularySize: 11, targetVocabularySize: 13, ...small }),
    x: () => [tokens([10, 7], 11), tokens([10, 5], 13)],
    y: () => tokens([10, 5], 13),
  },
};

/** Losses of a few steps from one seed. */
function losses({ create, x, y }: Task, trace: boolean): number[] {
  setSeed(83);
  const model = create();
  const [inputs, labels] = [x(), y()];
  const optimizer = tf.train.adam(0.01);
  const step = createTrainingStep({ model, optimizer, loss: crossEntropy, trace });
  const values = Array.from(
    { length: 5 },
    () => step.run({ x: [inputs].flat(), y: labels }, { learningRate: 0.01 }).loss,
  );
  assert.equal(step.traced, trace, step.reason);
  step.dispose();
  optimizer.dispose();
  model.dispose();
  tf.dispose([inputs, labels]);
  return values;
}

for (const [name, task] of Object.entries(TASKS))
  test(`${name}: traced training gives the losses of eager training`, { skip: !isNative() }, () => {
    const [eager, traced] = [losses(task, false), losses(task, true)];
    eager.forEach((value, i) =>
      assert.ok(Math.abs((traced[i] as number) - value) <= 1e-4 * value, `${eager} / ${traced}`),
    );
    assert.notEqual(eager[4], eager[0]);
  });
