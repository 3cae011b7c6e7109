/** The drawing of one pass, up to a stage, and what flies from one place to another when a stage begins. */
import { itemAt } from '../../../src/host/item-at';
import { ALPHABET, type Pass } from './machine';
import { nameOf, short } from './stages';

/** Cells of the mix have two decimals. */
const WIDE = 27;
/** Of the drawing, in its own units: it is 360 wide, so that a phone shows it as it is. */
const WIDTH = 360;
const CELL = 19;
const ROW = 34;
const TOP = 78;
/** Left edges of the columns. */
const X = { token: 4, key: 34, score: 122, weight: 168, value: 290, mix: 272 } as const;
const QUERY_Y = 26;
const FLIGHT = 900;
const SVG = 'http://www.w3.org/2000/svg';

type Attributes = Record<string, string | number>;

function svg(name: string, attributes: Attributes, ...children: (Node | string)[]): SVGElement {
  const result = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) result.setAttribute(key, String(value));
  result.append(...children);
  return result;
}

/** Text, by its left end, or its middle for class `is-mid`. */
const text = (x: number, y: number, content: string, kind = ''): SVGElement =>
  svg('text', { x, y, class: kind }, content);

/** Numbers in a row of cells; the larger, the darker. */
function cells(
  x: number,
  y: number,
  values: readonly number[],
  kind: string,
  width: number = CELL,
): SVGElement {
  const largest = Math.max(4, ...values);
  return svg(
    'g',
    { class: `steps-cells ${kind}`, transform: `translate(${x} ${y})` },
    ...values.flatMap((value, i) => [
      svg('rect', { x: i * width, y: 0, width: width - 1, height: CELL - 1, rx: 2, style: `--strength: ${(0.1 + (0.6 * value) / largest).toFixed(3)}` }),
      text(i * width + width / 2 - 0.5, CELL - 6, short(Number(value.toFixed(2))), 'is-mid'),
    ]),
  ); // prettier-ignore
}

const rowY = (t: number): number => TOP + t * ROW;

/** Height of the drawing for so many tokens. */
const heightOf = (tokens: number): number => rowY(tokens) + 66;

/** Draws all that is known at a stage. */
export function draw(word: string, asking: number, pass: Pass, stage: number): SVGElement {
  const height = heightOf(word.length);
  const rows = [...word].map((_, t) => row(word, asking, pass, stage, t));
  const heads: [number, number, string][] = [
    [0, X.token, stage === 0 ? 'token: a, b, n, place' : 'key K'],
    [2, X.score, 'score'],
    [3, X.weight, 'weight'],
    [1, X.value, 'value V'],
  ];
  const shown = heads.filter(([from]) => stage >= from);
  return svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${height}`, class: 'steps-drawing', 'aria-hidden': 'true' },
    ...shown.map(([, x, label]) => text(label.startsWith('key') ? X.key : x, TOP - 8, label, 'steps-head')), // prettier-ignore
    ...rows,
    ...(stage >= 1 ? [queryPart(word, asking, pass)] : []),
    ...(stage >= 4 ? [mixPart(word, pass, stage)] : []),
  );
}

function queryPart(word: string, asking: number, { query }: Pass): SVGElement {
  const label = `query Q of ${nameOf(word, asking)}`;
  return svg('g', {}, text(X.key, QUERY_Y - 8, label, 'steps-head'), cells(X.key, QUERY_Y, query, 'is-query')); // prettier-ignore
}

/** One token: what it is found by, how well it fits, how much of it is taken, what it hands over. */
function row(word: string, asking: number, pass: Pass, stage: number, t: number): SVGElement {
  const y = rowY(t);
  const hidden = t > asking;
  const parts = [
    text(X.token, y + CELL - 5, nameOf(word, t), t === asking ? 'steps-token is-asking' : 'steps-token'), // prettier-ignore
    cells(X.key, y, itemAt(pass.tokens, t), stage === 0 ? '' : 'is-key'),
  ];
  if (stage >= 1) parts.push(cells(X.value, y, itemAt(pass.values, t), 'is-value'));
  if (stage >= 2)
    parts.push(text(X.score, y + CELL - 5, hidden ? 'hidden' : short(itemAt(pass.scores, t))));
  if (stage >= 3 && !hidden) parts.push(weightBar(y, itemAt(pass.weights, t)));
  return svg('g', { class: hidden && stage >= 2 ? 'is-hidden' : '' }, ...parts);
}

function weightBar(y: number, weight: number): SVGElement {
  return svg(
    'g',
    {},
    svg('rect', { x: X.weight, y: y + 3, width: 64, height: CELL - 7, class: 'steps-track' }),
    svg('rect', { x: X.weight, y: y + 3, width: 64 * weight, height: CELL - 7, class: 'steps-bar' }), // prettier-ignore
    text(X.weight + 69, y + CELL - 5, weight.toFixed(3)),
  );
}

/** The average of the values, and what is expected after it. */
function mixPart(word: string, { mix, probabilities }: Pass, stage: number): SVGElement {
  const y = rowY(word.length) + 22;
  const parts = [text(X.mix, y - 6, 'mix', 'steps-head'), cells(X.mix, y, mix, 'is-value', WIDE)];
  if (stage >= 5) {
    parts.push(text(X.token, y - 6, 'next letter', 'steps-head'));
    probabilities.forEach((probability, k) => {
      const x = X.token + 88 * k;
      parts.push(
        text(x, y + CELL - 5, itemAt(ALPHABET, k), 'steps-token'),
        svg('rect', { x: x + 14, y: y + 3, width: 30, height: CELL - 7, class: 'steps-track' }),
        svg('rect', { x: x + 14, y: y + 3, width: 30 * probability, height: CELL - 7, class: 'steps-bar' }), // prettier-ignore
        text(x + 48, y + CELL - 5, `${Math.round(100 * probability)} %`),
      );
    });
  }
  return svg('g', {}, ...parts);
}

/** Copies of cells on their way, when a stage begins. */
export function fly(picture: SVGElement, word: string, asking: number, pass: Pass, stage: number) {
  const seen = [...word].map((_, t) => t).slice(0, asking + 1);
  const send = (from: [number, number], to: [number, number], values: readonly number[], kind: string, delay = 0) => {
    const copy = cells(0, 0, values, `${kind} is-flying`);
    picture.append(copy);
    const place = ([x, y]: [number, number]): string => `translate(${x}px, ${y}px)`;
    const flight = copy.animate(
      [{ transform: place(from), opacity: 1 }, { transform: place(to), opacity: 1, offset: 0.85 }, { transform: place(to), opacity: 0 }],
      { duration: FLIGHT, delay, fill: 'both', easing: 'ease-in-out' },
    );
    flight.onfinish = () => copy.remove();
  }; // prettier-ignore
  const own = rowY(asking);
  if (stage === 1) {
    send([X.key, own], [X.key, QUERY_Y], pass.query, 'is-query');
    for (const t of seen) send([X.key, rowY(t)], [X.value, rowY(t)], itemAt(pass.values, t), 'is-value'); // prettier-ignore
  }
  if (stage === 2)
    for (const t of seen) send([X.key, QUERY_Y], [X.key, rowY(t)], pass.query, 'is-query', 350 * t);
  if (stage === 4)
    for (const t of seen) {
      const share = itemAt(pass.values, t).map((value) => value * itemAt(pass.weights, t));
      send([X.value, rowY(t)], [X.mix, rowY(word.length) + 22], share, 'is-value', 250 * t);
    }
}
