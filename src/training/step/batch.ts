/** Batches: their size, and the examples in them. */
import { tf } from '../../engine';
import type { Batch } from './types';

/** Examples in a batch. */
export function sizeOf({ y }: Pick<Batch, 'y'>): number {
  return y.shape[0] ?? 1;
}

/** The batch with every tensor changed alike. */
function mapBatch({ x, y, sampleWeight }: Batch, change: (tensor: tf.Tensor) => tf.Tensor): Batch {
  return {
    x: x.map(change),
    y: change(y),
    ...(sampleWeight && { sampleWeight: change(sampleWeight) }),
  };
}

/** Examples at `indices`, `[B]` int32. Caller disposes. */
export function gatherBatch(batch: Batch, indices: tf.Tensor1D): Batch {
  return mapBatch(batch, (tensor) => tf.gather(tensor, indices));
}

/** Examples `[begin, begin + size)`. Caller disposes. */
export function sliceBatch(batch: Batch, begin: number, size: number): Batch {
  return mapBatch(batch, (tensor) => tf.slice(tensor, [begin], [size]));
}

/** Frees the tensors of a batch that was made by one of these functions. */
export function disposeBatch({ x, y, sampleWeight }: Batch): void {
  tf.dispose([...x, y, ...(sampleWeight ? [sampleWeight] : [])]);
}
