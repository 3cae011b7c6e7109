/** Figures in JupyterLab: drawn in view, in their place, in its colors, by keyboard and finger; looking changes nothing. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { FINGER, playWithSlider, scrollOver } from '../finger';
import {
  cellsWithFigures,
  command,
  FIGURE,
  goToCell,
  isDirty,
  LIVE,
  showFigure,
  type PageGlobals,
} from './lab-page';
import { notebookOf, surfaceOutput } from './made-notebooks';
import { copyChapter, shareLab } from './shared-lab';

const CHAPTER = '02-multilayer-perceptron.ipynb';
const SURFACES = 'surfaces.ipynb';
const FRESH = 'fresh.ipynb';
/** More than the sixteen graphics contexts that Chromium grants to a page. */
const SURFACE_COUNT = 20;

/** A figure that the kernel replaces in place, again and again, while the cell runs. */
const MOVING = `
const host = (globalThis as any)[Symbol.for('dlts.host')];
const bundle = (n: number) => ({
  'application/vnd.plotly.v1+json': { data: [{ y: [1, n] }], layout: { height: 310, title: { text: 'step ' + n } } },
  'text/plain': 'step ' + n,
});
const shown = host.display(bundle(1));
for (const n of [2, 3, 4, 5, 6]) {
  await new Promise((resolve) => setTimeout(resolve, 1500));
  shown.update(bundle(n));
}`;

const lab = shareLab('figures in JupyterLab were', (folder) => {
  copyChapter(CHAPTER, folder);
  const surfaces = Array.from({ length: SURFACE_COUNT }, (_, i) => surfaceOutput(i));
  fs.writeFileSync(path.join(folder, SURFACES), notebookOf([{ source: '// made', outputs: surfaces }])); // prettier-ignore
  fs.writeFileSync(path.join(folder, FRESH), notebookOf([{ source: MOVING }]));
});
const options = { skip: lab.skip, timeout: 240_000 };

test(
  'stored figures come alive in view, in the place that they had; the notebook stays clean',
  options,
  async () => {
    const { page, problems } = await lab.open(CHAPTER);
    const cells = await cellsWithFigures(page);
    assert.equal(cells.length, 12, 'cells of the chapter with a figure');
    assert.ok((await page.locator(LIVE).count()) < 6, 'all figures are drawn at once');
    for (const cell of cells) {
      const figure = await goToCell(page, cell);
      const stored = await figure.evaluate((box) => Number.parseFloat(box.style.height));
      const before = await heightOf(figure);
      await showFigure(figure);
      assert.ok(stored > 100, `figure of cell ${cell} has no stored height`);
      assert.deepEqual([before, await heightOf(figure)], [stored, stored], `cell ${cell}`);
    }
    assert.equal(await isDirty(page), false, 'looking at figures has changed the notebook');
    assert.deepEqual(problems, []);
    await page.close();
  },
);

test('figures follow the theme of JupyterLab at once', options, async () => {
  const { page, problems } = await lab.open(CHAPTER);
  const [cell = 0] = await cellsWithFigures(page);
  const figure = await goToCell(page, cell);
  await showFigure(figure);
  assert.ok((await titleBrightness(figure)) < 100, 'title on a light page');
  await command(page, 'apputils:change-theme', { theme: 'JupyterLab Dark' });
  await page.waitForFunction(() => document.body.dataset['jpThemeLight'] === 'false');
  await page.waitForTimeout(1000);
  assert.ok((await titleBrightness(figure)) > 200, 'title on a dark page');
  const card = figure.locator('.main-svg').first();
  const color = await card.evaluate((svg) => getComputedStyle(svg).backgroundColor);
  assert.equal(color, 'rgba(0, 0, 0, 0)', 'card on a dark page');
  const [sliding = 0] = await cellsWithFigures(page, 'sliders');
  const withButtons = await goToCell(page, sliding);
  await showFigure(withButtons);
  assert.ok(
    (await fillBrightness(withButtons, '.updatemenu-item-rect')) < 100,
    'button on a dark page',
  );
  assert.ok((await fillBrightness(withButtons, '.updatemenu-item-text')) > 200, 'its letters');
  await command(page, 'apputils:change-theme', { theme: 'JupyterLab Light' });
  assert.equal(await isDirty(page), false);
  assert.deepEqual(problems, []);
  await page.close();
});

test('tools, legend and slider are reached and moved by keyboard', options, async () => {
  const { page, problems } = await lab.open(CHAPTER);
  const [cell = 0] = await cellsWithFigures(page, 'sliders');
  const figure = await goToCell(page, cell);
  await showFigure(figure);
  for (const control of ['.modebar-btn', '.updatemenu-button', '.slider-group'])
    await tabTo(figure, control);
  const slider = figure.locator('.slider-group');
  const position = Number(await slider.getAttribute('aria-valuenow'));
  const drawn = await drawnIn(figure);
  await page.keyboard.press('ArrowLeft');
  await page.waitForTimeout(1000);
  assert.equal(await slider.getAttribute('aria-valuenow'), String(position - 1));
  assert.notEqual(await drawnIn(figure), drawn, 'the figure has not changed');
  assert.ok(await isFocused(page, '.slider-group'), 'the slider has lost the focus');

  const [first = 0] = await cellsWithFigures(page);
  const scatter = await goToCell(page, first);
  await showFigure(scatter);
  await tabTo(scatter, '.legend .traces');
  const entry = scatter.locator('.legend .traces').first();
  assert.equal(await entry.getAttribute('aria-pressed'), 'true');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(1500);
  assert.equal(await entry.getAttribute('aria-pressed'), 'false', 'the series is not hidden');
  assert.equal(await isDirty(page), false);
  assert.deepEqual(problems, []);
  await page.close();
});

