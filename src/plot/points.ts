/** Points in the plane as traces: of one color, or one color and marker for each class. */
import { placesAt, scatterIndices } from './numbers';
import { categoryColor, categorySymbol } from './palette';
import { toVector } from './read';
import type { Numbers, Trace } from './types';

/** The class of each point as text, and the classes in order. */
export interface Labeled {
  each: readonly string[];
  classes: readonly string[];
}

function isNames(labels: Numbers | readonly string[]): labels is readonly string[] {
  return Array.isArray(labels) && labels.some((label) => typeof label === 'string');
}

/**
 * Reads classes given as numbers or names.
 *
 * @throws RangeError for a label that is no class: its point would not be drawn.
 */
export function readLabels(
  labels: Numbers | readonly string[],
  classNames: readonly string[] | undefined,
  caller: string,
): Labeled {
  if (isNames(labels)) {
    const each = labels.map(String);
    const classes = classNames ?? [...new Set(each)];
    const stray = each.findIndex((name) => !classes.includes(name));
    if (stray < 0) return { each, classes };
    throw new RangeError(
      `${caller}: expected labels among the classNames ${classes.join(', ')}; got '${each[stray]}' as element ${stray}; ` +
        'name every class, or leave classNames out.',
    );
  }
  const numbers = toVector(labels, caller, 'labels');
  const missing = numbers.findIndex((label) => !Number.isFinite(label));
  if (missing >= 0) {
    throw new RangeError(
      `${caller}: expected a class for every point; got ${numbers[missing]} as element ${missing} of labels; ` +
        'drop that point, or give it a class of its own.',
    );
  }
  const name = (k: number): string => classNames?.[k] ?? String(k);
  const distinct = [...new Set(numbers)].sort((a, b) => a - b);
  return { each: numbers.map(name), classes: distinct.map(name) };
}

/** How points are drawn: size of the markers in pixels, a text for each point. */
interface PointLook {
  size?: number;
  text?: readonly string[];
}

/** What a trace of points gets to show each one's text. */
function pointTexts(
  text: readonly string[] | undefined,
  indices: readonly number[],
  extra: string,
): Record<string, unknown> {
  if (!text) return {};
  return {
    text: indices.map((i) => text[i] ?? ''),
    hovertemplate: `%{text}<extra>${extra}</extra>`,
  };
}

/** One marker trace for each class. */
export function classTraces(
  x: readonly number[],
  y: readonly number[],
  { each, classes }: Labeled,
  { size = markerSize(x.length), text }: PointLook = {},
): Trace[] {
  const shown = scatterIndices(x.length);
  return classes.map((name, k) => {
    const mine = shown.filter((i) => each[i] === name);
    return {
      type: 'scatter',
      mode: 'markers',
      name,
      x: placesAt(x, mine, 4),
      y: placesAt(y, mine, 4),
      marker: markerStyle(k, size),
      ...pointTexts(text, mine, '%{fullData.name}'),
    };
  });
}

/** Marker of class `k`, with a thin pale edge that keeps neighbors apart. */
export function markerStyle(k: number, size: number): Record<string, unknown> {
  return {
    color: categoryColor(k),
    symbol: categorySymbol(k),
    size,
    opacity: 0.85,
    line: { color: '#ffffff', width: 0.5 },
  };
}

/** Marker size in pixels for so many points. */
export function markerSize(count: number): number {
  return count > 1000 ? 4 : count > 300 ? 5 : 7;
}

/** Points of one color, without classes. */
export function plainTrace(
  x: readonly number[],
  y: readonly number[],
  { size = markerSize(x.length), text }: PointLook = {},
): Trace {
  const shown = scatterIndices(x.length);
  return {
    type: 'scatter',
    mode: 'markers',
    x: placesAt(x, shown, 4),
    y: placesAt(y, shown, 4),
    marker: markerStyle(0, size),
    ...pointTexts(text, shown, ''),
  };
}
