/**
 * The look that all figures share.
 *
 * Light and dark: no gray reaches 4.5:1 both on white and on JupyterLab's dark page (#111; the best, #797979, has
 * 4.35:1 on each). So a figure brings its own white card, on which text has 13:1, and every color of the data has at
 * least 3:1 on the card and on a dark page (orange and sky blue, which have less, come last and differ by shape). A
 * page that knows its theme may replace `paper_bgcolor`, `plot_bgcolor` and `font.color`: nothing else sets a text color.
 *
 * Width: none is set; the figure follows the page down to 360 px. Legends lie between title and plot, never on the data.
 */
import type { Figure, Layout, Legend, Trace } from './types';

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
const NOTE_GAP = 10;
const NOTE_WIDTH = 54;

export const DEFAULT_HEIGHT = 400;

/** What `plot.show` hands to Plotly beside data and layout. */
// Not `responsive`: JupyterLab's renderer resizes figures itself, and both together lose their height.
export const CONFIG = { displaylogo: false, showSendToCloud: false } as const;

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
    // Not at the top: room for the highest tick label and room for the legend would chase each other.
    automargin: 'left+bottom',
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

const EDGE = 12;

/** Bottom of the title block in pixels from the top. */
function headingHeight(title: string, note: string): number {
  return EDGE + lineCount(title) * TITLE_LINE + (note ? NOTE_GAP + lineCount(note) * NOTE_LINE : 0);
}

/** The title block of a layout, and the margins around the plot. */
function heading(
  title: string,
  note: string,
  legendRoom: number,
): Required<Pick<Layout, 'title' | 'margin'>> {
  return {
    title: {
      text: title,
      ...(note ? { subtitle: { text: note, font: { size: NOTE_SIZE } } } : {}),
      x: 0,
      xanchor: 'left',
      xref: 'container',
      y: 1,
      yanchor: 'top',
      yref: 'container',
      // Plotly keeps the last line in place: further lines need room above it.
      pad: { l: EDGE, t: EDGE + (lineCount(title) - 1) * TITLE_LINE },
      font: { size: TITLE_SIZE },
    },
    margin: { l: 60, r: 22, t: headingHeight(title, note) + 14 + legendRoom, b: 52 },
  };
}

/**
 * A legend in rows below the title. Placed in container coordinates: Plotly then moves the plot down when a narrow page
 * needs more rows, instead of letting them run into the title.
 */
function legendBelow(top: number, height: number): Legend {
  return {
    orientation: 'h',
    x: 0,
    xanchor: 'left',
    yref: 'container',
    y: Number((1 - top / height).toFixed(4)),
    yanchor: 'top',
    bgcolor: 'rgba(0,0,0,0)',
    tracegroupgap: 0,
  };
}

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
  /** Pixels kept free above the plot, for headings of panels. */
  topRoom?: number;
  layout?: Partial<Layout>;
}

/** Puts data and the shared look together. */
export function createFigure({
  data,
  title,
  subtitle,
  alt,
  height = DEFAULT_HEIGHT,
  legend,
  topRoom = 0,
  layout = {},
}: FigureParts): Figure {
  if (!(height > 0 && Number.isFinite(height))) {
    throw new RangeError(
      `plot: expected height in pixels above 0; got ${height}; leave it out for the default.`,
    );
  }
  const text = wrap(title);
  const note = subtitle ? wrap(subtitle, NOTE_WIDTH) : '';
  const hasLegend =
    legend ?? data.filter((trace) => trace.name && trace['showlegend'] !== false).length > 1;
  const { margin, ...rest } = layout;
  const look = heading(text, note, (hasLegend ? 22 : 0) + topRoom);
  return {
    data,
    layout: {
      ...baseLayout(),
      ...look,
      margin: { ...look.margin, ...margin },
      showlegend: hasLegend,
      ...(hasLegend ? { legend: legendBelow(headingHeight(text, note) + 4, height) } : {}),
      ...rest,
      height,
      meta: { alt },
    },
    config: { ...CONFIG },
  };
}

/** Moves a layout to a new height; what lies below the title keeps its distance from the top. */
export function resize(layout: Layout, height: number): Layout {
  const { legend } = layout;
  if (legend?.yref !== 'container') return { ...layout, height };
  return {
    ...layout,
    height,
    legend: { ...legend, y: Number((1 - ((1 - legend.y) * layout.height) / height).toFixed(4)) },
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
  const small = name.charAt(0).toLowerCase() + name.slice(1);
  return /^[A-Z][a-z]/.test(name) || label.startsWith(small) ? small : name;
}
