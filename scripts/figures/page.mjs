// @ts-check
/** What runs inside the page of headless Chromium. */

/**
 * Draws one figure and reduces it to at most 256 colors. Must not refer to anything outside itself: it is sent to the
 * page as text.
 *
 * @param {{ figure: { data: object[], layout?: Record<string, any> }, width: number, patience: number }} job
 * @returns {Promise<{ width: number, height: number, pixels: string, palette: string }>} base64: one palette index for
 *   each pixel, three bytes for each color
 */
export async function drawInPage({ figure, width, patience }) {
  const page = /** @type {any} */ (globalThis);
  const { Plotly, document } = page;
  const box = document.getElementById('figure');
  const height = figure.layout?.height ?? 400;
  const layout = { ...figure.layout, width, height, autosize: false };

  /** @type {string} */
  const address = await Promise.race([
    Plotly.newPlot(box, figure.data, layout, { staticPlot: true }).then(() =>
      Plotly.toImage(box, { format: 'png', width, height }),
    ),
    new Promise((_, reject) => {
      setTimeout(() => reject(new Error(`not finished after ${patience / 1000} s`)), patience);
    }),
  ]);
  Plotly.purge(box);

  const picture = new page.Image();
  picture.src = address;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = picture.naturalWidth;
  canvas.height = picture.naturalHeight;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);

  // Colors to five bits a channel (six for green, which the eye sees best), with how often each occurs.
  const count = new Uint32Array(65536);
  const sums = new Float64Array(65536 * 3);
  const keys = new Uint16Array(data.length / 4);
  for (let i = 0; i < keys.length; i++) {
    const [r, g, b] = [data[i * 4], data[i * 4 + 1], data[i * 4 + 2]];
    const key = ((r >> 3) << 11) | ((g >> 2) << 5) | (b >> 3);
    keys[i] = key;
    count[key]++;
    sums[key * 3] += r;
    sums[key * 3 + 1] += g;
    sums[key * 3 + 2] += b;
  }
  const colors = [];
  for (let key = 0; key < 65536; key++) {
    const n = count[key] ?? 0;
    if (n > 0) colors.push({ key, n, rgb: [0, 1, 2].map((c) => (sums[key * 3 + c] ?? 0) / n) });
  }

  // Median cut: split the box with the largest spread (weighted by use) until there are 256.
  /** @param {typeof colors} group */
  const spread = (group) => {
    const ranges = [0, 1, 2].map((c) => {
      let low = 255;
      let high = 0;
      for (const { rgb } of group) {
        low = Math.min(low, rgb[c] ?? 0);
        high = Math.max(high, rgb[c] ?? 0);
      }
      return high - low;
    });
    const channel = ranges.indexOf(Math.max(...ranges));
    const used = group.reduce((sum, { n }) => sum + n, 0);
    return {
      group,
      channel,
      weight: group.length > 1 ? (ranges[channel] ?? 0) * Math.log2(1 + used) : 0,
    };
  };
  const boxes = [spread(colors)];
  while (boxes.length < 256) {
    const index = boxes.reduce(
      (best, each, i) => (each.weight > (boxes[best]?.weight ?? 0) ? i : best),
      0,
    );
    const widest = boxes[index];
    if (!widest || widest.weight === 0) break;
    const { group, channel } = widest;
    const sorted = [...group].sort((a, b) => (a.rgb[channel] ?? 0) - (b.rgb[channel] ?? 0));
    // Cut in the middle of the range, not of the pixels: the background would drown all thin lines otherwise.
    const middle =
      ((sorted[0]?.rgb[channel] ?? 0) + (sorted[sorted.length - 1]?.rgb[channel] ?? 0)) / 2;
    const at = Math.max(
      1,
      sorted.findIndex(({ rgb }) => (rgb[channel] ?? 0) > middle),
    );
    boxes.splice(index, 1, spread(sorted.slice(0, at)), spread(sorted.slice(at)));
  }
  const lookup = new Uint8Array(65536);
  const palette = new Uint8Array(boxes.length * 3);
  boxes.forEach(({ group }, index) => {
    const used = group.reduce((sum, { n }) => sum + n, 0);
    for (let c = 0; c < 3; c++) {
      palette[index * 3 + c] = Math.round(
        group.reduce((sum, { n, rgb }) => sum + n * (rgb[c] ?? 0), 0) / used,
      );
    }
    for (const { key } of group) lookup[key] = index;
  });
  const pixels = Uint8Array.from(keys, (key) => lookup[key] ?? 0);

  /** @param {Uint8Array} bytes */
  const base64 = (bytes) => {
    let text = '';
    for (let i = 0; i < bytes.length; i += 32768)
      text += String.fromCharCode(...bytes.subarray(i, i + 32768));
    return page.btoa(text);
  };
  return {
    width: canvas.width,
    height: canvas.height,
    pixels: base64(pixels),
    palette: base64(palette),
  };
}
