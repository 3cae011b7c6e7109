/** Adds a PNG to every Plotly output, so that GitHub, nbconvert and untrusted notebooks show the figure too. */
import { itemAt } from '../../src/dist/host/item-at.js';
import { renderFigures } from '../figures.mjs';
import { PLOTLY } from './outputs.mjs';

/** @typedef {import('./twin-sync.mjs').Notebook} Notebook */
/** @typedef {import('./twin-sync.mjs').Output} Output */

const PNG = 'image/png';
/** Of a stored picture, in pixels. */
const WIDTH = 720;

/**
 * A figure that has not changed keeps the PNG that it had: no work, and no difference between browsers' drawings.
 *
 * @param {Notebook} notebook its Plotly outputs gain `image/png`
 * @param {Notebook | undefined} previous the stored one
 * @returns {Promise<boolean>} false where PNGs are missing because there is no Chromium
 */
export async function addFigures(notebook, previous) {
  const known = new Map(
    figureOutputs(previous).map((output) => [keyOf(output), output.data?.[PNG]]),
  );
  const fresh = [];
  for (const output of figureOutputs(notebook)) {
    const png = known.get(keyOf(output));
    if (png === undefined) fresh.push(output);
    else addPng(output, String(png));
  }
  if (fresh.length === 0) return true;
  const pngs = await renderFigures(
    fresh.map(({ data }) => /** @type {{ data: object[] }} */ (data?.[PLOTLY])),
    { width: WIDTH },
  );
  if (pngs === undefined) return false;
  for (const [i, output] of fresh.entries()) addPng(output, itemAt(pngs, i).toString('base64'));
  return true;
}

/** @param {Output} output @param {string} png base64 */
function addPng(output, png) {
  output.data = { ...output.data, [PNG]: png };
  output.metadata = { ...output.metadata, [PNG]: { width: WIDTH, ...output.metadata?.[PNG] } };
}

/** @param {Notebook | undefined} notebook @returns {Output[]} */
function figureOutputs(notebook) {
  return (notebook?.cells ?? [])
    .flatMap((cell) => cell.outputs ?? [])
    .filter(({ data }) => data?.[PLOTLY] !== undefined);
}

/** @param {Output} output the figure as text, whatever the order of its keys */
function keyOf({ data }) {
  return JSON.stringify(data?.[PLOTLY], (_, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
