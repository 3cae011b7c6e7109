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

function kindsOf(traces: readonly Trace[]): string {
  return traces.map(({ type }) => type).join(', ') || 'none';
}

export function checkVariants(variants: readonly Variant[], caller: string): Figure[] {
  const [first] = variants;
  if (!first) {
    throw new RangeError(
      `${caller}: expected at least one { label, figure }; got none; build one figure for each position.`,
    );
  }
  const wanted = kindsOf(first.figure.data);
  for (const [i, { figure }] of variants.entries()) {
    const kinds = kindsOf(figure.data);
    if (kinds === wanted) continue;
    throw new RangeError(
      `${caller}: expected every figure to have the same traces as the first (${wanted}); ` +
        `got ${kinds} at position ${i}; use one builder with the same options for all.`,
    );
  }
  return variants.map(({ figure }) => figure);
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

/** Kinds of traces with lines, markers or bars, whose range Plotly would refit at every step. */
const FITTED = new Set(['scatter', 'bar', 'box']);

/** An attribute of a trace that is a list, or an empty one. */
function listOf(trace: Trace, key: string): unknown[] {
  const value = trace[key];
  return Array.isArray(value) ? value : [];
}

function isPlace(value: unknown): value is number | null {
  return value === null || typeof value === 'number';
}

/** The range that holds all traces of an axis; nothing for axes of names, dates, or colored cells. */
function fixedRange(
  figures: readonly Figure[],
  key: 'x' | 'y',
  id: string,
): [number, number] | undefined {
  const traces = figures
    .flatMap(({ data }) => data)
    .filter((trace) => (trace[`${key}axis`] ?? key) === id);
  if (!traces.every(({ type }) => FITTED.has(type))) return undefined;
  const values = traces.flatMap((trace) => listOf(trace, key));
  if (values.length === 0 || !values.every(isPlace)) return undefined;
  const [low, high] = extent(values);
  const bars = key === 'y' && traces.some(({ type }) => type === 'bar');
  const pad = (high - low || Math.abs(high) || 1) * 0.06;
  const range = [bars && low >= 0 ? 0 : low - pad, high + pad].map((v) => Number(v.toPrecision(4)));
  return [itemAt(range, 0), itemAt(range, 1)];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Whether Plotly would choose the range of an axis, and a common one can be set. */
function isFree(axis: Record<string, unknown>): boolean {
  const linear = axis['type'] === undefined || axis['type'] === 'linear';
  return linear && !axis['range'] && !axis['autorange'];
}

/** Gives all figures the same axis ranges, so that what moves is the data. */
export function withCommonRanges(figures: readonly Figure[]): Figure[] {
  const first = itemAt(figures, 0);
  const ranges = Object.entries(first.layout).flatMap(([name, axis]) => {
    const [, key, number = ''] = /^([xy])axis(\d*)$/.exec(name) ?? [];
    if ((key !== 'x' && key !== 'y') || !isObject(axis) || !isFree(axis)) return [];
    const range = fixedRange(figures, key, key + number);
    return range ? [{ name, range }] : [];
  });
  return figures.map((figure) => {
    const axes = ranges.map(({ name, range }) => {
      const own = figure.layout[name];
      return [name, { ...(isObject(own) ? own : {}), range }];
    });
    return { ...figure, layout: { ...figure.layout, ...Object.fromEntries(axes) } };
  });
}

const DEFAULT_BOTTOM = 52;

/** Bottom margin of a layout: room that its axis title and tick labels take, in pixels. */
export function bottom({ margin }: Layout): number {
  return margin?.['b'] ?? DEFAULT_BOTTOM;
}

/** Adds room below the plot and what lies under it. */
export function grow(layout: Layout, height: number, pixels: number): Layout {
  const grown = resize(layout, height + pixels);
  return { ...grown, margin: { ...layout.margin, b: bottom(layout) + pixels } };
}
