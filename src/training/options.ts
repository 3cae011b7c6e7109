/** The options of `train`, their defaults and their checks. */
import { checkWholeNumber } from '../host/checks';
import { checkOptions } from '../host/options';
import type { tf } from '../engine';
import type { DataInput } from './run/data';
import type { LossInput } from './losses/resolve';
import type { MetricName } from './metrics/resolve';
import type { OptimizerInput } from './optimizers/resolve';
import type { Schedule } from './schedules';
import type { Metric } from './types';

/** Where a training stands; handed to the `onBatch` and `onEpoch` hooks. */
export interface TrainingProgress {
  model: tf.LayersModel;
  /** Epoch, from 1. */
  epoch: number;
  /** Steps done since training began, over all epochs. */
  step: number;
  /** `loss` and metrics of this batch, or of this epoch with `val…` for validation. */
  values: Record<string, number>;
  /** Ends training after this step. */
  stop(): void;
}

/** When to end before the last epoch. */
export interface EarlyStoppingOptions {
  /** Which value to watch, e.g. `valLoss`. Default `valLoss` with validation data, else `loss`. */
  monitor?: string;
  /** Epochs without improvement that are tolerated. Default 3. */
  patience?: number;
  /** Smallest change that counts as improvement, in units of the value. Default 0. */
  minDelta?: number;
  /** Puts the weights of the best epoch back at the end. Default true. */
  restoreBest?: boolean;
}

/** Where and how often to save a run that can be continued. */
export interface CheckpointOptions {
  /** File to write, e.g. `runs/mnist.ckpt`. Written whole or not at all. */
  path: string;
  /** Epochs between two saves. Default 1. */
  everyEpochs?: number;
  /** Continues from the file when it exists. Default true. */
  resume?: boolean;
}

/** Options of {@link train}. Only `loss` has no default. */
export interface TrainOptions {
  /** Loss to minimize: `losses.<name>({…})`, a name, or `(yTrue, yPred) => scalar`. */
  loss: LossInput;
  /** Passes over the data. Default 1. */
  epochs?: number;
  /** Examples per step. Default 32. */
  batchSize?: number;
  /** `optimizers.<name>({…})`, `tf.train.<name>(…)` or a name. Default Adam with its usual rates. */
  optimizer?: OptimizerInput;
  /** Metrics beside the loss: names or metric objects. Default `accuracy` for classes, else none. */
  metrics?: (MetricName | Metric)[];
  /** Held-out examples, evaluated after every epoch. */
  validation?: DataInput;
  /** Share of the examples, from the end of the data, to hold out instead. */
  validationSplit?: number;
  /** Learning rate by step; see `schedules`. Default: the optimizer's own rate throughout. */
  schedule?: Schedule;
  /** Scales all gradients down together when their joint L2 norm exceeds this. */
  clipNorm?: number;
  /** Cuts every gradient entry to [−clipValue, clipValue]. */
  clipValue?: number;
  /** Weight of each class by its number, e.g. `{ 0: 1, 1: 5 }`; others weigh 1. */
  classWeight?: Record<number, number>;
  /** `[N]` (or `[N, T]`) weight of each example. */
  sampleWeight?: tf.Tensor;
  earlyStopping?: EarlyStoppingOptions;
  /** New order of the examples every epoch. Default true. */
  shuffle?: boolean;
  /** Makes this run repeat by itself. Default: drawn from the stream of `setSeed`. */
  seed?: number;
  checkpoint?: CheckpointOptions;
  /** Live display; `false` for none. Default `'auto'`: in a notebook and in a terminal. */
  live?: boolean | 'auto';
  /** Called, and awaited, after every step. */
  onBatch?: (progress: TrainingProgress) => unknown;
  /** Called, and awaited, after every epoch. */
  onEpoch?: (progress: TrainingProgress) => unknown;
  /** Ordinary TensorFlow.js callbacks. */
  callbacks?: TrainCallback | TrainCallback[];
  /** Changes a batch of inputs before the step, e.g. random shifts of images; runs in `tf.tidy`. */
  augment?: (xBatch: tf.Tensor) => tf.Tensor;
  /** False runs every operation one by one, without the traced graph. Default true. */
  traced?: boolean;
}

