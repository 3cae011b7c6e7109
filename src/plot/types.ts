/**
 * The few types that a figure needs: plain data, as plotly.js 4 reads it.
 *
 * They are our own, so that notebooks type-check without `@types/plotly.js`.
 */

/** One Plotly trace: its `type` and that type's attributes. */
export interface Trace {
  type: string;
  name?: string;
  [attribute: string]: unknown;
}

/** Plotly's layout. `height` is in pixels; `meta.alt` describes the figure to people who cannot see it. */
export interface Layout {
  height: number;
  title?: { text: string; [attribute: string]: unknown };
  meta?: { alt: string };
  /** Room around the plot, in pixels. */
  margin?: Record<string, number>;
  legend?: Legend;
  /** Buttons and lists to choose from. */
  updatemenus?: object[];
  [attribute: string]: unknown;
}

/** Plotly's legend; `y` is the share of the height at which it begins. */
export interface Legend {
  y: number;
  yref?: string;
  [attribute: string]: unknown;
}

/** One step of an animation: what changes in which traces. */
export interface Frame {
  name: string;
  data: Record<string, unknown>[];
  /** Index in `figure.data` of each entry of `data`. */
  traces: number[];
  layout?: Record<string, unknown>;
}

/** A figure: JSON, nothing else. Every builder of `plot` returns one. */
export interface Figure {
  data: Trace[];
  layout: Layout;
  frames?: Frame[];
  config?: Record<string, unknown>;
}

/** A figure written by hand; `plot.show` adds what is missing. */
export interface FigureInput {
  data: object[];
  layout?: object;
  frames?: object[];
  config?: object;
}

/** A tensor, as far as a figure cares: it is read, never kept or disposed. */
export interface TensorLike {
  readonly shape: number[];
  dataSync(): unknown;
}

/** A column of a table (danfo.js `Series`), as far as a figure cares. */
export interface SeriesLike {
  readonly values: unknown;
}

/** Any array of numbers of any rank: tensor, typed array, nested arrays, or a table's column. */
export type Numbers = TensorLike | SeriesLike | ArrayLike<number> | NestedNumbers;

/** Nested arrays of numbers. */
export type NestedNumbers = ReadonlyArray<number | ArrayLike<number> | NestedNumbers>;

/** Options that every builder takes. */
export interface FigureOptions {
  /** Heading of the figure. Each builder has a default that names what is drawn. */
  title?: string;
  /** Height in pixels. Each builder has a default; the width follows the page. */
  height?: number;
  /** Replaces the alternative text, which is otherwise written from the data. */
  alt?: string;
}
