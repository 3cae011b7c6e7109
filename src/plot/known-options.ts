/** Names of the options that every builder takes. */
import type { FigureOptions } from './types';

export const FIGURE_OPTIONS = {
  title: true,
  height: true,
  alt: true,
} satisfies Record<keyof FigureOptions, true>;
