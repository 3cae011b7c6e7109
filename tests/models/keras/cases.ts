/** Models that the tests hand to Keras and back, each with inputs. Dimensions are distinct primes where they can be. */
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
  layers,
  tf,
} from '../../../src';

/** One model, and what it is given. */
export interface Case {
  name: string;
  model(): tf.LayersModel;
  /** Keras cannot train it as it is: its outputs carry masks of other shapes. */
  notTrained?: true;
  /** Shape of each input without the examples; whole numbers below `below`, or normal ones. */
  inputs: Array<{ shape: number[]; below?: number; float?: boolean; zeros?: boolean }>;
}

type Layer = tf.layers.Layer;

const tokens = (length: number, below: number, zeros = false): Case['inputs'] => [
  { shape: [length], below, zeros },
];

function row(name: string, shape: number[], ...list: Array<() => Layer>): Case {
  const model = () => {
    const built = tf.sequential();
    built.add(tf.layers.inputLayer({ inputShape: shape, name: 'x' }));
    for (const make of list) built.add(make());
    return built;
  };
  return { name, model, inputs: [{ shape }] };
}

/** Networks of the course. */
export const MODELS: Case[] = [
  { name: 'createLinear', model: () => createLinear({ inputDim: 7 }), inputs: [{ shape: [7] }] },
  {
    name: 'createMlp',
    model: () =>
      createMlp({ inputShape: [5, 7], hiddenUnits: [11, 3], outputUnits: 2, l1: 0.01, l2: 0.1 }),
    inputs: [{ shape: [5, 7] }],
  },
  {
    name: 'createMlp, normalized and with dropout',
    model: () =>
      createMlp({
        inputShape: [7],
        hiddenUnits: [11],
        batchNormalization: true,
        dropout: 0.3,
        activation: 'selu',
      }),
    inputs: [{ shape: [7] }],
  },
  {
    name: 'createCnn',
    model: () =>
      createCnn({ inputShape: [11, 13, 2], filters: [3, 5], denseUnits: 7, outputUnits: 2 }),
    inputs: [{ shape: [11, 13, 2] }],
  },
  {
    name: 'createCnn, normalized, padded',
    model: () =>
      createCnn({
        inputShape: [11, 13, 2],
        filters: [3, 5],
        padding: 'same',
        batchNormalization: true,
        dropout: 0.2,
      }),
    inputs: [{ shape: [11, 13, 2] }],
  },
  ...(['lstm', 'gru', 'simpleRNN'] as const).map((cell) => ({
    name: `createRnnClassifier of ${cell}`,
    model: () =>
      createRnnClassifier({
        cell,
        vocabularySize: 13,
        embeddingDim: 3,
        hiddenUnits: [5, 7],
        dropout: 0.1,
      }),
    inputs: tokens(11, 13, true),
  })),
  {
    name: 'createRnnClassifier, both directions',
    model: () =>
      createRnnClassifier({
        vocabularySize: 13,
        embeddingDim: 3,
        hiddenUnits: [5, 7],
        bidirectional: true,
      }),
    inputs: tokens(11, 13, true),
  },
  {
    name: 'createCharacterModel',
    model: () => createCharacterModel({ vocabularySize: 13, hiddenUnits: [5], cell: 'gru' }),
    inputs: tokens(11, 13),
  },
  {
    name: 'createForecaster',
    model: () => createForecaster({ features: 3, horizon: 2, hiddenUnits: [5], cell: 'lstm' }),
    inputs: [{ shape: [11, 3] }],
  },
  {
    name: 'createGpt',
    model: () =>
      createGpt({
        vocabularySize: 13,
        maxSequenceLength: 11,
        hiddenDim: 12,
        numHeads: 3,
        numLayers: 2,
      }),
    inputs: tokens(7, 13),
  },
  {
    name: 'createGpt, weights not tied, dropout',
    model: () =>
      createGpt({ vocabularySize: 13, maxSequenceLength: 11, hiddenDim: 10, numHeads: 2, numLayers: 1, tieWeights: false, dropout: 0.1, useBias: false }), // prettier-ignore
    inputs: tokens(11, 13),
  },
  {
    name: 'createGpt, normalized last by root mean squares, gated',
    model: () =>
      createGpt({ vocabularySize: 13, hiddenDim: 10, numHeads: 2, numLayers: 2, normalizeFirst: false, normalization: 'rms', feedForward: 'gated', intermediateDim: 17 }), // prettier-ignore
    inputs: tokens(7, 13),
  },
  {
    name: 'createGpt, keys and values shared',
    model: () =>
      createGpt({ vocabularySize: 13, hiddenDim: 12, numHeads: 6, numKeyValueHeads: 2, numLayers: 1, activation: 'gelu' }), // prettier-ignore
    inputs: tokens(7, 13),
  },
  {
    name: 'createEncoderClassifier',
    model: () =>
      createEncoderClassifier({
        vocabularySize: 13,
        hiddenDim: 12,
        numHeads: 3,
        numLayers: 2,
        outputUnits: 5,
      }),
    inputs: tokens(11, 13, true),
  },
  {
    name: 'createEncoderClassifier, learned positions, normalized last',
    model: () =>
      createEncoderClassifier({ vocabularySize: 13, hiddenDim: 10, numHeads: 2, positions: 'learned', maxSequenceLength: 11, normalizeFirst: false, padding: 3, dropout: 0 }), // prettier-ignore
    inputs: tokens(11, 13, true),
  },
  {
    name: 'createEncoderDecoder',
    model: () =>
      createEncoderDecoder({ sourceVocabularySize: 13, targetVocabularySize: 11, hiddenDim: 12, numHeads: 3, numLayers: 2 }), // prettier-ignore
    inputs: [...tokens(7, 13, true), ...tokens(5, 11)],
  },
];

