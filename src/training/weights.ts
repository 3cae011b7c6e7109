/** Example weights from class weights and sample weights. */
import { tf } from '../engine';
import type { Batch, Loss } from './types';

/**
 * One float32 weight per example or position, or `undefined` when nothing is weighted.
 *
 * @returns `[N]` or `[N, T]`. Caller disposes.
 * @throws RangeError if lengths or classes do not fit.
 */
export function exampleWeights(
  examples: Batch,
  outputShape: tf.LayersModel['outputShape'],
  loss: Loss,
  options: { classWeight?: Record<number, number>; sampleWeight?: tf.Tensor },
): tf.Tensor | undefined {
  const { classWeight, sampleWeight } = options;
  if (sampleWeight) checkSampleWeight(sampleWeight, examples);
  if (!classWeight) return sampleWeight ? tf.cast(sampleWeight, 'float32').clone() : undefined;
  return tf.tidy(() => {
    const byClass = classWeights(examples, outputShape, loss, classWeight);
    if (!sampleWeight) return byClass;
    const rank = Math.max(byClass.rank, sampleWeight.rank);
    const widen = (w: tf.Tensor): tf.Tensor =>
      w.reshape([...w.shape, ...Array<number>(rank - w.rank).fill(1)]);
    return widen(byClass).mul(widen(tf.cast(sampleWeight, 'float32')));
  });
}

function checkSampleWeight(sampleWeight: tf.Tensor, { y }: Batch): void {
  const fits =
    sampleWeight.rank >= 1 &&
    sampleWeight.rank <= y.rank &&
    sampleWeight.shape.every((length, axis) => length === y.shape[axis]);
  if (fits) return;
  throw new RangeError(
    `train: expected sampleWeight of shape [${y.shape[0]}] (or like y, [${y.shape.join(', ')}]); got ` +
      `[${sampleWeight.shape.join(', ')}]. Give one weight per example.`,
  );
}

function classWeights(
  { y }: Batch,
  outputShape: tf.LayersModel['outputShape'],
  loss: Loss,
  classWeight: Record<number, number>,
): tf.Tensor {
  const last = outputShape[outputShape.length - 1];
  const outputs = typeof last === 'number' ? last : 1;
  const classes = loss.lossName === 'binaryCrossentropy' ? 2 : outputs;
  const table = new Float32Array(classes).fill(1);
  for (const [key, weight] of Object.entries(classWeight)) {
    const index = Number(key);
    if (!Number.isInteger(index) || index < 0 || index >= classes || !(weight >= 0)) {
      throw new RangeError(
        `train: expected classWeight { class: weight ≥ 0 } with classes 0 to ${classes - 1}; got ` +
          `${key}: ${weight}. Remove or renumber that class.`,
      );
    }
    table[index] = weight;
  }
  const oneHot = loss.lossName === 'categoricalCrossentropy';
  const labels = tf.cast(oneHot ? y.argMax(-1) : y, 'int32');
  const column = labels.rank > 1 && labels.shape[labels.rank - 1] === 1;
  const flat = column ? labels.reshape(labels.shape.slice(0, -1)) : labels;
  // Ignored labels may lie outside the table; their weight is never used.
  return tf.gather(tf.tensor1d(table), flat.clipByValue(0, classes - 1).toInt());
}
