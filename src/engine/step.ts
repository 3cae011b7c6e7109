/** One training step, and forward passes over many examples: what `training` builds on. */
import type { tf } from './tensorflow';

/** A loss: scalar mean over the batch. */
export interface LossFunction {
  (yTrue: tf.Tensor, yPred: tf.Tensor): tf.Scalar;
  /** Name shown in messages. */
  readonly lossName: string;
  /**
   * Weighted sum over the examples and what to divide it by. Where present, the batch can be split exactly
   * even when examples count differently (masks, sample weights).
   */
  sumAndWeight?(yTrue: tf.Tensor, yPred: tf.Tensor, sampleWeight?: tf.Tensor): SumAndWeight;
}

/** A metric accumulated over batches: value = total sum / total weight. */
export interface MetricFunction {
  readonly metricName: string;
  sumAndWeight(yTrue: tf.Tensor, yPred: tf.Tensor, sampleWeight?: tf.Tensor): SumAndWeight;
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
  /** `[B]` float32, how much each example counts. The loss must have `sumAndWeight`. */
  sampleWeight?: tf.Tensor;
}

/** Repeats one training step as fast as the engine can. Dispose it when training ends. */
export interface TrainingStep {
  /**
   * Updates the model with one batch.
   *
   * @param x inputs `[B, …]`, one tensor per model input
   * @param y targets `[B, …]`
   */
  run(x: tf.Tensor | tf.Tensor[], y: tf.Tensor, options: RunOptions): StepResult;
  /**
   * Updates the model with the examples at `indices` of the `data` given at creation.
   *
   * @param indices int32, positions in the data
   */
  runIndices(indices: Int32Array, options: RunOptions): StepResult;
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
  loss: LossFunction;
  metrics?: MetricFunction[] | undefined;
  /** Scales all gradients together so that their global norm is at most this. */
  clipNorm?: number | undefined;
  /** Limits each gradient entry to ± this. Applied before `clipNorm`. */
  clipValue?: number | undefined;
  /** Decoupled weight decay per step, times the learning rate: w ← w − learningRate · weightDecay · w. */
  weightDecay?: number | undefined;
  /** Which weights decay. Defaults to all trainable ones. */
  decays?: ((weight: tf.Variable) => boolean) | undefined;
  /** Examples that {@link TrainingStep.runIndices} picks from. Must live as long as the step. */
  data?:
    { x: tf.Tensor | tf.Tensor[]; y: tf.Tensor; sampleWeight?: tf.Tensor | undefined } | undefined;
  /** `false` runs eagerly. Defaults to tracing where the engine can. */
  trace?: boolean | undefined;
  /** Parts into which a batch is split, to run at once. Defaults to the number of inter-op threads. */
  branches?: number | undefined;
}

/** Measures a model's loss and metrics, with all cores. Dispose it after use. */
export interface Evaluator {
  /** Loss and metrics over all examples, computed in chunks. `x` and `y` are not disposed. */
  run(x: tf.Tensor | tf.Tensor[], y: tf.Tensor, sampleWeight?: tf.Tensor): StepResult;
  dispose(): void;
}

/** Options of {@link createEvaluator}. */
export interface EvaluatorOptions {
  model: tf.LayersModel;
  loss: LossFunction;
  metrics?: MetricFunction[] | undefined;
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
  predict(x: tf.Tensor | tf.Tensor[]): tf.Tensor;
  dispose(): void;
}

/** Options of {@link createPredictor}. */
export interface PredictorOptions {
  model: tf.LayersModel;
  /** Examples per chunk and core. Default 128. */
  chunkSize?: number | undefined;
  trace?: boolean | undefined;
}
