/** What float32 can hold: about seven digits. Values far from 0 that differ little lose their differences. */
import { notice } from '../host/notice';

/** Smallest step between neighboring float32 numbers, relative to their size. */
const STEP = 2 ** -23;
/** A spread of fewer than this many steps is lost to rounding. */
const STEPS_TO_KEEP = 1000;
/** From here on float32 skips whole numbers. */
const WHOLE_NUMBERS_END = 2 ** 24;

/** Whether numbers of this size that spread this far are hardly told apart in float32. */
export const isLost = (size: number, spread: number): boolean =>
  size * STEP * STEPS_TO_KEEP > spread;

/**
 * Prints a notice if a feature loses its differences in float32.
 *
 * @param rounded whether the values come from a float32 tensor, so that equal ones may once have differed.
 * @param remedy completes the message.
 */
export function noticeLoss(
  caller: string,
  feature: string | number,
  values: Iterable<number>,
  { rounded = false, remedy }: { rounded?: boolean; remedy: string },
): void {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const [size, spread] = [Math.max(Math.abs(low), Math.abs(high)), high - low];
  const lost = spread > 0 ? isLost(size, spread) : rounded && size >= WHOLE_NUMBERS_END;
  if (!lost) return;
  notice(
    `${caller}: expected values whose differences float32 can hold (about seven digits); got ${low} to ${high} in ` +
      `feature ${feature}; ${remedy}.`,
  );
}
