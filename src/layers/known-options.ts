/**
 * The options of every layer factory. TensorFlow.js ignores what it does not know; these lists let `layers` refuse
 * it. The compiler compares them with TensorFlow.js's types: none can be missing.
 */
import { tf } from '../engine';

type Keys<K extends string> = Readonly<Record<K, true>>;

/** `keys('a b')` is `{ a: true, b: true }`, type included. */
type Words<S extends string> = S extends `${infer First} ${infer Rest}` ? First | Words<Rest> : S;
function keys<const S extends string>(names: S): Keys<Words<S>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, true])) as Keys<Words<S>>;
}

/** Options of every layer. */
const LAYER = keys('inputShape batchInputShape batchSize dtype name trainable weights inputDType');
/** Options of layers with kernel and bias. */
const WEIGHTED = {
  ...keys('activation useBias kernelInitializer biasInitializer kernelConstraint'),
  ...keys('biasConstraint kernelRegularizer biasRegularizer activityRegularizer'),
};
/** Options of convolutions. */
const WINDOW = keys('strides padding dataFormat dilationRate');
/** Options of pooling. */
const POOLING = keys('poolSize strides padding');
/** Options of recurrent cells. */
const CELL = {
  ...keys('activation useBias kernelInitializer recurrentInitializer biasInitializer dropout'),
  ...keys('kernelRegularizer recurrentRegularizer biasRegularizer kernelConstraint'),
  ...keys('recurrentConstraint biasConstraint recurrentDropout dropoutFunc'),
};
/** Options of recurrent layers. */
const SEQUENCE = keys(
  'cell returnSequences returnState goBackwards stateful unroll inputDim inputLength',
);
/** Options of normalizations. */
const NORM = keys(
  'axis epsilon center scale betaInitializer gammaInitializer betaRegularizer gammaRegularizer',
);
/** Options of cells with gates. */
const GATED = keys('recurrentActivation implementation');
/** Options of convolutions channel by channel. */
const DEPTHWISE = keys(
  'depthMultiplier depthwiseInitializer depthwiseConstraint depthwiseRegularizer',
);

interface Extra {
  /** TensorFlow.js's type lacks what its cell has, and our layer can. */
  gru: 'resetAfter';
}

/** Names of the factories in `tf.layers`. */
export type FactoryName = Exclude<keyof typeof tf.layers, 'Layer' | 'RNN' | 'RNNCell'>;

type OptionsOf<K extends FactoryName> = keyof NonNullable<Parameters<(typeof tf.layers)[K]>[0]>;
type Options<K extends FactoryName> = K extends 'spatialDropout1d'
  ? // The type says `input_shape`, where the layer reads `inputShape` like all others.
    Exclude<OptionsOf<'dropout'>, 'noiseShape'>
  : OptionsOf<K> | (K extends keyof Extra ? Extra[K] : never);

