/** A figure in its place: the stored picture while it is far from the screen, drawn by Plotly while it is near. */
import { LiveFigure } from '../site/theme/figure/live-figure';
import { watchNear } from '../site/theme/figure/near-view';
import type { Figure, PlotlyLibrary } from '../site/theme/figure/plotly';
import type { FigureOutput } from './bundle';
import { heightOf } from './height';

export type LoadPlotly = () => Promise<PlotlyLibrary>;

/** JupyterLab copies an output when its picture is added: as text, the figure stays the same. */
const isEqual = (one: Figure | undefined, other: Figure): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);

export class FigureBox {
  private readonly picture = new Image();
  private readonly endWatch: () => void;
  private output: FigureOutput | undefined;
  /** The figure as it is drawn next: with what the reader has zoomed, turned or hidden. */
  private figure: Figure | undefined;
  /** The figure that Plotly shows now. */
  private shown: Figure | undefined;
  private live: LiveFigure | undefined;
  private isNear = false;
  /** Drawing takes time; one step after the other. */
  private work: Promise<void> = Promise.resolve();

  /** @param node empty; keeps the stored size of the figure from now on */
  constructor(
    private readonly node: HTMLElement,
    private readonly loadPlotly: LoadPlotly,
  ) {
    node.classList.add('dlts-Figure');
    this.endWatch = watchNear(node, {
      enter: () => this.come(true),
      leave: () => this.come(false),
    });
  }

  /** Shows a figure, or another version of it. */
  show(output: FigureOutput): void {
    const isSame = isEqual(this.output?.figure, output.figure);
    this.output = output;
    this.showPicture(output);
    if (isSame) return;
    this.node.style.height = `${heightOf(output.figure)}px`;
    this.figure = output.figure;
    this.settle();
  }

  recolor(): void {
    this.next(async () => this.live?.recolor());
  }

  dispose(): void {
    this.endWatch();
    this.figure = undefined;
    this.settle();
  }

  private showPicture({ png, alt }: FigureOutput): void {
    if (png === undefined) return this.picture.remove();
    const src = `data:image/png;base64,${png}`;
    if (this.picture.src !== src) Object.assign(this.picture, { src, alt });
    this.node.prepend(this.picture);
  }

  private come(isNear: boolean): void {
    this.isNear = isNear;
    this.settle();
  }

  private next(step: () => Promise<void>): void {
    this.work = this.work.then(step).catch((error: unknown) => console.error(error));
  }

  /** Draws, replaces or frees: whatever is left to do. */
  private settle(): void {
    this.next(async () => {
      if (!this.figure || !this.isNear) return this.free();
      if (!this.live) return this.draw(this.figure);
      if (this.shown === this.figure) return;
      this.shown = this.figure;
      await this.live.replace(this.figure);
    });
  }

  private async draw(figure: Figure): Promise<void> {
    const Plotly = await this.loadPlotly();
    const place = document.createElement('div');
    this.node.append(place);
    this.shown = figure;
    this.live = await LiveFigure.draw(Plotly, place, figure, { alt: this.output?.alt, colored: this.node }); // prettier-ignore
    this.live.onContextLost(() => this.next(async () => this.free()));
    this.node.classList.add('is-live');
  }

  private free(): void {
    if (!this.live) return;
    if (this.figure === this.shown) this.figure = this.live.state();
    this.live.free();
    this.live = undefined;
    this.node.classList.remove('is-live');
    this.node.querySelector(':scope > div')?.remove();
  }
}
