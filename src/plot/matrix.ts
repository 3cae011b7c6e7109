/** Tables of numbers as colored cells: worked examples, kernels, weights. One matrix, or several side by side. */
import { assertSameLength, extent, formatNumber, round, toMatrix, toNumbers } from './numbers';
import { colorScale, type ColorScaleName } from './palette';
import { axis, colorBar, createFigure, FONT_SIZE } from './theme';
import type { Figure, FigureOptions, Numbers, Trace } from './types';

/** A rectangle of cells to frame. */
export interface CellBlock {
  row: number;
  column: number;
  /** Defaults to 1. */
  rows?: number;
  /** Defaults to 1. */
  columns?: number;
}

/** One matrix and how to draw it. */
export interface MatrixPanel {
  /** `[rows, columns]`, or `[columns]` for a single row. */
  values: Numbers;
  /** Heading of the panel. */
  title?: string;
  /** Names of the rows. Defaults to none. */
  rowLabels?: readonly (string | number)[];
  columnLabels?: readonly (string | number)[];
  /** Defaults to blue–white–vermilion around 0 if values have both signs, otherwise to cividis. */
  colors?: ColorScaleName;
  /** Values drawn with the first and the last color. Defaults to the values' own. */
  range?: readonly [low: number, high: number];
  /** Whether to write the numbers into the cells. Defaults to: up to 12 columns and 20 rows. */
  annotate?: boolean;
  /** Significant digits of the written numbers. Defaults to 3. */
  digits?: number;
  /** Cells to frame. */
  highlight?: CellBlock | readonly CellBlock[];
}

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

interface ReadPanel extends MatrixPanel {
  cells: number[][];
  limits: readonly [number, number];
  scale: ColorScaleName;
}

const LABELED_COLUMNS = 12;
const LABELED_ROWS = 20;

/** Limits and colors that fit the values: symmetric around 0 when both signs occur. */
export function fitColors(
  values: ArrayLike<number>,
  range: readonly [number, number] | undefined,
  colors: ColorScaleName | undefined,
): { limits: readonly [number, number]; scale: ColorScaleName } {
  const [low, high] = extent(values);
  const signed = low < 0 && high > 0;
  const scale = colors ?? (signed ? 'diverging' : 'cividis');
  const largest = Math.max(-low, high);
  const own: [number, number] =
    scale === 'diverging' ? [-largest || -1, largest || 1] : [low, high > low ? high : low + 1];
  return { limits: range ?? own, scale };
}

function readPanel(panel: MatrixPanel, caller: string): ReadPanel {
  const { values, shape } = toNumbers(panel.values, caller);
  const cells = shape.length <= 1 ? [Array.from(values)] : toMatrix(panel.values, caller, 'values');
  const first = cells[0] as number[];
  if (panel.rowLabels)
    assertSameLength(caller, 'rows', cells.length, 'rowLabels', panel.rowLabels.length);
  if (panel.columnLabels)
    assertSameLength(caller, 'columns', first.length, 'columnLabels', panel.columnLabels.length);
  return { ...panel, cells, ...fitColors(values, panel.range, panel.colors) };
}

function heatmap(panel: ReadPanel, suffix: string, valueLabel?: string): Trace {
  const { cells, limits, scale, digits = 3 } = panel;
  const annotate =
    panel.annotate ??
    (cells.length <= LABELED_ROWS && (cells[0] as number[]).length <= LABELED_COLUMNS);
  return {
    type: 'heatmap',
    z: cells.map((row) => row.map((value) => round(value, 4))),
    zmin: round(limits[0]),
    zmax: round(limits[1]),
    colorscale: colorScale(scale),
    showscale: valueLabel !== undefined,
    ...(valueLabel === undefined ? {} : { colorbar: colorBar(valueLabel) }),
    ...(annotate
      ? {
          text: cells.map((row) => row.map((value) => cellText(value, digits))),
          texttemplate: '%{text}',
        }
      : {}),
    hovertemplate: 'row %{y}, column %{x}: %{z}<extra></extra>',
    xgap: annotate ? 1 : 0,
    ygap: annotate ? 1 : 0,
    xaxis: `x${suffix}`,
    yaxis: `y${suffix}`,
  };
}

