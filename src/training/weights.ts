/** Example weights from class weights and sample weights. */
import { shapeText } from '../host/checks';
import { tf } from '../engine';
import { isIgnored, rowNotOne, squeezeLast } from './losses/check';
import type { Batch, Loss } from './types';

/** What `train` may be told about the weight of examples. */
export interface WeightOptions {
  classWeight?: Readonly<Record<number, number>> | undefined;
  sampleWeight?: tf.Tensor | undefined;
}

/**
 * One float32 weight per example or position, or `undefined` when nothing is weighted.
 *
 * @returns `[N]` or `[N, T]`. Caller disposes.
 * @throws TypeError if weights are no tensor or the targets no classes; RangeError if lengths or classes do
 *   not fit, or a weight is negative or not finite, or all are 0.
 */
export function exampleWeights(
  { y }: Batch,
  outputShape: tf.LayersModel['outputShape'],
  loss: Loss,
  { classWeight, sampleWeight }: WeightOptions,
): tf.Tensor | undefined {
  if (sampleWeight !== undefined) checkSampleWeight(sampleWeight, y, loss);
  if (classWeight === undefined) return sampleWeight && tf.cast(sampleWeight, 'float32').clone();
  return tf.tidy(() => {
    const byClass = classWeights(y, outputShape, loss, classWeight);
    if (!sampleWeight) return byClass;
    const rank = Math.max(byClass.rank, sampleWeight.rank);
    const widen = (w: tf.Tensor): tf.Tensor =>
      w.reshape([...w.shape, ...Array<number>(rank - w.rank).fill(1)]);
    return widen(byClass).mul(widen(tf.cast(sampleWeight, 'float32')));
  });
}

/** Shape of the single losses that a weight may multiply. */
function lossShape(y: tf.Tensor, { targets }: Loss): number[] {
  if (targets === 'oneHot') return y.shape.slice(0, -1);
  return targets === 'classes' ? squeezeLast(y.shape) : y.shape;
}

function checkSampleWeight(sampleWeight: tf.Tensor, y: tf.Tensor, loss: Loss): void {
  if (!(sampleWeight instanceof tf.Tensor)) {
    throw new TypeError(
      `train: expected sampleWeight to be a tensor; got ${Array.isArray(sampleWeight) ? 'an array' : typeof sampleWeight}; ` +
        'make it with tf.tensor1d(weights).',
    );
  }
  const whole = lossShape(y, loss);
  const given = squeezeLast(sampleWeight.shape);
  const fits =
    given.length >= 1 &&
    given.length <= whole.length &&
    given.every((length, axis) => length === whole[axis]);
  if (!fits) {
    const alternative = whole.length > 1 ? ` (or ${shapeText(whole)})` : '';
    throw new RangeError(
      `train: expected sampleWeight of shape ${shapeText(whole.slice(0, 1))}${alternative}; got ` +
        `${shapeText(sampleWeight.shape)}; give one weight per example.`,
    );
  }
  checkWeights('sampleWeight', sampleWeight);
}

/** @throws RangeError unless all weights are finite and ≥ 0, and one is above 0. */
function checkWeights(name: string, weights: tf.Tensor): void {
  const values = weights.dataSync();
  const bad = values.findIndex((value) => !(value >= 0 && value < Infinity));
  if (bad >= 0) {
    throw new RangeError(
      `train: expected every ${name} ≥ 0; got ${values[bad]} at position ${bad}; ` +
        'use 0 for examples that are not to count.',
    );
  }
  if (values.some((value) => value > 0)) return;
  throw new RangeError(
    `train: expected some ${name} above 0; got only 0, with which nothing is learned; ` +
      'give the examples that count a weight of 1.',
  );
}

function classWeights(
  y: tf.Tensor,
  outputShape: tf.LayersModel['outputShape'],
  loss: Loss,
  classWeight: Readonly<Record<number, number>>,
): tf.Tensor {
  const last = outputShape[outputShape.length - 1];
  const outputs = typeof last === 'number' ? last : 1;
  // One output can tell two classes apart; several are one per class.
  const table = weightTable(classWeight, outputs === 1 ? 2 : outputs);
  const labels = classLabels(y, outputs, loss);
  // Ignored labels may lie outside the table; their weight is never used.
  const inside = labels.clipByValue(0, table.length - 1).toInt();
  const weights = tf.gather(tf.tensor1d(table), inside);
  checkWeights('classWeight of the classes that occur', weights);
  return weights;
}

/** The weight of every class; 1 where none is given. */
function weightTable(classWeight: Readonly<Record<number, number>>, classes: number): Float32Array {
  const entries = classWeight instanceof Map ? [] : Object.entries(classWeight ?? {});
  if (entries.length === 0) {
    throw new TypeError(
      `train: expected classWeight { class: weight }; got ${String(classWeight)} without an entry; ` +
        'pass for example { 0: 1, 1: 5 }.',
    );
  }
  const table = new Float32Array(classes).fill(1);
  for (const [key, weight] of entries) {
    const index = Number(key);
    const known = String(index) === key && Number.isInteger(index) && index >= 0 && index < classes;
    if (!known || !(weight >= 0 && weight < Infinity)) {
      throw new RangeError(
        `train: expected classWeight { class: weight ≥ 0 } with classes 0 to ${classes - 1}; got ` +
          `${key}: ${weight}; remove or renumber that class.`,
      );
    }
    table[index] = weight;
  }
  return table;
}

/** Class number of every example or position, `[N]` or `[N, T]`. */
function classLabels(y: tf.Tensor, outputs: number, loss: Loss): tf.Tensor {
  const { targets } = loss;
  const rows = outputs > 1 && y.rank > 1 && y.shape[y.rank - 1] === outputs;
  if (targets === 'binary' && outputs > 1) {
    throw new TypeError(
      `train: expected one class per example for classWeight; got ${outputs} yes/no targets each; ` +
        'pass sampleWeight of the shape of y, e.g. y.mul(4).add(1) to let each yes count five times.',
    );
  }
  if (targets === 'oneHot' || (rows && targets !== 'classes')) {
    const zeroOne = y.dataSync().every((value) => value === 0 || value === 1);
    if (!rows || !zeroOne || rowNotOne(y)) throw noClasses(loss);
    return y.argMax(-1);
  }
  if (targets === 'numbers') throw noClasses(loss);
  const most = outputs === 1 ? 2 : outputs;
  for (const label of y.dataSync()) {
    const known = Number.isInteger(label) && label >= 0 && label < most;
    if (!known && !isIgnored(label, loss.ignoreIndex)) throw noClasses(loss, label);
  }
  const ignored = loss.ignoreIndex;
  // NaN has no class number, and needs none.
  const labels = Number.isNaN(ignored) ? tf.where(tf.isNaN(y), tf.zerosLike(y), y) : y;
  return tf.cast(labels.reshape(squeezeLast(y.shape)), 'int32');
}

function noClasses({ lossName }: Loss, value?: number): TypeError {
  const got = value === undefined ? `the targets of ${lossName}` : `${value} among them`;
  return new TypeError(
    `train: expected targets that are classes for classWeight; got ${got}; ` +
      'pass sampleWeight, one number per example, instead.',
  );
}
