/** What the recurrent kernels share: splitting time, stacking it, and products over all steps at once. */
import { itemAt } from '../../host/item-at';
import { tf } from '../tensorflow';

/** Options common to the recurrent kernels. */
export interface SequenceOptions {
  /** `true` returns every step's output `[T, N, H]`, `false` (default) the last one's `[N, H]`. */
  sequence?: boolean;
}

/** Steps of a time-major tensor: `[T, N, F]` → T times `[N, F]`. */
export function steps(x: tf.Tensor): tf.Tensor2D[] {
  return tf.unstack(x) as tf.Tensor2D[];
}

/** `[T, N, F]` → `[T · N, F]`, so that one product serves every step. */
export function flatten(x: tf.Tensor): tf.Tensor2D {
  return x.reshape([-1, itemAt(x.shape, 2)]);
}

/** The states before each step: `initial`, then all of `states` but the last. */
export function shifted(initial: tf.Tensor, states: readonly tf.Tensor[]): tf.Tensor3D {
  return tf.stack([initial, ...states.slice(0, -1)]) as tf.Tensor3D;
}

/** Checks the shapes of a recurrent kernel's input and weights. */
export function checkRecurrent(
  caller: string,
  gates: number,
  x: tf.Tensor,
  kernel: tf.Tensor,
  recurrentKernel: tf.Tensor,
  bias: tf.Tensor,
): void {
  const units = recurrentKernel.shape[0];
  const fits =
    x.rank === 3 &&
    kernel.shape[0] === x.shape[2] &&
    kernel.shape[1] === gates * units &&
    recurrentKernel.shape[1] === gates * units &&
    bias.shape[0] === gates * units;
  if (fits) return;
  throw new RangeError(
    `${caller}: expected x [T, N, I], kernel [I, ${gates}H], recurrentKernel [H, ${gates}H], ` +
      `bias [${gates}H]; got [${x.shape}], [${kernel.shape}], [${recurrentKernel.shape}], ` +
      `[${bias.shape}]; transpose batch-major input and check the weights' order.`,
  );
}
