/** Draws Plotly figures over their stored pictures, when they come near the screen. */
import { LiveFigure } from './figure/live-figure';
import { naturalHeight } from './figure/natural-height';
import { watchNear } from './figure/near-view';
import type { Figure, PlotlyLibrary } from './figure/plotly';
import { loadScript } from './load-script';

export type { Figure } from './figure/plotly';

declare global {
  interface Window {
    Plotly?: PlotlyLibrary;
    /** Figures by key; each has a script of its own. */
    dltsFigures?: Record<string, Figure>;
  }
}

let plotly: Promise<void> | undefined;

/** Loaded once, when the first figure comes near the screen. */
async function loadPlotly(): Promise<PlotlyLibrary> {
  if (!window.Plotly) await (plotly ??= loadScript('vendor/plotly.min.js'));
  if (!window.Plotly) throw new Error('Plotly was loaded, but is not there.');
  return window.Plotly;
}

const repaints: (() => void)[] = [];

/** Draws one figure beside its picture; CSS then hides the picture on screen, and shows it in print. */
async function draw(box: HTMLElement): Promise<void> {
  const source = box.querySelector<HTMLElement>('.figure-json');
  const { key = '', height } = source?.dataset ?? {};
  await Promise.all([loadPlotly(), loadScript(`figures/${key}.js`)]);
  const figure = window.dltsFigures?.[key];
  if (!figure) throw new Error(`figures/${key}.js was loaded, but has no figure.`);
  const alt = box.querySelector<HTMLImageElement>('img.figure-picture')?.alt;
  const place = document.createElement('div');
  place.style.height = `${height}px`;
  box.append(place);
  await drawFigure(place, figure, alt);
  box.classList.add('is-live');
}

/** Width in pixels below which a figure with proportions of its own is made less tall, lest it stand in white. */
const NARROW = 600;

/** The figure, and its place, as tall as it needs on a narrow page. */
function fitted(place: HTMLElement, figure: Figure): Figure {
  const width = place.clientWidth;
  const height = width < NARROW ? naturalHeight(figure.layout ?? {}, width) : undefined;
  if (height === undefined) return figure;
  place.style.height = `${height}px`;
  return { ...figure, layout: { ...figure.layout, height } };
}

/** Draws a figure in the colors of the page, and again when these change. @param alt what it shows, in words */
export async function drawFigure(place: HTMLElement, figure: Figure, alt?: string): Promise<void> {
  const Plotly = await loadPlotly();
  place.className = 'figure-live';
  const colored = document.querySelector('article') ?? document.body;
  const live = await LiveFigure.draw(Plotly, place, fitted(place, figure), { alt, colored });
  repaints.push(() => void (place.isConnected && live.recolor()));
}

/** Draws each figure when it comes near the screen, and again when the page turns light or dark. */
export function watchFigures(): void {
  for (const box of document.querySelectorAll<HTMLElement>('.figure-box')) {
    const end = watchNear(box, {
      enter() {
        end();
        draw(box).catch((error: unknown) => console.error(error));
      },
    });
  }
  followTheme();
}

/** Draws the figures of this script again when the page turns light or dark. */
export function followTheme(): void {
  const repaint = (): void =>
    void requestAnimationFrame(() => repaints.forEach((paint) => paint()));
  new MutationObserver(repaint).observe(document.documentElement, {
    attributeFilter: ['data-theme'],
  });
}
