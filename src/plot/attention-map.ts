/** Which tokens look at which: attention weights as a map, one head at a time. */
import { shapeText } from '../host/checks';
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import { cellTicks } from './cells';
import { withButtons } from './interactive';
import { FIGURE_OPTIONS } from './known-options';
import { extent, formatNumber, mean, round } from './numbers';
import { colorScale } from './palette';
import { checkSameLength, checkSomeFinite, rows, toNumbers } from './read';
import { axis, colorBar, createFigure } from './theme';
import type { Figure, FigureOptions, Numbers } from './types';

export interface AttentionMapOptions extends FigureOptions {
  /** Tokens that ask, from top to bottom. Default to their positions. */
  queryTokens?: readonly string[];
  /** Tokens that are looked at, from left to right. Default to `queryTokens` if the map is square. */
  keyTokens?: readonly string[];
  /** Names on the buttons. Default to "head 1", "head 2", … */
  headNames?: readonly string[];
  /** Whether a button shows the mean of all heads. Defaults to true for several heads. */
  showMean?: boolean;
}

const CALLER = 'plot.attentionMap';
const OPTIONS = {
  ...FIGURE_OPTIONS,
  queryTokens: true,
  keyTokens: true,
  headNames: true,
  showMean: true,
} satisfies Record<keyof AttentionMapOptions, true>;

/** Reads weights as `[heads][queries][keys]`. */
function readHeads(weights: Numbers): number[][][] {
  const { values, shape } = toNumbers(weights, CALLER, 'weights');
  checkSomeFinite(CALLER, 'weights', values);
  const own = shape.length === 4 && shape[0] === 1 ? shape.slice(1) : shape;
  if (own.length !== 2 && own.length !== 3) {
    throw new RangeError(
      `${CALLER}: expected weights [queries, keys], [heads, queries, keys] or [1, heads, queries, keys]; ` +
        `got ${shapeText(shape)}; pick one example of the batch.`,
    );
  }
  const [heads = 1, queries = 1, keys = 1] = own.length === 2 ? [1, ...own] : own;
  return rows(values, heads, queries * keys).map((head) => rows(head, queries, keys));
}

function meanOf(heads: readonly number[][][]): number[][] {
  const [first = []] = heads;
  return first.map((row, q) => row.map((_, k) => mean(heads.map((head) => head[q]?.[k] ?? NaN))));
}

/** Spaces and line breaks are tokens too: make them visible. */
function visible(token: string): string {
  return token.replace(/ /g, '␣').replace(/\n/g, '↵').replace(/</g, '&lt;') || '∅';
}

/** What the maps of all heads share. */
interface SharedLook {
  title: string;
  queries: readonly string[];
  keys: readonly string[];
  height: number;
  /** Largest weight of any head, so that colors mean the same for all. */
  largest: number;
}

/** The strongest looks of a head, in words. */
function describeStrongest(weights: number[][], { queries, keys }: SharedLook): string {
  const strongest = weights.flatMap((row, q) => {
    const weight = Math.max(...row.filter(Number.isFinite));
    const k = row.indexOf(weight);
    return k < 0 ? [] : [{ text: `${queries[q]} looks at ${keys[k]}`, weight }];
  });
  return strongest
    .sort((a, b) => b.weight - a.weight)
    .slice(0, 4)
    .map(({ text, weight }) => `${text} (${formatNumber(weight)})`)
    .join(', ');
}

