/** `npm run site -- --stills`: the pictures that stand in for the live demos, taken of the demos themselves. */
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from './browser.mjs';
import { availableDemos, demoOf, pageOf } from './demos.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** A 3, in pixels of the drawing area. */
const THREE = /** @type {const} */ ([[150, 45], [195, 80], [140, 130], [200, 180], [165, 235], [75, 220]]); // prettier-ignore

/** Brings each demo into a state worth looking at. @type {Record<string, (page: Page) => Promise<void>>} */
const poses = {
  digits: async (page) => {
    const box = await page.locator('.demo-drawing canvas').boundingBox();
    if (!box) return;
    await page.mouse.move(box.x + 80, box.y + 62);
    await page.mouse.down();
    for (const [x, y] of THREE) await page.mouse.move(box.x + x, box.y + y, { steps: 4 });
    await page.mouse.up();
  },
  attention: (page) => page.locator('input[type="text"]').fill('photograph'),
  'attention-steps': async (page) => {
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Back' }).click();
  },
  reader: async (page) => {
    await page.waitForTimeout(1800);
    await page.getByRole('button', { name: 'Pause' }).click();
  },
  names: async (page) => {
    await page.getByRole('button', { name: 'Write' }).click();
    await page.getByText('12 names written.').waitFor();
  },
  moby: async (page) => {
    await page.getByRole('button', { name: 'Write' }).click();
    await page.getByText('400 characters written.').waitFor({ timeout: 60_000 });
  },
  latent: async (page) => {
    await page.getByText('50 of 50 steps').waitFor({ timeout: 30_000 });
  },
  cartpole: async (page) => {
    const learn = page.getByRole('button', { name: 'Learn 10 episodes' });
    for (let i = 0; i < 18; i++) await learn.click();
  },
  next: (page) => page.getByRole('button', { name: 'Greedy' }).click(),
  descent: async (page) => {
    await page.locator('select').first().selectOption('banana');
    await page.locator('select').nth(1).selectOption('adam');
    for (let i = 0; i < 70; i++) await page.getByRole('button', { name: 'Step' }).click();
  },
};

/** @param {string} html folder of the built pages @param {string} folder for the pictures */
export async function takeStills(html, folder) {
  fs.mkdirSync(folder, { recursive: true });
  const browser = await launch();
  try {
    for (const name of availableDemos()) {
      // Higher than any demo: what is taken in parts has the page's bars in it.
      const page = await browser.newPage({ viewport: { width: 1280, height: 1600 } });
      await page.goto(pathToFileURL(path.join(html, `${pageOf(name)}.html`)).href);
      const demo = page.locator(`.demo[data-demo="${name}"]`);
      await demo.scrollIntoViewIfNeeded();
      if (!demoOf(name).starts) await demo.locator('.demo-offer').click();
      await page.locator(`.demo[data-demo="${name}"][data-state="live"]`).waitFor();
      await poses[name]?.(page);
      await page.waitForTimeout(500);
      await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement)?.blur());
      const file = path.join(folder, `${name}.png`);
      await demo.locator('.demo-place').screenshot({ path: file });
      console.log(`${file}: ${Math.round(fs.statSync(file).size / 1000)} kB`);
      await page.close();
    }
  } finally {
    await browser.close();
  }
}
