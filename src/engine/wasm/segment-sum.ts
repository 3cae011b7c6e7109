/**
 * Sums of rows by segment, the gradient of an embedding. TensorFlow.js's own way compares every row with every segment:
 * for a vocabulary of ten thousand, ten thousand times the work.
 */
import { itemAt } from '../../host/item-at';
import { sizeOf, type Call, type Info } from './call';

/** The kernel `UnsortedSegmentSum`: of `x` `[…, D]` and `segmentIds` `[…]`, `[numSegments, D]`; negative ids are left out. */
export function segmentSum({ inputs, attrs, backend }: Call): Info {
  const { x, segmentIds } = inputs as { x: Info; segmentIds: Info };
  const numSegments = Number(attrs['numSegments']);
  const ids = backend.readSync(segmentIds.dataId);
  const rows = backend.readSync(x.dataId);
  const shape = [numSegments, ...x.shape.slice(segmentIds.shape.length)];
  const width = sizeOf(shape.slice(1));
  const sums =
    x.dtype === 'int32' ? new Int32Array(sizeOf(shape)) : new Float32Array(sizeOf(shape));
  for (let row = 0; row < ids.length; row++) {
    const segment = itemAt(ids, row);
    if (segment < 0) continue;
    if (segment >= numSegments)
      throw new RangeError(
        `unsortedSegmentSum: expected ids below ${numSegments}; got ${segment}; raise numSegments or correct the ids.`,
      );
    const to = segment * width;
    const from = row * width;
    for (let i = 0; i < width; i++) sums[to + i] = itemAt(sums, to + i) + itemAt(rows, from + i);
  }
  return { dataId: backend.write(sums, shape, x.dtype), shape, dtype: x.dtype };
}
