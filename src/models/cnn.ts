/** Convolutional network (chapter 03). */
import { checkWholeNumber } from '../host/checks';
import { checkOptions } from '../host/options';
import { tf } from '../engine';
import { layers } from '../layers';
import {
  checkCounts,
  checkDropout,
  checkNotNegative,
  checkOneOf,
  dropoutLayers,
  penalty,
  type ActivationName,
  type KernelInitializer,
} from './options';

/** Options of {@link createCnn}. */
export interface CnnOptions {
  /** Height, width and channels of an image. Default `[28, 28, 1]`. */
  inputShape?: [number, number, number];
  /** Filters of each convolution; as many convolutions as numbers. Default `[32, 64]`. */
  filters?: number[];
  /** Height and width of each filter, in pixels. Default 3. */
  kernelSize?: number;
  /** `valid` (default) shrinks the image by `kernelSize` − 1, `same` keeps its size. */
  padding?: 'valid' | 'same';
  /** Height and width of the max-pooling window after each convolution; 1 for none. Default 2. */
  poolSize?: number;
  /** Units of the dense layer after the convolutions; 0 for none. Default 128. */
  denseUnits?: number;
  /** Classes. Default 10. */
  outputUnits?: number;
  /** Activation of all layers but the last. Default `relu`. */
  activation?: ActivationName;
  /** Fraction of values dropped before the dense layer and before the output. Default 0. */
  dropout?: number;
  /** Whether to normalize over the batch after each convolution. Default `false`. */
  batchNormalization?: boolean;
  /** Weight of Σw² in the loss. Default 0. */
  l2?: number;
  /** Start of the kernels. Default `glorotUniform`. */
  kernelInitializer?: KernelInitializer;
}

const KNOWN = {
  activation: true,
  batchNormalization: true,
  denseUnits: true,
  dropout: true,
  filters: true,
  inputShape: true,
  kernelInitializer: true,
  kernelSize: true,
  l2: true,
  outputUnits: true,
  padding: true,
  poolSize: true,
} satisfies Record<keyof CnnOptions, true>;

/**
 * Convolutions with max pooling, then dense layers; by default 32-64-128-10 for MNIST, with logits as output.
 *
 * Axes: B batch.
 *
 * @param options see {@link CnnOptions}
 * @returns a model from `[B, height, width, channels]` to `[B, outputUnits]`; caller disposes with
 *   `model.dispose()`.
 * @throws RangeError for options that do not fit or do not exist, also when the image gets too small for a filter.
 * @example
 * const model = createCnn({ inputShape: [8, 8, 1], filters: [2], denseUnits: 0, outputUnits: 3 });
 * (model.predict(tf.zeros([5, 8, 8, 1])) as tf.Tensor).shape; // [ 5, 3 ]
 */
export function createCnn(options: CnnOptions = {}): tf.Sequential {
  const { inputShape = [28, 28, 1], filters = [32, 64], denseUnits = 128 } = options;
  const { outputUnits = 10, activation = 'relu', dropout = 0, l2 = 0 } = options;
  const { kernelInitializer = 'glorotUniform' } = options;
  checkCnn(options);
  const model = tf.sequential();
  model.add(tf.layers.inputLayer({ inputShape, name: 'input' }));
  filters.forEach((count, index) => {
    for (const layer of convolution(count, index + 1, options)) model.add(layer);
  });
  model.add(layers.flatten({ name: 'flatten' }));
  const weights = { kernelInitializer, ...penalty(0, l2) };
  if (denseUnits > 0) {
    for (const layer of dropoutLayers(dropout, 'dropout_1')) model.add(layer);
    model.add(layers.dense({ name: 'dense', units: denseUnits, activation, ...weights }));
  }
  for (const layer of dropoutLayers(dropout, 'dropout_2')) model.add(layer);
  model.add(layers.dense({ name: 'output', units: outputUnits, ...weights }));
  return model;
}

function convolution(filters: number, number: number, options: CnnOptions): tf.layers.Layer[] {
  const { kernelSize = 3, padding = 'valid', poolSize = 2, activation = 'relu' } = options;
  const { batchNormalization = false, l2 = 0, kernelInitializer = 'glorotUniform' } = options;
  const name = `convolution_${number}`;
  const weights = { filters, kernelSize, padding, kernelInitializer, name, ...penalty(0, l2) };
  const pooling =
    poolSize > 1 ? [layers.maxPooling2d({ poolSize, name: `pooling_${number}` })] : [];
  if (!batchNormalization) return [layers.conv2d({ ...weights, activation }), ...pooling];
  return [
    // Normalization subtracts the mean: a bias before it would have no effect.
    layers.conv2d({ ...weights, useBias: false }),
    layers.batchNormalization({ name: `normalization_${number}` }),
    layers.activation({ activation, name: `activation_${number}` }),
    ...pooling,
  ];
}

function checkCnn(options: CnnOptions): void {
  checkOptions('createCnn', options, KNOWN);
  const { inputShape = [28, 28, 1], filters = [32, 64], kernelSize = 3, poolSize = 2 } = options;
  const { padding = 'valid', denseUnits = 128, outputUnits = 10, dropout = 0, l2 = 0 } = options;
  checkCounts('createCnn', 'inputShape', inputShape, 3);
  checkCounts('createCnn', 'filters', filters, 1);
  checkWholeNumber('createCnn', 'kernelSize', kernelSize);
  checkWholeNumber('createCnn', 'poolSize', poolSize);
  checkOneOf('createCnn', 'padding', padding, ['valid', 'same']);
  checkWholeNumber('createCnn', 'denseUnits', denseUnits, { least: 0 });
  checkWholeNumber('createCnn', 'outputUnits', outputUnits);
  checkDropout('createCnn', dropout);
  checkNotNegative('createCnn', 'l2', l2);
  checkSizes(options);
}

/** @throws RangeError if the image is used up before the last convolution. */
function checkSizes(options: CnnOptions): void {
  const { inputShape = [28, 28, 1], filters = [32, 64], kernelSize = 3, poolSize = 2 } = options;
  let size = Math.min(inputShape[0], inputShape[1]);
  filters.forEach((_count, index) => {
    const convolved = options.padding === 'same' ? size : size - kernelSize + 1;
    size = Math.floor(convolved / poolSize);
    if (size >= 1) return;
    throw new RangeError(
      `createCnn: expected an image that survives ${filters.length} convolutions; ` +
        `got ${inputShape[0]}×${inputShape[1]}, which is used up after convolution ${index + 1}; ` +
        "use fewer filters, a smaller kernelSize or poolSize, or padding: 'same'.",
    );
  });
}