/** Values that callbacks are given, by name: `loss`, `valLoss` (and `val_loss`), … */
type Logs = Record<string, number>;

/**
 * An ordinary TensorFlow.js callback: an object with any of these functions, or a `tf.Callback` such as
 * `tf.callbacks.earlyStopping()`. Epochs and batches count from 0, as there.
 */
export interface TrainCallback {
  onTrainBegin?(): unknown;
  onTrainEnd?(): unknown;
  onEpochBegin?(epoch: number, logs?: Logs): unknown;
  onEpochEnd?(epoch: number, logs?: Logs): unknown;
  onBatchBegin?(batch: number, logs?: Logs): unknown;
  onBatchEnd?(batch: number, logs?: Logs): unknown;
}

/** The keys of {@link TrainOptions}. */
export const TRAIN_OPTIONS = {
  ...{ loss: true, epochs: true, batchSize: true, optimizer: true, metrics: true },
  ...{ validation: true, validationSplit: true, schedule: true, clipNorm: true, clipValue: true },
  ...{ classWeight: true, sampleWeight: true, earlyStopping: true, shuffle: true, seed: true },
  ...{ checkpoint: true, live: true, onBatch: true, onEpoch: true, callbacks: true },
  ...{ augment: true, traced: true },
} as const satisfies Record<keyof TrainOptions, true>;

const EARLY_STOPPING_OPTIONS = {
  ...{ monitor: true, patience: true, minDelta: true, restoreBest: true },
} as const satisfies Record<keyof EarlyStoppingOptions, true>;

const CHECKPOINT_OPTIONS = {
  ...{ path: true, everyEpochs: true, resume: true },
} as const satisfies Record<keyof CheckpointOptions, true>;

/** @throws RangeError unless `batchSize` is a whole number ≥ 1. */
export function checkBatchSize(caller: string, batchSize: number): void {
  checkWholeNumber(caller, 'batchSize', batchSize, { remedy: 'common is 32 to 256' });
}

function checkPositive(name: string, value: number | undefined, remedy: string): void {
  if (value === undefined || (value > 0 && Number.isFinite(value))) return;
  throw new RangeError(`train: expected ${name} > 0; got ${value}; ${remedy}.`);
}

/** Checks the names and the plain numbers of the options. */
export function checkTrainOptions(options: TrainOptions): void {
  checkOptions('train', options, TRAIN_OPTIONS);
  const { epochs = 1, batchSize = 32, clipNorm, clipValue } = options;
  checkWholeNumber('train', 'epochs', epochs, { remedy: 'one epoch is one pass over the data' });
  checkBatchSize('train', batchSize);
  checkPositive('clipNorm', clipNorm, 'common is 1');
  checkPositive('clipValue', clipValue, 'common is 0.5');
  checkParts(options);
  if (options.validation && options.validationSplit !== undefined) {
    throw new TypeError(
      'train: expected validation or validationSplit; got both; keep the one you mean.',
    );
  }
}

/** Checks the options inside the options. */
function checkParts({ earlyStopping, checkpoint }: TrainOptions): void {
  checkOptions('train: earlyStopping', earlyStopping, EARLY_STOPPING_OPTIONS);
  checkOptions('train: checkpoint', checkpoint, CHECKPOINT_OPTIONS);
  const { patience = 3 } = earlyStopping ?? {};
  const { everyEpochs = 1 } = checkpoint ?? {};
  checkWholeNumber('train', 'earlyStopping.patience', patience, { remedy: 'common is 3 to 10' });
  const remedy = 'use 1 to save after every epoch';
  checkWholeNumber('train', 'checkpoint.everyEpochs', everyEpochs, { remedy });
}
