/** Recurrent networks: text classifier, character model, forecaster (chapter 04). */
import { tf } from '../engine';
import { layers } from '../layers';
import { checkCount, checkCounts, checkFraction, checkOneOf, dropoutLayers } from './options';

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
  checkFraction(caller, 'dropout', dropout);
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
  checkCount(caller, 'vocabularySize', vocabularySize, 2);
  checkCount(caller, 'embeddingDim', embeddingDim);
}

/**
 * Embedding, recurrent layers, dense output: many tokens to one class. By default 10000→64 and LSTM 64.
 *
 * Axes: B batch · T time steps.
 *
 * @returns a model from token ids `[B, T]` to logits `[B, outputUnits]`; caller disposes with
 *   `model.dispose()`.
 * @throws RangeError for options that do not fit.
 */
export function createRnnClassifier(options: RnnClassifierOptions = {}): tf.Sequential {
  const { vocabularySize = 10000, embeddingDim = 64, outputUnits = 2 } = options;
  const { maskZero = true, bidirectional = false } = options;
  checkTokens('createRnnClassifier', vocabularySize, embeddingDim);
  checkCount('createRnnClassifier', 'outputUnits', outputUnits);
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
 * @returns a model from token ids `[B, T]` to logits `[B, T, V]`; caller disposes with `model.dispose()`.
 * @throws RangeError for options that do not fit.
 */
export function createCharacterModel({
  vocabularySize,
  embeddingDim = 32,
  hiddenUnits = [128],
  ...rest
}: CharacterModelOptions): tf.Sequential {
  checkTokens('createCharacterModel', vocabularySize, embeddingDim);
  const options = { ...rest, hiddenUnits };
  return tf.sequential({
    layers: [
      layers.embedding({
        name: 'embedding',
        inputDim: vocabularySize,
        outputDim: embeddingDim,
        inputShape: [null],
      }),
      ...recurrentLayers('createCharacterModel', options, { everyStep: true }),
      layers.dense({ name: 'output', units: vocabularySize, kernelInitializer: 'glorotUniform' }),
    ],
  });
}

/**
 * Predicts the next `horizon` values of a series from the past.
 *
 * Axes: B batch · T time steps · F features.
 *
 * @returns a model from `[B, T, F]` to `[B, horizon]`; caller disposes with `model.dispose()`.
 * @throws RangeError for options that do not fit.
 */
export function createForecaster({
  features = 1,
  horizon = 1,
  hiddenUnits = [32],
  ...rest
}: ForecasterOptions = {}): tf.Sequential {
  checkCount('createForecaster', 'features', features);
  checkCount('createForecaster', 'horizon', horizon);
  const options = { ...rest, hiddenUnits };
  return tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [null, features], name: 'input' }),
      ...recurrentLayers('createForecaster', options, { everyStep: false }),
      layers.dense({ name: 'output', units: horizon, kernelInitializer: 'glorotUniform' }),
    ],
  });
}