test(
  'on a phone the notebook has the room; a finger moves a slider, presses its button, and scrolls over figures',
  options,
  async () => {
    const { page, problems } = await lab.open(CHAPTER, FINGER);
    const [sliding = 0] = await cellsWithFigures(page, 'sliders');
    const figure = await goToCell(page, sliding);
    await showFigure(figure);
    const sizes = await figure.evaluate((box) => [box.clientWidth, box.scrollWidth]);
    assert.ok((sizes[0] ?? 0) > 240, `a figure has ${sizes[0]} pixels of 390`);
    assert.equal(sizes[1], sizes[0], 'a figure is wider than its cell');
    assert.deepEqual(await playWithSlider(figure), []);
    const [first = 0] = await cellsWithFigures(page);
    for (const cell of [sliding, first]) {
      const scrolled = await goToCell(page, cell);
      await showFigure(scrolled);
      const way = await scrollOver(scrolled);
      assert.ok(way > 80, `over the figure of cell ${cell} the notebook scrolls by ${way} pixels`);
    }
    assert.equal(await isDirty(page), false);
    assert.deepEqual(problems, []);
    await page.close();
  },
);

test('twenty surfaces in a notebook: only those near the screen are drawn', options, async () => {
  const { page, problems } = await lab.open(SURFACES);
  const lost: string[] = [];
  page.on('console', (message) => {
    if (/too many active|context.? ?lost/i.test(message.text())) lost.push(message.text());
  });
  let most = 0;
  for (let i = 0; i < SURFACE_COUNT; i++) {
    await showFigure(page.locator(FIGURE).nth(i));
    most = Math.max(most, await page.locator(LIVE).count());
  }
  assert.ok(most <= 12, `${most} surfaces are drawn at one time`);
  await page.waitForTimeout(4000);
  assert.ok((await page.locator(LIVE).count()) <= 7, 'surfaces far from the screen are not freed');
  await showFigure(page.locator(FIGURE).first());
  assert.deepEqual(lost, []);
  assert.equal(await isDirty(page), false);
  assert.deepEqual(problems, []);
  await page.close();
});

test(
  'a figure that a cell replaces keeps its box, and its picture is stored with it',
  options,
  async () => {
    const { page, problems } = await lab.open(FRESH);
    const run = command(page, 'notebook:run-all-cells'); // ends with the cell
    await page.locator(LIVE).waitFor({ timeout: 120_000 });
    await page.locator(LIVE).evaluate((box) => box.setAttribute('data-first', 'yes'));
    const titles = await titlesUntil(page, 'step 6');
    await run;
    assert.ok(titles.length > 2, `the figure has not moved; its titles were ${titles.join(', ')}`);
    assert.equal(await page.locator(`${LIVE}[data-first]`).count(), 1, 'the box was made anew');
    await page.waitForTimeout(3000);
    const stored = await storedTypes(page);
    assert.deepEqual(stored, ['application/vnd.plotly.v1+json', 'image/png', 'text/plain']);
    assert.equal(await page.locator(LIVE).count(), 1);
    assert.deepEqual(problems, []);
    await page.close();
  },
);

const heightOf = (figure: Locator): Promise<number> =>
  figure.evaluate((box) => box.getBoundingClientRect().height);

/** Mean of the channels of a title's color, 0 to 255. */
const titleBrightness = (figure: Locator): Promise<number> => fillBrightness(figure, '.gtitle');

async function fillBrightness(figure: Locator, selector: string): Promise<number> {
  const part = figure.locator(selector).first();
  const color = await part.evaluate((shape) => getComputedStyle(shape).fill);
  const channels = (color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  return channels.reduce((sum, channel) => sum + channel, 0) / 3;
}

/** Outlines and texts of what is drawn. */
const drawnIn = (figure: Locator): Promise<string> =>
  figure.evaluate((box) =>
    [...box.querySelectorAll('.plot path, .plot image, .slider-label')]
      .map((each) => each.getAttribute('d') ?? each.getAttribute('href') ?? each.textContent)
      .join(),
  );

const isFocused = (page: Page, selector: string): Promise<boolean> =>
  page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);

/** Presses Tab, beginning at the cell of a figure, until a control of that figure has the focus. */
async function tabTo(figure: Locator, selector: string): Promise<void> {
  const page = figure.page();
  await figure.evaluate((box) => box.closest<HTMLElement>('.jp-Cell')?.focus());
  for (let presses = 0; presses < 60; presses++) {
    if (await isFocused(page, `${LIVE} ${selector}`)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`${selector} is not reached by Tab`);
}

/** The titles that a figure shows until it shows the last one. */
async function titlesUntil(page: Page, last: string): Promise<string[]> {
  const titles: string[] = [];
  for (let tick = 0; tick < 150 && titles.at(-1) !== last; tick++) {
    const title = await page.locator(`${FIGURE} .gtitle`).first().textContent();
    if (title && title !== titles.at(-1)) titles.push(title);
    await page.waitForTimeout(100);
  }
  return titles;
}

/** MIME types of the only output of a notebook, as it would be saved now. */
function storedTypes(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const app = (globalThis as unknown as PageGlobals).jupyterapp;
    const { cells } = app.shell.currentWidget.context.model.toJSON();
    return Object.keys(cells[0]?.outputs?.[0]?.data ?? {}).sort();
  });
}
