/** The main job as a reader does it: JupyterLab, the CNN notebook, run all cells, look. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { findChromium, launchBrowser, ROOT, startLab, type Lab } from './browser';

const NOTEBOOK = '03-convolutional-networks.ipynb';
const executable = findChromium();
if (!executable)
  console.log(
    '\n!!! SKIPPED: no Chromium on this machine; JupyterLab was not tried in a browser.\n',
  );

const options = { skip: executable === undefined, timeout: 300_000 };
let lab: Lab;
let browser: Browser;
let folder: string;

before(async () => {
  if (!executable) return;
  // Below the project, so that cells resolve `dlts`; a copy, so that the stored notebook stays as it is.
  fs.mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
  folder = fs.mkdtempSync(path.join(ROOT, '.cache', 'e2e-'));
  fs.copyFileSync(path.join(ROOT, 'notebooks', NOTEBOOK), path.join(folder, NOTEBOOK));
  lab = await startLab(folder);
  browser = await launchBrowser(executable);
});

after(async () => {
  await browser?.close();
  await lab?.stop();
  if (folder) fs.rmSync(folder, { recursive: true, force: true });
});

test(
  'the CNN notebook runs in JupyterLab: live chart moves, Plotly draws, no error',
  options,
  async () => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));

    await page.goto(`${lab.url}/lab/tree/${NOTEBOOK}`);
    await page.waitForSelector('.jp-Notebook .jp-CodeCell');
    await page.waitForSelector(
      '.jp-NotebookPanel-toolbar .jp-Toolbar-kernelName >> text=TypeScript',
    );
    await clearOutputs(page);
    await menu(page, 'Run', 'Run All Cells');

    const charts = await watchLiveChart(page);
    assert.ok(charts.size >= 2, `the live chart never moved; saw ${charts.size} version(s) of it`);
    await lastCellDone(page);

    assert.equal(
      await countCells(page, '.jp-OutputArea-output[data-mime-type*="error"]'),
      0,
      'a cell shows an error',
    );
    await page.locator('.js-plotly-plot').first().scrollIntoViewIfNeeded();
    await page.waitForSelector('.js-plotly-plot .main-svg');
    assert.deepEqual(problems.filter(ours), []);
  },
);

/**
 * JupyterLab itself logs a few failed requests at start, and its debugger panel throws in every kernel that has no
 * debugger. Neither is about the course.
 */
const ours = (text: string): boolean =>
  !/favicon|404|Failed to load resource|No active debugger session/.test(text);

async function menu(page: Page, title: string, entry: string): Promise<void> {
  await page.click(`.lm-MenuBar-item >> text="${title}"`);
  await page.click(`.lm-Menu-item >> text="${entry}"`);
}

async function clearOutputs(page: Page): Promise<void> {
  await menu(page, 'Edit', 'Clear Outputs of All Cells');
}

/** Collects the versions of the live training display that appear while cells run. */
async function watchLiveChart(page: Page): Promise<Set<string>> {
  const versions = new Set<string>();
  const display = page.locator('.jp-OutputArea-output:has(svg[role="img"])').first();
  for (let tick = 0; tick < 1200 && versions.size < 2; tick++) {
    if (await display.count()) versions.add(await display.innerHTML());
    await page.waitForTimeout(100);
  }
  return versions;
}

/** Waits until no cell is waiting ("[*]") and every code cell with content has a count. */
async function lastCellDone(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const doc = (
        globalThis as unknown as {
          document: { querySelector(s: string): { textContent: string } | null };
        }
      ).document;
      return doc.querySelector('.jp-Notebook-ExecutionIndicator[data-status="idle"]') !== null;
    },
    undefined,
    { timeout: 240_000 },
  );
}

const countCells = (page: Page, selector: string): Promise<number> =>
  page.locator(selector).count();
