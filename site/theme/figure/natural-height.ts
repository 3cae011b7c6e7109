/** Pictures and grids of cells keep their proportions: on a narrow page they need less height than was stored. */
import type { Layout } from './plotly';

interface Axis {
  range?: [number, number];
  domain?: [number, number];
  /** The axis whose unit has the same length on the page. */
  scaleanchor?: string;
}

const span = ([from, to]: [number, number]): number => Math.abs(to - from);

/**
 * Height in pixels in which a figure fills its width, at most the stored one.
 *
 * @returns undefined unless the proportions of every panel are known
 */
export function naturalHeight(layout: Layout, width: number): number | undefined {
  const { height, margin } = layout as { height?: number; margin?: Record<string, number> };
  if (height === undefined || !margin) return undefined;
  const { l = 0, r = 0, t = 0, b = 0 } = margin;
  const needed = Object.keys(layout)
    .filter((name) => /^yaxis\d*$/.test(name))
    .map((name) => shareOfWidth(layout, layout[name] as Axis));
  if (needed.length === 0 || needed.some((share) => share === undefined)) return undefined;
  const tallest = Math.max(...needed.map((share) => share ?? 0));
  return Math.min(height, Math.ceil(t + b + (width - l - r) * tallest));
}

/** Height that the panel of a vertical axis asks of the whole plot, as a share of the plot's width. */
function shareOfWidth(layout: Layout, down: Axis): number | undefined {
  const across = layout[`xaxis${down.scaleanchor?.slice(1)}`] as Axis | undefined;
  if (!down.scaleanchor || !down.range || !across?.range) return undefined;
  const wide = span(across.domain ?? [0, 1]);
  return (wide * span(down.range)) / span(across.range) / span(down.domain ?? [0, 1]);
}
