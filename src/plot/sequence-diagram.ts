/** Drawings of sequence tasks: what goes in at which step, what comes out. */
import { shapeText } from '../host/checks';
import { checkOptions } from '../host/options';
import { FIGURE_OPTIONS } from './known-options';
import { categoryColor, categorySymbol } from './palette';
import { createFigure, FONT_SIZE, hiddenAxis } from './theme';
import type { Figure, FigureOptions, Trace } from './types';

/** One task: the steps at which it reads, and those at which it answers. */
export interface SequenceTask {
  name: string;
  /** Steps with an input, from 0. */
  inputs: readonly number[];
  /** Steps with an output, from 0. */
  outputs: readonly number[];
}

const CALLER = 'plot.sequenceDiagram';
/** Steps of free room between two tasks. */
const GAP = 1.1;
/** Heights of the three rows. */
const INPUT = 0;
const STATE = 1;
const OUTPUT = 2;

interface Placed extends SequenceTask {
  /** Steps from the first to the last input or output. */
  length: number;
  /** Horizontal place of step 0. */
  start: number;
}

function placeTasks(tasks: readonly SequenceTask[]): Placed[] {
  if (tasks.length === 0) {
    throw new RangeError(
      `${CALLER}: expected at least one task; got none; pass [{ name, inputs: [0, 1], outputs: [1] }].`,
    );
  }
  let start = 0;
  return tasks.map((task) => {
    const { name, inputs, outputs } = task;
    const used = [...inputs, ...outputs];
    if (inputs.length === 0 || outputs.length === 0 || !used.every(isStep)) {
      throw new RangeError(
        `${CALLER}: expected inputs and outputs of '${name}' to be lists of steps 0, 1, 2, …; ` +
          `got ${shapeText(inputs)} and ${shapeText(outputs)}; count the steps from 0.`,
      );
    }
    const placed = { ...task, start, length: Math.max(...used) + 1 };
    start += placed.length + GAP;
    return placed;
  });
}

function isStep(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}

function squares(name: string, k: number, points: readonly [number, number][]): Trace {
  return {
    type: 'scatter',
    mode: 'markers',
    name,
    x: points.map(([x]) => Number(x.toFixed(2))),
    y: points.map(([, y]) => y),
    marker: { symbol: categorySymbol(k), size: 17, color: categoryColor(k) },
    hoverinfo: 'skip',
  };
}

function arrow([ax, ay]: [number, number], [x, y]: [number, number]): Record<string, unknown> {
  const place = { x: Number(x.toFixed(2)), y, ax: Number(ax.toFixed(2)), ay };
  const look = {
    showarrow: true,
    arrowhead: 2,
    arrowsize: 0.8,
    arrowwidth: 1.4,
    arrowcolor: '#808080',
  };
  return { ...place, axref: 'x', ayref: 'y', text: '', ...look };
}

/** Arrows up from each input, on to each next state, up to each output. */
function arrows({ inputs, outputs, start, length }: Placed): Record<string, unknown>[] {
  const later = Array.from({ length: length - 1 }, (_, t) => t + 1);
  return [
    ...inputs.map((t) => arrow([start + t, INPUT + 0.22], [start + t, STATE - 0.2])),
    ...later.map((t) => arrow([start + t - 0.74, STATE], [start + t - 0.26, STATE])),
    ...outputs.map((t) => arrow([start + t, STATE + 0.22], [start + t, OUTPUT - 0.2])),
  ];
}

/** Breaks a name at its spaces, so that it fits below a narrow task. */
function caption({ name, start, length }: Placed): Record<string, unknown> {
  const place = { x: start + (length - 1) / 2, y: INPUT - 0.3, yanchor: 'top' };
  return {
    ...place,
    text: name.replace(/ to /, ' to<br>'),
    showarrow: false,
    font: { size: FONT_SIZE },
  };
}

/**
 * Tasks side by side, unrolled in time: inputs below, states in the middle, outputs above, time to the right.
 *
 * @param tasks `{ name, inputs, outputs }`: at which steps something goes in and comes out
 * @param options title, height and alternative text
 * @returns a figure: JSON, nothing to dispose.
 * @throws RangeError if there is no task, or a step is not a whole number ≥ 0; TypeError for an unknown option.
 * @example
 * const figure = plot.sequenceDiagram([{ name: 'many to one', inputs: [0, 1, 2], outputs: [2] }]);
 * figure.layout.meta?.alt; // 'Shapes of sequence tasks. many to one: 3 in, 1 out, 3 states.'
 */
export function sequenceDiagram(
  tasks: readonly SequenceTask[],
  options: FigureOptions = {},
): Figure {
  checkOptions(CALLER, options, FIGURE_OPTIONS);
  const { title = 'Shapes of sequence tasks', height = 330 } = options;
  const placed = placeTasks(tasks);
  const points = (y: number, steps: (task: Placed) => readonly number[]): [number, number][] =>
    placed.flatMap((task) => steps(task).map((t): [number, number] => [task.start + t, y]));
  const everyStep = ({ length }: Placed): number[] => Array.from({ length }, (_, t) => t);
  const end = Math.max(...placed.map(({ start, length }) => start + length));
  const told = placed.map(
    ({ name, inputs, outputs, length }) =>
      `${name}: ${inputs.length} in, ${outputs.length} out, ${length} states`,
  );
  const [goIn, stay, comeOut] = [
    points(INPUT, ({ inputs }) => inputs),
    points(STATE, everyStep),
    points(OUTPUT, ({ outputs }) => outputs),
  ];
  return createFigure({
    title,
    height,
    data: [squares('input', 0, goIn), squares('state', 2, stay), squares('output', 1, comeOut)],
    alt: options.alt ?? `${title}. ${told.join('; ')}.`,
    layout: {
      xaxis: hiddenAxis({ range: [-0.7, end - 0.3] }),
      yaxis: hiddenAxis({ range: [-1.15, 2.35] }),
      annotations: [...placed.flatMap(arrows), ...placed.map(caption)],
      dragmode: false,
      margin: { l: 8, r: 8, b: 8 },
    },
  });
}
