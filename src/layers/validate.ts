/** Checks of layer and model options. */

/** @throws RangeError unless `value` is a whole number ≥ 1. */
export function checkPositiveInteger(caller: string, name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new RangeError(
    `${caller}: expected ${name} to be a whole number of at least 1; got ${String(value)}; ` +
      `pass for example { ${name}: 8 }.`,
  );
}

/** @throws RangeError unless 0 ≤ `value` < 1. */
export function checkRate(caller: string, name: string, value: number): void {
  if (value >= 0 && value < 1) return;
  throw new RangeError(
    `${caller}: expected ${name} to be at least 0 and below 1; got ${String(value)}; ` +
      'it is the fraction of values to drop.',
  );
}
