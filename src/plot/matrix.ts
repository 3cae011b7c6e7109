/** Tables of numbers as colored cells: worked examples, kernels, weights. One matrix, or several side by side. */
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import {
  describePanel,
  fittingHeight,
  frames,
  heatmap,
  PANEL_OPTIONS,
  panelAxes,
  readPanel,
  type MatrixPanel,
  type ReadPanel,
} from './cells';
import { FIGURE_OPTIONS } from './known-options';
import { checkSameLength } from './read';
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

const { values: _values, ...CELL_OPTIONS } = PANEL_OPTIONS;
const MATRIX_OPTIONS = {
  ...FIGURE_OPTIONS,
  ...CELL_OPTIONS,
  xLabel: true,
  yLabel: true,
  valueLabel: true,
} satisfies Record<keyof MatrixOptions, true>;

const MATRICES_OPTIONS = {
  ...FIGURE_OPTIONS,
  signs: true,
} satisfies Record<keyof MatricesOptions, true>;

/**
 * A matrix as colored cells with their numbers. A cell that is NaN is left empty.
 *
 * @param values `[rows, columns]`, or `[columns]` for a single row
 * @param options names of rows and columns, colors and their range, cells to frame
 * @returns a figure: JSON, nothing to dispose.
 * @throws RangeError if the shape or the number of labels does not fit or no number is finite; TypeError for an unknown
 *   option or an element that is not a number.
 * @example
 * const figure = plot.matrix([[1, -3], [0.5, 2]], { title: 'Weights' });
 * figure.layout.meta?.alt; // 'Weights. 2 × 2 numbers from -3 to 2. Rows: 1 −3; 0.5 2.'
 */
export function matrix(values: Numbers, options: MatrixOptions = {}): Figure {
  checkOptions('plot.matrix', options, MATRIX_OPTIONS);
  const { title = 'Matrix', xLabel, yLabel, valueLabel, height, alt, ...rest } = options;
  const panel = readPanel({ values, ...rest }, 'plot.matrix');
  return createFigure({
    title,
    height: height ?? fittingHeight(panel.cells.length, panel.width) + (xLabel ? 30 : 0),
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
): { margin: Record<string, number> } {
  return {
    margin: {
      ...(noY && panels.every(({ rowLabels }) => !rowLabels) ? { l: 16 } : {}),
      ...(noX && panels.every(({ columnLabels }) => !columnLabels) ? { b: 16 } : {}),
    },
  };
}

/** A panel with its place in the figure. */
interface PlacedPanel extends ReadPanel {
  /** What Plotly appends to the names of the panel's axes. */
  suffix: string;
  domain: [number, number];
}

function placePanels(panels: readonly MatrixPanel[]): PlacedPanel[] {
  const read = panels.map((panel) => readPanel(panel, 'plot.matrices'));
  const domains = shareWidth(read.map(({ width }) => width));
  return domains.map((domain, i) => ({
    ...itemAt(read, i),
    domain,
    suffix: i === 0 ? '' : String(i + 1),
  }));
}

/**
 * Matrices side by side, for worked examples such as image ∗ kernel = result. Width is shared by the number of columns.
 *
 * @param panels `{ values, title, … }` for each matrix, from left to right; `values` `[rows, columns]` or `[columns]`
 * @param options signs between the panels
 * @returns a figure: JSON, nothing to dispose.
 * @throws RangeError if there is no panel, or shapes, labels or the number of signs do not fit; TypeError for an unknown
 *   option or an element that is not a number.
 * @example
 * const panels = [{ values: [[1, 2], [3, 4]] }, { values: [[0, 1]] }, { values: [[3, 4]] }];
 * plot.matrices(panels, { signs: ['·', '='] }).data.length; // 3
 */
export function matrices(panels: readonly MatrixPanel[], options: MatricesOptions = {}): Figure {
  const caller = 'plot.matrices';
  checkOptions(caller, options, MATRICES_OPTIONS);
  if (panels.length === 0) {
    throw new RangeError(
      `${caller}: expected at least one panel; got none; pass [{ values, title }, …].`,
    );
  }
  const { title = 'Matrices', signs = [] } = options;
  if (signs.length > 0) {
    checkSameLength(caller, 'gaps between panels', panels.length - 1, 'signs', signs.length);
  }
  const placed = placePanels(panels);
  const tallest = Math.max(...placed.map(({ cells }) => cells.length));
  const total = placed.reduce((sum, { width }) => sum + width, 0);
  const told = placed.map(
    (panel, i) => `${panel.title ?? `Matrix ${i + 1}`}: ${describePanel(panel)}`,
  );
  return createFigure({
    title,
    height: options.height ?? fittingHeight(tallest, total) + 24,
    topRoom: placed.some((panel) => panel.title) ? 16 : 0,
    data: placed.map((panel) => heatmap(panel, panel.suffix)),
    alt: options.alt ?? `${title}. ${told.join(' ')}`,
    layout: {
      ...Object.fromEntries(
        placed.flatMap((panel) => Object.entries(panelAxes(panel, panel.suffix, panel.domain))),
      ),
      shapes: placed.flatMap((panel) => frames(panel, panel.suffix)),
      annotations: [...placed.flatMap(panelTitle), ...signsBetween(signs, placed)],
      dragmode: false,
      ...tightMargins(placed, true, true),
    },
  });
}

function panelTitle({ title, suffix, width }: PlacedPanel): Record<string, unknown>[] {
  if (!title) return [];
  return [
    {
      text: title,
      xref: `x${suffix}`,
      yref: `y${suffix}`,
      x: (width - 1) / 2,
      y: -0.5,
      yanchor: 'bottom',
      yshift: 2,
      showarrow: false,
      font: { size: FONT_SIZE },
    },
  ];
}

/** Each sign in the middle of its gap. */
function signsBetween(
  signs: readonly string[],
  placed: readonly PlacedPanel[],
): Record<string, unknown>[] {
  const rights = placed.slice(1);
  return signs.map((sign, i) => ({
    text: sign,
    xref: 'paper',
    yref: 'paper',
    x: (itemAt(placed, i).domain[1] + itemAt(rights, i).domain[0]) / 2,
    y: 0.5,
    xanchor: 'center',
    yanchor: 'middle',
    showarrow: false,
    font: { size: 20 },
  }));
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
