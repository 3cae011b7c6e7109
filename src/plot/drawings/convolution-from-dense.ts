/** How a dense layer becomes a convolution: drop the far weights, then share the rest. */
import { checkWholeNumber } from '../../host/checks';
import { checkOptions } from '../../host/options';
import { formatNumber } from '../numbers';
import {
  DRAWING_OPTIONS,
  Sketch,
  type Drawing,
  type DrawingOptions,
  type Kind,
  type LineLook,
  type Point,
} from './drawing';

export interface ConvolutionFromDenseOptions extends DrawingOptions {
  /** Number of inputs, in one row. Defaults to 7. */
  inputs?: number;
  /** Inputs that one output sees. Defaults to 3. */
  kernelSize?: number;
}

const CALLER = 'plot.convolutionFromDense';
const OPTIONS = {
  ...DRAWING_OPTIONS,
  inputs: true,
  kernelSize: true,
} satisfies Record<keyof ConvolutionFromDenseOptions, true>;

const PANEL = 226;
const TOP = 56;
const BOTTOM = 176;
/** The weights of one kernel, told apart by color, and by dashes once the colors repeat. */
const SHARED: readonly Exclude<Kind, 'sign'>[] = ['weights', 'gate', 'memory'];

interface Panel {
  heading: string;
  count: number;
  /** How the line from an input to an output looks; nothing where there is no weight. */
  look: (input: number, output: number) => LineLook | undefined;
}

/** Evenly spread places of `count` units in a panel. */
function places(panel: number, count: number, y: number): Point[] {
  const step = Math.min(30, (PANEL - 40) / Math.max(1, count - 1));
  const middle = panel * PANEL + PANEL / 2;
  return Array.from({ length: count }, (_, k) => ({ x: middle + (k - (count - 1) / 2) * step, y }));
}

function drawPanel(sketch: Sketch, index: number, panel: Panel, [n, m]: [number, number]): void {
  const inputs = places(index, n, BOTTOM);
  const outputs = places(index, m, TOP);
  for (const [o, output] of outputs.entries()) {
    for (const [i, input] of inputs.entries()) {
      const look = panel.look(i, o);
      if (look) sketch.arrow([input, output], { plain: true, width: 1.4, ...look });
    }
  }
  for (const unit of inputs) sketch.dot(unit, 'data', 8);
  for (const unit of outputs) sketch.dot(unit, 'sign', 8);
  const x = index * PANEL + PANEL / 2;
  sketch.text({ x, y: 18 }, panel.heading, { bold: true });
  const unit = panel.count === 1 ? 'weight' : 'weights';
  sketch.text({ x, y: BOTTOM + 36 }, `${formatNumber(panel.count)} ${unit}`);
}

/**
 * From dense to convolution as SVG, in one dimension: all weights, only near ones, the same near ones everywhere.
 *
 * @param options number of inputs, kernel size; heading and alternative text
 * @returns a drawing that shows itself as the last value of a cell; nothing to dispose.
 * @throws RangeError if `inputs` is not from 3 to 11 or `kernelSize` not from 1 to `inputs`; TypeError for an unknown
 *   option.
 * @example
 * const drawing = plot.convolutionFromDense({ inputs: 5, kernelSize: 3 });
 * drawing.alt.includes('15 weights, 9 weights, 3 weights'); // true
 */
export function convolutionFromDense(options: ConvolutionFromDenseOptions = {}): Drawing {
  checkOptions(CALLER, options, OPTIONS);
  const { title = 'From a dense layer to a convolution', inputs = 7, kernelSize = 3 } = options;
  checkWholeNumber(CALLER, 'inputs', inputs, { least: 3, most: 11 });
  checkWholeNumber(CALLER, 'kernelSize', kernelSize, { least: 1, most: inputs });
  const outputs = inputs - kernelSize + 1;
  const isNear = (i: number, o: number): boolean => i >= o && i < o + kernelSize;
  const shared = (place: number): LineLook => ({
    kind: SHARED[place % SHARED.length],
    width: 2.2,
    dashed: place >= SHARED.length,
  });
  const panels: Panel[] = [
    { heading: 'dense', count: inputs * outputs, look: () => ({}) },
    {
      heading: 'local',
      count: kernelSize * outputs,
      look: (i, o) => (isNear(i, o) ? {} : undefined),
    },
    {
      heading: 'local and shared',
      count: kernelSize,
      look: (i, o) => (isNear(i, o) ? shared(i - o) : undefined),
    },
  ];
  const counts = panels.map(({ count }) => `${count} weight${count === 1 ? '' : 's'}`).join(', ');
  const {
    alt = `Three layers from ${inputs} inputs (below) to ${outputs} outputs (above): dense, every output sees every input; ` +
      `local, every output sees ${kernelSize} neighbors; local and shared, every output uses the same ${kernelSize} weights, ` +
      `one color each: a convolution. In this order ${counts}.`,
  } = options;
  const sketch = new Sketch(3 * PANEL, 236);
  for (const [index, panel] of panels.entries()) {
    drawPanel(sketch, index, panel, [inputs, outputs]);
  }
  return sketch.finish({ title, alt });
}
