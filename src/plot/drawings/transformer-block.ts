/** The block of a Transformer, alone or in a whole decoder. */
import { checkOptions } from '../../host/options';
import {
  above,
  below,
  DRAWING_OPTIONS,
  leftOf,
  Sketch,
  type Drawing,
  type DrawingOptions,
  type Kind,
  type Shape,
} from './drawing';

export interface TransformerBlockOptions extends DrawingOptions {
  /** Where normalization stands: before each part, or after each sum. Defaults to `'pre'`. */
  norm?: 'pre' | 'post';
  /** Whether to draw the whole model around the block: embedding and positions below, logits above. Defaults to false. */
  model?: boolean;
}

const CALLER = 'plot.transformerBlock';
const OPTIONS = {
  ...DRAWING_OPTIONS,
  norm: true,
  model: true,
} satisfies Record<keyof TransformerBlockOptions, true>;

const CENTER = 250;
const STEP = 54;
const WIDTH = 190;
/** Where the residual connections run. */
const BYPASS = 112;

/** What stands above each other, from the lowest up. */
type Stage = { sum: true } | { sum?: false; text: string; kind: Kind };

const NORM: Stage = { text: 'layer norm', kind: 'memory' };
const SUM: Stage = { sum: true };

/** One part of a block: normalization, the part itself, the sum with what came in. */
function part(text: string, norm: 'pre' | 'post'): Stage[] {
  const own: Stage = { text, kind: 'weights' };
  return norm === 'pre' ? [NORM, own, SUM] : [own, SUM, NORM];
}

function describe(norm: 'pre' | 'post', model: boolean): string {
  const order =
    norm === 'pre'
      ? 'Each part is: layer normalization, then the part, then the sum with what came in'
      : 'Each part is: the part, then the sum with what came in, then layer normalization';
  const block =
    `A Transformer block, from bottom to top: first multi-head attention, then a feed-forward part. ${order} ` +
    '(the residual connection, drawn around the part).';
  if (!model) return block;
  const last = norm === 'pre' ? 'a last layer normalization, ' : '';
  return `${block} Below: token embedding plus positions. The block is repeated N times. Above: ${last}a linear layer and the logits.`;
}

/** Draws stages upward from `bottom`, each joined to the one below; returns their shapes. */
function stack(sketch: Sketch, stages: readonly Stage[], bottom: number, from: Shape): Shape[] {
  let last = from;
  return stages.map((stage, i) => {
    const place = { x: CENTER, y: bottom - i * STEP };
    const shape = stage.sum
      ? sketch.sign(place, '+')
      : sketch.box({ ...place, width: WIDTH, height: 34 }, stage.text, stage.kind);
    sketch.arrow([above(last), below(shape)]);
    last = shape;
    return shape;
  });
}

/** Lines around each part into its sum. */
function bypasses(sketch: Sketch, stages: readonly Stage[], shapes: readonly Shape[]): void {
  let start = shapes[0] ? below(shapes[0]).y + 12 : 0;
  for (const [i, stage] of stages.entries()) {
    const shape = shapes[i];
    if (!stage.sum || !shape) continue;
    const { y } = shape;
    sketch.arrow(
      [{ x: CENTER, y: start }, { x: BYPASS, y: start }, { x: BYPASS, y }, leftOf(shape)],
      { kind: 'gate' },
    );
    sketch.dot({ x: CENTER, y: start }, 'gate', 3.5);
    // The next one begins where this part ends: above its sum, or above the normalization that follows.
    const next = shapes[i + 1];
    const follows = stages[i + 1] === NORM && stages[i + 2]?.sum !== true;
    const end = follows && next && stages[0] !== NORM ? next : shape;
    start = above(end).y - 8;
  }
}

/**
 * A Transformer block as SVG, with its residual connections; or a whole decoder around it.
 *
 * @param options `norm` before each part or after each sum; `model` for the whole model; heading and alternative text
 * @returns a drawing that shows itself as the last value of a cell; nothing to dispose.
 * @throws RangeError if `norm` is neither `'pre'` nor `'post'`; TypeError for an unknown option.
 * @see Vaswani et al. 2017, figure 1. https://arxiv.org/abs/1706.03762
 * @see Xiong et al. 2020, figure 1, for both places of the normalization. https://arxiv.org/abs/2002.04745
 * @example
 * const drawing = plot.transformerBlock({ norm: 'pre', model: true });
 * drawing.svg.includes('N ×'); // true
 */
export function transformerBlock(options: TransformerBlockOptions = {}): Drawing {
  checkOptions(CALLER, options, OPTIONS);
  const { norm = 'pre', model = false } = options;
  if (norm !== 'pre' && norm !== 'post') {
    throw new RangeError(
      `${CALLER}: expected norm 'pre' or 'post'; got '${String(norm)}'; use 'pre' for the order of GPT.`,
    );
  }
  const { title = model ? 'A Transformer' : 'A Transformer block', alt = describe(norm, model) } =
    options;
  const stages = [...part('multi-head attention', norm), ...part('feed-forward', norm)];
  const inside = stages.length * STEP;
  const over = model ? (norm === 'pre' ? 3 : 2) * STEP : 44;
  const under = model ? 200 : 76;
  const height = over + inside + under + 20;
  const sketch = new Sketch(460, height);
  const bottom = over + inside - 14;
  const entry = model
    ? embedding(sketch, height)
    : sketch.box({ x: CENTER, y: height - 30, width: 120, height: 32 }, 'x   [T, D]', 'data');
  const shapes = stack(sketch, stages, bottom, entry);
  bypasses(sketch, stages, shapes);
  const top = shapes[shapes.length - 1] ?? entry;
  sketch.frame({ x: 230, y: over + inside / 2 + 10, width: 300, height: inside + 32 });
  if (model) {
    head(sketch, norm, over, top);
    sketch.text({ x: 392, y: over + inside / 2 + 6 }, 'N ×', { anchor: 'start', size: 17 });
  } else {
    sketch.arrow([above(top), { x: CENTER, y: 14 }]);
  }
  return sketch.finish({ title, alt });
}

/** Token embedding plus positions: what enters the first block. */
function embedding(sketch: Sketch, height: number): Shape {
  const tokens = sketch.box(
    { x: CENTER, y: height - 28, width: 150, height: 32 },
    'tokens   [T]',
    'data',
  );
  const embedded = sketch.box(
    { x: CENTER, y: height - 84, width: WIDTH, height: 34 },
    'token embedding',
    'weights',
  );
  const sum = sketch.sign({ x: CENTER, y: height - 138 }, '+');
  const positions = sketch.box(
    { x: 82, y: height - 138, width: 104, height: 34 },
    'positions',
    'weights',
  );
  sketch.arrow([above(tokens), below(embedded)]);
  sketch.arrow([above(embedded), below(sum)]);
  sketch.arrow([{ x: positions.x + positions.width / 2, y: positions.y }, leftOf(sum)]);
  return sum;
}

/** From the last block to the logits. */
function head(sketch: Sketch, norm: 'pre' | 'post', over: number, top: Shape): void {
  const linear: Stage = { text: 'linear', kind: 'weights' };
  const logits: Stage = { text: 'logits   [T, V]', kind: 'data' };
  const stages = norm === 'pre' ? [NORM, linear, logits] : [linear, logits];
  stack(sketch, stages, over - 36, top);
}
