/** Several networks and named tensors, and what an objective of one's own makes of them. */
import type { tf } from '../../engine';

/** Networks by name. */
export type Models = Readonly<Record<string, tf.LayersModel>>;

/** Tensors by name. Axis 0 of each counts examples. */
export type TensorBatch = Readonly<Record<string, tf.Tensor>>;

/**
 * A network as a function of its inputs, one tensor each. Of a network with several outputs ask for all:
 * `const [mean, logVariance] = encoder<tf.Tensor[]>(x)`.
 */
export interface Network {
  (...inputs: tf.Tensor[]): tf.Tensor;
  <T extends tf.Tensor[]>(...inputs: tf.Tensor[]): T;
}

/** The same networks as functions. */
export type Networks<M extends Models> = Readonly<Record<keyof M, Network>>;

/** A scalar, or one number `[B]` for each example, of which the mean counts. */
export type ObjectiveResult =
  tf.Tensor | (Readonly<Record<string, tf.Tensor>> & { loss: tf.Tensor });

/** What is minimized: the loss alone, or `loss` with further values that are only reported. */
export type OwnObjective<M extends Models, B extends TensorBatch> = (
  networks: Networks<M>,
  batch: B,
) => ObjectiveResult;

/** Measured values by name: `loss`, and whatever else the objective gives. */
export type Measurements = Record<string, number>;
