/** Recurrent networks: text classifier, character model, forecaster (chapter 04). */
import { checkWholeNumber } from '../host/checks';
import { checkOptions } from '../host/options';
import { tf } from '../engine';
import { layers } from '../layers';
import { checkCounts, checkDropout, checkOneOf, dropoutLayers } from './options';

/** Kinds of recurrent layer. */
export type RecurrentCell = 'lstm' | 'gru' | 'simpleRNN';
const CELLS: readonly RecurrentCell[] = ['lstm', 'gru', 'simpleRNN'];

/** What the three models have in common. */
export interface RecurrentOptions {
  /** Kind of recurrent layer. Default `lstm`. */
  cell?: RecurrentCell;
  /** Units of each recurrent layer; several numbers stack layers. */
  hiddenUnits?: number[];
  /** Fraction of values dropped after each recurrent layer. Default 0. */
  dropout?: number;
}

/** Options of {@link createRnnClassifier}. */
export interface RnnClassifierOptions extends RecurrentOptions {
  /** Number of different tokens, padding included. Default 10000. */
  vocabularySize?: number;
  /** Size of each token's vector. Default 64. */
  embeddingDim?: number;
  /** Classes. Default 2. */
  outputUnits?: number;
  /** Whether token 0 is padding, to be skipped. Default `true`. */
  maskZero?: boolean;
  /** Whether to read the sequence in both directions. Default `false`. */
  bidirectional?: boolean;
}

/** Options of {@link createCharacterModel}. */
export interface CharacterModelOptions extends RecurrentOptions {
  /** Number of different tokens. */
  vocabularySize: number;
  /** Size of each token's vector. Default 32. */
  embeddingDim?: number;
}

/** Options of {@link createForecaster}. */
export interface ForecasterOptions extends RecurrentOptions {
  /** Values per time step. Default 1. */
  features?: number;
  /** Steps to predict. Default 1. */
  horizon?: number;
}

const RECURRENT = { cell: true, dropout: true, hiddenUnits: true } satisfies Record<
  keyof RecurrentOptions,
  true
>;
const CLASSIFIER = {
  ...RECURRENT,
  bidirectional: true,
  embeddingDim: true,
  maskZero: true,
  outputUnits: true,
  vocabularySize: true,
} satisfies Record<keyof RnnClassifierOptions, true>;
const CHARACTERS = {
  ...RECURRENT,
  embeddingDim: true,
  vocabularySize: true,
} satisfies Record<keyof CharacterModelOptions, true>;
const FORECASTER = {
  ...RECURRENT,
  features: true,
  horizon: true,
} satisfies Record<keyof ForecasterOptions, true>;

/**
 * Recurrent layers; all but perhaps the last return every step.
 *
 * `recurrentActivation: 'sigmoid'` (as in Keras and PyTorch) is what the fast native kernels compute.
 */
function recurrentLayers(
  caller: string,
  { cell = 'lstm', hiddenUnits = [64], dropout = 0 }: RecurrentOptions,
  { everyStep, bidirectional = false }: { everyStep: boolean; bidirectional?: boolean },
): tf.layers.Layer[] {
  checkOneOf(caller, 'cell', cell, CELLS);
  checkCounts(caller, 'hiddenUnits', hiddenUnits, 1);
  checkDropout(caller, dropout);
  return hiddenUnits.flatMap((units, index) => {
    const returnSequences = everyStep || index < hiddenUnits.length - 1;
    const name = `recurrent_${index + 1}`;
    const layer = recurrentLayer(cell, {
      units,
      returnSequences,
      name: bidirectional ? `${name}_cell` : name,
    });
    const wrapped = bidirectional
      ? layers.bidirectional({ layer, name, mergeMode: 'concat' })
      : layer;
    return [wrapped, ...dropoutLayers(dropout, `dropout_${index + 1}`)];
  });
}

function recurrentLayer(
  cell: RecurrentCell,
  options: { units: number; returnSequences: boolean; name: string },
): tf.RNN {
  if (cell === 'simpleRNN') return layers.simpleRNN(options);
  return layers[cell]({ ...options, recurrentActivation: 'sigmoid' });
}

function checkTokens(caller: string, vocabularySize: number, embeddingDim: number): void {
  checkWholeNumber(caller, 'vocabularySize', vocabularySize, { least: 2 });
  checkWholeNumber(caller, 'embeddingDim', embeddingDim);
}

