/** Checks of numbers that a caller passes, with one message for all. */

/** What {@link checkWholeNumber} allows, and how to fix a value outside of it. */
export interface WholeNumberLimits {
  /** Default 1. */
  least?: number;
  /** Default: no limit. */
  most?: number;
  /** Completes the message. Default: an example of a right value. */
  remedy?: string;
}

/** @throws RangeError unless `value` is a whole number from `least` to `most`. */
export function checkWholeNumber(
  caller: string,
  name: string,
  value: number,
  { least = 1, most = Infinity, remedy }: WholeNumberLimits = {},
): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`;
  const example = Math.min(most, Math.max(least, 8));
  throw new RangeError(
    `${caller}: expected ${name} to be a whole number ${range}; got ${String(value)}; ` +
      `${remedy ?? `pass for example { ${name}: ${example} }`}.`,
  );
}

/**
 * @param remedy completes the message: what the fraction is of.
 * @throws RangeError unless 0 ≤ `value` < 1.
 */
export function checkFraction(caller: string, name: string, value: number, remedy: string): void {
  if (value >= 0 && value < 1) return;
  throw new RangeError(
    `${caller}: expected ${name} to be at least 0 and below 1; got ${String(value)}; ${remedy}.`,
  );
}

/** A shape as messages show it: `[2, 3]`; an unknown size is `null`. */
export function shapeText(shape: readonly (number | null)[]): string {
  return `[${shape.map(String).join(', ')}]`;
}
