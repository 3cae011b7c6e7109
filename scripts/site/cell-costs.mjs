/** What cells cost in the page, as `npm run site -- --times` measured it: a table for the page on cells. */
import fs from 'node:fs';
import { at } from '../setup/paths.mjs';

/** What the kernel costs, and what each whole chapter does, by its number. */
export const costsFile = at('site', 'cells', 'costs.json');

/**
 * Of a whole chapter: its cells, those that lack something no page has, seconds of all, peak memory of the page's
 * process and what was loaded from disk, both in megabytes, and seconds of long cells by the digests of their texts.
 *
 * @typedef {{
 *   cells: number, failed: number, seconds: number, memory: number, bytes: number, long: Record<string, number>
 * }} Cost
 */
/** @typedef {{ firstOutput: number, overhead: number, stop: number }} KernelCost seconds, milliseconds, milliseconds */

/** @returns {{ kernel: KernelCost, chapters: Record<string, Cost> }} */
export function readCosts() {
  return JSON.parse(fs.readFileSync(costsFile, 'utf8'));
}

/** @param {import('../notebooks/project.mjs').Chapter[]} chapters @returns {string} Markdown */
export function costTable(chapters) {
  const { kernel, chapters: costs } = readCosts();
  const rows = chapters.flatMap(({ id, slug, title }) => {
    const cost = costs[id];
    if (cost === undefined) return [];
    const cells = cost.failed === 0 ? `${cost.cells}` : `${cost.cells} (${cost.failed} refused)`;
    return [`| [${id} ${title}](${slug}.ipynb) | ${cells} | ${cost.seconds} | ${(cost.memory / 1000).toFixed(1)} | ${Math.round(cost.bytes)} |`]; // prettier-ignore
  });
  return [
    '## What it costs\n',
    `Measured in Chromium on two CPU cores, from files: first output ${kernel.firstOutput} s after the first press; a press costs ${kernel.overhead} ms beyond the cell's own work; a training stops ${kernel.stop} ms after *Stop*. The whole of each chapter, cell by cell:\n`,
    '| chapter | cells | seconds | memory at the peak, GB | loaded from disk, MB |',
    '|---|--:|--:|--:|--:|',
    ...rows,
    '\nRefused are cells that need what no page has, and those that use their names.\n',
  ].join('\n');
}
