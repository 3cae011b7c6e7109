/**
 * Nested arrays whose rows differ in length are an error, and so are gaps: TensorFlow.js would make a tensor with a
 * hole, zeros and `NaN` of them.
 */
import type * as tfjs from '@tensorflow/tfjs';

/** TensorFlow.js's own check, for arrays that go straight into an operation: `tf.add(x, [[1, 2], [3]])`. */
const FLAG = 'TENSORLIKE_CHECK_SHAPE_CONSISTENCY';
const MAKERS = ['tensor', 'tensor1d', 'tensor2d', 'tensor3d', 'tensor4d', 'tensor5d', 'tensor6d'];

type Maker = (values: unknown, ...rest: unknown[]) => tfjs.Tensor;

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);

/** `row 1` or, deeper down, `row [1, 0]`. */
const rowText = (path: readonly number[]): string =>
  path.length === 1 ? `row ${path[0]}` : `row [${path.join(', ')}]`;

function raggedError(caller: string, path: readonly number[], got: number, first: number) {
  const plural = got === 1 ? '' : 's';
  return new RangeError(
    `${caller}: expected rows of equal length; got ragged ones: ${rowText(path)} has ${got} element${plural} where ` +
      `${rowText(path.map(() => 0))} has ${first}; cut or fill the rows first, for example with padSequences.`,
  );
}

/** The length of each axis, as the first elements have it. */
function shapeOf(values: unknown): number[] {
  const shape: number[] = [];
  for (let first = values; isList(first); first = first[0]) shape.push(first.length);
  return shape;
}

function checkLevel(
  caller: string,
  values: unknown,
  shape: readonly number[],
  path: readonly number[],
): void {
  const [length, ...inner] = shape;
  if (length === undefined || !isList(values)) {
    if ((length === undefined) === !isList(values) && values !== null && values !== undefined)
      return;
    throw new RangeError(
      `${caller}: expected ${length === undefined ? 'a number' : `a row of ${length} elements`}; got ` +
        `${isList(values) ? 'an array' : String(values)} at [${path.join(', ')}]; make all rows alike, and drop or ` +
        'fill missing values.',
    );
  }
  if (values.length !== length) throw raggedError(caller, path, values.length, length);
  if (!Array.isArray(values)) return; // A typed array holds numbers only.
  // The path is built for rows only: one list for each number would take longer than the tensor.
  for (let at = 0; at < length; at++) {
    const value: unknown = values[at];
    if (inner.length > 0 || typeof value === 'object' || value === undefined)
      checkLevel(caller, value, inner, [...path, at]);
  }
}

/** Has TensorFlow.js check nested arrays; `tf.tensor` and its kin name the row. */
export function refuseRaggedArrays(tf: typeof tfjs): void {
  tf.env().set(FLAG, true);
  const core = require('@tensorflow/tfjs-core') as Record<string, Maker>;
  for (const name of MAKERS) {
    const make = core[name];
    if (!make) continue;
    core[name] = (values, ...rest) => {
      if (!Array.isArray(values) || rest.at(-1) === 'string') return make(values, ...rest);
      checkLevel(name, values, shapeOf(values), []);
      // Checked above, and many times faster than TensorFlow.js does it.
      tf.env().set(FLAG, false);
      try {
        return make(values, ...rest);
      } finally {
        tf.env().set(FLAG, true);
      }
    };
  }
}
