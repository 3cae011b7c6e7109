/** A figure that Plotly has drawn: in the colors of its page, as wide as its place, reachable by keyboard. */
import { fitCaptions, measureWith } from './captions';
import { colorsOf, pagePaint, themed } from './colors';
import { addControlStyle, paintControls } from './controls';
import { offerKeyboard } from './keyboard';
import type { Figure, Graph, Layout, PlotlyLibrary } from './plotly';
import { forFinger, isTouched, TOUCH_CONFIG } from './touch';

export interface Surroundings {
  /** What the figure shows, in words. Defaults to what the figure itself says. */
  alt?: string | undefined;
  /** An element in the page's color of text. Defaults to the figure's place. */
  colored?: Element;
}

export class LiveFigure {
  private readonly resizes: ResizeObserver;

  private constructor(
    private readonly Plotly: PlotlyLibrary,
    private readonly graph: Graph,
    private figure: Figure,
    private readonly colored: Element,
    drawnWidth: number,
  ) {
    this.resizes = watchWidth(graph, drawnWidth, () => void this.resize());
  }

  /** Draws a figure; the given one stays as it is, whatever the reader does. @param place empty, with a height */
  static async draw(
    Plotly: PlotlyLibrary,
    place: HTMLElement,
    figure: Figure,
    { alt = figure.layout?.meta?.alt, colored = place }: Surroundings = {},
  ): Promise<LiveFigure> {
    if (alt) {
      place.setAttribute('role', 'figure');
      place.setAttribute('aria-label', alt);
    }
    const width = figure.layout?.['width'];
    if (typeof width === 'number') place.style.maxWidth = `${width}px`;
    const drawnWidth = place.clientWidth;
    const graph = await Plotly.newPlot(place, painted(figure, colored, drawnWidth));
    addControlStyle();
    paintControls(graph, colorsOf(colored));
    offerKeyboard(graph, Plotly);
    return new LiveFigure(Plotly, graph, figure, colored, drawnWidth);
  }

  private async resize(): Promise<void> {
    await this.Plotly.Plots.resize(this.graph);
    const annotations = captionsFor(this.figure, this.colored, this.graph.clientWidth);
    if (annotations) await this.Plotly.relayout(this.graph, { annotations });
  }

  /** In the colors that the page has now; what the reader has zoomed or hidden stays so. */
  async recolor(): Promise<void> {
    const colors = colorsOf(this.colored);
    const paint = pagePaint(this.figure.layout ?? {}, colors);
    paintControls(this.graph, colors);
    await this.Plotly.relayout(this.graph, paint);
  }

  /** Another version of the figure, in place. */
  async replace(figure: Figure): Promise<void> {
    this.figure = figure;
    await this.Plotly.react(this.graph, painted(figure, this.colored, this.graph.clientWidth));
  }

  /** The figure as the reader has left it: zoomed, turned, with a slider moved. */
  state(): Figure {
    const { width, height, template, annotations } = this.figure.layout ?? {};
    const layout = { ...this.graph.layout, width, height, template } as Layout;
    const isFitted = captionsFor(this.figure, this.colored, this.graph.clientWidth) !== undefined;
    if (isFitted) layout['annotations'] = annotations;
    return { ...this.figure, data: this.graph.data, layout };
  }

  /** Calls back when the browser has taken a graphics context away: it grants only a few to a page. */
  onContextLost(lost: () => void): void {
    this.graph.on('plotly_webglcontextlost', lost);
  }

  /** Gives back memory and graphics contexts; the place is empty again. */
  free(): void {
    this.resizes.disconnect();
    this.Plotly.purge(this.graph);
  }
}

/** The captions of small pictures as they fit a place of this width, if the figure has any. */
function captionsFor(figure: Figure, colored: Element, width: number): object[] | undefined {
  const own = figure.layout?.['font'] as { family?: string } | undefined;
  const family = colorsOf(colored).font ?? own?.family ?? 'sans-serif';
  return fitCaptions(figure, width, measureWith(family));
}

function painted(figure: Figure, colored: Element, width: number): Figure {
  const { data, layout = {}, config, frames } = figure;
  const colors = colorsOf(colored);
  const touched = isTouched();
  const annotations = captionsFor(figure, colored, width);
  const fitted = annotations ? { ...layout, annotations } : layout;
  return {
    data: structuredClone(data),
    layout: themed(touched ? forFinger(fitted) : fitted, colors),
    config: { displaylogo: false, ...(touched ? TOUCH_CONFIG : {}), ...config },
    ...(frames ? { frames } : {}),
  };
}

/**
 * A place changes its width with the window, and with panels beside it.
 *
 * @param drawnWidth of the place when drawing began: it may have changed before that ended
 */
function watchWidth(graph: Graph, drawnWidth: number, resize: () => void): ResizeObserver {
  let width = drawnWidth;
  const observer = new ResizeObserver(() => {
    if (graph.clientWidth === width || graph.clientWidth === 0) return;
    width = graph.clientWidth;
    resize();
  });
  observer.observe(graph);
  return observer;
}
