/** Which tokens look at which: attention weights as a map, one head at a time. */
import { itemAt } from '../host/item-at';
import { assertSameLength, extent, formatNumber, round, rows, toNumbers } from './numbers';
import { colorScale } from './palette';
import { withButtons } from './interactive';
import { cellTicks } from './cells';
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

/** Reads weights as `[heads][queries][keys]`. */
function readHeads(weights: Numbers): number[][][] {
  const { values, shape } = toNumbers(weights, CALLER);
  const trimmed = shape.length === 4 && shape[0] === 1 ? shape.slice(1) : shape;
  if (trimmed.length !== 2 && trimmed.length !== 3) {
    throw new RangeError(
      `${CALLER}: expected weights [queries, keys], [heads, queries, keys] or [1, heads, queries, keys]; ` +
        `got [${shape.join(', ')}]. Pick one example of the batch.`,
    );
  }
  const [heads, queries, keys] = (trimmed.length === 2 ? [1, ...trimmed] : trimmed) as [
    number,
    number,
    number,
  ];
  const list = Array.from(values);
  return Array.from({ length: heads }, (_, h) =>
    rows(list.slice(h * queries * keys, (h + 1) * queries * keys), queries, keys),
  );
}

function meanOf(heads: readonly number[][][]): number[][] {
  const first = itemAt(heads, 0);
  return first.map((row, q) =>
    row.map(
      (_, k) => heads.reduce((sum, head) => sum + itemAt(itemAt(head, q), k), 0) / heads.length,
    ),
  );
}

/** Spaces and line breaks are tokens too: make them visible. */
function visible(token: string): string {
  return token.replace(/ /g, '␣').replace(/\n/g, '↵').replace(/</g, '&lt;') || '∅';
}

interface OneHead {
  weights: number[][];
  name: string;
  title: string;
  queries: readonly string[];
  keys: readonly string[];
  height: number;
  /** Largest weight of any head, so that colors mean the same for all. */
  largest: number;
}

function drawHead({ weights, name, title, queries, keys, height, largest }: OneHead): Figure {
  const longest = Math.max(...keys.map((key) => key.length));
  const slanted = longest > 2;
  const still = { showgrid: false, zeroline: false, showline: false, fixedrange: true };
  const strongest = weights.map((row, q) => {
    const k = row.indexOf(Math.max(...row));
    return { q, k, weight: itemAt(row, k) };
  });
  const listed = [...strongest].sort((a, b) => b.weight - a.weight).slice(0, 4);
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
        text: weights.map((row, q) => row.map((_, k) => `${queries[q]} → ${keys[k]}`)),
        hovertemplate: '%{text}: %{z:.3f}<extra></extra>',
      },
    ],
    alt:
      `${title}, ${name}: ${queries.length} queries by ${keys.length} keys. Strongest: ` +
      `${listed.map(({ q, k, weight }) => `${queries[q]} looks at ${keys[k]} (${formatNumber(weight)})`).join(', ')}.`,
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

/**
 * Attention weights as a map: row = query, column = key, rows sum to 1. Buttons choose the head.
 *
 * @param weights `[queries, keys]`, `[heads, queries, keys]` or `[1, heads, queries, keys]`
 * @throws RangeError if the shape or the number of tokens does not fit.
 */
export function attentionMap(weights: Numbers, options: AttentionMapOptions = {}): Figure {
  const heads = readHeads(weights);
  const first = itemAt(heads, 0);
  const count = { queries: first.length, keys: itemAt(first, 0).length };
  const positions = (length: number): string[] => Array.from({ length }, (_, i) => String(i));
  const queryTokens = options.queryTokens ?? positions(count.queries);
  const keyTokens =
    options.keyTokens ??
    (options.queryTokens && count.keys === count.queries
      ? options.queryTokens
      : positions(count.keys));
  assertSameLength(CALLER, 'queries', count.queries, 'queryTokens', queryTokens.length);
  assertSameLength(CALLER, 'keys', count.keys, 'keyTokens', keyTokens.length);
  const headNames = options.headNames ?? heads.map((_, h) => `head ${h + 1}`);
  assertSameLength(CALLER, 'heads', heads.length, 'headNames', headNames.length);
  const {
    title = 'Attention weights',
    height = Math.min(640, Math.max(340, 170 + 22 * count.queries)),
  } = options;
  const largest = extent(heads.flat(2))[1];
  const shared = {
    largest,
    title,
    height,
    queries: queryTokens.map(visible),
    keys: keyTokens.map(visible),
  };
  // "head 1 | 2 | 3 | mean": short enough for one row of buttons on a narrow page.
  const variants = heads.map((head, h) => ({
    label: options.headNames?.[h] ?? (h === 0 ? 'head 1' : String(h + 1)),
    name: itemAt(headNames, h),
    weights: head,
  }));
  if (heads.length > 1 && options.showMean !== false) {
    variants.push({ label: 'mean', name: 'mean of all heads', weights: meanOf(heads) });
  }
  const figures = variants.map(({ label, name, weights: own }) => ({
    label,
    figure: drawHead({ ...shared, weights: own, name }),
  }));
  const figure =
    figures.length > 1
      ? withButtons(figures, { alt: options.alt })
      : (figures[0] as { figure: Figure }).figure;
  if (options.alt) figure.layout.meta = { alt: options.alt };
  return figure;
}
