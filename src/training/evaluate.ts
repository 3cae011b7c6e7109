/** Loss and metrics on held-out data, and predictions. */
import { createEvaluator, createPredictor, tf, type Evaluator, type Predictor } from '../engine';
import { checkInputs, disposeExamples, readExamples, sliceExamples } from './data';
import type { DataInput, Examples } from './data';
import { watchInterrupt } from './interrupt';
import { resolveLoss, type LossInput } from './losses/resolve';
import { Means, type Evaluation } from './means';
import { resolveMetric, type MetricName } from './metrics/resolve';
import { checkBatchSize } from './options';
import { Pace } from './pace';
import type { Loss, Metric } from './types';

/** Examples that one core works on at a time. */
export const CHUNK_SIZE = 128;

/** Chunks between two chances for displays and interrupts. */
export const SLICE_CHUNKS = 8;

/** Options of {@link evaluate}. */
export interface EvaluateOptions {
  loss: LossInput;
  /** Names or metric objects. Default `accuracy` for classes, else none. */
  metrics?: (MetricName | Metric)[];
  /** Examples per chunk and core; changes memory and speed, not the result. Default 128. */
  batchSize?: number;
}

/** Accuracy is what readers look for when targets are classes. */
export function defaultMetrics(loss: Loss): MetricName[] {
  return loss.lossName.endsWith('rossentropy') ? ['accuracy'] : [];
}

/**
 * Loss and metrics of a model on a data set, with dropout off and weights untouched.
 *
 * The loss includes the model's weight penalties (L1, L2), as in Keras.
 *
 * @param data `{ x, y }`; stays the caller's.
 * @returns plain numbers. Leaves no tensor behind.
 * @throws RangeError or TypeError if shapes, labels or options do not fit; Error if interrupted.
 */
export async function evaluate(
  model: tf.LayersModel,
  data: DataInput,
  options: EvaluateOptions,
): Promise<Evaluation> {
  const loss = resolveLoss('evaluate', options.loss);
  const { batchSize = CHUNK_SIZE } = options;
  const metrics = (options.metrics ?? defaultMetrics(loss)).map((metric) =>
    resolveMetric('evaluate', metric, loss),
  );
  const examples = readExamples('evaluate', 'data', data);
  checkBatchSize('evaluate', batchSize);
  checkInputs('evaluate', model, examples.xs);
  checkTargets('evaluate', model, examples, loss, metrics);
  const evaluator = createEvaluator({ model, loss, metrics, chunkSize: batchSize });
  const watch = watchInterrupt();
  try {
    const proceed = (): boolean => !watch.interrupted;
    const sliceSize = batchSize * SLICE_CHUNKS;
    const values = await evaluateExamples(evaluator, examples, { metrics, sliceSize, proceed });
    if (watch.interrupted)
      throw new Error('evaluate: interrupted. Run the cell again to evaluate.');
    return values;
  } finally {
    watch.stop();
    evaluator.dispose();
  }
}

/** Evaluates checked examples slice by slice; stops with what it has once `proceed` returns false. */
export async function evaluateExamples(
  evaluator: Evaluator,
  examples: Examples,
  options: { metrics: Metric[]; sliceSize: number; proceed: () => boolean },
): Promise<Evaluation> {
  const { metrics, sliceSize, proceed } = options;
  const means = new Means(metrics);
  const pace = new Pace();
  for (let start = 0; start < examples.size && proceed(); start += sliceSize) {
    const part = sliceExamples(examples, start, Math.min(sliceSize, examples.size - start));
    try {
      means.add(evaluator.run(part.xs, part.y));
    } finally {
      disposeExamples(part);
    }
    if (pace.due()) await pace.rest();
  }
  return means.result();
}

/** Options of {@link predict}. */
export interface PredictOptions {
  /** Examples per chunk and core; changes memory and speed, not the result. Default 128. */
  batchSize?: number;
}

/**
 * Predictions of a model for any number of examples, with dropout off.
 *
 * @param x `[N, …]`, or one tensor per model input; stays the caller's.
 * @returns `[N, …]`. Caller disposes it.
 * @throws RangeError if the shapes do not fit the model; Error if interrupted.
 */
export async function predict(
  model: tf.LayersModel,
  x: tf.Tensor | tf.Tensor[],
  { batchSize = CHUNK_SIZE }: PredictOptions = {},
): Promise<tf.Tensor> {
  checkBatchSize('predict', batchSize);
  const xs = Array.isArray(x) ? x : [x];
  checkInputs('predict', model, xs);
  if (!xs[0]?.shape[0]) {
    throw new RangeError(
      'predict: expected at least one example; got 0. Check the slice or filter.',
    );
  }
  const predictor = createPredictor({ model, chunkSize: batchSize });
  const watch = watchInterrupt();
  const parts: tf.Tensor[] = [];
  try {
    await predictSlices(predictor, xs, batchSize * SLICE_CHUNKS, (part) => {
      parts.push(part);
      if (watch.interrupted)
        throw new Error('predict: interrupted. Run the cell again to predict.');
    });
    return tf.concat(parts, 0);
  } finally {
    watch.stop();
    predictor.dispose();
    tf.dispose(parts);
  }
}

async function predictSlices(
  predictor: Predictor,
  xs: tf.Tensor[],
  sliceSize: number,
  take: (part: tf.Tensor) => void,
): Promise<void> {
  const size = xs[0]?.shape[0] ?? 0;
  const pace = new Pace();
  for (let start = 0; start < size; start += sliceSize) {
    const count = Math.min(sliceSize, size - start);
    take(tf.tidy(() => predictor.predict(xs.map((input) => input.slice(start, count)))));
    if (pace.due()) await pace.rest();
  }
}

/** Checks all targets, and the model's predictions of a few examples, against the loss. */
export function checkTargets(
  caller: string,
  model: tf.LayersModel,
  { xs, y, size }: Examples,
  loss: Loss,
  metrics: readonly Metric[] = [],
): void {
  const predictor = createPredictor({ model, trace: false });
  tf.tidy(() => {
    const few = xs.map((x) => x.slice(0, Math.min(size, 4)));
    // Also without a check: the pass builds the model, and shows what is wrong before training begins.
    const yPred = predictor.predict(few);
    loss.check?.(caller, y, yPred);
    for (const metric of metrics) metric.check?.(caller, y, yPred);
  });
  predictor.dispose();
}
