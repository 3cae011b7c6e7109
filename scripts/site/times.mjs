/**
 * Measures in Chromium what the cells of each chapter cost in its page: seconds, memory, bytes. Pages say it before a long
 * cell and on a small screen, and the page `cells` has it as a table. On a quiet machine only; memory is read from Linux.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launch } from './browser.mjs';
import { costsFile, readCosts } from './cell-costs.mjs';

/** Shorter cells need no warning, in seconds. */
const LONG = 5;

/** @typedef {import('../notebooks/project.mjs').Chapter} Chapter */
/** @typedef {import('./cell-costs.mjs').Cost} Cost */
/** @typedef {import('./cell-costs.mjs').KernelCost} KernelCost */

/**
 * @param {string} html folder of the built pages
 * @param {Chapter[]} chapters those to measure; what is known of others stays
 */
export async function measureTimes(html, chapters) {
  const costs = readCosts();
  costs.kernel = await measureKernel(addressOf(html, 'playground'));
  console.log(JSON.stringify(costs.kernel));
  for (const { id, slug } of chapters) {
    costs.chapters[id] = await measureChapter(addressOf(html, slug));
    console.log(id, JSON.stringify(costs.chapters[id]));
    fs.writeFileSync(costsFile, `${JSON.stringify(costs, null, 2)}\n`);
  }
}

/** @param {string} html @param {string} name */
const addressOf = (html, name) => pathToFileURL(path.join(html, `${name}.html`)).href;

/** @param {string} address @returns {Promise<Cost>} */
async function measureChapter(address) {
  const browser = await launch(); // one for each chapter: memory is that of a process
  try {
    const page = await browser.newPage();
    await page.goto(address);
    let bytes = 0;
    page.on('request', (request) => {
      if (request.url().startsWith('file:'))
        bytes += fs.statSync(fileURLToPath(request.url())).size;
    });
    await page.evaluate(() => {
      // Larger data sets ask first.
      setInterval(() => document.querySelector('.cells-bar [aria-label^="Load "]')?.dispatchEvent(new Event('click')), 100); // prettier-ignore
    });
    const started = Date.now();
    const cells = await page.locator('div.cell[data-cell]').count();
    let failed = 0;
    /** @type {Record<string, number>} */
    const long = {};
    for (let number = 1; number <= cells; number++) {
      const cell = page.locator(`div.cell[data-cell="${number}"]`);
      await cell.locator('.cell-tools button').first().click();
      await page.waitForFunction((i) => ['ok', 'failed'].includes(document.querySelector(`div.cell[data-cell="${i}"]`)?.getAttribute('data-state') ?? ''), number, { timeout: 900_000 }); // prettier-ignore
      if ((await cell.getAttribute('data-state')) === 'failed') failed++;
      const took = Number(await cell.getAttribute('data-seconds'));
      const key = await cell.getAttribute('data-digest');
      if (key !== null && took >= LONG) long[key] = Math.round(took);
    }
    const seconds = Math.round((Date.now() - started) / 1000);
    return { cells, failed, seconds, memory: await peakMemory(browser), bytes: Math.round(bytes / 1e5) / 10, long }; // prettier-ignore
  } finally {
    await browser.close();
  }
}

/** @param {import('playwright-core').Browser} browser @returns {Promise<number>} of its largest page, in megabytes */
async function peakMemory(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const peaks = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => {
    const status = fs.readFileSync(`/proc/${id}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]);
  }); // prettier-ignore
  return Math.round((Math.max(...peaks) * 1024) / 1e6);
}

/** How often a cell is run of which the median counts. */
const RUNS = 21;

/**
 * What the kernel of a page costs: seconds from the first press of Run to the output (the scripts on disk, not in the
 * browser's cache), milliseconds of a press beyond the cell's own work, and milliseconds from Stop to the end of a
 * training.
 *
 * @param {string} address of the playground @returns {Promise<KernelCost>}
 */
async function measureKernel(address) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(address);
    const run = () => page.evaluate(pressAndWait, 'Run cell 1');
    const firstOutput = (await run()).seconds;
    const overheads = [];
    for (let i = 0; i < RUNS; i++) {
      const { seconds, own } = await run();
      overheads.push(1000 * (seconds - own));
    }
    const cell = page.locator('div.cell[data-cell="2"]');
    await cell.getByRole('button', { name: 'Edit cell 2' }).click();
    await cell.locator('.cm-content').fill(TRAINING);
    await cell.getByRole('button', { name: 'Run cell 2' }).click();
    await page.waitForTimeout(5000);
    const { seconds } = await page.evaluate(pressAndWait, 'Stop the running cell');
    return {
      firstOutput: Math.round(100 * firstOutput) / 100,
      overhead: Math.round(overheads.sort((a, b) => a - b)[(RUNS - 1) / 2] ?? NaN),
      stop: Math.round(1000 * seconds),
    };
  } finally {
    await browser.close();
  }
}

const TRAINING = `
import { createMlp, optimizers, tf, train } from 'dlts';
const [x, y] = [tf.randomNormal([4096, 64]), tf.randomNormal([4096, 1])] as [tf.Tensor2D, tf.Tensor2D];
const model = createMlp({ inputShape: [64], hiddenUnits: [128, 128], outputUnits: 1 });
await train(model, { x, y }, { loss: 'meanSquaredError', optimizer: optimizers.adam({}), epochs: 10_000 });
`;

/**
 * Runs in the page: presses a button and waits until the cell that was run last, or is running, has ended.
 *
 * @param {string} label @returns {Promise<{ seconds: number, own: number }>} since the press, and those of the cell's own work
 */
async function pressAndWait(label) {
  const button = document.querySelector(`[aria-label="${label}"]`);
  const number = /\d+/.exec(label)?.[0] ?? '2';
  const cell = /** @type {HTMLElement | null} */ (document.querySelector(`div.cell[data-cell="${number}"]`)); // prettier-ignore
  if (!(button instanceof HTMLElement) || !cell) throw new Error(`no ${label}`);
  const started = performance.now();
  button.click();
  do await new Promise((resolve) => setTimeout(resolve));
  while (!['ok', 'failed'].includes(cell.dataset['state'] ?? ''));
  return { seconds: (performance.now() - started) / 1000, own: Number(cell.dataset['seconds']) };
}
