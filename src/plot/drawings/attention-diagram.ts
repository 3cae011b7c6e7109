/** Attention, from the tokens to their mixes. */
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
  type Shape,
} from './drawing';

export interface AttentionDiagramOptions extends DrawingOptions {
  /** Whether scores of places that may not be looked at are masked. Defaults to true. */
  mask?: boolean;
}

const OPTIONS = {
  ...DRAWING_OPTIONS,
  mask: true,
} satisfies Record<keyof AttentionDiagramOptions, true>;

function describe(mask: boolean): string {
  return (
    'From bottom to top: the tokens X, [T, D], are multiplied by three weight matrices and become queries Q, keys K and ' +
    'values V, [T, d] each. Q times K transposed gives scores [T, T]; these are divided by the root of d, ' +
    (mask ? 'masked where a token may not look, ' : '') +
    'and a softmax makes them the weights A, whose rows sum to 1. A times V gives Z, [T, d]: for each token a mix of values.'
  );
}

/** Boxes above each other, from the lowest up, joined by arrows. */
function chain(sketch: Sketch, x: number, bottom: number, texts: readonly string[]): Shape[] {
  const boxes = texts.map((text, i) =>
    sketch.box({ x, y: bottom - i * 56, width: 124, height: 34 }, text, 'data'),
  );
  for (const [i, box] of boxes.slice(1).entries()) {
    const lower = boxes[i];
    if (lower) sketch.arrow([above(lower), below(box)]);
  }
  return boxes;
}

/**
 * Attention as SVG: tokens, queries, keys and values, scores, weights, mixes, each with its shape.
 *
 * Axes: T tokens · D size of a token · d size of a query, key or value.
 *
 * @param options whether to draw the mask; heading and alternative text
 * @returns a drawing that shows itself as the last value of a cell; nothing to dispose.
 * @throws TypeError for an unknown option.
 * @see Vaswani et al. 2017, figure 2. https://arxiv.org/abs/1706.03762
 * @example
 * const drawing = plot.attentionDiagram({ mask: false });
 * drawing.svg.includes('softmax'); // true
 */
export function attentionDiagram(options: AttentionDiagramOptions = {}): Drawing {
  checkOptions('plot.attentionDiagram', options, OPTIONS);
  const { title = 'Attention', mask = true, alt = describe(mask) } = options;
  const steps = ['Q Kᵀ', '÷ √d', ...(mask ? ['mask'] : []), 'softmax', 'A V'];
  const height = 236 + steps.length * 56;
  const sketch = new Sketch(520, height);
  const tokens = sketch.box(
    { x: 230, y: height - 36, width: 200, height: 34 },
    'tokens X   [T, D]',
    'data',
  );
  const places = [90, 230, 370];
  const letters = ['Q', 'K', 'V'];
  const weights = letters.map((letter, i) =>
    sketch.box(
      { x: places[i] ?? 0, y: height - 112, width: 70, height: 34 },
      `W_{${letter}}`,
      'weights',
    ),
  );
  const fork = height - 72;
  for (const box of weights) {
    sketch.arrow([above(tokens), { x: tokens.x, y: fork }, { x: box.x, y: fork }, below(box)]);
  }
  const boxes = chain(sketch, 160, height - 206, steps);
  const product = boxes[0] ?? tokens;
  const mix = boxes[boxes.length - 1] ?? tokens;
  const [query = tokens, key = tokens, value = tokens] = weights;
  for (const [box, side] of [
    [query, -36],
    [key, 36],
  ] as const) {
    const x = product.x + side;
    const turn = height - 156;
    sketch.arrow([above(box), { x: box.x, y: turn }, { x, y: turn }, { x, y: below(product).y }]);
  }
  sketch.arrow([above(value), { x: value.x, y: mix.y }, rightOf(mix)]);
  const mixes = sketch.box(
    { x: 160, y: mix.y - 62, width: 170, height: 34 },
    'mixes Z   [T, d]',
    'data',
  );
  sketch.arrow([above(mix), below(mixes)]);
  labels(sketch, { query, key, value, boxes });
  return sketch.finish({ title, alt });
}

/** Names and shapes beside the arrows. */
function labels(
  sketch: Sketch,
  { query, key, value, boxes }: { query: Shape; key: Shape; value: Shape; boxes: Shape[] },
): void {
  const start = { anchor: 'start' } as const;
  const end = { anchor: 'end' } as const;
  const row = above(query).y - 14;
  sketch.text({ x: query.x - 10, y: row }, 'Q [T, d]', end);
  sketch.text({ x: key.x + 10, y: row }, 'K [T, d]', start);
  sketch.text({ x: value.x + 10, y: row }, 'V [T, d]', start);
  const scores = boxes[0];
  const softmax = boxes[boxes.length - 2];
  const small = { ...end, size: 13 } as const;
  if (scores) sketch.text({ x: leftOf(scores).x - 8, y: scores.y }, '[T, T]', small);
  if (softmax)
    sketch.text({ x: softmax.x + 12, y: above(softmax).y - 11 }, 'A: rows sum to 1', {
      ...start,
      size: 13,
    });
}
