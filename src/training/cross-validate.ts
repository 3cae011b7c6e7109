/** k-fold cross-validation: every example is held out once. */
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import { createRandom, keepRandomState, nextSeed, setSeed, tf } from '../engine';
import { kFold, take, type KFoldOptions } from '../data';
import type { History } from './history';
import type { OptimizerName } from './optimizers/resolve';
import { TRAIN_OPTIONS, type TrainOptions } from './options';
import { readData, type DataInput } from './run/data';
import { evaluate, type EvaluateOptions } from './run/evaluate';
import type { Evaluation } from './run/means';
import { sizeOf } from './step';
import { train } from './train';
import type { Dataset } from './types';

/** The two parts of one fold. */
export interface FoldData {
  training: Dataset;
  validation: Dataset;
}

/** Options of {@link crossValidate}: those of `train`, and how to cut. */
export interface CrossValidateOptions extends Omit<
  TrainOptions,
  'optimizer' | 'validation' | 'validationSplit' | 'checkpoint' | 'sampleWeight'
> {
  /** Number of folds. Default 5. */
  k?: number;
  /** Equal shares of each class in every fold. Default false. */
  stratify?: boolean;
  /** Folds in the order of the data, each trained on what lies before it. Default false. */
  timeOrdered?: boolean;
  /** A name, or a function that makes a new optimizer for each fold. Default `adam`. */
  optimizer?: OptimizerName | (() => tf.Optimizer);
  /**
   * Changes both parts of a fold before training, e.g. scales both by the mean of the training part. Runs
   * in `tf.tidy`.
   */
  prepare?: (fold: FoldData) => FoldData;
  /** Called after each fold with its number, from 1, and its values on the held-out part. */
  onFold?: (fold: number, values: Evaluation) => void;
}

const TWO_POW_32 = 2 ** 32;

const KNOWN = knownOptions();

function knownOptions(): Record<keyof CrossValidateOptions, true> {
  const {
    validation: _v,
    validationSplit: _s,
    checkpoint: _c,
    sampleWeight: _w,
    ...train
  } = TRAIN_OPTIONS;
  return { ...train, k: true, stratify: true, timeOrdered: true, prepare: true, onFold: true };
}

/** What {@link crossValidate} returns; plain numbers. */
export interface CrossValidation {
  /** Values on the held-out part of each fold. */
  folds: Evaluation[];
  mean: Evaluation;
  /** Standard deviation between folds, with k − 1 in the divisor. */
  sd: Evaluation;
  histories: History[];
}

/** Mean and standard deviation of each value over the folds. */
function summarizeFolds(folds: Evaluation[]): { mean: Evaluation; sd: Evaluation } {
  const mean: Evaluation = { loss: 0 };
  const sd: Evaluation = { loss: 0 };
  for (const name of Object.keys(folds[0] ?? {})) {
    const values = folds.map((fold) => fold[name] ?? NaN);
    const center = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
    mean[name] = center;
    sd[name] = Math.sqrt(squares / (values.length - 1));
  }
  return { mean, sd };
}

function cut(data: Dataset, fold: { train: Int32Array; validation: Int32Array }): FoldData {
  const pick = (indices: Int32Array): Dataset => take({ x: data.x, y: data.y }, indices);
  return { training: pick(fold.train), validation: pick(fold.validation) };
}

const tensorsOf = ({ training, validation }: FoldData): tf.Tensor[] =>
  [training, validation].flatMap(({ x, y }) => [...(Array.isArray(x) ? x : [x]), y]);

/**
 * Trains and evaluates a fresh model on each of k folds.
 *
 * Axes: N examples · … whatever the model takes and gives.
 *
 * @param createModel makes a new model; each is disposed after its fold
 * @param data `{ x, y }`: `x` `[N, …]` or one such tensor per input, `y` `[N, …]`. Stays the caller's.
 * @param options those of `train` and how to cut, see {@link CrossValidateOptions}. With `seed` everything
 *   repeats: folds, first weights, training.
 * @returns values per fold, their mean and standard deviation, all plain numbers. Leaves no tensor behind.
 * @throws like `train`; RangeError if there are fewer examples than folds; TypeError for an optimizer that
 *   folds would share; Error if interrupted.
 * @example
 * const x = tf.linspace(0, 1, 12).reshape([12, 1]);
 * const createModel = () =>
 *   tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
 * const options = { loss: 'meanSquaredError', k: 3, seed: 1 } as const;
 * (await crossValidate(createModel, { x, y: x }, options)).folds.length; // 3
 */