/** What each factory understands. */
export const KNOWN_OPTIONS: { readonly [K in FactoryName]: Keys<Options<K>> } = {
  activation: { ...LAYER, ...keys('activation') },
  add: LAYER,
  alphaDropout: { ...LAYER, ...keys('rate noiseShape') },
  average: LAYER,
  averagePooling1d: { ...LAYER, ...POOLING },
  averagePooling2d: { ...LAYER, ...POOLING, ...keys('dataFormat') },
  averagePooling3d: { ...LAYER, ...POOLING, ...keys('dataFormat') },
  avgPool1d: { ...LAYER, ...POOLING },
  avgPool2d: { ...LAYER, ...POOLING, ...keys('dataFormat') },
  avgPool3d: { ...LAYER, ...POOLING, ...keys('dataFormat') },
  avgPooling1d: { ...LAYER, ...POOLING },
  avgPooling2d: { ...LAYER, ...POOLING, ...keys('dataFormat') },
  avgPooling3d: { ...LAYER, ...POOLING, ...keys('dataFormat') },
  batchNormalization: {
    ...LAYER,
    ...NORM,
    ...keys(
      'momentum movingMeanInitializer movingVarianceInitializer betaConstraint gammaConstraint',
    ),
  },
  bidirectional: { ...LAYER, ...keys('layer mergeMode') },
  categoryEncoding: { ...LAYER, ...keys('numTokens outputMode') },
  centerCrop: { ...LAYER, ...keys('height width') },
  concatenate: { ...LAYER, ...keys('axis') },
  conv1d: { ...LAYER, ...WEIGHTED, ...WINDOW, ...keys('filters kernelSize') },
  conv2d: { ...LAYER, ...WEIGHTED, ...WINDOW, ...keys('filters kernelSize') },
  conv2dTranspose: { ...LAYER, ...WEIGHTED, ...WINDOW, ...keys('filters kernelSize') },
  conv3d: { ...LAYER, ...WEIGHTED, ...WINDOW, ...keys('filters kernelSize') },
  conv3dTranspose: { ...LAYER, ...WEIGHTED, ...WINDOW, ...keys('filters kernelSize') },
  convLstm2d: {
    ...LAYER,
    ...WINDOW,
    ...CELL,
    ...SEQUENCE,
    ...GATED,
    ...keys('unitForgetBias filters kernelSize'),
  },
  convLstm2dCell: {
    ...LAYER,
    ...WINDOW,
    ...CELL,
    ...GATED,
    ...keys('unitForgetBias filters kernelSize'),
  },
  cropping2D: { ...LAYER, ...keys('cropping dataFormat') },
  dense: { ...LAYER, ...WEIGHTED, ...keys('units inputDim') },
  depthwiseConv2d: { ...LAYER, ...WEIGHTED, ...WINDOW, ...DEPTHWISE, ...keys('kernelSize') },
  dot: { ...LAYER, ...keys('axes normalize') },
  dropout: { ...LAYER, ...keys('rate noiseShape seed') },
  elu: { ...LAYER, ...keys('alpha') },
  embedding: {
    ...LAYER,
    ...keys(
      'inputDim outputDim embeddingsInitializer embeddingsRegularizer activityRegularizer embeddingsConstraint maskZero inputLength',
    ),
  },
  flatten: { ...LAYER, ...keys('dataFormat') },
  gaussianDropout: { ...LAYER, ...keys('rate') },
  gaussianNoise: { ...LAYER, ...keys('stddev') },
  globalAveragePooling1d: LAYER,
  globalAveragePooling2d: { ...LAYER, ...keys('dataFormat') },
  globalMaxPool1d: LAYER,
  globalMaxPool2d: { ...LAYER, ...keys('dataFormat') },
  globalMaxPooling1d: LAYER,
  globalMaxPooling2d: { ...LAYER, ...keys('dataFormat') },
  gru: { ...LAYER, ...CELL, ...SEQUENCE, ...GATED, ...keys('resetAfter units') },
  gruCell: { ...LAYER, ...CELL, ...GATED, ...keys('resetAfter units') },
  input: { ...keys('shape batchShape name dtype sparse') },
  inputLayer: { ...keys('inputShape batchSize batchInputShape dtype sparse name') },
  layerNormalization: { ...LAYER, ...NORM },
  leakyReLU: { ...LAYER, ...keys('alpha') },
  lstm: { ...LAYER, ...CELL, ...SEQUENCE, ...GATED, ...keys('unitForgetBias units') },
  lstmCell: { ...LAYER, ...CELL, ...GATED, ...keys('unitForgetBias units') },
  masking: { ...LAYER, ...keys('maskValue') },
  maxPool1d: { ...LAYER, ...POOLING },
  maxPool2d: { ...LAYER, ...POOLING, ...keys('dataFormat') },
  maxPooling1d: { ...LAYER, ...POOLING },
  maxPooling2d: { ...LAYER, ...POOLING, ...keys('dataFormat') },
  maxPooling3d: { ...LAYER, ...POOLING, ...keys('dataFormat') },
  maximum: LAYER,
  minimum: LAYER,
  multiply: LAYER,
  permute: { ...LAYER, ...keys('dims') },
  prelu: { ...LAYER, ...keys('alphaInitializer alphaRegularizer alphaConstraint sharedAxes') },
  randomWidth: { ...LAYER, ...keys('factor interpolation seed autoVectorize') },
  reLU: { ...LAYER, ...keys('maxValue') },
  repeatVector: { ...LAYER, ...keys('n') },
  rescaling: { ...LAYER, ...keys('scale offset') },
  reshape: { ...LAYER, ...keys('targetShape') },
  resizing: { ...LAYER, ...keys('height width interpolation cropToAspectRatio') },
  rnn: { ...LAYER, ...SEQUENCE },
  separableConv2d: {
    ...LAYER,
    ...WEIGHTED,
    ...WINDOW,
    ...DEPTHWISE,
    ...keys('pointwiseInitializer pointwiseRegularizer pointwiseConstraint filters kernelSize'),
  },
  simpleRNN: { ...LAYER, ...CELL, ...SEQUENCE, ...keys('units') },
  simpleRNNCell: { ...LAYER, ...CELL, ...keys('units') },
  softmax: { ...LAYER, ...keys('axis') },
  spatialDropout1d: { ...LAYER, ...keys('rate seed') },
  stackedRNNCells: { ...LAYER, ...keys('cells') },
  thresholdedReLU: { ...LAYER, ...keys('theta') },
  timeDistributed: { ...LAYER, ...keys('layer') },
  upSampling2d: { ...LAYER, ...keys('size dataFormat interpolation') },
  zeroPadding2d: { ...LAYER, ...keys('padding dataFormat') },
};