function drawHead(weights: number[][], name: string, look: SharedLook): Figure {
  const { title, height, queries, keys, largest } = look;
  const longest = Math.max(...keys.map((key) => key.length));
  const slanted = longest > 2;
  const still = { showgrid: false, zeroline: false, showline: false, fixedrange: true };
  return createFigure({
    title,
    height,
    data: [
      {
        type: 'heatmap',
        z: weights.map((row) => row.map((weight) => round(weight, 3))),
        zmin: 0,
        zmax: round(largest, 3),
        colorscale: colorScale('viridis'),
        colorbar: colorBar('attention weight'),
        text: queries.map((query) => keys.map((key) => `${query} → ${key}`)),
        hovertemplate: '%{text}: %{z:.3f}<extra></extra>',
      },
    ],
    alt:
      `${title}, ${name}: ${queries.length} queries by ${keys.length} keys. ` +
      `Strongest: ${describeStrongest(weights, look)}.`,
    layout: {
      xaxis: axis('key: looked at', {
        ...still,
        ...cellTicks(keys),
        tickangle: slanted ? -60 : 0,
        range: [-0.5, keys.length - 0.5],
      }),
      yaxis: axis('query: looks', {
        ...still,
        ...cellTicks(queries),
        range: [queries.length - 0.5, -0.5],
      }),
      margin: { b: 50 + (slanted ? Math.min(14, longest) * 6.5 : 16) },
      dragmode: false,
    },
  });
}

/** The tokens of both sides, as given or as positions. */
function readTokens(
  [queries, keys]: readonly [number, number],
  options: AttentionMapOptions,
): { queries: string[]; keys: string[] } {
  const positions = (length: number): string[] => Array.from({ length }, (_, i) => String(i));
  const { queryTokens = positions(queries) } = options;
  const square = options.queryTokens && keys === queries;
  const { keyTokens = square ? queryTokens : positions(keys) } = options;
  checkSameLength(CALLER, 'queries', queries, 'queryTokens', queryTokens.length);
  checkSameLength(CALLER, 'keys', keys, 'keyTokens', keyTokens.length);
  return { queries: queryTokens.map(visible), keys: keyTokens.map(visible) };
}

/**
 * Attention weights as a map: row = query, column = key, rows sum to 1. Buttons choose the head.
 *
 * Weights that are NaN or infinite (a row in which everything is masked) are left empty.
 *
 * @param weights `[queries, keys]`, `[heads, queries, keys]` or `[1, heads, queries, keys]`
 * @param options tokens, names of the heads, whether to show their mean
 * @returns a figure: JSON, nothing to dispose.
 * @throws RangeError if the shape or the number of tokens does not fit or no weight is finite; TypeError for an unknown
 *   option or an element that is not a number.
 * @example
 * const figure = plot.attentionMap([[0.9, 0.1], [0.3, 0.7]], { queryTokens: ['the', 'cat'] });
 * figure.layout.meta?.alt.includes('the looks at the (0.9), cat looks at cat (0.7)'); // true
 */
export function attentionMap(weights: Numbers, options: AttentionMapOptions = {}): Figure {
  checkOptions(CALLER, options, OPTIONS);
  const heads = readHeads(weights);
  const first = itemAt(heads, 0);
  const tokens = readTokens([first.length, itemAt(first, 0).length], options);
  const headNames = options.headNames ?? heads.map((_, h) => `head ${h + 1}`);
  checkSameLength(CALLER, 'heads', heads.length, 'headNames', headNames.length);
  const { title = 'Attention weights' } = options;
  const { height = Math.min(640, Math.max(340, 170 + 22 * first.length)) } = options;
  const look = { title, height, ...tokens, largest: extent(heads.flat(2))[1] };
  // "head 1 | 2 | 3 | mean": short enough for one row of buttons on a narrow page.
  const short = (h: number): string => (h === 0 ? 'head 1' : String(h + 1));
  const variants = headNames.map((name, h) => ({
    label: options.headNames ? name : short(h),
    figure: drawHead(itemAt(heads, h), name, look),
  }));
  if (heads.length > 1 && options.showMean !== false) {
    variants.push({ label: 'mean', figure: drawHead(meanOf(heads), 'mean of all heads', look) });
  }
  const figure =
    variants.length > 1 ? withButtons(variants, { alt: options.alt }) : itemAt(variants, 0).figure;
  if (options.alt) figure.layout.meta = { alt: options.alt };
  return figure;
}
