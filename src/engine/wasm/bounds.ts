/**
 * Slices and gathers that end outside of their tensor. TensorFlow.js's WebAssembly reads whatever lies there in memory
 * and gives it as numbers; the other engines refuse.
 */
import { itemAt } from '../../host/item-at';
import type * as tfjs from '@tensorflow/tfjs';
import type { Call, Info, Tensorflow } from './call';

/** The kernel `Slice`, which first looks at what is asked for. @param original that of TensorFlow.js */
export function checkedSlice(tf: Tensorflow, original: (call: Call) => Info) {
  return (call: Call): Info => {
    const { x } = call.inputs as { x: Info };
    const [begin, size] = tf.slice_util.parseSliceParams(
      x as tfjs.Tensor,
      call.attrs['begin'] as number[],
      call.attrs['size'] as number[],
    );
    tf.slice_util.assertParamsValid(x as tfjs.Tensor, begin ?? [], size ?? []);
    return original(call);
  };
}

/** The kernel `GatherV2`, which first looks at the indices. @param original that of TensorFlow.js */
export function checkedGather(original: (call: Call) => Info) {
  return (call: Call): Info => {
    const { x, indices } = call.inputs as { x: Info; indices: Info };
    const axis = Number(call.attrs['axis'] ?? 0);
    const length = x.shape[(axis + x.shape.length) % x.shape.length] ?? 0;
    const values = call.backend.readSync(indices.dataId);
    for (let i = 0; i < values.length; i++) {
      const index = itemAt(values, i);
      if (index < 0 || index >= length)
        throw new RangeError(
          `gather: expected indices from 0 to ${length - 1}; got ${index}; correct the indices.`,
        );
    }
    return original(call);
  };
}
