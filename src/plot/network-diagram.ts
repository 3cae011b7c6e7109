/** A drawing of a network: layers as columns of units. */
import { checkWholeNumber } from '../host/checks';
import { checkOptions } from '../host/options';
import { FIGURE_OPTIONS } from './known-options';
import { formatNumber } from './numbers';
import { categoryColor } from './palette';
import { createFigure, FONT_SIZE, hiddenAxis } from './theme';
import type { Figure, FigureOptions, Trace } from './types';

/** One layer of the drawing. */
export interface DiagramLayer {
  units: number;
  /** Name below the column. Defaults to input, hidden, output. */
  label?: string;
}

export interface NetworkDiagramOptions extends FigureOptions {
  /** Most units drawn in a column; more are shortened by dots. Defaults to 8. */
  maxUnits?: number;
}

const CALLER = 'plot.networkDiagram';
const OPTIONS = {
  ...FIGURE_OPTIONS,
  maxUnits: true,
} satisfies Record<keyof NetworkDiagramOptions, true>;

interface Column {
  units: number;
  label: string;
  /** Heights of the drawn units, from −1 to 1. */
  y: number[];
  shortened: boolean;
}

/** What a column is called unless it has a name. */
function defaultLabel(i: number, count: number): string {
  if (i === 0) return 'input';
  if (i === count - 1) return 'output';
  return count === 3 ? 'hidden' : `hidden ${i}`;
}

function readLayers(layers: readonly (number | DiagramLayer)[], maxUnits: number): Column[] {
  if (layers.length < 2) {
    throw new RangeError(
      `${CALLER}: expected at least two layers; got ${layers.length}; pass input and output sizes, e.g. [784, 64, 10].`,
    );
  }
  return layers.map((layer, i) => {
    const { units, label = defaultLabel(i, layers.length) } =
      typeof layer === 'number' ? { units: layer } : layer;
    const remedy = 'pass sizes, e.g. [784, 64, 10]';
    checkWholeNumber(CALLER, `units of layer ${i}`, units, { remedy });
    return { units, label, ...placeUnits(units, maxUnits) };
  });
}

function placeUnits(units: number, maxUnits: number): { y: number[]; shortened: boolean } {
  const shortened = units > maxUnits;
  const step = 2 / Math.max(maxUnits - 1, 1);
  // An odd number of places, the middle one for the dots.
  const places = shortened ? maxUnits - (maxUnits % 2 === 0 ? 1 : 0) : units;
  const all = Array.from({ length: places }, (_, k) => ((places - 1) / 2 - k) * step);
  return { y: shortened ? all.filter((_, k) => k !== (places - 1) / 2) : all, shortened };
}

/** Each column beside the one on its right. */
function neighbors(columns: readonly Column[]): { left: Column; right: Column; i: number }[] {
  return columns.flatMap((left, i) => {
    const right = columns[i + 1];
    return right ? [{ left, right, i }] : [];
  });
}

function edges(columns: readonly Column[]): { x: (number | null)[]; y: (number | null)[] } {
  const ends = neighbors(columns).flatMap(({ left, right, i }) =>
    left.y.flatMap((from) => right.y.map((to) => ({ i, from, to }))),
  );
  const short = (height: number): number => Number(height.toFixed(3));
  return {
    x: ends.flatMap(({ i }) => [i, i + 1, null]),
    y: ends.flatMap(({ from, to }) => [short(from), short(to), null]),
  };
}

/** Name and size below each column, dots where units are left out. */
function texts(columns: readonly Column[]): Record<string, unknown>[] {
  return columns.flatMap(({ label, units, shortened }, i) => {
    const name = {
      text: `${label}<br><b>${formatNumber(units)}</b>`,
      x: i,
      y: -1.14,
      yanchor: 'top',
      showarrow: false,
      font: { size: FONT_SIZE },
    };
    const dots = { text: '⋮', x: i, y: 0, yanchor: 'middle', showarrow: false, font: { size: 22 } };
    return shortened ? [name, dots] : [name];
  });
}

function unitTrace(columns: readonly Column[]): Trace {
  const last = columns.length - 1;
  const color = (i: number): string => categoryColor(i === 0 ? 0 : i === last ? 1 : 2);
  return {
    type: 'scatter',
    mode: 'markers',
    x: columns.flatMap(({ y }, i) => y.map(() => i)),
    y: columns.flatMap(({ y }) => y.map((value) => Number(value.toFixed(3)))),
    marker: {
      size: 18,
      color: columns.flatMap(({ y }, i) => y.map(() => color(i))),
      line: { color: '#ffffff', width: 1.5 },
    },
    hoverinfo: 'skip',
  };
}

/** Weights and biases of all layers. */
function countParameters(columns: readonly Column[]): number {
  return neighbors(columns).reduce(
    (sum, { left, right }) => sum + right.units * (left.units + 1),
    0,
  );
}

/**
 * A fully connected network as columns of units joined by lines, with the number of weights.
 *
 * @param layers sizes, or sizes with names, from input to output: `[784, 64, 64, 10]`
 * @param options most units drawn in a column
 * @returns a figure: JSON, nothing to dispose.
 * @throws RangeError if there are fewer than two layers or a size is not a whole number above 0; TypeError for an unknown
 *   option.
 * @example
 * const figure = plot.networkDiagram([2, 3, { units: 1, label: 'probability' }]);
 * figure.layout.meta?.alt; // 'Network: input 2 → hidden 3 → probability 1 units, fully connected, 13 parameters.'
 */
export function networkDiagram(
  layers: readonly (number | DiagramLayer)[],
  options: NetworkDiagramOptions = {},
): Figure {
  checkOptions(CALLER, options, OPTIONS);
  const { title = 'Network', maxUnits = 8, height = 380 } = options;
  checkWholeNumber(CALLER, 'maxUnits', maxUnits, { least: 3 });
  const columns = readLayers(layers, maxUnits);
  const parameters = formatNumber(countParameters(columns));
  const sizes = columns.map(({ label, units }) => `${label} ${formatNumber(units)}`).join(' → ');
  return createFigure({
    title,
    subtitle: `${parameters} parameters: every line is a weight, every unit after the input has a bias`,
    height,
    legend: false,
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        ...edges(columns),
        line: { color: 'rgba(127,127,127,0.4)', width: 0.8 },
        hoverinfo: 'skip',
      },
      unitTrace(columns),
    ],
    alt: options.alt ?? `${title}: ${sizes} units, fully connected, ${parameters} parameters.`,
    layout: {
      xaxis: hiddenAxis({ range: [-0.45, columns.length - 0.55] }),
      yaxis: hiddenAxis({ range: [-1.6, 1.15] }),
      annotations: texts(columns),
      dragmode: false,
      margin: { l: 8, r: 8, b: 8 },
    },
  });
}
