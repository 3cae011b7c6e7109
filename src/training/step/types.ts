/** Batches, losses and metrics, and what a training step, an evaluation and a prediction take and give. */
import type { tf } from '../../engine';

/** Examples: a whole data set, or the few of one step. Axis 0 of every tensor counts them. */
export interface Batch {
  /** Inputs `[B, …]`, one tensor per model input. */
  x: tf.Tensor[];
  /** Targets `[B, …]`. */
  y: tf.Tensor;
  /** `[B]` or `[B, T]` float32, how much each example, or each of its positions, counts. */
  sampleWeight?: tf.Tensor | undefined;
}

/** Two scalars whose quotient is a mean. Sums of several batches add up. */
export interface SumAndWeight {
  sum: tf.Scalar;
  weight: tf.Scalar;
}

/** The same as plain numbers. */
export interface PlainSumAndWeight {
  sum: number;
  weight: number;
}

/** What a target is: numbers, yes or no, a row of probabilities over classes, or the number of a class. */
export type TargetKind = 'numbers' | 'binary' | 'oneHot' | 'classes';

/**
 * A loss that `train` and `evaluate` can average correctly over masked, weighted and partial batches.
 *
 * Called, it gives the mean loss of a batch as a scalar that the caller disposes.
 */
export interface Loss {
  (yTrue: tf.Tensor, yPred: tf.Tensor): tf.Scalar;
  /** Name shown in messages. */
  readonly lossName: string;
  /** True when `yPred` must be logits, false when it must be probabilities or values. */
  readonly fromLogits?: boolean | undefined;
  /** Target value whose positions do not count, if any: `ignoreIndex` or `maskValue` of the loss. */
  readonly ignoreIndex?: number | undefined;
  /** What its targets are. Unknown for a loss of one's own. */
  readonly targets?: TargetKind | undefined;
  /**
   * Weighted sum of the losses and the number they are to be divided by, two scalars that the caller
   * disposes. Sums of several batches (or of parts of one batch) add up; means do not.
   */
  sumAndWeight(yTrue: tf.Tensor, yPred: tf.Tensor, sampleWeight?: tf.Tensor): SumAndWeight;
  /** Throws when shapes or targets cannot belong to this loss. `caller` begins the message. */
  check?(caller: string, yTrue: tf.Tensor, yPred: tf.Tensor): void;
  /** Throws when predicted values cannot belong to this loss. */
  checkPredictions?(caller: string, yPred: tf.Tensor): void;
}

/** A loss, or a function that only knows the mean of a batch. */
export type LossOrMean = ((yTrue: tf.Tensor, yPred: tf.Tensor) => tf.Scalar) &
  Pick<Loss, 'lossName'> &
  Partial<Pick<Loss, 'sumAndWeight'>>;

/** A metric averaged over examples while training or evaluating: total sum / total weight. */
export interface Metric {
  readonly metricName: string;
  sumAndWeight(yTrue: tf.Tensor, yPred: tf.Tensor, sampleWeight?: tf.Tensor): SumAndWeight;
  /** Turns the mean into the metric, e.g. `Math.sqrt` for the root mean squared error. */
  finish?(mean: number): number;
  /** True when a larger value is better; decides what early stopping waits for. Default false. */
  readonly higherIsBetter?: boolean | undefined;
  /** The metric as it has to be beside `loss`: same mask, same reading of predictions. */
  forLoss?(loss: Loss): Metric;
  /** Throws when targets or predictions cannot belong to this metric. `caller` begins the message. */
  check?(caller: string, yTrue: tf.Tensor, yPred: tf.Tensor): void;
}

/** What one step or one evaluation measured, as plain numbers, before the weights changed. */
export interface StepResult {
  /** Mean loss of the batch, regularization penalties included. */
  loss: number;
  /** Sum of the examples' losses, without penalties. */
  lossSum: number;
  /** What `lossSum` is to be divided by. */
  lossWeight: number;
  /** Regularization penalties of the model's layers. */
  penalty: number;
  /** Each metric by its `metricName`. */
  metrics: Record<string, PlainSumAndWeight>;
}

