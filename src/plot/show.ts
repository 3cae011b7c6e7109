/** Hands a figure to the notebook. */
import { notebookHost } from '../host/notebook-host';
import { baseLayout, CONFIG, DEFAULT_HEIGHT } from './theme';
import type { Figure, FigureInput, Layout } from './types';

/** MIME type under which Jupyter front ends draw Plotly figures. */
export const PLOTLY_MIME = 'application/vnd.plotly.v1+json';

export interface ShowOptions {
  /** Describes the figure to people who cannot see it. Defaults to the text that the builder wrote from the data. */
  alt?: string;
}

/** One Jupyter output: MIME type → value, and metadata by MIME type. */
export interface MimeBundle {
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
}

function plainText(markup: string): string {
  return markup.replace(/<br>/g, ' ').replace(/<[^>]*>/g, '');
}

function titleOf(layout: Partial<Layout>): string {
  const title: unknown = layout.title;
  if (typeof title === 'string') return plainText(title);
  const text = (title as { text?: unknown } | undefined)?.text;
  return typeof text === 'string' ? plainText(text) : '';
}

/** The alternative text of a figure: what its builder wrote, otherwise its title and the kinds of its traces. */
export function altText(figure: FigureInput): string {
  const layout = (figure.layout ?? {}) as Partial<Layout>;
  if (layout.meta?.alt) return layout.meta.alt;
  const kinds = [
    ...new Set(figure.data.map((trace) => (trace as { type?: string }).type ?? 'scatter')),
  ];
  return `${titleOf(layout) || 'Figure'} (${kinds.join(', ') || 'empty'})`;
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
 * The Jupyter output of a figure: Plotly's JSON and a text summary. Pure.
 *
 * The alternative text is stored in `layout.meta.alt`, and in the metadata of the figure and of the PNG that a
 * notebook runner or a front end may add.
 *
 * @throws TypeError if the figure has no `data` array.
 */
export function mimeBundle(figure: FigureInput, { alt }: ShowOptions = {}): MimeBundle {
  if (!figure || !Array.isArray(figure.data)) {
    throw new TypeError(
      'plot.show: expected a figure { data: [...], layout: {...} }; got something without a data array. ' +
        'Pass what a builder such as plot.line returned.',
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
 * Shows a figure below the cell.
 *
 * @param figure what a builder returned, or a Plotly figure written by hand
 * @param options `alt` replaces the text for people who cannot see the figure
 * @returns nothing in a notebook; in a terminal, where nothing can be drawn, the text summary (and prints nothing).
 */
export function show(figure: FigureInput, options: ShowOptions = {}): string | undefined {
  const bundle = mimeBundle(figure, options);
  const host = notebookHost();
  if (!host) return bundle.data['text/plain'] as string;
  host.display(bundle.data, bundle.metadata);
  return undefined;
}
