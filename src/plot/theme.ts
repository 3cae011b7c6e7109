/**
 * The look that all figures share.
 *
 * Light and dark: no gray reaches 4.5:1 both on white and on JupyterLab's dark page (#111; the best, #797979, has
 * 4.35:1 on each). So a figure brings its own white card, on which text has 13:1, and every color of the data has at
 * least 3:1 on the card and on a dark page (orange and sky blue, which have less, come last and differ by shape). A
 * page that knows its theme may replace `paper_bgcolor`, `plot_bgcolor` and `font.color`: nothing else sets a text color.
 *
 * Width: none is set; the figure follows the page down to 360 px. Legends lie above the plot area, never on the data.
 */
import type { Figure, Layout, Trace } from './types';

/** Text and axis color on the card. */
export const INK = '#24292f';
/** The card. */
export const PAPER = '#ffffff';
/** Grid lines, faint on light and dark alike. */
export const GRID = 'rgba(128,128,128,0.25)';
const AXIS_LINE = 'rgba(128,128,128,0.7)';

/** Sizes in pixels, readable at a page width of 360 px. */
export const FONT_SIZE = 13;
const TITLE_SIZE = 16;
const TITLE_LINE = 20;
/** Longest title line, in letters, that fits a page of 360 px. */
const TITLE_WIDTH = 40;
const NOTE_SIZE = 12;
const NOTE_LINE = 16;
const NOTE_WIDTH = 54;

export const DEFAULT_HEIGHT = 400;

/** What `plot.show` hands to Plotly beside data and layout. */
export const CONFIG = { responsive: true, displaylogo: false, showSendToCloud: false } as const;

/** Breaks text into lines of at most `width` letters, at spaces. Plotly does not wrap by itself. */
export function wrap(text: string, width = TITLE_WIDTH): string {
  return text
    .split('<br>')
    .map((part) => {
      const lines: string[] = [];
      let line = '';
      for (const word of part.split(' ')) {
        if (line && line.length + 1 + word.length > width) {
          lines.push(line);
          line = word;
        } else line = line ? `${line} ${word}` : word;
      }
      return [...lines, line].join('<br>');
    })
    .join('<br>');
}

function lineCount(text: string): number {
  return text.split('<br>').length;
}

/** A cartesian axis with its title (quantity and unit) and the shared look. */
export function axis(title: string, extra: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ...(title ? { title: { text: title, standoff: 8 } } : {}),
    automargin: true,
    gridcolor: GRID,
    zerolinecolor: GRID,
    linecolor: AXIS_LINE,
    ...extra,
  };
}

/** An axis that draws nothing: pictures and drawings. */
export function hiddenAxis(extra: Record<string, unknown> = {}): Record<string, unknown> {
  return { visible: false, fixedrange: true, ...extra };
}

/** What every layout starts from. */
export function baseLayout(): Omit<Layout, 'height'> {
  return {
    autosize: true,
    font: {
      family: 'system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif',
      size: FONT_SIZE,
      color: INK,
    },
    paper_bgcolor: PAPER,
    plot_bgcolor: PAPER,
    hoverlabel: { font: { size: FONT_SIZE } },
  };
}

/** The title block of a layout, with the top margin that it and the legend need. */
export function heading(title: string, subtitle = '', legendRows = 0): Record<string, unknown> {
  const text = wrap(title);
  const note = subtitle ? wrap(subtitle, NOTE_WIDTH) : '';
  const titleHeight = lineCount(text) * TITLE_LINE;
  const noteHeight = note ? lineCount(note) * NOTE_LINE : 0;
  return {
    title: {
      text,
      ...(note ? { subtitle: { text: note, font: { size: NOTE_SIZE } } } : {}),
      x: 0,
      xanchor: 'left',
      xref: 'container',
      y: 1,
      yanchor: 'top',
      yref: 'container',
      pad: { l: 12, t: 12 },
      font: { size: TITLE_SIZE },
    },
    margin: { l: 60, r: 16, t: 24 + titleHeight + noteHeight + legendRows * 22, b: 52 },
  };
}

/** A legend in rows above the plot area. */
export const LEGEND = {
  orientation: 'h',
  x: 0,
  xanchor: 'left',
  y: 1,
  yanchor: 'bottom',
  bgcolor: 'rgba(0,0,0,0)',
  tracegroupgap: 0,
} as const;

/** What a builder hands over to {@link createFigure}. */
export interface FigureParts {
  data: Trace[];
  title: string;
  /** A smaller line below the title: how to read the figure. */
  subtitle?: string;
  alt: string;
  height?: number;
  /** Whether a legend is drawn. Defaults to: more than one named trace. */
  legend?: boolean;
  layout?: Record<string, unknown>;
}

/** Puts data and the shared look together. */
export function createFigure({
  data,
  title,
  subtitle,
  alt,
  height = DEFAULT_HEIGHT,
  legend,
  layout = {},
}: FigureParts): Figure {
  if (!(height > 0 && Number.isFinite(height))) {
    throw new RangeError(
      `plot: expected height in pixels above 0; got ${height}. Leave it out for the default.`,
    );
  }
  const named = data.filter((trace) => trace.name && trace['showlegend'] !== false);
  const hasLegend = legend ?? named.length > 1;
  const letters = named.reduce((sum, trace) => sum + (trace.name ?? '').length + 7, 0);
  return {
    data,
    layout: {
      ...baseLayout(),
      ...heading(title, subtitle, hasLegend ? Math.ceil(letters / 90) : 0),
      showlegend: hasLegend,
      ...(hasLegend ? { legend: { ...LEGEND } } : {}),
      ...layout,
      height,
      meta: { alt },
    },
    config: { ...CONFIG },
  };
}

/** A slim color bar with its quantity and unit. */
export function colorBar(
  title: string,
  extra: Record<string, unknown> = {},
): Record<string, unknown> {
  return { title: { text: title, side: 'right' }, thickness: 12, outlinewidth: 0, ...extra };
}

/** "fuel economy (mi/gal)" → "Fuel economy", for a title. */
export function quantity(label: string): string {
  const bare = label.replace(/\s*[([][^)\]]*[)\]]\s*$/, '');
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}

/** The same inside a sentence: "Fuel economy" → "fuel economy", but "KL divergence" stays. */
export function quantityInText(label: string): string {
  const name = quantity(label);
  return /^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}
