/** Learned vectors as points in the plane. */
import { itemAt } from '../host/item-at';
import { assertSameLength, formatPercent, round, toNumbers } from './numbers';
import { pcaProject } from './pca';
import { classTraces, markerSize, markerStyle, readLabels, readPoints } from './scatter';
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
const WRITTEN = 80;

/**
 * Vectors as points: the two columns of `[N, 2]`, or the two principal components of wider vectors.
 *
 * @param vectors `[N, 2]` or `[N, D]`
 * @throws RangeError if the shape or the number of labels or words does not fit.
 */
export function embeddings(vectors: Numbers, options: EmbeddingsOptions = {}): Figure {
  const { labels, classNames, text, height = 460 } = options;
  const { shape } = toNumbers(vectors, CALLER);
  const wide = shape.length === 2 && itemAt(shape, 1) > 2;
  const projection = wide ? pcaProject(vectors, 2) : undefined;
  const { x, y } = readPoints(projection ? projection.points : vectors, CALLER);
  const groups = labels && readLabels(labels, classNames, CALLER);
  if (groups) assertSameLength(CALLER, 'vectors', x.length, 'labels', groups.each.length);
  if (text) assertSameLength(CALLER, 'vectors', x.length, 'text', text.length);
  const title = options.title ?? (wide ? 'Embeddings, two principal components' : 'Embeddings');
  const written = text !== undefined && text.length <= WRITTEN;
  const data = groups ? classTraces(x, y, groups, { text }) : [onePlain(x, y, text)];
  if (written)
    for (const trace of data)
      Object.assign(trace, {
        mode: 'markers+text',
        textposition: 'top center',
        cliponaxis: false,
        textfont: { size: FONT_SIZE - 1 },
      });
  const share = (i: number): string =>
    projection ? ` (${formatPercent(itemAt(projection.explained, i))} of variance)` : '';
  return createFigure({
    title,
    height,
    data,
    legend: groups !== undefined,
    alt: options.alt ?? describe(title, x, y, groups, projection?.explained),
    layout: {
      xaxis: axis(`${wide ? 'component' : 'dimension'} 1${share(0)}`, { showticklabels: false }),
      yaxis: axis(`${wide ? 'component' : 'dimension'} 2${share(1)}`, { showticklabels: false }),
      hovermode: 'closest',
    },
  });
}

function onePlain(x: number[], y: number[], text: readonly string[] | undefined): Trace {
  return {
    type: 'scatter',
    mode: 'markers',
    x: x.map((value) => round(value)),
    y: y.map((value) => round(value)),
    marker: markerStyle(0, markerSize(x.length)),
    ...(text ? { text: [...text], hovertemplate: '%{text}<extra></extra>' } : {}),
  };
}

/** How apart the classes are: distance between their centers against the spread within. */
function describe(
  title: string,
  x: number[],
  y: number[],
  groups: { each: string[]; classes: string[] } | undefined,
  explained: number[] | undefined,
): string {
  const variance = explained
    ? ` The two axes hold ${formatPercent(explained.reduce((sum, share) => sum + share, 0))} of the variance.`
    : '';
  if (!groups) return `${title}. ${x.length} points.${variance}`;
  const nearestOwn = x.filter(
    (_, i) => groups.each[nearestOther(x, y, i)] === groups.each[i],
  ).length;
  return (
    `${title}. ${x.length} points of ${groups.classes.length} classes (${groups.classes.join(', ')}); ` +
    `${formatPercent(nearestOwn / x.length)} have a nearest neighbor of their own class.${variance}`
  );
}

function nearestOther(x: number[], y: number[], i: number): number {
  let best = -1;
  let least = Infinity;
  for (let j = 0; j < x.length; j++) {
    const distance = (itemAt(x, j) - itemAt(x, i)) ** 2 + (itemAt(y, j) - itemAt(y, i)) ** 2;
    if (j !== i && distance < least) {
      least = distance;
      best = j;
    }
  }
  return best;
}
