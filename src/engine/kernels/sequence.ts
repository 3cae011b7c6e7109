/** What the recurrent kernels share: splitting time, stacking it, and products over all steps at once. */
import { shapeText } from '../../host/checks';
import { itemAt } from '../../host/item-at';
import { tf } from '../tensorflow';
import type { GateActivation } from './gates';
import { ownOperations } from './native-op';

/** Options common to the recurrent kernels. */
export interface SequenceOptions {
  /** `true` returns every step's output `[T, N, H]`, `false` (default) the last one's `[N, H]`. */
  sequence?: boolean;
}

/** Weights of a recurrent kernel with G gates, in the order and layout of `tf.layers`. */
export interface RecurrentWeights {
  /** `[I, G · H]` */
  kernel: tf.Tensor2D;
  /** `[H, G · H]` */
  recurrentKernel: tf.Tensor2D;
  /** `[G · H]` */
  bias: tf.Tensor1D;
}

/** Activations of a cell: that of the candidate, and that of the gates. */
export interface CellActivations {
  activation: GateActivation;
  recurrentActivation: GateActivation;
}

/** Whether the native cells can run: they know tanh and sigmoid only. */
export function nativeCell({ activation, recurrentActivation }: CellActivations): boolean {
  return activation === 'tanh' && recurrentActivation === 'sigmoid' && ownOperations();
}

/** Steps of a time-major tensor: `[T, N, F]` → T times `[N, F]`. */
export function steps(x: tf.Tensor): tf.Tensor2D[] {
  return tf.unstack(x) as tf.Tensor2D[];
}

/** `[T, N, F]` → `[T · N, F]`, so that one product serves every step. */
export function flatten(x: tf.Tensor): tf.Tensor2D {
  return x.reshape([-1, itemAt(x.shape, 2)]);
}

/** The input's share of every gate at every step, in one product: `[T, N, G · H]`. */
export function projectSteps(x: tf.Tensor3D, kernel: tf.Tensor2D, bias: tf.Tensor): tf.Tensor3D {
  const [time, batch] = x.shape;
  return flatten(x).matMul(kernel).add(bias).reshape([time, batch, kernel.shape[1]]);
}

/** `[T, N, F]` → that of the last step `[N, F]`. */
export function lastStep(x: tf.Tensor): tf.Tensor {
  return tf.squeeze(x.slice([itemAt(x.shape, 0) - 1], [1]), [0]);
}

/** The states before each step `[T, N, H]`: `initial` `[N, H]`, then all of `states` but the last. */
export function statesBefore(initial: tf.Tensor, states: tf.Tensor): tf.Tensor {
  const first = tf.expandDims(initial);
  const time = itemAt(states.shape, 0);
  return time === 1 ? first : tf.concat([first, states.slice([0], [time - 1])]);
}

/** The state before step t. */
export function stateBefore(initial: tf.Tensor, states: tf.Tensor[], t: number): tf.Tensor {
  return t === 0 ? initial : itemAt(states, t - 1);
}

/** What comes back from later steps, and what reaches step t itself: of every step, or of the last one alone. */
export function gradientOfStep(
  later: tf.Tensor,
  given: tf.Tensor[],
  t: number,
  time: number,
): tf.Tensor {
  const direct = given.length === time ? given[t] : t === time - 1 ? given[0] : undefined;
  return direct ? later.add(direct) : later;
}

interface Tuples<T> {
  2: [T, T];
  3: [T, T, T];
  4: [T, T, T, T];
}

/** `count` equal parts along an axis, by default the last. */
export function splitEvenly<T extends tf.Tensor, N extends 2 | 3 | 4>(
  x: T,
  count: N,
  axis = x.rank - 1,
): Tuples<T>[N] {
  return tf.split(x, count, axis) as Tuples<T>[N];
}

/** Parts of the given sizes along the last axis. */
export function splitInTwo<T extends tf.Tensor>(x: T, first: number, second: number): [T, T] {
  return tf.split(x, [first, second], x.rank - 1) as [T, T];
}

/** Checks the shapes of a recurrent kernel's input and weights. */
export function checkRecurrent(
  caller: string,
  gates: number,
  x: tf.Tensor,
  { kernel, recurrentKernel, bias }: Record<keyof RecurrentWeights, tf.Tensor>,
  biases = 1,
): void {
  const units = itemAt(recurrentKernel.shape, 0);
  const width = gates * units;
  const biasShape = biases === 1 ? [width] : [biases, width];
  const fits =
    x.rank === 3 &&
    kernel.shape[0] === x.shape[2] &&
    kernel.shape[1] === width &&
    recurrentKernel.shape[1] === width &&
    shapeText(bias.shape) === shapeText(biasShape);
  if (fits) return;
  const [g, b] = [gates === 1 ? '' : gates, biases === 1 ? '' : `${biases}, `];
  throw new RangeError(
    `${caller}: expected x [T, N, I], kernel [I, ${g}H], recurrentKernel [H, ${g}H], ` +
      `bias [${b}${g}H]; got ${shapeText(x.shape)}, ${shapeText(kernel.shape)}, ` +
      `${shapeText(recurrentKernel.shape)}, ${shapeText(bias.shape)}; ` +
      "transpose batch-major input and check the weights' order.",
  );
}

/**
 * Runs `body` with the state to start from: the one given, or zeros, which are freed afterwards.
 *
 * @returns what `body` returns.
 */
export function withInitialState<T>(
  given: tf.Tensor2D | undefined,
  shape: [number, number],
  body: (state: tf.Tensor2D) => T,
): T {
  if (given) return body(given);
  const zero = tf.zeros<tf.Rank.R2>(shape);
  try {
    return body(zero);
  } finally {
    zero.dispose();
  }
}
