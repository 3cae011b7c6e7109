/** Loss, metrics and penalties of a batch as one vector of sums: what eager and traced steps both compute. */
import { itemAt } from '../../host/item-at';
import { tf, type Part } from '../../engine';
import { applyToParts } from './branches';
import type {
  Batch,
  LossOrMean,
  Metric,
  PlainSumAndWeight,
  StepResult,
  SumAndWeight,
} from './types';

/** What to compute on a batch. */
export interface Objective {
  model: tf.LayersModel;
  loss: LossOrMean;
  metrics: Metric[];
  /** `true` applies dropout and batch statistics. */
  training: boolean;
}

/** Below this the divisor is taken as this: a batch whose weights are all 0 has loss 0, not NaN. */
const LEAST_WEIGHT = 1e-12;

/** The mean that a sum and a weight stand for. */
export function meanOf({ sum, weight }: PlainSumAndWeight): number {
  return sum / Math.max(weight, LEAST_WEIGHT);
}

/** Sum of the layers' regularization penalties, or undefined when there are none. */
function penaltyOf(model: tf.LayersModel): tf.Scalar | undefined {
  // A tf.Sequential keeps its graph, and with it the penalties, in an inner model.
  const inner = (model as unknown as { model?: tf.LayersModel }).model ?? model;
  const penalties = inner.calculateLosses();
  return penalties.length === 0 ? undefined : tf.addN(penalties);
}

function lossSums({ loss }: Objective, { y, sampleWeight }: Batch, yPred: tf.Tensor): SumAndWeight {
  if (loss.sumAndWeight) return loss.sumAndWeight(y, yPred, sampleWeight);
  if (sampleWeight)
    throw new TypeError(
      `createTrainingStep: expected a loss with sumAndWeight for sampleWeight; got ${loss.lossName}; ` +
        'use a loss of the library, or leave the weights out.',
    );
  const size = y.shape[0] ?? 1;
  return { sum: loss(y, yPred).mul(size), weight: tf.scalar(size) };
}

/** Scalars of one part `[2 + 2·metrics]`: loss sum and weight, then those of each metric. */
function partSums(objective: Objective, batch: Batch, yPred: tf.Tensor): tf.Scalar[] {
  const all = [lossSums(objective, batch, yPred)];
  for (const metric of objective.metrics)
    all.push(metric.sumAndWeight(batch.y, yPred, batch.sampleWeight));
  return all.flatMap(({ sum, weight }) => [asScalar(sum), asScalar(weight)]);
}

function asScalar(value: tf.Tensor): tf.Scalar {
  const float = value.dtype === 'float32' ? value : value.toFloat();
  return float.asScalar();
}

/** Splits `batchSize` examples into at most `branches` parts of nearly equal size. */
export function partsOf(batchSize: number, branches: number): Part[] {
  const count = Math.max(1, Math.min(branches, batchSize));
  return Array.from({ length: count }, (_, i) => {
    const begin = Math.floor((i * batchSize) / count);
    const end = Math.floor(((i + 1) * batchSize) / count);
    return { begin, size: end - begin, total: batchSize };
  });
}

/** Total loss to differentiate, and all sums of the batch as one vector `[3 + 2·metrics]`. */
export interface ObjectiveValue {
  /** Mean loss plus penalties. */
  total: tf.Scalar;
  /** Loss sum, loss weight, penalty, then sum and weight of each metric. */
  sums: tf.Tensor1D;
}

/**
 * Computes the objective of a batch, part by part. Sums of the parts add up exactly to those of the batch
 * for every model that treats examples one by one.
 *
 * @param parts how the batch is split
 * @param pick the examples of one part
 */
export function computeObjective(
  objective: Objective,
  parts: Part[],
  pick: (part: Part) => Batch,
): ObjectiveValue {
  const batches = parts.map(pick);
  const { model, training } = objective;
  const inputs = batches.map(({ x }) => x);
  const predictions = applyToParts(model, parts, inputs, training);
  const perPart = batches.map((batch, i) => partSums(objective, batch, itemAt(predictions, i)));
  const summed = (perPart[0] ?? []).map((first, i) =>
    perPart.length === 1 ? first : tf.addN(perPart.map((part) => itemAt(part, i))),
  );
  const [sum, weight, ...metrics] = summed;
  if (!sum || !weight)
    throw new RangeError(
      'computeObjective: expected at least one part; got none; pass a whole batch as one part.',
    );
  const mean = sum.div<tf.Scalar>(weight.maximum(LEAST_WEIGHT));
  const penalty = penaltyOf(model);
  return {
    total: penalty ? mean.add(penalty) : mean,
    sums: tf.stack([sum, weight, penalty ?? tf.scalar(0), ...metrics]).as1D(),
  };
}

/** Numbers in the vector of sums. */
export const sumsLength = (metrics: Metric[]): number => 3 + 2 * metrics.length;

/** Reads the vector of sums as named numbers. */
export function readSums(values: ArrayLike<number>, metrics: Metric[]): StepResult {
  const at = (i: number) => values[i] ?? NaN;
  const [lossSum, lossWeight, penalty] = [at(0), at(1), at(2)];
  const loss = meanOf({ sum: lossSum, weight: lossWeight }) + penalty;
  const measured = metrics.map(({ metricName }, i) => [
    metricName,
    { sum: at(3 + 2 * i), weight: at(4 + 2 * i) },
  ]);
  return {
    ...{ loss, lossSum, lossWeight, penalty },
    metrics: Object.fromEntries(measured) as StepResult['metrics'],
  };
}
