/**
 * Colors that stay apart for color-blind readers.
 *
 * Categories: Okabe and Ito's palette, ordered so that the first four have at least 3:1 contrast on white and on a
 * dark page; black and yellow, each invisible on one of the two, are left out. Categories also differ by marker or
 * dash, so color is never the only sign.
 * Ordered values: cividis and viridis (ten stops each). Signed values: blue through white to vermilion.
 *
 * @see Okabe & Ito 2008, Color Universal Design. https://jfly.uni-koeln.de/color/
 * @see Nuñez, Anderton & Renslow 2018, cividis. https://doi.org/10.1371/journal.pone.0199239
 */
import { itemAt } from '../host/item-at';

/** Category colors. */
export const CATEGORY_COLORS: readonly string[] = [
  '#0072B2', // blue
  '#D55E00', // vermilion
  '#009E73', // green
  '#CC79A7', // purple
  '#E69F00', // orange
  '#56B4E9', // sky blue
  '#7F7F7F', // gray, in the place of black
];

/** Line patterns that go with the category colors once these repeat. */
const DASHES = ['solid', 'dash', 'dot', 'dashdot'] as const;

/** Marker shapes, one for each category, so that classes differ without color too. */
const SYMBOLS = [
  'circle',
  'square',
  'diamond',
  'triangle-up',
  'x',
  'cross',
  'star',
  'triangle-down',
  'hexagon',
  'pentagon',
] as const;

/** Color of category `index`. */
export function categoryColor(index: number): string {
  return itemAt(CATEGORY_COLORS, index % CATEGORY_COLORS.length);
}

/** Line pattern of category `index`: solid until the colors repeat. */
export function categoryDash(index: number): string {
  return itemAt(DASHES, Math.floor(index / CATEGORY_COLORS.length) % DASHES.length);
}

/** Marker of category `index`. */
export function categorySymbol(index: number): string {
  return itemAt(SYMBOLS, index % SYMBOLS.length);
}

/** Mid gray for what is not data: baselines, references. At least 3:1 on white and on a dark page. */
export const REFERENCE_COLOR = '#7F7F7F';

/** The same color with an opacity. */
export function withOpacity(hex: string, opacity: number): string {
  const [r, g, b] = parseHex(hex);
  return `rgba(${r},${g},${b},${opacity})`;
}

/**
 * Names of the color scales: ordered (`cividis`, `viridis`, `gray`), signed (`diverging`), and amounts from nothing
 * (near white) to much (`blue`, `vermilion`).
 */
export type ColorScaleName = 'cividis' | 'viridis' | 'diverging' | 'gray' | 'blue' | 'vermilion';

const SCALES: Record<ColorScaleName, readonly string[]> = {
  cividis: [
    '#00224e',
    '#123570',
    '#3b496c',
    '#575d6d',
    '#707173',
    '#8a8678',
    '#a59c74',
    '#c3b369',
    '#e1cc55',
    '#fee838',
  ],
  viridis: [
    '#440154',
    '#482878',
    '#3e4989',
    '#31688e',
    '#26828e',
    '#1f9e89',
    '#35b779',
    '#6ece58',
    '#b5de2b',
    '#fde725',
  ],
  diverging: ['#00466e', '#0072B2', '#6aaed3', '#f5f5f5', '#eda06f', '#D55E00', '#8a3d00'],
  gray: ['#000000', '#ffffff'],
  blue: ['#f5f5f5', '#6aaed3', '#0072B2'],
  vermilion: ['#f5f5f5', '#eda06f', '#D55E00'],
};

/** The last color of a scale: that of the largest value. */
export function strongestColor(name: ColorScaleName): string {
  const stops = SCALES[name];
  return itemAt(stops, stops.length - 1);
}

/**
 * A color scale as Plotly takes it: `[position, color][]`.
 *
 * The colors are always written out and always opaque, because a color bar shows no opacity: map and bar agree.
 *
 * @param strength below 1 the colors are mixed with white: `1` as they are, `0` white
 */
export function colorScale(name: ColorScaleName, strength = 1): [number, string][] {
  const stops = SCALES[name];
  return stops.map((color, i) => [
    Number((i / (stops.length - 1)).toFixed(4)),
    strength === 1 ? color : paler(color, strength),
  ]);
}

function paler(hex: string, strength: number): string {
  const mixed = parseHex(hex).map((part) => Math.round(255 - strength * (255 - part)));
  return `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** Red, green and blue of `#rrggbb`, from 0 to 255. */
export function parseHex(hex: string): [number, number, number] {
  const value = parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** 256 colors of a scale, three bytes each. */
export function colorTable(name: ColorScaleName): Uint8Array {
  const stops = SCALES[name].map(parseHex);
  const colors = Array.from({ length: 256 }, (_, i) => {
    const position = (i / 255) * (stops.length - 1);
    const left = Math.min(Math.floor(position), stops.length - 2);
    const [from, to] = [itemAt(stops, left), itemAt(stops, left + 1)];
    return from.map((part, c) => Math.round(part + (itemAt(to, c) - part) * (position - left)));
  });
  return Uint8Array.from(colors.flat());
}
