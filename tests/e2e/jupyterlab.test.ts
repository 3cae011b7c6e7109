/** The main job as a reader does it: JupyterLab, the CNN notebook, run all cells, look; and what a beginner meets first. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { command, FIGURE, LIVE, start, type PageGlobals } from './lab-page';
import { notebookOf } from './made-notebooks';
import { copyChapter, shareLab } from './shared-lab';

const NOTEBOOK = '03-convolutional-networks.ipynb';
const ENDLESS = 'endless.ipynb';
/** The first import, and then no end. */
const FOREVER = `import { plot, tf, train } from 'dlts';
for (;;) await new Promise((done) => setTimeout(done, 20));`;
const INTERRUPT = '.jp-NotebookPanel-toolbar [data-jp-item-name="interrupt"] jp-button';

const lab = shareLab('JupyterLab in a browser was', (folder) => {
  copyChapter(NOTEBOOK, folder);
  fs.writeFileSync(path.join(folder, ENDLESS), notebookOf([{ source: FOREVER }]));
});
const options = { skip: lab.skip, timeout: 300_000 };

test(
  'the CNN notebook runs in JupyterLab: live chart moves, Plotly draws, no error',
  options,
  async () => {
    const { page, problems } = await lab.open(NOTEBOOK, {
      viewport: { width: 1400, height: 1000 },
    });
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
    await page.locator(FIGURE).first().scrollIntoViewIfNeeded();
    await page.waitForSelector(`${LIVE} .main-svg`);
    assert.deepEqual(problems.filter(ours), []);
  },
);

test(
  'the square button stops the first cell, while its import runs and also while the kernel starts',
  options,
  async () => {
    const { page } = await lab.open(ENDLESS);
    await kernelIsIdle(page);
    await start(page, 'notebook:run-cell');
    await page.locator('.jp-InputArea-prompt >> text=[*]').waitFor();
    await page.click(INTERRUPT);
    await cellIsInterrupted(page);

    await clearOutputs(page);
    await page.evaluate(() => {
      const { commands, shell } = (globalThis as unknown as PageGlobals).jupyterapp;
      void shell.currentWidget.context.sessionContext.restartKernel();
      void commands.execute('notebook:run-cell');
    });
    await page.click(INTERRUPT);
    assert.match(await kernelStatus(page), /starting|unknown/, 'the kernel was still to start');
    await cellIsInterrupted(page);
    await page.close();
  },
);

test('the launcher has TypeScript first, and a new notebook runs it', options, async () => {
  const { page, problems } = await lab.open(ENDLESS);
  await command(page, 'launcher:create');
  const cards = page.locator('.jp-Launcher-section:has-text("Notebook") .jp-LauncherCard-label');
  await cards.first().waitFor();
  assert.match((await cards.first().textContent()) ?? '', /TypeScript/);
  await cards.first().click();
  await page.locator('.jp-Toolbar-kernelName >> text=TypeScript').nth(1).waitFor();
  assert.deepEqual(problems.filter(ours), []);
  await page.close();
});

const kernelStatus = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { currentWidget } = (globalThis as unknown as PageGlobals).jupyterapp.shell;
    return currentWidget.context.sessionContext.session?.kernel?.status ?? 'none';
  });

async function kernelIsIdle(page: Page): Promise<void> {
  for (let tick = 0; tick < 600 && (await kernelStatus(page)) !== 'idle'; tick++)
    await page.waitForTimeout(100);
}

const cellIsInterrupted = (page: Page): Promise<void> =>
  page.locator('.jp-OutputArea-output >> text=KeyboardInterrupt').waitFor({ timeout: 60_000 });

/** JupyterLab itself logs a few failed requests at start, which are not about the course. */
const ours = (text: string): boolean => !/favicon|404|Failed to load resource/.test(text);

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
