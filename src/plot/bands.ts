/** Bands around lines: a spread over seeds, an interval. */
import { lineIndices, placesAt, round } from './numbers';
import { withOpacity } from './palette';
import { checkSameLength, toDrawable } from './read';
import type { Numbers, Trace } from './types';

/** Lower and upper end at each position. */
export interface Band {
  low: number[];
  high: number[];
}

/** Reads the two ends of a band, which must both be there or both be missing. */
export function readBand(
  caller: string,
  name: string,
  count: number,
  { low, high }: { low?: Numbers; high?: Numbers },
): Band | undefined {
  if (!low && !high) return undefined;
  if (!low || !high) {
    throw new RangeError(
      `${caller}: expected low and high together for ${name}; got only one; pass both ends of the band.`,
    );
  }
  const band = {
    low: toDrawable(low, caller, `low of ${name}`),
    high: toDrawable(high, caller, `high of ${name}`),
  };
  checkSameLength(caller, name, count, 'low', band.low.length);
  checkSameLength(caller, name, count, 'high', band.high.length);
  return band;
}

/** Runs of indices at which both ends are finite. */
function unbroken(indices: readonly number[], { low, high }: Band): number[][] {
  const stretches: number[][] = [[]];
  for (const i of indices) {
    if (Number.isFinite(low[i]) && Number.isFinite(high[i])) stretches.at(-1)?.push(i);
    else stretches.push([]);
  }
  return stretches.filter((stretch) => stretch.length > 0);
}

/** A filled band between two heights over the same positions; broken where an end is not finite. */
export function bandTrace(
  x: readonly (number | string)[],
  band: Band,
  color: string,
  name?: string,
): Trace {
  const { low, high } = band;
  const keep = low.length > 500 ? lineIndices(high, 500) : low.map((_, i) => i);
  const place = (i: number): number | string | null => {
    const value = x[i] ?? NaN;
    return typeof value === 'number' ? round(value, 5) : value;
  };
  // Each stretch once along the upper edge and back along the lower one.
  const edges = unbroken(keep, band).map((there) => {
    const back = [...there].reverse();
    return {
      x: [...there, ...back].map(place),
      y: [...placesAt(high, there, 4), ...placesAt(low, back, 4)],
    };
  });
  const join = <T>(parts: (T | null)[][]): (T | null)[] =>
    parts.flatMap((part, k) => (k === 0 ? part : [null, ...part]));
  return {
    type: 'scatter',
    mode: 'lines',
    ...(name ? { name } : {}),
    showlegend: name !== undefined,
    x: join(edges.map((edge) => edge.x)),
    y: join(edges.map((edge) => edge.y)),
    fill: 'toself',
    fillcolor: withOpacity(color, 0.3),
    line: { width: 0, color },
    hoverinfo: 'skip',
  };
}
