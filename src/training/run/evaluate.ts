/** Loss and metrics on held-out data. */
import { checkOptions } from '../../host/options';
import { tf } from '../../engine';
import { resolveLoss, type LossInput } from '../losses/resolve';
import { resolveMetric, type MetricName } from '../metrics/resolve';
import { checkBatchSize } from '../options';
import {
  CHUNK_SIZE,
  createEvaluator,
  createPredictor,
  disposeBatch,
  sizeOf,
  sliceBatch,
  type Batch,
  type Evaluator,
  type Loss,
  type Metric,
} from '../step';
import { checkInputs, readData, type DataInput } from './data';
import { watchInterrupt } from './interrupt';
import { checkActivation } from './last-activation';
import { Means, type Evaluation } from './means';
import { checkEvaluation } from './not-finite';
import { Pace } from './pace';

/** Examples whose predictions are looked at before a run. */
const FEW = 4;

/** Chunks between two chances for displays and interrupts. */
export const SLICE_CHUNKS = 8;

/** Options of {@link evaluate}. */
export interface EvaluateOptions {
  /** `losses.<name>({…})`, a name, or `(yTrue, yPred) => scalar`. */
  loss: LossInput;
  /** Names or metric objects. Default `accuracy` for classes, else none. */
  metrics?: (MetricName | Metric)[];
  /** Examples per chunk and core; changes memory and speed, not the result. Default 128. */
  batchSize?: number;
}

const KNOWN = {
  ...{ loss: true, metrics: true, batchSize: true },
} as const satisfies Record<keyof EvaluateOptions, true>;

/** Accuracy is what readers look for when targets are classes. */
export function defaultMetrics(loss: Loss): MetricName[] {
  return loss.lossName.endsWith('rossentropy') ? ['accuracy'] : [];
}

/**
 * Loss and metrics of a model on a data set, with dropout off and weights untouched.
 *
 * The loss includes the model's weight penalties (L1, L2), as in Keras.
 *
 * Axes: N examples · … whatever the model takes and gives.
 *
 * @param model any `tf.LayersModel` with one output; need not be compiled
 * @param data `{ x, y }`: `x` `[N, …]` or one such tensor per input, `y` `[N, …]`. Stays the caller's.
 * @param options see {@link EvaluateOptions}. Only `loss` has no default.
 * @returns plain numbers: `loss` and one for each metric. Leaves no tensor behind.
 * @throws RangeError or TypeError if shapes, labels, the model's end or options do not fit; RangeError with
 *   the first bad example if the loss is not finite; Error if interrupted.
 * @example
 * const layer = tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: 'ones' });
 * const model = tf.sequential({ layers: [layer] });
 * const data = { x: tf.tensor2d([[1], [2]]), y: tf.tensor2d([[3], [2]]) };
 * await evaluate(model, data, { loss: 'meanSquaredError' }); // { loss: 2 }
 */
export async function evaluate(
  model: tf.LayersModel,
  data: DataInput,
  options: EvaluateOptions,
): Promise<Evaluation> {
  checkOptions('evaluate', options, KNOWN);
  const loss = resolveLoss('evaluate', options.loss);
  const { batchSize = CHUNK_SIZE } = options;
  const metrics = (options.metrics ?? defaultMetrics(loss)).map((metric) =>
    resolveMetric('evaluate', metric, loss),
  );
  const batch = readData('evaluate', 'data', data);
  checkBatchSize('evaluate', batchSize);
  checkInputs('evaluate', model, batch.x);
  checkTargets('evaluate', model, batch, loss, metrics);
  const evaluator = createEvaluator({ model, loss, metrics, chunkSize: batchSize });
  const watch = watchInterrupt();
  try {
    const proceed = (): boolean => !watch.interrupted;
    const sliceSize = batchSize * SLICE_CHUNKS;
    const values = await evaluateBatch(evaluator, batch, { metrics, sliceSize, proceed });
    if (watch.interrupted)
      throw new Error(
        'evaluate: expected to run to the end; got an interrupt; run the cell again to evaluate.',
      );
    checkEvaluation(values, { caller: 'evaluate', data: 'data', model, loss, batch });
    return values;
  } finally {
    watch.stop();
    evaluator.dispose();
  }
}

/** Evaluates checked examples slice by slice; stops with what it has once `proceed` returns false. */
export async function evaluateBatch(
  evaluator: Evaluator,
  batch: Batch,
  options: { metrics: Metric[]; sliceSize: number; proceed: () => boolean },
): Promise<Evaluation> {
  const { metrics, sliceSize, proceed } = options;
  const means = new Means(metrics);
  const pace = new Pace();
  const size = sizeOf(batch);
  for (let start = 0; start < size && proceed(); start += sliceSize) {
    const part = sliceBatch(batch, start, Math.min(sliceSize, size - start));
    try {
      means.add(evaluator.run(part));
    } finally {
      disposeBatch(part);
    }
    if (pace.due()) await pace.rest();
  }
  return means.result();
}

/** Checks all targets, and the model's predictions of a few examples, against the loss. */
export function checkTargets(
  caller: string,
  model: tf.LayersModel,
  batch: Batch,
  loss: Loss,
  metrics: readonly Metric[] = [],
): void {
  const predictor = createPredictor({ model, trace: false });
  tf.tidy(() => {
    const few = sliceBatch(batch, 0, Math.min(sizeOf(batch), FEW));
    // Also without a check: the pass builds the model, and shows what is wrong before training begins.
    const yPred = predictor.predict(few.x);
    loss.check?.(caller, batch.y, yPred);
    checkActivation(caller, model, loss);
    loss.checkPredictions?.(caller, yPred);
    for (const metric of metrics) metric.check?.(caller, batch.y, yPred);
  });
  predictor.dispose();
}
