/** What pages and JupyterLab use of Plotly, and what a notebook stores for it. */

export type Layout = Record<string, unknown> & { height?: number; meta?: { alt?: string } };

/** What a notebook stored of a figure. */
export interface Figure {
  data: unknown[];
  layout?: Layout;
  config?: Record<string, unknown>;
  frames?: unknown[];
}

/** The element in which Plotly has drawn. */
export interface Graph extends HTMLElement {
  data: unknown[];
  layout: Layout;
  on(event: string, listener: () => void): void;
}

export interface PlotlyLibrary {
  newPlot(place: HTMLElement, figure: Figure): Promise<Graph>;
  react(graph: Graph, figure: Figure): Promise<Graph>;
  relayout(graph: Graph, changes: Record<string, unknown>): Promise<Graph>;
  toImage(
    figure: Figure,
    options: { format: 'png'; width: number; height: number },
  ): Promise<string>;
  purge(graph: HTMLElement): void;
  Plots: { resize(graph: Graph): Promise<unknown> };
  /** What a step of a slider names as its method. */
  animate(graph: Graph, ...settings: unknown[]): Promise<unknown>;
  restyle(graph: Graph, ...settings: unknown[]): Promise<unknown>;
  update(graph: Graph, ...settings: unknown[]): Promise<unknown>;
}
