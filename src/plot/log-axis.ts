/** Axes on which powers of ten lie at equal distances. */
import { extent, formatNumber } from './numbers';
import { axis } from './theme';

/** `'log'` draws powers of ten at equal distances. */
export type AxisScale = 'linear' | 'log';

/** Over more than this ratio only powers of ten are marked. */
const WIDE = 2000;
/** About so many marks. */
const MARKS = 8;
/** Every mark is a whole number, grouped by thousands: Plotly would write 0.2 as a small "2". */
const FULL_NUMBERS = ',~r';

/** 1, 2 or 5 times a power of ten, at most `step`. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const digit = [5, 2, 1].find((each) => each * power <= step * 1.0001) ?? 1;
  return Number((digit * power).toPrecision(1));
}

/** Marks for a range: powers of ten, or 1, 2, 5 times these, or equal steps where there is less than one power. */
function logTicks(low: number, high: number): Record<string, unknown> {
  if (high / low > WIDE) {
    // 10⁻⁶ instead of "1µ", and about eight labels however many powers there are.
    const step = Math.max(1, Math.ceil(Math.log10(high / low) / MARKS));
    return { dtick: step, exponentformat: 'power' };
  }
  const narrow = high > low && high / low < 10;
  const dtick = narrow ? `L${roundStep((high - low) / 3)}` : 'D2';
  return { dtick, tickformat: FULL_NUMBERS };
}

/** An axis whose scale is `'linear'`, or `'log'` with marks that fit the values above 0. */
export function scaledAxis(
  title: string,
  scale: AxisScale,
  values: readonly number[],
  extra: Record<string, unknown> = {},
): Record<string, unknown> {
  if (scale === 'linear') return axis(title, extra);
  const [low, high] = extent(values.filter((value) => value > 0));
  return axis(title, { type: 'log', ...(low > 0 ? logTicks(low, high) : {}), ...extra });
}

/**
 * What can be drawn of values: all of them, or on a logarithmic axis those above 0; the others become gaps.
 *
 * @throws RangeError if the axis is logarithmic and no value is above 0.
 */
export function drawable(
  caller: string,
  name: string,
  values: readonly number[],
  scale: AxisScale,
): number[] {
  if (scale === 'linear') return [...values];
  if (!values.some((value) => value > 0 && Number.isFinite(value))) {
    throw new RangeError(
      `${caller}: expected numbers above 0 in ${name} for its logarithmic axis; got none; use the scale 'linear'.`,
    );
  }
  return values.map((value) => (value > 0 ? value : NaN));
}

/** Positions and texts of marks for the logarithms `low` to `high`: a color bar tells the values themselves. */
export function logMarks(low: number, high: number): { tickvals: number[]; ticktext: string[] } {
  const first = Math.floor(low);
  const digits = high - low > 3 ? [1] : high - low > 1.2 ? [1, 3] : [1, 2, 3, 5, 7];
  const powers = Array.from({ length: Math.ceil(high) - first + 1 }, (_, k) => first + k);
  const values = powers
    .flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)))
    .filter((value) => Math.log10(value) >= low - 1e-9 && Math.log10(value) <= high + 1e-9);
  return {
    tickvals: values.map((value) => Number(Math.log10(value).toFixed(4))),
    ticktext: values.map(formatNumber),
  };
}
