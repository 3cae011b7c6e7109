/** Measures in Chromium how long the cells of each chapter run in its page, for the pages to say it before a long one. */
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { at } from '../setup/paths.mjs';
import { launch } from './browser.mjs';

/** Shorter cells need no warning, in seconds. */
const LONG = 5;

/**
 * @param {string} html folder of the built pages
 * @param {string[]} slugs chapters
 * @param {string} file where the seconds are kept, by the digest of a cell's text
 */
export async function measureTimes(html, slugs, file) {
  const browser = await launch();
  /** @type {Record<string, number>} */
  const seconds = {};
  for (const slug of slugs) {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(path.join(html, `${slug}.html`)).href);
    await page.evaluate(() => {
      // Larger data sets ask first.
      setInterval(() => document.querySelector('.cells-bar [aria-label^="Load "]')?.dispatchEvent(new Event('click')), 100); // prettier-ignore
    });
    const started = Date.now();
    const cells = await page.locator('div.cell[data-cell]').count();
    for (let number = 1; number <= cells; number++) {
      const cell = page.locator(`div.cell[data-cell="${number}"]`);
      await cell.locator('.cell-tools button').first().click();
      await page.waitForFunction((i) => ['ok', 'failed'].includes(document.querySelector(`div.cell[data-cell="${i}"]`)?.getAttribute('data-state') ?? ''), number, { timeout: 900_000 }); // prettier-ignore
      const took = Number(await cell.getAttribute('data-seconds'));
      const key = await cell.getAttribute('data-digest');
      if (key !== null && took >= LONG) seconds[key] = Math.round(took);
    }
    console.log(`${slug}: ${cells} cells in ${Math.round((Date.now() - started) / 1000)} s`);
    await page.close();
  }
  await browser.close();
  fs.writeFileSync(file, `${JSON.stringify(seconds, null, 2)}\n`);
}

export const timesFile = at('site', 'cells', 'times.json');
