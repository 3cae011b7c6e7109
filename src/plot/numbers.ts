/** Numbers as figures store them (short) and as texts tell them, and the few statistics that figures need. */

/** Rounds to `digits` significant digits: stored figures stay small and lose nothing that a pixel could show. */
export function round(value: number, digits = 4): number | null {
  // JSON has no NaN or Infinity; Plotly draws null as a gap.
  return Number.isFinite(value) ? Number(value.toPrecision(digits)) : null;
}

/** Values at some indices, short enough to store. */
export function placesAt(
  values: readonly number[],
  indices: readonly number[],
  digits = 5,
): (number | null)[] {
  return indices.map((i) => round(values[i] ?? NaN, digits));
}

/** A number for prose: three significant digits, thousands grouped. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'not a number';
  if (!Number.isFinite(value)) return value > 0 ? 'infinity' : 'minus infinity';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (Number.isInteger(value) && size < 1e15) return value.toLocaleString('en-US');
  if (size >= 1000) return Math.round(value).toLocaleString('en-US');
  if (size < 1e-4) return value.toExponential(1);
  // Accuracies close to 1 differ in the fourth digit.
  return String(Number(value.toPrecision(size >= 0.9 && size < 1 ? 4 : 3)));
}

/** A share for prose, in percent. */
export function formatPercent(share: number): string {
  return `${Number((share * 100).toFixed(share > 0.99 || share < 0.01 ? 2 : 1))} %`;
}

/** Smallest and largest finite number. `[0, 0]` if there is none. */
export function extent(values: ArrayLike<number | null>): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === null || value === undefined || !Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 0];
}

/** Mean of the finite numbers; NaN if there is none. */
export function mean(values: ArrayLike<number>): number {
  const finite = Array.from(values).filter(Number.isFinite);
  return finite.reduce((sum, value) => sum + value, 0) / finite.length;
}

/** `{low, low + step, …, high}`: `count` numbers, both ends included. */
export function linspace(low: number, high: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) =>
    count === 1 ? low : low + ((high - low) * i) / (count - 1),
  );
}

/** Most points that a line stores; longer lines keep the lowest and the highest point of each stretch. */
export const MAX_LINE_POINTS = 1000;

/** Most points that a scatter stores; larger ones keep every k-th point. */
export const MAX_SCATTER_POINTS = 3000;

/**
 * Indices to keep of a long line: first, last, and of each stretch its minimum and maximum, so that no spike is lost.
 */
export function lineIndices(values: readonly number[], limit = MAX_LINE_POINTS): number[] {
  const count = values.length;
  if (count <= limit) return values.map((_, i) => i);
  const buckets = Math.floor((limit - 2) / 2);
  const keep = new Set([0, count - 1]);
  for (let bucket = 0; bucket < buckets; bucket++) {
    const start = 1 + Math.floor((bucket * (count - 2)) / buckets);
    const end = 1 + Math.floor(((bucket + 1) * (count - 2)) / buckets);
    const stretch = values.slice(start, end);
    const [low, high] = extent(stretch);
    // A stretch without finite values keeps its first: a gap.
    for (const value of [low, high]) keep.add(start + Math.max(0, stretch.indexOf(value)));
  }
  return [...keep].sort((a, b) => a - b);
}

/** Indices to keep of many unordered points: evenly spaced, so that the picture repeats. */
export function scatterIndices(count: number, limit = MAX_SCATTER_POINTS): number[] {
  if (count <= limit) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: limit }, (_, i) => Math.floor((i * count) / limit));
}
