/** What several figures of one kind share, and what differs: the ground of sliders and buttons. */
import { itemAt } from '../host/item-at';
import { extent } from './numbers';
import { resize } from './theme';
import type { Figure, Layout, Trace } from './types';

/** One position of a slider, or one button. */
export interface Variant {
  label: string;
  figure: Figure;
}

/** Layout entries that belong to the whole figure, never to one variant. */
const WHOLE = new Set(['height', 'meta', 'margin', 'font', 'autosize', 'updatemenus', 'sliders']);

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

export function checkVariants(variants: readonly Variant[], caller: string): Figure[] {
  if (variants.length === 0) {
    throw new RangeError(
      `${caller}: expected at least one { label, figure }; got none. Build one figure for each position.`,
    );
  }
  const figures = variants.map(({ figure }) => figure);
  const first = itemAt(figures, 0);
  figures.forEach(({ data }, i) => {
    const kinds = (traces: readonly Trace[]): string =>
      traces.map(({ type }) => type).join(', ') || 'none';
    if (kinds(data) === kinds(first.data)) return;
    throw new RangeError(
      `${caller}: expected every figure to have the same traces as the first (${kinds(first.data)}); ` +
        `got ${kinds(data)} at position ${i}. Use one builder with the same options for all.`,
    );
  });
  return figures;
}

export function checkStart(start: number, count: number, caller: string): void {
  if (Number.isInteger(start) && start >= 0 && start < count) return;
  throw new RangeError(
    `${caller}: expected start from 0 to ${count - 1}; got ${start}. Pass the index of a position.`,
  );
}

/** Keys whose value is not the same in all objects. */
function varyingKeys(objects: readonly Record<string, unknown>[]): string[] {
  const first = itemAt(objects, 0);
  const keys = new Set(objects.flatMap((each) => Object.keys(each)));
  return [...keys].filter((key) => objects.some((each) => !same(each[key], first[key])));
}

export interface Changes {
  /** For each variant and each changing trace: the changing attributes. */
  data: Record<string, unknown>[][];
  traces: number[];
  layout: Record<string, unknown>[];
}

/** What differs among figures; the rest is stored once. */
export function findChanges(figures: readonly Figure[]): Changes {
  const count = itemAt(figures, 0).data.length;
  const keysOf = Array.from({ length: count }, (_, t) =>
    varyingKeys(figures.map(({ data }) => itemAt(data, t))),
  );
  const traces = keysOf.flatMap((keys, t) => (keys.length > 0 ? [t] : []));
  const pick = (from: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> =>
    Object.fromEntries(keys.map((key) => [key, from[key] ?? null]));
  const layoutKeys = varyingKeys(figures.map(({ layout }) => layout)).filter(
    (key) => !WHOLE.has(key),
  );
  return {
    traces,
    data: figures.map(({ data }) => traces.map((t) => pick(itemAt(data, t), itemAt(keysOf, t)))),
    layout: figures.map(({ layout }) => pick(layout, layoutKeys)),
  };
}

/** Letter pairs of the axes that hold lines, markers or bars, whose range Plotly would refit at every step. */
const FITTED = new Set(['scatter', 'bar', 'box']);

function fixedRange(
  figures: readonly Figure[],
  key: 'x' | 'y',
  id: string,
): [number, number] | undefined {
  const traces = figures
    .flatMap(({ data }) => data)
    .filter((trace) => ((trace[`${key}axis`] as string | undefined) ?? key) === id);
  if (traces.length === 0 || traces.some(({ type }) => !FITTED.has(type))) return undefined;
  const values = traces.flatMap((trace) => (trace[key] as unknown[] | undefined) ?? []);
  if (values.length === 0 || values.some((value) => value !== null && typeof value !== 'number'))
    return undefined;
  const [low, high] = extent(values as (number | null)[]);
  const bars = key === 'y' && traces.some(({ type }) => type === 'bar');
  const pad = (high - low || Math.abs(high) || 1) * 0.06;
  return [bars && low >= 0 ? 0 : low - pad, high + pad];
}

/** Gives all figures the same axis ranges, so that what moves is the data. */
export function withCommonRanges(figures: readonly Figure[]): Figure[] {
  const first = itemAt(figures, 0);
  const ranges: Record<string, [number, number]> = {};
  for (const [name, value] of Object.entries(first.layout)) {
    const match = /^([xy])axis(\d*)$/.exec(name);
    const own = value as Record<string, unknown>;
    if (
      !match ||
      own['range'] ||
      own['autorange'] ||
      (own['type'] && own['type'] !== 'linear' && own['type'] !== 'log')
    )
      continue;
    const key = match[1] as 'x' | 'y';
    const range = fixedRange(figures, key, key + match[2]);
    if (!range) continue;
    if (own['type'] !== 'log') ranges[name] = range;
  }
  return figures.map((figure) => ({
    ...figure,
    layout: {
      ...figure.layout,
      ...Object.fromEntries(
        Object.entries(ranges).map(([name, range]) => [
          name,
          { ...(figure.layout[name] as object), range: range.map((v) => Number(v.toPrecision(4))) },
        ]),
      ),
    },
  }));
}

/** Bottom margin of a layout: room that its axis title and tick labels take. */
export function bottom(layout: Layout): number {
  return (layout['margin'] as Record<string, number> | undefined)?.['b'] ?? 52;
}

/** Adds room below the plot and what lies under it. */
export function grow(layout: Layout, height: number, pixels: number): Layout {
  const grown = resize(layout, height + pixels);
  return {
    ...grown,
    margin: { ...(layout['margin'] as object | undefined), b: bottom(layout) + pixels },
  };
}
