/** Figures: pure builders of Plotly figures, and `plot.show`. */
export * as plot from './builders';
export type { Figure } from './types';
