/** Tables of numbers as colored cells: worked examples, kernels, weights. One matrix, or several side by side. */
import { itemAt } from '../host/item-at';
import {
  describePanel,
  fittingHeight,
  frames,
  heatmap,
  panelAxes,
  readPanel,
  type MatrixPanel,
  type ReadPanel,
} from './cells';
import { assertSameLength } from './numbers';
import { createFigure, FONT_SIZE } from './theme';
import type { Figure, FigureOptions, Numbers } from './types';

export type { CellBlock, MatrixPanel } from './cells';

export interface MatrixOptions extends FigureOptions, Omit<MatrixPanel, 'values' | 'title'> {
  /** Title of the horizontal axis. */
  xLabel?: string;
  yLabel?: string;
  /** Quantity and unit of the values. Draws a color bar if given. */
  valueLabel?: string;
}

export interface MatricesOptions extends FigureOptions {
  /** Signs between the panels, one fewer than panels: `['∗', '=']`. */
  signs?: readonly string[];
}

/**
 * A matrix as colored cells with their numbers.
 *
 * @param values `[rows, columns]`, or `[columns]` for a single row
 * @throws RangeError if the shape or the number of labels does not fit.
 */
export function matrix(values: Numbers, options: MatrixOptions = {}): Figure {
  const { title = 'Matrix', xLabel, yLabel, valueLabel, height, alt, ...rest } = options;
  const panel = readPanel({ values, ...rest }, 'plot.matrix');
  const width = itemAt(panel.cells, 0).length;
  return createFigure({
    title,
    height: height ?? fittingHeight(panel.cells.length, width) + (xLabel ? 30 : 0),
    data: [heatmap(panel, '', valueLabel)],
    alt: alt ?? `${title}. ${describePanel(panel)}`,
    layout: {
      ...panelAxes(panel, '', [0, 1], xLabel, yLabel),
      shapes: frames(panel, ''),
      dragmode: false,
      ...tightMargins([panel], !yLabel, !xLabel),
    },
  });
}

/** Leaves no room for labels that are not there. */
function tightMargins(
  panels: readonly ReadPanel[],
  noY: boolean,
  noX: boolean,
): Record<string, unknown> {
  return {
    margin: {
      ...(noY && panels.every(({ rowLabels }) => !rowLabels) ? { l: 16 } : {}),
      ...(noX && panels.every(({ columnLabels }) => !columnLabels) ? { b: 16 } : {}),
    },
  };
}

/**
 * Matrices side by side, for worked examples such as image ∗ kernel = result. Width is shared by the number of columns.
 *
 * @throws RangeError if there is no panel, or shapes, labels or the number of signs do not fit.
 */
export function matrices(panels: readonly MatrixPanel[], options: MatricesOptions = {}): Figure {
  if (panels.length === 0) {
    throw new RangeError(
      'plot.matrices: expected at least one panel; got none. Pass [{ values, title }, …].',
    );
  }
  const { title = 'Matrices', signs = [] } = options;
  if (signs.length > 0)
    assertSameLength(
      'plot.matrices',
      'gaps between panels',
      panels.length - 1,
      'signs',
      signs.length,
    );
  const read = panels.map((panel) => readPanel(panel, 'plot.matrices'));
  const domains = shareWidth(read.map(({ cells }) => itemAt(cells, 0).length));
  const suffix = (i: number): string => (i === 0 ? '' : String(i + 1));
  const tallest = Math.max(...read.map(({ cells }) => cells.length));
  const total = read.reduce((sum, { cells }) => sum + itemAt(cells, 0).length, 0);
  return createFigure({
    title,
    height: options.height ?? fittingHeight(tallest, total) + 24,
    topRoom: read.some((panel) => panel.title) ? 16 : 0,
    data: read.map((panel, i) => heatmap(panel, suffix(i))),
    alt:
      options.alt ??
      `${title}. ${read.map((panel, i) => `${panel.title ?? `Matrix ${i + 1}`}: ${describePanel(panel)}`).join(' ')}`,
    layout: {
      ...Object.assign(
        {},
        ...read.map((panel, i) => panelAxes(panel, suffix(i), itemAt(domains, i))),
      ),
      shapes: read.flatMap((panel, i) => frames(panel, suffix(i))),
      annotations: [
        ...read.flatMap((panel, i) => panelTitle(panel, suffix(i))),
        ...signs.map((sign, i) => signBetween(sign, domains, i)),
      ],
      dragmode: false,
      ...tightMargins(read, true, true),
    },
  });
}

function panelTitle(panel: ReadPanel, suffix: string): Record<string, unknown>[] {
  if (!panel.title) return [];
  return [
    {
      text: panel.title,
      xref: `x${suffix}`,
      yref: `y${suffix}`,
      x: (itemAt(panel.cells, 0).length - 1) / 2,
      y: -0.5,
      yanchor: 'bottom',
      yshift: 2,
      showarrow: false,
      font: { size: FONT_SIZE },
    },
  ];
}

function signBetween(
  sign: string,
  domains: readonly [number, number][],
  i: number,
): Record<string, unknown> {
  const x = (itemAt(domains, i)[1] + itemAt(domains, i + 1)[0]) / 2;
  return {
    text: sign,
    xref: 'paper',
    yref: 'paper',
    x,
    y: 0.5,
    xanchor: 'center',
    yanchor: 'middle',
    showarrow: false,
    font: { size: 20 },
  };
}

/** Shares the width among panels by their columns, but none gets less than a third of an equal share. */
function shareWidth(columns: readonly number[]): [number, number][] {
  const gap = 0.07;
  const free = 1 - gap * (columns.length - 1);
  const least = Math.max(...columns) / 3;
  const weights = columns.map((count) => Math.max(count, least));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let start = 0;
  return weights.map((weight) => {
    const end = start + (free * weight) / total;
    const domain: [number, number] = [
      Number(start.toFixed(4)),
      Number(Math.min(1, end).toFixed(4)),
    ];
    start = end + gap;
    return domain;
  });
}
