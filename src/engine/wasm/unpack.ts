/** Takes a tensor apart along an axis. TensorFlow.js's own way cuts and reshapes once for every piece. */
import { sizeOf, type Call, type Info } from './call';

/** The kernel `Unpack`: of `value` with `length` along `axis`, that many tensors without this axis. */
export function unpack({ inputs, attrs, backend }: Call): Info[] {
  const { value } = inputs as { value: Info };
  const rank = value.shape.length;
  const axis = (Number(attrs['axis']) + rank) % rank;
  const length = value.shape[axis] ?? 0;
  const shape = value.shape.filter((_, i) => i !== axis);
  const inner = sizeOf(value.shape.slice(axis + 1));
  const outer = sizeOf(value.shape.slice(0, axis));
  const values = backend.readSync(value.dataId);
  return Array.from({ length }, (_, at) => {
    // Whole runs of numbers that lie together are copied at once.
    const piece = values.slice(0, outer * inner);
    for (let row = 0; row < outer; row++) {
      const from = (row * length + at) * inner;
      piece.set(values.subarray(from, from + inner), row * inner);
    }
    return { dataId: backend.write(piece, shape, value.dtype), shape, dtype: value.dtype };
  });
}
