/** One panel of colored cells with its numbers, axes and frames. */
import { checkOptions } from '../host/options';
import { extent, formatNumber, round } from './numbers';
import { colorScale, type ColorScaleName } from './palette';
import { checkSameLength, checkSomeFinite, rows, toMatrix, toNumbers } from './read';
import { axis, colorBar } from './theme';
import type { Numbers, Trace } from './types';

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

/** Names of a panel's options. */
export const PANEL_OPTIONS = {
  values: true,
  title: true,
  rowLabels: true,
  columnLabels: true,
  colors: true,
  range: true,
  annotate: true,
  digits: true,
  highlight: true,
} satisfies Record<keyof MatrixPanel, true>;

export interface ReadPanel extends MatrixPanel {
  cells: number[][];
  /** Number of columns. */
  width: number;
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

export function readPanel(panel: MatrixPanel, caller: string): ReadPanel {
  checkOptions(caller, panel, PANEL_OPTIONS);
  const { values, shape } = toNumbers(panel.values, caller, 'values');
  checkSomeFinite(caller, 'values', values);
  const cells =
    shape.length <= 1 ? rows(values, 1, values.length) : toMatrix(panel.values, caller, 'values');
  const width = cells[0]?.length ?? 0;
  const { rowLabels, columnLabels } = panel;
  if (rowLabels) checkSameLength(caller, 'rows', cells.length, 'rowLabels', rowLabels.length);
  if (columnLabels) checkSameLength(caller, 'columns', width, 'columnLabels', columnLabels.length);
  return { ...panel, cells, width, ...fitColors(values, panel.range, panel.colors) };
}

export function heatmap(panel: ReadPanel, suffix: string, valueLabel?: string): Trace {
  const { cells, width, limits, scale, digits = 3 } = panel;
  const { annotate = cells.length <= LABELED_ROWS && width <= LABELED_COLUMNS } = panel;
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

export function panelAxes(
  panel: ReadPanel,
  suffix: string,
  domain: [number, number],
  xLabel = '',
  yLabel = '',
): Record<string, unknown> {
  const { width } = panel;
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

function isOneBlock(highlight: CellBlock | readonly CellBlock[]): highlight is CellBlock {
  return !Array.isArray(highlight);
}

export function frames(panel: ReadPanel, suffix: string): Record<string, unknown>[] {
  const { highlight = [] } = panel;
  const blocks = isOneBlock(highlight) ? [highlight] : highlight;
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
export function fittingHeight(rowCount: number, columnCount: number): number {
  const cell = Math.min(46, 560 / Math.max(columnCount, 1));
  return Math.round(Math.min(640, Math.max(200, 110 + rowCount * cell)));
}

export function describePanel({ cells, width }: ReadPanel): string {
  const [low, high] = extent(cells.flat()).map(formatNumber);
  const size = `${cells.length} × ${width}`;
  const short = cells.flat().length <= 25;
  const listed = short
    ? ` Rows: ${cells.map((row) => row.map((value) => cellText(value, 3)).join(' ')).join('; ')}.`
    : '';
  return `${size} numbers from ${low} to ${high}.${listed}`;
}
