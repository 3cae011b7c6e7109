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
  activation: { ...keys('activation'), ...LAYER },
  add: LAYER,
  alphaDropout: { ...keys('rate noiseShape'), ...LAYER },
  average: LAYER,
  averagePooling1d: { ...POOLING, ...LAYER },
  averagePooling2d: { ...keys('dataFormat'), ...POOLING, ...LAYER },
  averagePooling3d: { ...keys('dataFormat'), ...POOLING, ...LAYER },
  avgPool1d: { ...POOLING, ...LAYER },
  avgPool2d: { ...keys('dataFormat'), ...POOLING, ...LAYER },
  avgPool3d: { ...keys('dataFormat'), ...POOLING, ...LAYER },
  avgPooling1d: { ...POOLING, ...LAYER },
  avgPooling2d: { ...keys('dataFormat'), ...POOLING, ...LAYER },
  avgPooling3d: { ...keys('dataFormat'), ...POOLING, ...LAYER },
  batchNormalization: {
    ...keys(
      'momentum movingMeanInitializer movingVarianceInitializer betaConstraint gammaConstraint',
    ),
    ...NORM,
    ...LAYER,
  },
  bidirectional: { ...keys('layer mergeMode'), ...LAYER },
  categoryEncoding: { ...keys('numTokens outputMode'), ...LAYER },
  centerCrop: { ...keys('height width'), ...LAYER },
  concatenate: { ...keys('axis'), ...LAYER },
  conv1d: { ...keys('filters kernelSize'), ...WINDOW, ...WEIGHTED, ...LAYER },
  conv2d: { ...keys('filters kernelSize'), ...WINDOW, ...WEIGHTED, ...LAYER },
  conv2dTranspose: { ...keys('filters kernelSize'), ...WINDOW, ...WEIGHTED, ...LAYER },
  conv3d: { ...keys('filters kernelSize'), ...WINDOW, ...WEIGHTED, ...LAYER },
  conv3dTranspose: { ...keys('filters kernelSize'), ...WINDOW, ...WEIGHTED, ...LAYER },
  convLstm2d: {
    ...keys('unitForgetBias filters kernelSize'),
    ...GATED,
    ...SEQUENCE,
    ...CELL,
    ...WINDOW,
    ...LAYER,
  },
  convLstm2dCell: {
    ...keys('unitForgetBias filters kernelSize'),
    ...GATED,
    ...CELL,
    ...WINDOW,
    ...LAYER,
  },
  cropping2D: { ...keys('cropping dataFormat'), ...LAYER },
  dense: { ...keys('units inputDim'), ...WEIGHTED, ...LAYER },
  depthwiseConv2d: { ...keys('kernelSize'), ...DEPTHWISE, ...WINDOW, ...WEIGHTED, ...LAYER },
  dot: { ...keys('axes normalize'), ...LAYER },
  dropout: { ...keys('rate noiseShape seed'), ...LAYER },
  elu: { ...keys('alpha'), ...LAYER },
  embedding: {
    ...keys(
      'inputDim outputDim embeddingsInitializer embeddingsRegularizer activityRegularizer embeddingsConstraint maskZero inputLength',
    ),
    ...LAYER,
  },
  flatten: { ...keys('dataFormat'), ...LAYER },
  gaussianDropout: { ...keys('rate'), ...LAYER },
  gaussianNoise: { ...keys('stddev'), ...LAYER },
  globalAveragePooling1d: LAYER,
  globalAveragePooling2d: { ...keys('dataFormat'), ...LAYER },
  globalMaxPool1d: LAYER,
  globalMaxPool2d: { ...keys('dataFormat'), ...LAYER },
  globalMaxPooling1d: LAYER,
  globalMaxPooling2d: { ...keys('dataFormat'), ...LAYER },
  gru: { ...keys('resetAfter units'), ...GATED, ...SEQUENCE, ...CELL, ...LAYER },
  gruCell: { ...keys('resetAfter units'), ...GATED, ...CELL, ...LAYER },
  input: { ...keys('shape batchShape name dtype sparse') },
  inputLayer: { ...keys('inputShape batchSize batchInputShape dtype sparse name') },
  layerNormalization: { ...NORM, ...LAYER },
  leakyReLU: { ...keys('alpha'), ...LAYER },
  lstm: { ...keys('unitForgetBias units'), ...GATED, ...SEQUENCE, ...CELL, ...LAYER },
  lstmCell: { ...keys('unitForgetBias units'), ...GATED, ...CELL, ...LAYER },
  masking: { ...keys('maskValue'), ...LAYER },
  maxPool1d: { ...POOLING, ...LAYER },
  maxPool2d: { ...keys('dataFormat'), ...POOLING, ...LAYER },
  maxPooling1d: { ...POOLING, ...LAYER },
  maxPooling2d: { ...keys('dataFormat'), ...POOLING, ...LAYER },
  maxPooling3d: { ...keys('dataFormat'), ...POOLING, ...LAYER },
  maximum: LAYER,
  minimum: LAYER,
  multiply: LAYER,
  permute: { ...keys('dims'), ...LAYER },
  prelu: { ...keys('alphaInitializer alphaRegularizer alphaConstraint sharedAxes'), ...LAYER },
  randomWidth: { ...keys('factor interpolation seed autoVectorize'), ...LAYER },
  reLU: { ...keys('maxValue'), ...LAYER },
  repeatVector: { ...keys('n'), ...LAYER },
  rescaling: { ...keys('scale offset'), ...LAYER },
  reshape: { ...keys('targetShape'), ...LAYER },
  resizing: { ...keys('height width interpolation cropToAspectRatio'), ...LAYER },
  rnn: { ...SEQUENCE, ...LAYER },
  separableConv2d: {
    ...keys('pointwiseInitializer pointwiseRegularizer pointwiseConstraint filters kernelSize'),
    ...DEPTHWISE,
    ...WINDOW,
    ...WEIGHTED,
    ...LAYER,
  },
  simpleRNN: { ...keys('units'), ...SEQUENCE, ...CELL, ...LAYER },
  simpleRNNCell: { ...keys('units'), ...CELL, ...LAYER },
  softmax: { ...keys('axis'), ...LAYER },
  spatialDropout1d: { ...keys('rate seed'), ...LAYER },
  stackedRNNCells: { ...keys('cells'), ...LAYER },
  thresholdedReLU: { ...keys('theta'), ...LAYER },
  timeDistributed: { ...keys('layer'), ...LAYER },
  upSampling2d: { ...keys('size dataFormat interpolation'), ...LAYER },
  zeroPadding2d: { ...keys('padding dataFormat'), ...LAYER },
};
