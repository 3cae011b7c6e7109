/** Reads the output of a figure: Plotly's JSON, its stored picture, its alternative text. */
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { Figure } from '../site/theme/figure/plotly';

export const PLOTLY_MIME = 'application/vnd.plotly.v1+json';
export const PNG_MIME = 'image/png';

export interface FigureOutput {
  figure: Figure;
  alt: string;
  /** base64; a figure that has just been made has none yet. */
  png: string | undefined;
}

const joined = (text: unknown): string => (Array.isArray(text) ? text.join('') : String(text));

export function readOutput({ data, metadata }: IRenderMime.IMimeModel): FigureOutput {
  const figure = data[PLOTLY_MIME] as unknown as Figure;
  const png = data[PNG_MIME];
  const described = metadata[PLOTLY_MIME] as { alt?: string } | undefined;
  const alt = described?.alt ?? figure.layout?.meta?.alt ?? data['text/plain'] ?? 'Figure';
  return { figure, alt: joined(alt), png: png === undefined ? undefined : joined(png) };
}