/** Single layers. */
export const LAYER_CASES: Case[] = [
  ...(
    [
      'linear',
      'relu',
      'relu6',
      'elu',
      'selu',
      'sigmoid',
      'softmax',
      'softplus',
      'softsign',
      'tanh',
      'mish',
      'gelu',
      'gelu_new',
      'swish',
    ] as const
  ).map((activation) =>
    // prettier-ignore
    row(`dense with ${activation}`, [5, 7], () =>
      layers.dense({ units: 3, activation: activation as 'relu', name: 'y' }),
    ),
  ),
  row('gelu', [5], () => layers.gelu()),
  row('gelu by tanh', [5], () => layers.gelu({ approximate: true })),
  row('conv1d', [11, 3], () => layers.conv1d({ filters: 5, kernelSize: 3, strides: 2, activation: 'gelu_new' as 'relu' })), // prettier-ignore
  row('conv1d, dilated', [11, 3], () =>
    layers.conv1d({ filters: 5, kernelSize: 2, padding: 'same', dilationRate: 2 }),
  ),
  row('conv2d', [11, 13, 3], () =>
    layers.conv2d({ filters: 5, kernelSize: [2, 3], strides: [2, 1], useBias: false }),
  ),
  row('conv2d, same size, dilated', [11, 13, 3], () => layers.conv2d({ filters: 5, kernelSize: 3, padding: 'same', dilationRate: 2 })), // prettier-ignore
  row('conv2d, strides and same size', [11, 13, 3], () => layers.conv2d({ filters: 5, kernelSize: 3, padding: 'same', strides: 2 })), // prettier-ignore
  row('conv2dTranspose', [5, 7, 3], () =>
    layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2 }),
  ),
  row('conv2dTranspose, same size', [5, 7, 3], () => layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' })), // prettier-ignore
  row('conv3d', [5, 7, 3, 2], () => layers.conv3d({ filters: 3, kernelSize: 2 })),
  row('depthwiseConv2d', [5, 7, 3], () =>
    layers.depthwiseConv2d({ kernelSize: 2, depthMultiplier: 2 }),
  ),
  row('separableConv2d', [5, 7, 3], () =>
    layers.separableConv2d({ filters: 5, kernelSize: 2, depthMultiplier: 2 }),
  ),
  row('maxPooling1d', [11, 3], () => layers.maxPooling1d({ poolSize: 3, strides: 2 })),
  row('maxPooling2d, same size', [11, 13, 3], () =>
    layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
  ),
  row('averagePooling1d', [11, 3], () => layers.averagePooling1d({ poolSize: 2 })),
  row('averagePooling2d', [11, 13, 3], () => layers.averagePooling2d({ poolSize: [2, 3] })),
  row('averagePooling2d, same size', [11, 13, 3], () =>
    layers.averagePooling2d({ poolSize: 2, padding: 'same' }),
  ),
  row('globalAveragePooling1d', [11, 3], () => layers.globalAveragePooling1d()),
  row('globalMaxPooling1d', [11, 3], () => layers.globalMaxPooling1d()),
  row('globalAveragePooling2d', [5, 7, 3], () => layers.globalAveragePooling2d({})),
  row('globalMaxPooling2d', [5, 7, 3], () => layers.globalMaxPooling2d({})),
  row('flatten, reshape, permute', [5, 6], () => layers.flatten(), () => layers.reshape({ targetShape: [2, 3, 5] }), () => layers.permute({ dims: [3, 1, 2] })), // prettier-ignore
  row('repeatVector', [5], () => layers.repeatVector({ n: 3 })),
  row('upSampling2d, zeroPadding2d', [3, 5, 2], () => layers.upSampling2d({ size: [2, 3] }), () => layers.zeroPadding2d({ padding: [[1, 2], [0, 3]] })), // prettier-ignore
  row('leakyReLU', [7], () => layers.leakyReLU({ alpha: 0.1 })),
  row('reLU with a limit', [7], () => layers.reLU({ maxValue: 0.5 })),
  row('elu', [7], () => layers.elu()),
  row('prelu', [7], () => layers.prelu()),
  row('softmax', [5, 7], () => layers.softmax({ axis: -1 })),
  row('rescaling', [5], () => layers.rescaling({ scale: 0.5, offset: 2 })),
  row('noise', [5, 7], () => layers.gaussianNoise({ stddev: 1 }), () => layers.gaussianDropout({ rate: 0.2 }), () => layers.alphaDropout({ rate: 0.2 }), () => layers.spatialDropout1d({ rate: 0.2 })), // prettier-ignore
  row('batchNormalization', [5, 7], () => layers.batchNormalization({ epsilon: 0.01 })),
  row('batchNormalization of another axis, without scale', [5, 7], () => layers.batchNormalization({ axis: 1, scale: false })), // prettier-ignore
  row('layerNormalization', [5, 7], () => layers.layerNormalization({ epsilon: 1e-5 })),
  row('layerNormalization without shift', [5, 7], () =>
    layers.layerNormalization({ center: false }),
  ),
  row('rmsNormalization', [5, 7], () => layers.rmsNormalization({ epsilon: 1e-5 })),
  row('timeDistributed', [5, 7], () =>
    layers.timeDistributed({ layer: layers.dense({ units: 3 }) }),
  ),
  row('lstm, backwards', [5, 7], () => layers.lstm({ units: 3, recurrentActivation: 'sigmoid', goBackwards: true, returnSequences: true })), // prettier-ignore
  row('gru', [5, 7], () => layers.gru({ units: 3, recurrentActivation: 'sigmoid' })),
  row('gru with resetAfter', [5, 7], () =>
    layers.gru({ units: 3, recurrentActivation: 'sigmoid', resetAfter: true }),
  ),
  row('gru without bias, other activations', [5, 7], () => layers.gru({ units: 3, recurrentActivation: 'sigmoid', activation: 'relu', useBias: false })), // prettier-ignore
  row('simpleRNN', [5, 7], () => layers.simpleRNN({ units: 3, returnSequences: true })),
  ...(['sum', 'mul', 'concat', 'ave'] as const).map((mergeMode) =>
    row(`bidirectional, ${mergeMode}`, [5, 7], () =>
      layers.bidirectional({
        layer: layers.gru({
          units: 3,
          recurrentActivation: 'sigmoid',
          returnSequences: true,
          resetAfter: true,
        }) as tf.RNN,
        mergeMode,
      }),
    ),
  ),
  row('masking', [5, 7], () => layers.masking({ maskValue: 2 }), () => layers.lstm({ units: 3, recurrentActivation: 'sigmoid' })), // prettier-ignore
  row('gatedFeedForward', [5, 7], () =>
    layers.gatedFeedForward({ intermediateDim: 11, useBias: true }),
  ),
  row('positionalEncoding', [53, 6], () => layers.positionalEncoding()),
  row('positionEmbedding', [5, 7], () => layers.positionEmbedding({ maxSequenceLength: 11 })),
  row('multiHeadAttention', [5, 7], () => layers.multiHeadAttention({ numHeads: 2, keyDim: 3, outputDim: 11, useCausalMask: true })), // prettier-ignore
  row('encoder block', [5, 6], () => layers.transformerEncoderBlock({ numHeads: 3, intermediateDim: 11, activation: 'gelu_new', dropout: 0.1 })), // prettier-ignore
  row('decoder block', [5, 6], () => layers.transformerDecoderBlock({ numHeads: 3, intermediateDim: 11, normalizeFirst: true })), // prettier-ignore
  {
    name: 'sums, products, extremes and joins of two inputs',
    model: () => {
      const [a, b] = [
        tf.input({ shape: [5, 3], name: 'a' }),
        tf.input({ shape: [5, 3], name: 'b' }),
      ];
      const merged = [
        layers.add(),
        layers.multiply(),
        layers.average(),
        layers.maximum(),
        layers.minimum(),
      ].map((layer) => layer.apply([a, b]) as tf.SymbolicTensor);
      const joined = layers.concatenate({ axis: 1 }).apply(merged) as tf.SymbolicTensor;
      const dot = layers.dot({ axes: 2 }).apply([a, b]) as tf.SymbolicTensor;
      return tf.model({ inputs: [a, b], outputs: [joined, dot] });
    },
    inputs: [{ shape: [5, 3] }, { shape: [5, 3] }],
  },
  {
    name: 'one layer used twice, attention across, scores and a mask',
    notTrained: true,
    model: () => {
      const a = tf.input({ shape: [5, 6], name: 'a' });
      const b = tf.input({ shape: [null, 6], name: 'b' });
      const ids = tf.input({ shape: [null], dtype: 'int32', name: 'ids' });
      const shared = layers.dense({ units: 6, activation: 'tanh', name: 'shared' });
      const [left, right] = [a, b].map((x) => shared.apply(x) as tf.SymbolicTensor);
      const mask = layers.paddingMask().apply(ids);
      const attention = layers.multiHeadAttention({
        numHeads: 2,
        keyDim: 3,
        returnAttentionScores: true,
      });
      const outputs = attention.apply([left, right, b, mask] as tf.SymbolicTensor[]);
      return tf.model({ inputs: [a, b, ids], outputs: outputs as tf.SymbolicTensor[] });
    },
    inputs: [{ shape: [5, 6] }, { shape: [7, 6] }, { shape: [7], below: 5, zeros: true }],
  },
  {
    name: 'states from one recurrent layer to another',
    model: () => {
      const [a, b] = [
        tf.input({ shape: [5, 3], name: 'a' }),
        tf.input({ shape: [7, 2], name: 'b' }),
      ];
      const args = { units: 5, recurrentActivation: 'sigmoid' as const };
      const [, h, c] = layers.lstm({ ...args, returnState: true }).apply(a) as tf.SymbolicTensor[];
      const output = layers
        .lstm({ ...args, returnSequences: true })
        .apply([b, h, c] as tf.SymbolicTensor[]);
      return tf.model({ inputs: [a, b], outputs: output as tf.SymbolicTensor });
    },
    inputs: [{ shape: [5, 3] }, { shape: [7, 2] }],
  },
];
