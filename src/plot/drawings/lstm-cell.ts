/** One step of an LSTM. */
import { checkOptions } from '../../host/options';
import {
  above,
  below,
  DRAWING_OPTIONS,
  leftOf,
  rightOf,
  Sketch,
  type Drawing,
  type DrawingOptions,
  type Point,
  type Shape,
} from './drawing';

const ALT =
  'One step t of an LSTM. Above, the cell state runs from c(t−1) to c(t): it is multiplied by the forget gate f, then ' +
  'the input gate i times the candidate g is added. Below, x(t) and h(t−1) feed the four parts with weights: f, i and o ' +
  'end in a sigmoid, g in tanh. The new state h(t) is the output gate o times tanh of c(t).';

/** Heights of the memory, of the products below it, of the gates, and of the line that feeds them. */
const MEMORY = 50;
const PRODUCTS = 128;
const GATES = 220;
const FEED = 290;

/** Straight up from the feeding line into each gate. */
function feed(sketch: Sketch, gates: readonly Shape[]): void {
  for (const gate of gates) sketch.arrow([{ x: gate.x, y: FEED }, below(gate)]);
  for (const gate of gates.slice(0, -1)) sketch.dot({ x: gate.x, y: FEED }, 'sign', 3);
}

function gate(sketch: Sketch, x: number, name: string, letter: string, ending: string): Shape {
  const kind = ending === 'σ' ? 'gate' : 'weights';
  return sketch.box({ x, y: GATES, width: 84, height: 48 }, [`${name} ${letter}`, ending], kind);
}

/** Up from a gate, then sideways into a sign. */
function turnInto(sketch: Sketch, from: Shape, sign: Shape): void {
  const corner: Point = { x: from.x, y: sign.y };
  sketch.arrow([above(from), corner, from.x < sign.x ? leftOf(sign) : rightOf(sign)]);
}

/**
 * The inside of an LSTM cell as SVG: the memory line, the four parts with weights, and how they meet.
 *
 * Letters as in the course: gates i, f, o, candidate g, cell state c, state h, input x.
 *
 * @param options heading and alternative text
 * @returns a drawing that shows itself as the last value of a cell; nothing to dispose.
 * @throws TypeError for an unknown option.
 * @see Hochreiter & Schmidhuber 1997; Gers, Schmidhuber & Cummins 2000. https://doi.org/10.1162/neco.1997.9.8.1735
 * @example
 * const drawing = plot.lstmCell();
 * drawing.alt.slice(0, 34); // 'An LSTM cell. One step t of an LST'
 */
export function lstmCell(options: DrawingOptions = {}): Drawing {
  checkOptions('plot.lstmCell', options, DRAWING_OPTIONS);
  const { title = 'An LSTM cell', alt = ALT } = options;
  const sketch = new Sketch(660, 400);
  sketch.frame({ x: 330, y: 172, width: 500, height: 300 });
  const forget = gate(sketch, 150, 'forget', 'f', 'σ');
  const input = gate(sketch, 248, 'input', 'i', 'σ');
  const candidate = gate(sketch, 346, 'new', 'g', 'tanh');
  const output = gate(sketch, 444, 'output', 'o', 'σ');
  const kept = sketch.sign({ x: forget.x, y: MEMORY }, '×');
  const written = sketch.sign({ x: (input.x + candidate.x) / 2, y: PRODUCTS }, '×');
  const sum = sketch.sign({ x: written.x, y: MEMORY }, '+');
  const squashed = sketch.box({ x: 524, y: 110, width: 60, height: 32 }, 'tanh', 'sign');
  const shown = sketch.sign({ x: squashed.x, y: 172 }, '×');
  const memory = { kind: 'memory', width: 2.6 } as const;
  sketch.arrow([{ x: 24, y: MEMORY }, leftOf(kept)], memory);
  sketch.arrow([rightOf(kept), leftOf(sum)], memory);
  sketch.arrow([rightOf(sum), { x: 636, y: MEMORY }], memory);
  sketch.arrow([{ x: squashed.x, y: MEMORY }, above(squashed)]);
  sketch.dot({ x: squashed.x, y: MEMORY }, 'memory', 3.5);
  sketch.arrow([below(squashed), above(shown)]);
  sketch.arrow([rightOf(shown), { x: 636, y: shown.y }]);
  sketch.arrow([above(forget), below(kept)]);
  sketch.arrow([above(written), below(sum)]);
  turnInto(sketch, input, written);
  turnInto(sketch, candidate, written);
  turnInto(sketch, output, shown);
  sketch.arrow(
    [
      { x: 24, y: FEED },
      { x: output.x, y: FEED },
    ],
    { plain: true },
  );
  sketch.arrow(
    [
      { x: 104, y: 352 },
      { x: 104, y: FEED },
    ],
    { plain: true },
  );
  sketch.dot({ x: 104, y: FEED }, 'sign', 3);
  feed(sketch, [forget, input, candidate, output]);
  const start = { anchor: 'start' } as const;
  sketch.text({ x: 24, y: MEMORY - 18 }, 'c_{t−1}', start);
  sketch.text({ x: 24, y: FEED - 18 }, 'h_{t−1}', start);
  sketch.text({ x: 610, y: MEMORY - 18 }, 'c_{t}', start);
  sketch.text({ x: 610, y: shown.y - 18 }, 'h_{t}', start);
  sketch.text({ x: 104, y: 366 }, 'x_{t}');
  legend(sketch);
  return sketch.finish({ title, alt });
}

/** What colors and signs mean. */
function legend(sketch: Sketch): void {
  const row = 366;
  const start = { anchor: 'start', size: 13 } as const;
  sketch.box({ x: 170, y: row, width: 20, height: 16 }, '', 'gate');
  sketch.text({ x: 186, y: row }, 'gate with weights', start);
  sketch.box({ x: 324, y: row, width: 20, height: 16 }, '', 'weights');
  sketch.text({ x: 340, y: row }, 'new content, with weights', start);
  sketch.sign({ x: 548, y: row }, '', 8);
  sketch.text({ x: 562, y: row }, 'per element', start);
}
