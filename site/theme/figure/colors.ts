/** Figures in the colors of the page around them, light or dark. */
import type { Layout } from './plotly';

export interface PageColors {
  /** Text. */
  ink: string;
  /** Grid lines. */
  grid: string;
  /** Ground of buttons and of a slider's grip, also while pressed, and the line around them. */
  control: string;
  pressed: string;
  edge: string;
  /** Letters, where the page wants its own; else those that Plotly takes. */
  font?: string;
}

const ON_LIGHT = { grid: '#e3e6ea', control: '#ffffff', pressed: '#d6e9f5', edge: '#8a8f98' };
const ON_DARK = { grid: '#3a424c', control: '#232b35', pressed: '#2d5370', edge: '#7d8894' };

/** Sum of the three channels above which ink counts as light, and its page as dark. */
const LIGHT_INK = 380;

/** The colors of a page, read from an element that shows its text. */
export function colorsOf(element: Element): PageColors {
  const style = getComputedStyle(element);
  const ink = style.color;
  const font = style.getPropertyValue('--figure-font').trim();
  const channels = (ink.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  const isDark = channels.reduce((sum, channel) => sum + channel, 0) > LIGHT_INK;
  return { ink, ...(isDark ? ON_DARK : ON_LIGHT), ...(font ? { font } : {}) };
}

/**
 * What a layout takes from its page, by the paths that Plotly's `relayout` reads. The page replaces the card and the
 * color of text; grid lines go into the template, where those that the figure chose itself win.
 */
export function pagePaint(
  layout: Layout,
  { ink, grid, font }: PageColors,
): Record<string, unknown> {
  const axis = { gridcolor: grid, zerolinecolor: grid, linecolor: grid };
  const own = layout['template'] as { layout?: Record<string, object> } | undefined;
  const lines = Object.fromEntries(
    ['xaxis', 'yaxis'].map((name) => [name, { ...own?.layout?.[name], ...axis }]),
  );
  const scene = { ...own?.layout?.['scene'], xaxis: axis, yaxis: axis, zaxis: axis };
  const modebar = { bgcolor: 'rgba(0,0,0,0)', color: ink, activecolor: ink };
  return {
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    'font.color': ink,
    ...(font ? { 'font.family': font } : {}),
    template: { ...own, layout: { ...own?.layout, ...lines, scene, modebar } },
  };
}

/** A copy of a layout in the colors of the page, as wide as its place. */
export function themed(layout: Layout, colors: PageColors): Layout {
  const { width: _, ...copy } = structuredClone(layout);
  const { 'font.color': color, 'font.family': family, ...paint } = pagePaint(layout, colors);
  const font = { ...(copy['font'] as object), color, ...(family ? { family } : {}) };
  return { ...copy, ...paint, font, autosize: true };
}
