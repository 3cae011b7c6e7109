// @ts-check
/** Adds a PNG to every Plotly output, so that GitHub, nbconvert and untrusted notebooks show the figure too. */
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { at } from '../setup/paths.mjs';
import { PLOTLY } from './outputs.mjs';

/** @typedef {import('./twins.mjs').Notebook} Notebook */

const renderer = at('scripts', 'figures.mjs');

/** Whether figures can be drawn here at all. */
export const canDraw = () => fs.existsSync(renderer);

/** @param {Notebook} notebook its Plotly outputs gain `image/png` */
export async function addFigures(notebook) {
  const outputs = notebook.cells
    .flatMap((cell) => cell.outputs ?? [])
    .filter(({ data }) => data?.[PLOTLY] !== undefined);
  if (outputs.length === 0 || !canDraw()) return;
  const { renderFigures } = await import(pathToFileURL(renderer).href);
  await renderFigures(notebook);
}
