/** The height that a figure takes below its cell, drawn or not. */
import type { Figure } from '../site/theme/figure/plotly';

/** Plotly's own, in pixels, for a figure that names none. */
const DEFAULT_HEIGHT = 450;

export function heightOf({ layout }: Figure): number {
  return layout?.height ?? DEFAULT_HEIGHT;
}
