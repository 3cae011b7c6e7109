/**
 * Masking for recurrent layers without a branch per step.
 *
 * Steps that the mask hides leave the state as it is. Running the kernel over the visible steps alone, moved
 * to the front of each row, gives the same states; each output is then read from the row's latest visible step.
 *
 * Axes: N batch · T time steps · F features · H units.
 */
import { tf } from '../engine';

/** Where visible steps lie before and after compaction. */
export interface Compaction {
  /** `[T, N]` int32: row of the flattened `[N · T, F]` input that each compacted step takes. */
  source: tf.Tensor2D;
  /** `[N, T]` int32: how many visible steps each row has up to and including each step. */
  seen: tf.Tensor2D;
}

/** A whole number as a tensor: a bare number would turn the arithmetic into float32. */
function integer(value: number): tf.Scalar {
  return tf.scalar(value, 'int32');
}

/**
 * Plans the compaction of a mask.
 *
 * @param mask `[N, T]`, true or nonzero where a step is visible
 * @returns see {@link Compaction}; caller disposes.
 */
export function planCompaction(mask: tf.Tensor2D): Compaction {
  const [batch, time] = mask.shape;
  return tf.tidy(() => {
    const visible = mask.toBool().toInt(); // [N, T]
    const seen = visible.cumsum(1); // [N, T]
    // Visible steps go to place seen − 1; hidden ones all to an extra place T, which is cut off.
    const end = tf.fill(seen.shape, time, 'int32');
    const place = tf.where(visible.toBool(), seen.sub(integer(1)), end); // [N, T]
    const row = tf.range(0, batch, 1, 'int32').expandDims(1); // [N, 1]
    const target = place.add(row.mul(integer(time + 1))).reshape([batch * time, 1]);
    const step = tf.range(0, batch * time, 1, 'int32'); // n · T + t
    const moved = tf.scatterND(target, step, [batch * (time + 1)]);
    // Places beyond the last visible step stay 0: they read some row, and nobody reads their output.
    const source = moved
      .reshape([batch, time + 1])
      .slice([0, 0], [batch, time])
      .transpose();
    return { source: source.as2D(time, batch), seen: seen.as2D(batch, time) };
  });
}

/** Visible steps first, time-major: `[N, T, F]` → `[T, N, F]`. Differentiable. */
export function compact(x: tf.Tensor3D, { source }: Compaction): tf.Tensor3D {
  const [batch, time, features] = x.shape;
  const rows = x.reshape([batch * time, features]);
  return tf.gather(rows, source.flatten()).reshape([time, batch, features]);
}

/**
 * State after every step: `[T, N, H]` compacted → `[N, T, H]`, repeating over hidden steps. Differentiable.
 *
 * @param initial `[N, H]` state before the first visible step
 */
export function spread(states: tf.Tensor, initial: tf.Tensor2D, { seen }: Compaction): tf.Tensor3D {
  const [batch, time] = seen.shape;
  return readStates(states, initial, seen).reshape([batch, time, -1]);
}

/** State after the last visible step: `[T, N, H]` compacted → `[N, H]`. Differentiable. */
export function final(states: tf.Tensor, initial: tf.Tensor2D, { seen }: Compaction): tf.Tensor2D {
  const [batch, time] = seen.shape;
  const last = seen.slice([0, time - 1], [batch, 1]);
  return readStates(states, initial, last).as2D(batch, initial.shape[1]);
}

/** For each row and count of steps seen `[N, K]`, the state then: `[N · K, H]`. */
function readStates(states: tf.Tensor, initial: tf.Tensor2D, seen: tf.Tensor2D): tf.Tensor {
  const [batch, units] = initial.shape;
  const all = tf.concat([initial.expandDims(0), states]).reshape([-1, units]);
  const column = tf.range(0, batch, 1, 'int32').expandDims(1); // [N, 1]
  return tf.gather(all, seen.mul(integer(batch)).add(column).flatten());
}
