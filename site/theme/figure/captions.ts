/**
 * Captions of small pictures in rows, such as those of `plot.images`: on a narrow page they would run into each other.
 * There they become smaller, and what is still too long is cut; the whole one shows under the finger or the mouse.
 */
import type { Figure, Layout } from './plotly';

interface Annotation {
  text: string;
  x: number;
  y: number;
  font?: { size?: number };
  hovertext?: string;
}

interface Axis {
  range?: [number, number];
}

/** Width in pixels of a text in letters of so many pixels. */
export type Measure = (text: string, size: number) => number;

/** Smaller letters than these, in pixels, are not read but guessed. */
const SMALLEST = 9;
const DEFAULT_SIZE = 12;
/** Room between two captions, in pixels. */
const GAP = 4;

/**
 * The annotations of a figure as they fit a width.
 *
 * @returns undefined unless the figure is pictures with captions; its own annotations where there is room for them
 */
export function fitCaptions(
  { data, layout = {} }: Figure,
  width: number,
  measure: Measure,
): Annotation[] | undefined {
  const captions = captionsOf(data, layout);
  const room = captions && roomFor(captions, layout, width);
  if (!captions || room === undefined) return undefined;
  const own = captions[0]?.font?.size ?? DEFAULT_SIZE;
  const sizes = Array.from({ length: Math.max(1, own - SMALLEST + 1) }, (_, i) => own - i);
  const fits = (size: number): boolean =>
    captions.every(({ text }) => linesOf(text).every((line) => measure(line, size) <= room));
  const size = sizes.find(fits) ?? sizes.at(-1) ?? own;
  if (size === own && fits(own)) return captions;
  return captions.map((caption) => {
    const lines = linesOf(caption.text).map((line) => shortened(line, room, size, measure));
    const text = lines.join('<br>');
    const hovertext = text === caption.text ? {} : { hovertext: caption.text };
    return { ...caption, text, ...hovertext, font: { ...caption.font, size } };
  });
}

function captionsOf(data: readonly unknown[], layout: Layout): Annotation[] | undefined {
  const [trace] = data as { type?: string }[];
  const annotations = layout['annotations'] as Annotation[] | undefined;
  return data.length === 1 && trace?.type === 'image' && annotations?.length
    ? annotations
    : undefined;
}

const linesOf = (text: string): string[] => text.split('<br>');

/** Pixels from one caption of a row to the next, without the gap. */
function roomFor(
  captions: readonly Annotation[],
  layout: Layout,
  width: number,
): number | undefined {
  const { margin, height } = layout as { margin?: Record<string, number>; height?: number };
  const { l = 0, r = 0, t = 0, b = 0 } = margin ?? {};
  const [across, down] = [spanOf(layout['xaxis']), spanOf(layout['yaxis'])];
  if (across === undefined || down === undefined) return undefined;
  const tall = height === undefined ? Infinity : (height - t - b) / down;
  const scale = Math.min((width - l - r) / across, tall);
  // All rows have the same columns.
  const places = [...new Set(captions.map(({ x }) => x))].sort((one, other) => one - other);
  const steps = places.slice(1).map((x, i) => x - (places[i] ?? x));
  return Math.min(across, ...steps) * scale - GAP;
}

function spanOf(axis: unknown): number | undefined {
  const { range } = (axis ?? {}) as Axis;
  return range && Math.abs(range[1] - range[0]);
}

function shortened(line: string, room: number, size: number, measure: Measure): string {
  if (measure(line, size) <= room) return line;
  const letters = [...line];
  let count = letters.length - 1;
  const cut = (): string => `${letters.slice(0, count).join('').trimEnd()}…`;
  while (count > 1 && measure(cut(), size) > room) count--;
  return cut();
}

/** Measures as the browser draws. */
export function measureWith(family: string): Measure {
  const context = document.createElement('canvas').getContext('2d');
  return (text, size) => {
    if (!context) return text.length * size * 0.6;
    context.font = `${size}px ${family}`;
    return context.measureText(text).width;
  };
}
