/** A drawing of a network: layers as columns of units. */
import { itemAt } from '../host/item-at';
import { assertCount, formatNumber } from './numbers';
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

interface Column {
  units: number;
  label: string;
  /** Heights of the drawn units, from −1 to 1. */
  y: number[];
  shortened: boolean;
}

function readLayers(layers: readonly (number | DiagramLayer)[], maxUnits: number): Column[] {
  if (layers.length < 2) {
    throw new RangeError(
      `${CALLER}: expected at least two layers; got ${layers.length}. Pass input and output sizes, e.g. [784, 64, 10].`,
    );
  }
  return layers.map((layer, i) => {
    const units = typeof layer === 'number' ? layer : layer.units;
    assertCount(CALLER, `units of layer ${i}`, units);
    const fallback =
      i === 0
        ? 'input'
        : i === layers.length - 1
          ? 'output'
          : layers.length === 3
            ? 'hidden'
            : `hidden ${i}`;
    return {
      units,
      label: (typeof layer === 'number' ? undefined : layer.label) ?? fallback,
      ...placeUnits(units, maxUnits),
    };
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

function edges(columns: readonly Column[]): { x: (number | null)[]; y: (number | null)[] } {
  const x: (number | null)[] = [];
  const y: (number | null)[] = [];
  columns.slice(1).forEach((right, i) => {
    for (const from of itemAt(columns, i).y) {
      for (const to of right.y) {
        x.push(i, i + 1, null);
        y.push(Number(from.toFixed(3)), Number(to.toFixed(3)), null);
      }
    }
  });
  return { x, y };
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
  return columns
    .slice(1)
    .reduce((sum, { units }, i) => sum + units * (itemAt(columns, i).units + 1), 0);
}

/**
 * A fully connected network as columns of units joined by lines, with the number of weights.
 *
 * @param layers sizes, or sizes with names, from input to output: `[784, 64, 64, 10]`
 * @throws RangeError if there are fewer than two layers or a size is not a whole number above 0.
 */
export function networkDiagram(
  layers: readonly (number | DiagramLayer)[],
  options: NetworkDiagramOptions = {},
): Figure {
  const { title = 'Network', maxUnits = 8, height = 380 } = options;
  assertCount(CALLER, 'maxUnits', maxUnits, 3);
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