function cellText(value: number, digits: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '' : value > 0 ? '∞' : '−∞';
  return String(Number(value.toPrecision(digits))).replace('-', '−');
}

/** Tick marks that name cells. At most about 40 names, so that they stay apart. */
export function cellTicks(
  labels: readonly (string | number)[] | undefined,
): Record<string, unknown> {
  if (!labels) return { showticklabels: false, ticks: '' };
  const step = Math.ceil(labels.length / 40);
  const shown = labels.map((_, i) => i).filter((i) => i % step === 0);
  return {
    tickmode: 'array',
    tickvals: shown,
    ticktext: shown.map((i) => String(labels[i])),
    ticks: '',
  };
}

function panelAxes(
  panel: ReadPanel,
  suffix: string,
  domain: [number, number],
  xLabel = '',
  yLabel = '',
): Record<string, unknown> {
  const width = (panel.cells[0] as number[]).length;
  const still = {
    showgrid: false,
    zeroline: false,
    showline: false,
    fixedrange: true,
    constrain: 'domain',
  };
  return {
    [`xaxis${suffix}`]: axis(xLabel, {
      ...still,
      ...cellTicks(panel.columnLabels),
      domain,
      anchor: `y${suffix}`,
      range: [-0.5, width - 0.5],
    }),
    [`yaxis${suffix}`]: axis(yLabel, {
      ...still,
      ...cellTicks(panel.rowLabels),
      anchor: `x${suffix}`,
      range: [panel.cells.length - 0.5, -0.5],
      scaleanchor: `x${suffix}`,
    }),
  };
}

function frames(panel: ReadPanel, suffix: string): Record<string, unknown>[] {
  const blocks =
    panel.highlight === undefined
      ? []
      : Array.isArray(panel.highlight)
        ? (panel.highlight as readonly CellBlock[])
        : [panel.highlight as CellBlock];
  return blocks.map(({ row, column, rows: height = 1, columns: width = 1 }) => ({
    type: 'rect',
    xref: `x${suffix}`,
    yref: `y${suffix}`,
    x0: column - 0.5,
    x1: column + width - 0.5,
    y0: row - 0.5,
    y1: row + height - 0.5,
    line: { color: '#D55E00', width: 3 },
  }));
}

/** Height in pixels at which cells look right on wide and narrow pages. */
function fittingHeight(rowCount: number, columnCount: number): number {
  const cell = Math.min(46, 560 / Math.max(columnCount, 1));
  return Math.round(Math.min(640, Math.max(200, 110 + rowCount * cell)));
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
  const width = (panel.cells[0] as number[]).length;
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
  const domains = shareWidth(read.map(({ cells }) => (cells[0] as number[]).length));
  const suffix = (i: number): string => (i === 0 ? '' : String(i + 1));
  const tallest = Math.max(...read.map(({ cells }) => cells.length));
  const total = read.reduce((sum, { cells }) => sum + (cells[0] as number[]).length, 0);
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
        ...read.map((panel, i) => panelAxes(panel, suffix(i), domains[i] as [number, number])),
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
      x: ((panel.cells[0] as number[]).length - 1) / 2,
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
  const x = ((domains[i] as [number, number])[1] + (domains[i + 1] as [number, number])[0]) / 2;
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

function describePanel({ cells }: ReadPanel): string {
  const [low, high] = extent(cells.flat()).map(formatNumber);
  const size = `${cells.length} × ${(cells[0] as number[]).length}`;
  const short = cells.flat().length <= 25;
  const listed = short
    ? ` Rows: ${cells.map((row) => row.map((value) => cellText(value, 3)).join(' ')).join('; ')}.`
    : '';
  return `${size} numbers from ${low} to ${high}.${listed}`;
}