/**
 * Embedding, recurrent layers, dense output: many tokens to one class. By default 10000→64 and LSTM 64.
 *
 * Axes: B batch · T time steps.
 *
 * @param options see {@link RnnClassifierOptions}
 * @returns a model from token ids `[B, T]` to logits `[B, outputUnits]`; caller disposes with
 *   `model.dispose()`.
 * @throws RangeError for options that do not fit or do not exist.
 * @example
 * const model = createRnnClassifier({ vocabularySize: 11, embeddingDim: 3, hiddenUnits: [5] });
 * (model.predict(tf.tensor2d([[7, 4, 0]])) as tf.Tensor).shape; // [ 1, 2 ]
 */
export function createRnnClassifier(options: RnnClassifierOptions = {}): tf.Sequential {
  checkOptions('createRnnClassifier', options, CLASSIFIER);
  const { vocabularySize = 10000, embeddingDim = 64, outputUnits = 2 } = options;
  const { maskZero = true, bidirectional = false } = options;
  checkTokens('createRnnClassifier', vocabularySize, embeddingDim);
  checkWholeNumber('createRnnClassifier', 'outputUnits', outputUnits);
  const recurrent = recurrentLayers('createRnnClassifier', options, {
    everyStep: false,
    bidirectional,
  });
  return tf.sequential({
    layers: [
      layers.embedding({
        name: 'embedding',
        inputDim: vocabularySize,
        outputDim: embeddingDim,
        maskZero,
        inputShape: [null],
      }),
      ...recurrent,
      layers.dense({ name: 'output', units: outputUnits, kernelInitializer: 'glorotUniform' }),
    ],
  });
}

/**
 * Predicts the next token at every step: many to many.
 *
 * Axes: B batch · T time steps · V vocabulary.
 *
 * @param options see {@link CharacterModelOptions}
 * @returns a model from token ids `[B, T]` to logits `[B, T, V]`; caller disposes with `model.dispose()`.
 * @throws RangeError for options that do not fit or do not exist.
 * @example
 * const model = createCharacterModel({ vocabularySize: 11, hiddenUnits: [5] });
 * (model.predict(tf.tensor2d([[7, 4, 0]])) as tf.Tensor).shape; // [ 1, 3, 11 ]
 */
export function createCharacterModel(options: CharacterModelOptions): tf.Sequential {
  checkOptions('createCharacterModel', options, CHARACTERS);
  const { vocabularySize, embeddingDim = 32, hiddenUnits = [128] } = options;
  checkTokens('createCharacterModel', vocabularySize, embeddingDim);
  return tf.sequential({
    layers: [
      layers.embedding({
        name: 'embedding',
        inputDim: vocabularySize,
        outputDim: embeddingDim,
        inputShape: [null],
      }),
      ...recurrentLayers('createCharacterModel', { ...options, hiddenUnits }, { everyStep: true }),
      layers.dense({ name: 'output', units: vocabularySize, kernelInitializer: 'glorotUniform' }),
    ],
  });
}

/**
 * Predicts the next `horizon` values of a series from the past.
 *
 * Axes: B batch · T time steps · F features.
 *
 * @param options see {@link ForecasterOptions}
 * @returns a model from `[B, T, F]` to `[B, horizon]`; caller disposes with `model.dispose()`.
 * @throws RangeError for options that do not fit or do not exist.
 * @example
 * const model = createForecaster({ horizon: 2, hiddenUnits: [5] });
 * (model.predict(tf.zeros([3, 7, 1])) as tf.Tensor).shape; // [ 3, 2 ]
 */
export function createForecaster(options: ForecasterOptions = {}): tf.Sequential {
  checkOptions('createForecaster', options, FORECASTER);
  const { features = 1, horizon = 1, hiddenUnits = [32] } = options;
  checkWholeNumber('createForecaster', 'features', features);
  checkWholeNumber('createForecaster', 'horizon', horizon);
  return tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [null, features], name: 'input' }),
      ...recurrentLayers('createForecaster', { ...options, hiddenUnits }, { everyStep: false }),
      layers.dense({ name: 'output', units: horizon, kernelInitializer: 'glorotUniform' }),
    ],
  });
}
