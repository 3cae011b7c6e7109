/** Draws Plotly figures over their stored pictures, when they come near the screen. */
import { loadScript } from './load-script';

type Layout = Record<string, unknown> & { meta?: { alt?: string } };

/** What a notebook stored of a figure. */
export interface Figure {
  data: unknown[];
  layout?: Layout;
  config?: Record<string, unknown>;
  frames?: unknown[];
}

interface PlotlyLibrary {
  newPlot(place: Element, data: unknown[], layout: Layout, config: object): Promise<unknown>;
  addFrames(place: Element, frames: unknown[]): Promise<unknown>;
  relayout(place: Element, layout: Layout): Promise<unknown>;
}

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

/** Ink and grid lines in the colors of the page, light or dark. */
function pageColors(): { ink: string; axis: Record<string, string> } {
  const ink = getComputedStyle(document.querySelector('article') ?? document.body).color;
  const channels = (ink.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  const isDark = channels.reduce((sum, channel) => sum + channel, 0) > 380;
  const grid = isDark ? '#3a424c' : '#e3e6ea';
  return { ink, axis: { gridcolor: grid, zerolinecolor: grid, linecolor: grid } };
}

/** A layout in the colors of the page. */
function themed(layout: Layout): Layout {
  const { ink, axis } = pageColors();
  const { width: _, ...copy } = structuredClone(layout);
  const result: Layout = { ...copy, autosize: true };
  Object.assign(result, { paper_bgcolor: 'transparent', plot_bgcolor: 'transparent' });
  result['font'] = { ...(result['font'] as object), color: ink };
  for (const [key, value] of Object.entries(result)) {
    if (/^[xy]axis\d*$/.test(key)) result[key] = { ...axis, ...(value as object) };
    if (/^scene\d*$/.test(key)) result[key] = themedScene(value as Record<string, object>, axis);
  }
  return result;
}

function themedScene(scene: Record<string, object>, axis: Record<string, string>): object {
  const axes = ['xaxis', 'yaxis', 'zaxis'].map((name) => [name, { ...axis, ...scene[name] }]);
  return { ...scene, ...Object.fromEntries(axes) };
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

/** Draws a figure in the colors of the page, and again when these change. @param alt what it shows, in words */
export async function drawFigure(
  place: HTMLElement,
  { data, layout = {}, config, frames }: Figure,
  alt = layout.meta?.alt,
): Promise<void> {
  const Plotly = await loadPlotly();
  place.className = 'figure-live';
  if (alt) {
    place.setAttribute('role', 'figure');
    place.setAttribute('aria-label', alt);
  }
  const options = { responsive: true, displaylogo: false, ...config };
  await Plotly.newPlot(place, data, themed(layout), options);
  if (frames) await Plotly.addFrames(place, frames);
  repaints.push(() => void (place.isConnected && Plotly.relayout(place, themed(layout))));
}

/** Draws each figure when it comes near the screen, and again when the page turns light or dark. */
export function watchFigures(): void {
  const nearby = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        nearby.unobserve(target);
        draw(target as HTMLElement).catch((error: unknown) => console.error(error));
      }
    },
    { rootMargin: '600px 0px' },
  );
  document.querySelectorAll('.figure-box').forEach((box) => nearby.observe(box));
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
