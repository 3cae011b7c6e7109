/** What losses, metrics and data sets are to this room. */
import type { tf } from '../engine';

export type { Batch, Loss, Metric, SumAndWeight, TargetKind } from './step/types';

/** Examples and their targets, as a reader gives them. Axis 0 of every tensor counts the examples. */
export interface Dataset {
  /** Inputs `[N, …]`, or one tensor per model input. */
  x: tf.Tensor | tf.Tensor[];
  /** Targets `[N, …]`. */
  y: tf.Tensor;
}
