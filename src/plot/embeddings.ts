/** Learned vectors as points in the plane. */
import { checkOptions } from '../host/options';
import { FIGURE_OPTIONS } from './known-options';
import { formatPercent } from './numbers';
import { pcaProject } from './pca';
import { checkSameLength, checkSomePairs, toNumbers, toPairs } from './read';
import { classTraces, plainTrace, readLabels, type Labeled } from './points';
import { axis, createFigure, FONT_SIZE } from './theme';
import type { Figure, FigureOptions, Numbers, Trace } from './types';

export interface EmbeddingsOptions extends FigureOptions {
  /** Class of each point: integers or names, `[N]`. */
  labels?: Numbers | readonly string[];
  /** Names of integer classes, in order. */
  classNames?: readonly string[];
  /** A word for each point: written beside it for up to 80 points, otherwise shown when pointing at it. */
  text?: readonly string[];
}

const CALLER = 'plot.embeddings';
const OPTIONS = {
  ...FIGURE_OPTIONS,
  labels: true,
  classNames: true,
  text: true,
} satisfies Record<keyof EmbeddingsOptions, true>;
const WRITTEN = 80;

/** Points in the plane; of vectors with more than two entries also the share of variance on each axis. */
interface Placed {
  x: number[];
  y: number[];
  explained?: number[];
}

function place(vectors: Numbers): Placed {
  const { shape } = toNumbers(vectors, CALLER, 'vectors');
  const [, width = 0] = shape;
  if (shape.length !== 2 || width <= 2) {
    const { x, y } = toPairs(vectors, CALLER, 'vectors', 'pass one row for each vector');
    checkSomePairs(CALLER, 'vectors', x, y);
    return { x, y };
  }
  const { points, explained } = pcaProject(vectors, 2);
  return { ...toPairs(points, CALLER, 'vectors', ''), explained };
}

/** The same traces with their words written beside the points. */
function withWords(traces: readonly Trace[]): Trace[] {
  return traces.map((trace) => ({
    ...trace,
    mode: 'markers+text',
    textposition: 'top center',
    cliponaxis: false,
    textfont: { size: FONT_SIZE - 1 },
  }));
}

/**
 * Vectors as points: the two columns of `[N, 2]`, or the two principal components of wider vectors.
 *
 * Axes: N vectors · D entries of each.
 *
 * @param vectors `[N, 2]` or `[N, D]`
 * @param options classes and their names, a word for each point
 * @returns a figure: JSON, nothing to dispose.
 * @throws RangeError if the shape or the number of labels or words does not fit, or numbers are not finite; TypeError for
 *   an unknown option or an element that is not a number.
 * @example
 * const figure = plot.embeddings([[0, 0], [0, 1], [5, 5]], { labels: ['vowel', 'vowel', 'consonant'] });
 * figure.data.map(({ name }) => name); // [ 'vowel', 'consonant' ]
 */
export function embeddings(vectors: Numbers, options: EmbeddingsOptions = {}): Figure {
  checkOptions(CALLER, options, OPTIONS);
  const { labels, classNames, text, height = 460 } = options;
  const { x, y, explained } = place(vectors);
  const groups = labels && readLabels(labels, classNames, CALLER);
  if (groups) checkSameLength(CALLER, 'vectors', x.length, 'labels', groups.each.length);
  if (text) checkSameLength(CALLER, 'vectors', x.length, 'text', text.length);
  const { title = explained ? 'Embeddings, two principal components' : 'Embeddings' } = options;
  const traces = groups ? classTraces(x, y, groups, { text }) : [plainTrace(x, y, { text })];
  const named = (i: number): Record<string, unknown> => {
    const share = explained?.[i];
    const label =
      share === undefined
        ? `dimension ${i + 1}`
        : `component ${i + 1} (${formatPercent(share)} of variance)`;
    return axis(label, { showticklabels: false });
  };
  return createFigure({
    title,
    height,
    data: text && text.length <= WRITTEN ? withWords(traces) : traces,
    legend: groups !== undefined,
    alt: options.alt ?? describe(title, { x, y, explained }, groups),
    layout: { xaxis: named(0), yaxis: named(1), hovermode: 'closest' },
  });
}

/** How apart the classes are: how many points have a nearest neighbor of their own class. */
function describe(title: string, { x, y, explained }: Placed, groups: Labeled | undefined): string {
  const variance = explained
    ? ` The two axes hold ${formatPercent(explained.reduce((sum, share) => sum + share, 0))} of the variance.`
    : '';
  if (!groups) return `${title}. ${x.length} points.${variance}`;
  const { each, classes } = groups;
  const atHome = each.filter((name, i) => each[nearestOther(x, y, i)] === name).length;
  return (
    `${title}. ${x.length} points of ${classes.length} classes (${classes.join(', ')}); ` +
    `${formatPercent(atHome / x.length)} have a nearest neighbor of their own class.${variance}`
  );
}

function nearestOther(x: readonly number[], y: readonly number[], own: number): number {
  const distances = x.map((value, i) =>
    i === own ? Infinity : (value - (x[own] ?? NaN)) ** 2 + ((y[i] ?? NaN) - (y[own] ?? NaN)) ** 2,
  );
  return distances.reduce((best, d, i) => (d < (distances[best] ?? Infinity) ? i : best), -1);
}