export async function crossValidate(
  createModel: () => tf.LayersModel,
  data: DataInput,
  options: CrossValidateOptions,
): Promise<CrossValidation> {
  checkOptions('crossValidate', options, KNOWN);
  const { k = 5, seed = nextSeed(), onFold } = options;
  const { x, y } = readData('crossValidate', 'data', data);
  const dataset: Dataset = { x: x.length === 1 && x[0] ? x[0] : x, y };
  checkOptimizer(options.optimizer);
  const folds: Evaluation[] = [];
  const histories: History[] = [];
  const restore = keepRandomState();
  try {
    const seeds = createRandom(seed);
    for (const fold of kFold(sizeOf(dataset), { k, seed, ...cutting(options, y) })) {
      if (options.seed !== undefined) setSeed(seeds.integer(TWO_POW_32));
      const { values, history } = await runFold(createModel, cut(dataset, fold), options);
      folds.push(values);
      histories.push(history);
      onFold?.(folds.length, values);
      if (history.stopped === 'interrupted') {
        throw new Error(
          `crossValidate: interrupted in fold ${folds.length} of ${k}; run the cell again.`,
        );
      }
    }
  } finally {
    if (options.seed !== undefined) restore();
  }
  return { folds, histories, ...summarizeFolds(folds) };
}

function cutting({ stratify, timeOrdered }: CrossValidateOptions, y: tf.Tensor): KFoldOptions {
  if (timeOrdered) return { timeOrdered };
  if (!stratify) return {};
  const last = y.shape[y.rank - 1] ?? 1;
  return { stratifyBy: tf.tidy(() => (y.rank > 1 && last > 1 ? y.argMax(-1) : y).dataSync()) };
}

function checkOptimizer(optimizer: unknown): void {
  if (optimizer === undefined || typeof optimizer === 'string' || typeof optimizer === 'function') {
    return;
  }
  throw new TypeError(
    'crossValidate: expected optimizer to be a name or a function that makes one; got an optimizer; ' +
      'folds must not share its memory: pass () => optimizers.adam({ … }).',
  );
}

async function runFold(
  createModel: () => tf.LayersModel,
  cutData: FoldData,
  options: CrossValidateOptions,
): Promise<{ values: Evaluation; history: History }> {
  const { k: _k, stratify: _s, timeOrdered: _t, prepare, onFold: _f, optimizer, ...rest } = options;
  const prepared = prepare ? prepareFold(cutData, prepare) : cutData;
  const made = typeof optimizer === 'function' ? optimizer() : optimizer;
  const model = createModel();
  try {
    const { training, validation } = prepared;
    const live = rest.live ?? false;
    const history = await train(model, training, {
      ...{ ...rest, live, validation },
      ...(made === undefined ? {} : { optimizer: made }),
    });
    return { values: await evaluate(model, validation, evaluation(rest)), history };
  } finally {
    model.dispose();
    if (typeof made === 'object') made.dispose();
    tf.dispose(tensorsOf(prepared));
  }
}

function evaluation({ loss, metrics }: Pick<TrainOptions, 'loss' | 'metrics'>): EvaluateOptions {
  return { loss, ...(metrics && { metrics }) };
}

function prepareFold(fold: FoldData, prepare: (fold: FoldData) => FoldData): FoldData {
  const kept: FoldData[] = [];
  tf.tidy(() => {
    const made = prepare(fold);
    // What comes back unchanged is cloned, so that the old parts can be freed in any case.
    const copy = (x: tf.Tensor): tf.Tensor => tf.keep(x.clone());
    const part = ({ x, y }: Dataset): Dataset => ({
      x: Array.isArray(x) ? x.map(copy) : copy(x),
      y: copy(y),
    });
    kept.push({ training: part(made.training), validation: part(made.validation) });
  });
  tf.dispose(tensorsOf(fold));
  return itemAt(kept, 0);
}
