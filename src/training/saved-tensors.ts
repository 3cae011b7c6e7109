/** Tensors as plain arrays, for checkpoints. */
import { tf } from '../engine';

/** A tensor's values with what is needed to make it again. */
export interface SavedTensor {
  name: string;
  shape: number[];
  dtype: 'float32' | 'int32' | 'bool';
  values: Float32Array | Int32Array | Uint8Array;
}

/** Copies a tensor's values; bit for bit for all three types. */
export function readTensor(name: string, tensor: tf.Tensor): SavedTensor {
  const { shape, dtype } = tensor;
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
    throw new TypeError(
      `train: expected weights of type float32, int32 or bool for a checkpoint; got ${dtype} in ${name}; ` +
        'train without checkpoint.',
    );
  }
  const values = tensor.dataSync().slice();
  return { name, shape: [...shape], dtype, values };
}

/** The tensor again. Caller disposes. */
export function toTensor({ values, shape, dtype }: SavedTensor): tf.Tensor {
  return tf.tensor(values, shape, dtype);
}
