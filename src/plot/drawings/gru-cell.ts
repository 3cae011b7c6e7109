/** One step of a GRU. */
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
} from './drawing';

const ALT =
  'One step t of a GRU. Above, the state runs from h(t−1) to h(t): it is multiplied by the update gate z, then the ' +
  'candidate g times 1 − z is added. Below, x(t) and h(t−1) feed the gates r and z, which end in a sigmoid. The candidate ' +
  'ends in tanh; it reads x(t) and the old state times the reset gate r.';

/** Heights of the memory, of the product below it, of the gates, and of the lines of h and x that feed them. */
const MEMORY = 50;
const PRODUCT = 128;
const GATES = 210;
const STATE = 270;
const FEED = 318;

/**
 * The inside of a GRU cell as SVG: the state, two gates, the candidate, and how they meet.
 *
 * Letters as in the course: gates r and z, candidate g, state h, input x.
 *
 * @param options heading and alternative text
 * @returns a drawing that shows itself as the last value of a cell; nothing to dispose.
 * @throws TypeError for an unknown option.
 * @see Cho et al. 2014. https://arxiv.org/abs/1406.1078
 * @example
 * const drawing = plot.gruCell();
 * drawing.alt.slice(0, 32); // 'A GRU cell. One step t of a GRU.'
 */
export function gruCell(options: DrawingOptions = {}): Drawing {
  checkOptions('plot.gruCell', options, DRAWING_OPTIONS);
  const { title = 'A GRU cell', alt = ALT } = options;
  const sketch = new Sketch(660, 400);
  sketch.frame({ x: 330, y: 184, width: 500, height: 318 });
  const part = (x: number, text: string, ending: string, kind: 'gate' | 'weights') =>
    sketch.box({ x, y: GATES, width: 84, height: 48 }, [text, ending], kind);
  const reset = part(160, 'reset r', 'σ', 'gate');
  const update = part(300, 'update z', 'σ', 'gate');
  const candidate = part(450, 'new g', 'tanh', 'weights');
  const kept = sketch.sign({ x: update.x, y: MEMORY }, '×');
  const rest = sketch.box({ x: 375, y: PRODUCT, width: 54, height: 30 }, '1 − z', 'sign');
  const written = sketch.sign({ x: candidate.x, y: PRODUCT }, '×');
  const sum = sketch.sign({ x: candidate.x, y: MEMORY }, '+');
  const masked = sketch.sign({ x: 375, y: STATE }, '×');
  const memory = { kind: 'memory', width: 2.6 } as const;
  sketch.arrow([{ x: 24, y: MEMORY }, leftOf(kept)], memory);
  sketch.arrow([rightOf(kept), leftOf(sum)], memory);
  sketch.arrow([rightOf(sum), { x: 636, y: MEMORY }], memory);
  sketch.arrow([above(update), below(kept)]);
  sketch.arrow([{ x: update.x, y: PRODUCT }, leftOf(rest)]);
  sketch.dot({ x: update.x, y: PRODUCT }, 'sign', 3);
  sketch.arrow([rightOf(rest), leftOf(written)]);
  sketch.arrow([above(candidate), below(written)]);
  sketch.arrow([above(written), below(sum)]);
  // the old state: down from the memory, to both gates, and through r to the candidate
  sketch.arrow([{ x: 100, y: MEMORY }, { x: 100, y: STATE }, leftOf(masked)]);
  sketch.dot({ x: 100, y: MEMORY }, 'memory', 3.5);
  for (const gate of [reset, update]) {
    sketch.arrow([
      { x: gate.x - 14, y: STATE },
      { x: gate.x - 14, y: below(gate).y },
    ]);
    sketch.dot({ x: gate.x - 14, y: STATE }, 'sign', 3);
  }
  sketch.arrow([rightOf(reset), { x: 228, y: GATES }, { x: 228, y: 246 }, { x: 375, y: 246 }, above(masked)]); // prettier-ignore
  sketch.arrow([rightOf(masked), { x: candidate.x - 14, y: STATE }, { x: candidate.x - 14, y: below(candidate).y }]); // prettier-ignore
  // the input
  sketch.arrow([{ x: 128, y: 366 }, { x: 128, y: FEED }, { x: candidate.x + 14, y: FEED }], { plain: true }); // prettier-ignore
  for (const gate of [reset, update, candidate]) {
    sketch.arrow([
      { x: gate.x + 14, y: FEED },
      { x: gate.x + 14, y: below(gate).y },
    ]);
    if (gate !== candidate) sketch.dot({ x: gate.x + 14, y: FEED }, 'sign', 3);
  }
  const start = { anchor: 'start' } as const;
  sketch.text({ x: 24, y: MEMORY - 18 }, 'h_{t−1}', start);
  sketch.text({ x: 610, y: MEMORY - 18 }, 'h_{t}', start);
  sketch.text({ x: 128, y: 380 }, 'x_{t}');
  return sketch.finish({ title, alt });
}
