/** Hands a figure to the notebook. */
import { checkOptions } from '../host/options';
import { notebookHost } from '../host/notebook-host';
import { Drawing } from './drawings/drawing';
import { baseLayout, CONFIG, DEFAULT_HEIGHT } from './theme';
import type { Figure, FigureInput, Layout } from './types';

/** MIME type under which Jupyter front ends draw Plotly figures. */
export const PLOTLY_MIME = 'application/vnd.plotly.v1+json';

export interface ShowOptions {
  /** Describes the figure to people who cannot see it. Defaults to the text that the builder wrote from the data. */
  alt?: string;
}

const OPTIONS = { alt: true } satisfies Record<keyof ShowOptions, true>;
const SVG_MIME = 'image/svg+xml';

/** One Jupyter output: MIME type → value, and metadata by MIME type. */
export interface MimeBundle {
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
}

function plainText(markup: string): string {
  return markup.replace(/<br>/g, ' ').replace(/<[^>]*>/g, '');
}

function titleOf({ title }: Partial<Layout>): string {
  const text: unknown = isObject(title) ? title['text'] : title;
  return typeof text === 'string' ? plainText(text) : '';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The alternative text of a figure: what its builder wrote, otherwise its title and the kinds of its traces. */
export function altText({ data, layout = {} }: FigureInput): string {
  const { meta }: Partial<Layout> = layout;
  if (meta?.alt) return meta.alt;
  const kinds = data.map((trace) => ('type' in trace ? String(trace.type) : 'scatter'));
  return `${titleOf(layout) || 'Figure'} (${[...new Set(kinds)].join(', ') || 'empty'})`;
}

/** Fills in what a hand-written figure lacks: the shared look, a height, and the configuration. */
function complete(figure: FigureInput, alt: string): Figure {
  const layout = (figure.layout ?? {}) as Partial<Layout>;
  const title: unknown = layout.title;
  return {
    data: figure.data as Figure['data'],
    layout: {
      ...baseLayout(),
      ...layout,
      // Plotly 4 reads titles as objects only.
      ...(typeof title === 'string' ? { title: { text: title } } : {}),
      height: layout.height ?? DEFAULT_HEIGHT,
      meta: { alt },
    },
    ...(figure.frames ? { frames: figure.frames as Figure['frames'] } : {}),
    config: { ...CONFIG, ...figure.config },
  };
}

/**
 * The Jupyter output of a figure or a drawing: Plotly's JSON or SVG, and a text summary. Pure.
 *
 * The alternative text is stored in `layout.meta.alt`, and in the metadata of the figure and of the PNG that a
 * notebook runner or a front end may add.
 *
 * @throws TypeError if the figure has no `data` array.
 */
export function mimeBundle(figure: FigureInput | Drawing, { alt }: ShowOptions = {}): MimeBundle {
  if (figure instanceof Drawing) {
    const text = alt ?? figure.alt;
    const data = { ...figure.toMimeBundle(), 'text/plain': text };
    return { data, metadata: { [SVG_MIME]: { alt: text }, 'image/png': { alt: text } } };
  }
  if (!figure || !Array.isArray(figure.data)) {
    throw new TypeError(
      'plot.show: expected a figure { data: [...], layout: {...} }; got something without a data array; ' +
        'pass what a builder such as plot.line returned.',
    );
  }
  const text = alt ?? altText(figure);
  const whole = complete(figure, text);
  const title = titleOf(whole.layout);
  return {
    data: {
      [PLOTLY_MIME]: whole,
      'text/plain': title && !text.startsWith(title) ? `${title}. ${text}` : text,
    },
    metadata: { [PLOTLY_MIME]: { alt: text }, 'image/png': { alt: text } },
  };
}

/**
 * Shows a figure or a drawing below the cell.
 *
 * @param figure what a builder returned, or a Plotly figure written by hand
 * @param options `alt` replaces the text for people who cannot see the figure
 * @returns nothing in a notebook; in a terminal, where nothing can be drawn, the text summary (and prints nothing).
 * @throws TypeError if the figure has no `data` array, or for an unknown option.
 * @example
 * plot.show(plot.line([1, 2, 4], { title: 'Doubling' }));
 */
export function show(figure: FigureInput | Drawing, options: ShowOptions = {}): string | undefined {
  checkOptions('plot.show', options, OPTIONS);
  const bundle = mimeBundle(figure, options);
  const host = notebookHost();
  if (!host) return String(bundle.data['text/plain']);
  host.display(bundle.data, bundle.metadata);
  return undefined;
}
