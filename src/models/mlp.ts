/** Multilayer perceptron (chapter 02). */
import { checkWholeNumber } from '../host/checks';
import { checkOptions } from '../host/options';
import { tf } from '../engine';
import { layers } from '../layers';
import {
  checkCounts,
  checkDropout,
  checkNotNegative,
  dropoutLayers,
  penalty,
  type ActivationName,
  type KernelInitializer,
} from './options';

/** Options of {@link createMlp}. */
export interface MlpOptions {
  /** Shape of one example, without the batch. Default `[784]`; anything longer is flattened first. */
  inputShape?: number[];
  /** Units of each hidden layer. Default `[64, 64]`. */
  hiddenUnits?: number[];
  /** Numbers to predict: classes, or 1 for regression. Default 10. */
  outputUnits?: number;
  /** Activation of the hidden layers. Default `relu`. */
  activation?: ActivationName;
  /** Activation of the output. Default `linear`: logits for a classifier, values for regression. */
  outputActivation?: ActivationName;
  /** Fraction of values dropped after each hidden layer. Default 0. */
  dropout?: number;
  /** Whether to normalize over the batch before each activation. Default `false`. */
  batchNormalization?: boolean;
  /** Weight of Σ|w| in the loss. Default 0. */
  l1?: number;
  /** Weight of Σw² in the loss. Default 0. */
  l2?: number;
  /** Start of the kernels. Default `glorotUniform`. */
  kernelInitializer?: KernelInitializer;
}

const KNOWN = {
  activation: true,
  batchNormalization: true,
  dropout: true,
  hiddenUnits: true,
  inputShape: true,
  kernelInitializer: true,
  l1: true,
  l2: true,
  outputActivation: true,
  outputUnits: true,
} satisfies Record<keyof MlpOptions, true>;

/**
 * Dense layers one after the other; by default 784-64-64-10 for MNIST, with logits as output.
 *
 * Axes: B batch.
 *
 * @param options see {@link MlpOptions}
 * @returns a model from `[B, …inputShape]` to `[B, outputUnits]`; caller disposes with `model.dispose()`.
 * @throws RangeError for options that do not fit or do not exist.
 * @example
 * const model = createMlp({ inputShape: [5], hiddenUnits: [7], outputUnits: 3 });
 * model.countParams(); // 66
 */
export function createMlp(options: MlpOptions = {}): tf.Sequential {
  checkMlp(options);
  const { inputShape = [784], hiddenUnits = [64, 64], outputUnits = 10 } = options;
  const { outputActivation = 'linear', l1 = 0, l2 = 0 } = options;
  const { kernelInitializer = 'glorotUniform' } = options;
  const model = tf.sequential();
  model.add(tf.layers.inputLayer({ inputShape, name: 'input' }));
  if (inputShape.length > 1) model.add(layers.flatten({ name: 'flatten' }));
  hiddenUnits.forEach((units, index) => {
    for (const layer of hiddenLayer(units, index + 1, options)) model.add(layer);
  });
  model.add(
    layers.dense({
      name: 'output',
      units: outputUnits,
      activation: outputActivation,
      kernelInitializer,
      ...penalty(l1, l2),
    }),
  );
  return model;
}

function checkMlp(options: MlpOptions): void {
  checkOptions('createMlp', options, KNOWN);
  const { inputShape = [784], hiddenUnits = [64, 64], outputUnits = 10 } = options;
  const { dropout = 0, l1 = 0, l2 = 0 } = options;
  checkCounts('createMlp', 'inputShape', inputShape, 1);
  checkCounts('createMlp', 'hiddenUnits', hiddenUnits);
  checkWholeNumber('createMlp', 'outputUnits', outputUnits);
  checkDropout('createMlp', dropout);
  checkNotNegative('createMlp', 'l1', l1);
  checkNotNegative('createMlp', 'l2', l2);
}

function hiddenLayer(units: number, number: number, options: MlpOptions): tf.layers.Layer[] {
  const { activation = 'relu', dropout = 0, batchNormalization = false } = options;
  const { l1 = 0, l2 = 0, kernelInitializer = 'glorotUniform' } = options;
  const name = `hidden_${number}`;
  const weights = { units, kernelInitializer, name, ...penalty(l1, l2) };
  const dropouts = dropoutLayers(dropout, `dropout_${number}`);
  if (!batchNormalization) return [layers.dense({ ...weights, activation }), ...dropouts];
  return [
    // Normalization subtracts the mean: a bias before it would have no effect.
    layers.dense({ ...weights, useBias: false }),
    layers.batchNormalization({ name: `normalization_${number}` }),
    layers.activation({ activation, name: `activation_${number}` }),
    ...dropouts,
  ];
}