/** Options of one run of a step. */
export interface RunOptions {
  /** Step size; may differ at every run. */
  learningRate: number;
}

/** A step on examples of the `data` given at creation. */
export interface PlannedStep extends RunOptions {
  /** Positions in the data. */
  indices: Int32Array;
}

/** Repeats one training step as fast as the engine can. Dispose it when training ends. */
export interface TrainingStep {
  /** Updates the model with one batch. A `sampleWeight` wants a loss with `sumAndWeight`. */
  run(batch: Batch, options: RunOptions): StepResult;
  /**
   * Updates the model several times, each time with examples of the `data` given at creation. A traced step does it
   * in one call; the numbers are those of single steps, bit for bit.
   *
   * @param steps all with the same number of examples
   * @returns what each step measured; the first whose loss is not finite is the last that is done
   */
  runSteps(steps: readonly PlannedStep[]): StepResult[];
  /**
   * Brings weights and optimizer slots up to date at once. Not needed for correctness: whoever reads a
   * weight gets its current value.
   */
  sync(): void;
  /** Frees the graphs; weights and optimizer slots are up to date afterwards. */
  dispose(): void;
  /** Whether batches of the last shape run as one traced graph. */
  readonly traced: boolean;
  /** Why the step runs eagerly, when it cannot be traced. */
  readonly reason?: string | undefined;
}

/** Options of {@link createTrainingStep}. */
export interface TrainingStepOptions {
  model: tf.LayersModel;
  optimizer: tf.Optimizer;
  loss: LossOrMean;
  metrics?: Metric[] | undefined;
  /** Scales all gradients together so that their global norm is at most this. */
  clipNorm?: number | undefined;
  /** Limits each gradient entry to ± this. Applied before `clipNorm`. */
  clipValue?: number | undefined;
  /** Decoupled weight decay per step, times the learning rate: w ← w − learningRate · weightDecay · w. */
  weightDecay?: number | undefined;
  /** Which weights decay. Defaults to all trainable ones. */
  decays?: ((weight: tf.Variable) => boolean) | undefined;
  /** Examples that {@link TrainingStep.runSteps} picks from. Must live as long as the step. */
  data?: Batch | undefined;
  /** `false` runs eagerly. Defaults to tracing where the engine can. */
  trace?: boolean | undefined;
  /**
   * Parts into which a batch is split, to run at once. Defaults to the number of inter-op threads, and to 1 where one
   * core is faster.
   */
  branches?: number | undefined;
}

/** Measures a model's loss and metrics, with all cores. Dispose it after use. */
export interface Evaluator {
  /** Loss and metrics over all examples, computed in chunks. The batch is not disposed. */
  run(batch: Batch): StepResult;
  dispose(): void;
  /** Why chunks run eagerly, when they cannot be compiled. */
  readonly reason?: string | undefined;
}

/** Options of {@link createEvaluator}. */
export interface EvaluatorOptions {
  model: tf.LayersModel;
  loss: LossOrMean;
  metrics?: Metric[] | undefined;
  /** Examples per chunk and core. Default 128. */
  chunkSize?: number | undefined;
  trace?: boolean | undefined;
  /**
   * Chunks of one shape that are computed before a graph is compiled for the rest. Default 3. Graph and eager
   * operations round differently: 0 repeats bit for bit whatever was evaluated before.
   */
  eagerRuns?: number | undefined;
}

/** Runs a model over many examples, with all cores. Dispose it after use. */
export interface Predictor {
  /** Output of the model, in inference mode, `[N, …]`; caller disposes. `x` is not disposed. */
  predict(x: tf.Tensor[]): tf.Tensor;
  dispose(): void;
  /** Why chunks run eagerly, when they cannot be compiled. */
  readonly reason?: string | undefined;
}

/** Options of {@link createPredictor}. */
export interface PredictorOptions {
  model: tf.LayersModel;
  /** Examples per chunk and core. Default 128. */
  chunkSize?: number | undefined;
  trace?: boolean | undefined;
}
