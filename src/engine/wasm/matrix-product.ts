/**
 * Products of matrices that are read transposed, as gradients read them: TensorFlow.js's kernel computes these in slow
 * loops. Where one of the operands is a single matrix, transposing it first and multiplying plainly is many times
 * faster; products that the original does well are left to it.
 *
 * Axes: B batches · M, K, N rows, shared and columns.
 */
import { reshaped, runner, sizeOf, type Call, type Info, type Tensorflow } from './call';

interface Attributes {
  transposeA: boolean;
  transposeB: boolean;
}

const batchesOf = ({ shape }: Info): number => sizeOf(shape.slice(0, -2));

/** @param original the kernel `BatchMatMul` of TensorFlow.js */
export function matrixProduct(tf: Tensorflow, original: (call: Call) => Info) {
  return (call: Call): Info => {
    const { a, b } = call.inputs as { a: Info; b: Info };
    const { transposeA, transposeB } = call.attrs as unknown as Attributes;
    const single = batchesOf(a) === 1;
    const plain = single && !transposeA && !transposeB;
    if (batchesOf(b) !== 1 || plain || (!single && transposeA)) return original(call);
    const { free } = runner(tf, call.backend);
    const made: Info[] = [];
    const turned = (x: Info): Info => {
      const y = transposed(tf, x, call);
      made.push(y);
      return y;
    };
    const left = transposeA ? turned(a) : a;
    const right = transposeB ? turned(b) : b;
    const product = rowsTimesMatrix(original, left, right, call);
    free(...made);
    return product;
  };
}

/** The last two axes exchanged. */
function transposed(tf: Tensorflow, x: Info, { backend }: Call): Info {
  const rank = x.shape.length;
  const perm = [...Array(rank - 2).keys(), rank - 1, rank - 2];
  return runner(tf, backend).run('Transpose', { x }, { perm });
}

/** `[…, M, K]` times `[…, K, N]` of a single matrix, as one product of all rows. */
function rowsTimesMatrix(
  original: (call: Call) => Info,
  left: Info,
  right: Info,
  call: Call,
): Info {
  const [inner = 0, columns = 0] = right.shape.slice(-2);
  const rows = sizeOf(left.shape.slice(0, -1));
  const product = original({
    ...call,
    inputs: {
      a: reshaped(left, [1, rows, inner]),
      b: reshaped(right, [1, inner, columns]),
    },
    attrs: { ...call.attrs, transposeA: false, transposeB: false },
  });
  const deeper = left.shape.length >= right.shape.length;
  const leading = deeper
    ? left.shape.slice(0, -1)
    : [...right.shape.slice(0, -2), ...left.shape.slice(-2, -1)];
  return reshaped(product, [...leading, columns]);
}
