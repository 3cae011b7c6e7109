/**
 * Draws Plotly figures as small PNGs: what GitHub, nbconvert and untrusted notebooks show.
 *
 * One page of headless Chromium draws them all. Colors are reduced to a palette of at most 256, so that a figure
 * usually stays below 30 KB.
 *
 * One image pixel is one CSS pixel: JupyterLab's Plotly renderer shows the stored picture at its natural size until
 * the pointer enters it, and would show only a part of a larger one.
 */
import { createRequire } from 'node:module';
import { findChromium, CHROMIUM_ARGUMENTS } from './figures/chromium.mjs';
import { encodeIndexedPng } from './figures/indexed-png.mjs';
import { drawInPage } from './figures/page.mjs';
import { reduceColors } from './figures/palette.mjs';

const require = createRequire(import.meta.url);
const PLOTLY = 'application/vnd.plotly.v1+json';
const PATIENCE = 60_000; // milliseconds for one figure: three dimensions without a graphics card are slow

/**
 * @typedef {{ data: object[], layout?: Record<string, any>, config?: object, frames?: object[] }} Figure
 * @typedef {{ cells: { outputs?: { data?: Record<string, any> }[] }[] }} Notebook
 * @typedef {object} Options
 * @property {number} [width] in CSS pixels; 720 when left out
 * @property {(text: string) => void} [notice] told when there is no Chromium
 */

/**
 * A figure as it stands in print: without sliders and buttons, and without the room that they took.
 *
 * @param {Figure} figure
 * @returns {Figure}
 */
export function still({ data, layout = {} }) {
  const { sliders, updatemenus, ...rest } = layout;
  const controls = [...(sliders ?? []), ...(updatemenus ?? [])];
  const bottom = rest.margin?.b;
  const height = rest.height ?? 400;
  if (controls.length === 0 || bottom === undefined) return { data, layout: { ...rest, height } };
  // The first control begins where the figure's own bottom margin ends.
  const own = Math.min(bottom, ...controls.map((control) => control.pad?.t ?? bottom));
  const lower = height - (bottom - own);
  const legend =
    rest.legend?.yref === 'container'
      ? { legend: { ...rest.legend, y: 1 - ((1 - rest.legend.y) * height) / lower } }
      : {};
  return {
    data,
    layout: { ...rest, ...legend, height: lower, margin: { ...rest.margin, b: own } },
  };
}

/**
 * @param {import('playwright-core').Page} page
 * @param {Figure} figure
 * @param {number} width
 */
async function drawOne(page, figure, width) {
  const job = { figure: still(figure), width, patience: PATIENCE };
  const { rgba, ...size } = await page.evaluate(drawInPage, job);
  return encodeIndexedPng({ ...size, ...reduceColors(Buffer.from(rgba, 'base64')) });
}

/** @param {Figure} figure */
function nameOf(figure) {
  return figure?.layout?.title?.text ?? 'without a title';
}

/**
 * @param {readonly Figure[]} figures
 * @param {string} executablePath
 * @param {number} width
 */
async function drawAll(figures, executablePath, width) {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS });
  try {
    const page = await browser.newPage();
    await page.setContent('<!doctype html><body style="margin:0"><div id="figure"></div>');
    await page.addScriptTag({ path: require.resolve('plotly.js-dist') });
    const pngs = [];
    for (const [index, figure] of figures.entries()) {
      try {
        pngs.push(await drawOne(page, figure, width));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(
          `renderFigures: figure ${index} (${nameOf(figure)}) could not be drawn: ${reason}`,
        );
      }
    }
    return pngs;
  } finally {
    await browser.close();
  }
}

/**
 * Draws figures as PNGs.
 *
 * Given a notebook, it also stores each PNG as `image/png` beside the figure it belongs to.
 *
 * @param {readonly Figure[] | Notebook} input
 * @param {Options} [options]
 * @returns {Promise<Buffer[] | undefined>} one PNG for each figure, in order; nothing where there is no Chromium
 * @throws {Error} naming the figure that could not be drawn
 */
export async function renderFigures(input, { width = 720, notice = console.warn } = {}) {
  const outputs = 'cells' in input ? figureOutputs(input) : [];
  const figures = 'cells' in input ? outputs.map((data) => data[PLOTLY]) : input;
  if (figures.length === 0) return [];
  const executablePath = findChromium();
  if (!executablePath) {
    notice('Figures get no PNG: no Chromium was found. Install one, or name it in CHROMIUM_PATH.');
    return undefined;
  }
  const pngs = await drawAll(figures, executablePath, width);
  outputs.forEach((data, i) => {
    data['image/png'] = pngs[i]?.toString('base64');
  });
  return pngs;
}

/** @param {Notebook} notebook */
function figureOutputs({ cells }) {
  return cells
    .flatMap((cell) => cell.outputs ?? [])
    .flatMap(({ data }) => (data?.[PLOTLY] === undefined ? [] : [data]));
}
