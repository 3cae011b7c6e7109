/** Reading an element that must be there. */

/**
 * The element at `index`, which must exist: `itemAt(shape, 0)` where `shape[0]` might be `undefined`.
 *
 * @throws RangeError if there is no element at `index`.
 * @example itemAt([2, 3, 5], 1) // 3
 */
export function itemAt<T extends NonNullable<unknown> | null>(
  values: ArrayLike<T>,
  index: number,
): T {
  const value = values[index];
  if (value !== undefined) return value;
  throw new RangeError(
    `itemAt: expected an index from 0 to ${values.length - 1}; got ${index}; check the bounds of the loop.`,
  );
}
