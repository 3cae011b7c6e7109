/** What runs inside the page of headless Chromium. */

/**
 * Draws one figure. Must not refer to anything outside itself: it is sent to the page as text.
 *
 * @param {{ figure: { data: object[], layout?: Record<string, any> }, width: number, patience: number }} job
 * @returns {Promise<{ width: number, height: number, rgba: string }>} four bytes for each pixel, base64
 */
export async function drawInPage({ figure, width, patience }) {
  const { Plotly, document, Image, btoa } = /** @type {any} */ (globalThis);
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

  const picture = Object.assign(new Image(), { src: address });
  await picture.decode();
  const size = { width: picture.naturalWidth, height: picture.naturalHeight };
  const canvas = Object.assign(document.createElement('canvas'), size);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, size.width, size.height);
  context.drawImage(picture, 0, 0);
  /** @type {Uint8ClampedArray} */
  const bytes = context.getImageData(0, 0, size.width, size.height).data;
  let text = '';
  for (let i = 0; i < bytes.length; i += 32768)
    text += String.fromCharCode(...bytes.subarray(i, i + 32768));
  return { ...size, rgba: btoa(text) };
}
