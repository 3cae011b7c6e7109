/**
 * Reduces a picture to at most 256 colors by a median cut.
 *
 * @see Heckbert 1982, Color image quantization for frame buffer display. https://doi.org/10.1145/800064.801294
 */

const MOST_COLORS = 256;

/** @typedef {[red: number, green: number, blue: number]} Rgb from 0 to 255 */
/** @typedef {{ key: number, used: number, rgb: Rgb }} Color `used` counts its pixels */
/** @typedef {{ colors: Color[], channel: 0 | 1 | 2, weight: number }} Box colors that may become one */

/**
 * @param {Uint8Array} rgba four bytes for each pixel; opacity is not looked at
 * @returns {{ pixels: Uint8Array, palette: Uint8Array }} one palette index for each pixel, three bytes for each color
 */
export function reduceColors(rgba) {
  const keys = Uint16Array.from({ length: rgba.length / 4 }, (_, i) => keyOf(rgba, 4 * i));
  const boxes = medianCut(colorsOf(rgba, keys));
  const lookup = new Uint8Array(65536);
  for (const [index, { colors }] of boxes.entries())
    for (const { key } of colors) lookup[key] = index;
  return {
    pixels: Uint8Array.from(keys, (key) => lookup[key] ?? 0),
    palette: Uint8Array.from(boxes.flatMap(({ colors }) => meanColor(colors).map(Math.round))),
  };
}

/**
 * A color in five bits a channel, six for green, which the eye sees best.
 *
 * @param {Uint8Array} rgba @param {number} at
 */
function keyOf(rgba, at) {
  const [red = 0, green = 0, blue = 0] = rgba.subarray(at, at + 3);
  return ((red >> 3) << 11) | ((green >> 2) << 5) | (blue >> 3);
}

/** Mean color and number of the pixels of each key. @param {Uint8Array} rgba @param {Uint16Array} keys @returns {Color[]} */
function colorsOf(rgba, keys) {
  /** @type {Map<number, Color>} */
  const found = new Map();
  for (const [i, key] of keys.entries()) {
    const [red = 0, green = 0, blue = 0] = rgba.subarray(4 * i, 4 * i + 3);
    const sum = found.get(key);
    if (sum === undefined) found.set(key, { key, used: 1, rgb: [red, green, blue] });
    else {
      sum.used++;
      sum.rgb = [sum.rgb[0] + red, sum.rgb[1] + green, sum.rgb[2] + blue];
    }
  }
  return [...found.values()]
    .sort((a, b) => a.key - b.key)
    .map(({ key, used, rgb: [r, g, b] }) => ({ key, used, rgb: [r / used, g / used, b / used] }));
}

/** Splits the box with the largest spread until there are enough. @param {Color[]} colors @returns {Box[]} */
function medianCut(colors) {
  const boxes = [boxOf(colors)];
  while (boxes.length < MOST_COLORS) {
    const widest = boxes.reduce((best, each) => (each.weight > best.weight ? each : best));
    if (widest.weight === 0) break;
    boxes.splice(boxes.indexOf(widest), 1, ...halves(widest));
  }
  return boxes;
}

/** The channel that spreads most, and how much, weighted by use. @param {Color[]} colors @returns {Box} */
function boxOf(colors) {
  const ranges = /** @type {const} */ ([0, 1, 2]).map((channel) => {
    let [low, high] = [255, 0];
    for (const { rgb } of colors) {
      low = Math.min(low, rgb[channel]);
      high = Math.max(high, rgb[channel]);
    }
    return { channel, range: high - low };
  });
  const { channel, range } = ranges.reduce((best, each) => (each.range > best.range ? each : best));
  return { colors, channel, weight: colors.length > 1 ? range * Math.log2(1 + usedBy(colors)) : 0 };
}

/** @param {Color[]} colors */
const usedBy = (colors) => colors.reduce((sum, { used }) => sum + used, 0);

/**
 * Cut in the middle of the range, not of the pixels: the background would drown all thin lines otherwise.
 *
 * @param {Box} box of two colors at least
 */
function halves({ colors, channel }) {
  const sorted = [...colors].sort((a, b) => a.rgb[channel] - b.rgb[channel]);
  const values = sorted.map(({ rgb }) => rgb[channel]);
  const middle = ((values[0] ?? 0) + (values.at(-1) ?? 0)) / 2;
  const at = Math.max(
    1,
    values.findIndex((value) => value > middle),
  );
  return [boxOf(sorted.slice(0, at)), boxOf(sorted.slice(at))];
}

/** @param {Color[]} colors @returns {Rgb} */
function meanColor(colors) {
  const used = usedBy(colors);
  const mean = (/** @type {0 | 1 | 2} */ channel) =>
    colors.reduce((sum, color) => sum + color.used * color.rgb[channel], 0) / used;
  return [mean(0), mean(1), mean(2)];
}
