/** Dashed gray lines to compare with: a baseline, a target, chance. */
import { formatNumber } from './numbers';
import { REFERENCE_COLOR } from './palette';
import { checkFinite } from './read';
import type { Trace } from './types';

/** A dashed gray line for comparison: a baseline, a target. */
export interface Reference {
  value: number;
  label: string;
}

const LOOK = { color: REFERENCE_COLOR, dash: 'dash', width: 1.5 };

/** Dashed lines across the plot, named in the legend (a label on the line would cover data somewhere). */
export function referenceLines(
  caller: string,
  references: readonly Reference[],
  vertical = false,
): Record<string, unknown> {
  if (references.length === 0) return {};
  const shapes = references.map(({ value, label }) => {
    checkFinite(caller, `the value of reference '${label}'`, value);
    return {
      type: 'line',
      ...(vertical
        ? { yref: 'paper', y0: 0, y1: 1, x0: value, x1: value }
        : { xref: 'paper', x0: 0, x1: 1, y0: value, y1: value }),
      name: `${label}: ${formatNumber(value)}`,
      showlegend: true,
      line: LOOK,
    };
  });
  return { shapes };
}

/** A dashed gray line between points: chance, the ideal. */
export function referenceTrace(name: string, x: number[], y: number[]): Trace {
  return { type: 'scatter', mode: 'lines', name, x, y, line: LOOK, hoverinfo: 'skip' };
}
