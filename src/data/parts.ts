/** Inputs and targets that belong together, and choosing some of their examples. */
import { itemAt } from '../host/item-at';
import { tf } from '../engine';

/** Examples `x` with their targets `y`; the first axes agree. */
export interface Part<X = tf.Tensor, Y = tf.Tensor> {
  x: X;
  y: Y;
}

/** A part for each purpose: fit on `train`, choose on `validation`, report once on `test`. */
export interface Parts<T> {
  train: T;
  validation: T;
  test: T;
}

/** Anything with examples along its first axis. */
export type ExampleList = tf.Tensor | ArrayLike<unknown>;

const isExampleList = (data: unknown): data is ExampleList =>
  data instanceof tf.Tensor || Array.isArray(data) || ArrayBuffer.isView(data);

const lengthOf = (data: ExampleList): number =>
  data instanceof tf.Tensor ? (data.shape[0] ?? 0) : data.length;

/**
 * How many examples `data` holds: an array, a typed array, a tensor (first axis), or an object of those.
 *
 * @throws RangeError if the members of an object disagree.
 * @throws TypeError if `data` holds no examples.
 */
export function countExamples(data: unknown, caller = 'countExamples'): number {
  if (isExampleList(data)) {
    if (data instanceof tf.Tensor && data.rank === 0)
      throw new TypeError(
        `${caller}: expected examples along a first axis; got a scalar; reshape it to [1].`,
      );
    return lengthOf(data);
  }
  const members = data && typeof data === 'object' ? Object.entries(data) : [];
  if (members.length === 0 || !members.every(([, member]) => isExampleList(member)))
    throw new TypeError(
      `${caller}: expected an array, a tensor, or an object of those such as {x, y}; ` +
        `got ${data === null ? 'null' : typeof data}; pass the rows or the tensors themselves.`,
    );
  const counts = members.map(([name, member]) => [name, lengthOf(member as ExampleList)] as const);
  if (counts.some(([, count]) => count !== counts[0]?.[1]))
    throw new RangeError(
      `${caller}: expected as many examples in each member; ` +
        `got ${counts.map(([name, count]) => `${name}: ${count}`).join(', ')}; cut them to one length.`,
    );
  return counts[0]?.[1] ?? 0;
}

/** `data` as a list for choosing: rejects nothing, copies nothing. */
function takeMember(data: ExampleList, indices: Int32Array): ExampleList {
  if (data instanceof tf.Tensor)
    return tf.tidy(() => tf.gather(data, tf.tensor1d(indices, 'int32')));
  if (Array.isArray(data)) return Array.from(indices, (index) => data[index] as unknown);
  const source = data as Int32Array;
  const chosen = new (source.constructor as Int32ArrayConstructor)(indices.length);
  indices.forEach((index, at) => (chosen[at] = itemAt(source, index)));
  return chosen;
}

/**
 * The examples at `indices`, in that order: of an array, a typed array, a tensor, or each member of an object.
 *
 * @param data    N examples along the first axis.
 * @param indices whole numbers in [0, N); may repeat.
 * @returns the same kind of value. New tensors `[indices, …]`: the caller disposes them.
 * @throws RangeError if an index is outside, or the members of an object differ in N.
 * @throws TypeError if `data` holds no examples.
 * @example
 * take(['a', 'b', 'c'], [2, 0]); // [ 'c', 'a' ]
 * take({ x: tf.tensor2d([[1, 2], [3, 4]]), y: ['no', 'yes'] }, [1]).x; // [[3, 4]]
 */
export function take<T>(data: T, indices: ArrayLike<number>): T {
  const count = countExamples(data, 'take');
  const list = Int32Array.from(indices);
  for (let at = 0; at < list.length; at++) {
    const index = itemAt(indices, at);
    if (!Number.isInteger(index) || index < 0 || index >= count)
      throw new RangeError(
        `take: expected indices in [0, ${count}); got ${index} at position ${at}; ` +
          'use the indices that split or kFold returned for the same data.',
      );
  }
  if (isExampleList(data)) return takeMember(data, list) as T;
  const members = Object.entries(data as Record<string, ExampleList>);
  return Object.fromEntries(members.map(([name, member]) => [name, takeMember(member, list)])) as T;
}
