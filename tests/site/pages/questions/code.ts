/** Code on the pages: the course's text, on the whole width, and a sign where a line goes on. */
import fs from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { isChapter, ROOT } from '../browser';
import type { Question } from '../visit';

/** Letters that a line of code may have at 1280 pixels before it has to be scrolled. */
const LETTERS = 94;

export const code: readonly Question[] = [
  {
    claim: 'cells have the text of the notebook, and values after a colon are no types',
    on: 'desk',
    of: isChapter,
    ask: changedCells,
  },
  { claim: 'code uses the page', on: 'desk', of: isChapter, ask: narrowCode },
  {
    claim: 'what is wider than the page shows that it goes on',
    on: ['narrow', 'desk'],
    of: isChapter,
    ask: withoutHint,
  },
  {
    claim: 'what fits the page has no shade',
    on: ['narrow', 'desk', 'dark'],
    of: isChapter,
    ask: shadedThoughWhole,
  },
];

interface Notebook {
  cells: { cell_type: string; source: string | string[] }[];
}

async function changedCells(page: Page, name: string): Promise<string[]> {
  const file = path.join(ROOT, 'notebooks', name.replace('.html', '.ipynb'));
  const { cells } = JSON.parse(fs.readFileSync(file, 'utf8')) as Notebook;
  const sources = cells
    .filter((cell) => cell.cell_type === 'code')
    .map(({ source }) => [source].flat().join('').trimEnd());
  const shown = await page.evaluate(() =>
    [...document.querySelectorAll('div.cell:not(.cell-scratch) > .cell_input .highlight pre')].map(
      (pre) => (pre.textContent ?? '').trimEnd(),
    ),
  );
  const typed = await page.evaluate(() =>
    [...document.querySelectorAll('.cell_input .tok-typeName')]
      .map((type) => type.textContent ?? '')
      .filter((text) => /^\d/.test(text)),
  );
  const changed = sources.flatMap((source, i) => {
    return source === shown[i] ? [] : [`cell ${i + 1}: expected ${source}; got ${shown[i]}`];
  });
  if (shown.length !== sources.length) changed.push(`${shown.length} of ${sources.length} cells`);
  return [...changed, ...typed.map((text) => `${text} is marked as a type`)];
}

/** Code that has to be scrolled although its lines are short enough for the page. */
function narrowCode(page: Page): Promise<string[]> {
  return page.evaluate((most) => {
    return [...document.querySelectorAll('.cell_input pre')].flatMap((pre) => {
      const longest = Math.max(...(pre.textContent ?? '').split('\n').map((line) => line.length));
      if (pre.scrollWidth <= pre.clientWidth || longest > most) return [];
      return [`${longest} letters do not fit ${pre.clientWidth} pixels: ${pre.textContent?.slice(0, 60)}`]; // prettier-ignore
    });
  }, LETTERS);
}

/** The first wide block of each kind: its right edge is darker than its middle until it is scrolled to its end. */
async function withoutHint(page: Page): Promise<string[]> {
  const kinds = ['.cell_input pre', '.cell_output pre', '.pst-scrollable-table-container', '.cell_output .text_html']; // prettier-ignore
  const found: string[] = [];
  for (const kind of kinds) {
    const all = page.locator(`article ${kind}`);
    const first = await all.evaluateAll((blocks) => blocks.findIndex((it) => it.scrollWidth > it.clientWidth + 24 && it.checkVisibility())); // prettier-ignore
    if (first < 0) continue;
    const block = all.nth(first);
    await block.scrollIntoViewIfNeeded();
    const before = await settled(
      () => shadeAtRight(page, block),
      (shade) => shade >= 12,
    );
    await block.evaluate((it) => it.scrollTo({ left: it.scrollWidth, behavior: 'instant' }));
    const end = await settled(
      () => shadeAtRight(page, block),
      (shade) => shade <= 6,
    );
    await block.evaluate((it) => it.scrollTo({ left: 0, behavior: 'instant' }));
    if (before < 12 || end > 6) found.push(`${kind}: shade ${before} before, ${end} at the end`);
  }
  return found;
}

/** Blocks of each kind that are looked at for a shade that they should not have. */
const LOOKED_AT = 5;

/** Blocks that fit their place, and yet have a shade, or a line of it, at the right. */
async function shadedThoughWhole(page: Page): Promise<string[]> {
  // A border may share the last pixels of code; formulas and tables have none.
  const kinds = { '.cell_input pre': 2, 'div.math': 1, '.pst-scrollable-table-container': 1, '.cell_output .text_html': 1 }; // prettier-ignore
  const found: string[] = [];
  for (const [kind, edge] of Object.entries(kinds)) {
    const blocks = page.locator(`article ${kind}`);
    for (const index of await wholeBlocks(blocks)) {
      const block = blocks.nth(index);
      await block.scrollIntoViewIfNeeded();
      const read = async () => Math.max(await shadeAtRight(page, block, edge), await shadeAtRight(page, block, edge + 2)); // prettier-ignore
      const shade = await settled(read, (value) => value <= 4);
      if (shade > 4) found.push(`${kind} fits and has a shade of ${shade}: ${(await block.textContent())?.slice(0, 40)}`); // prettier-ignore
    }
  }
  return found;
}

/** Which blocks fit; those whose width is no whole number of pixels, where a line of shade might be left, first. */
function wholeBlocks(blocks: Locator): Promise<number[]> {
  return blocks.evaluateAll(
    (all, most) =>
      all
        .map((block, index) => ({ block, index, rest: block.getBoundingClientRect().width % 1 }))
        .filter(({ block }) => block.scrollWidth <= block.clientWidth && block.checkVisibility())
        .sort((a, b) => b.rest - a.rest)
        .slice(0, most)
        .map(({ index }) => index),
    LOOKED_AT,
  );
}

/** What is read once it is as wanted; the last value if it never is. A browser under load paints a scrolled block late. */
async function settled(
  read: () => Promise<number>,
  wanted: (value: number) => boolean,
): Promise<number> {
  let value = await read();
  for (let left = 20; left > 0 && !wanted(value); left--) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    value = await read();
  }
  return value;
}

/** How much darker a column of pixels of a block, counted from its right, is than its ground, in steps of 255. */
async function shadeAtRight(page: Page, block: Locator, fromRight = 3): Promise<number> {
  const png = (await block.screenshot()).toString('base64');
  return page.evaluate(
    async ([data, distance]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
      const context = canvas.getContext('2d');
      if (!context) return 0;
      context.drawImage(image, 0, 0);
      // Medians of the whole block and of the column, so that letters and a bar above do not count.
      // No function with a name: what compiles this file would give it a helper that the page lacks.
      const [ground = 0, last = 0] = [
        context.getImageData(0, 0, canvas.width, canvas.height),
        context.getImageData(canvas.width - distance, 0, 1, canvas.height),
      ].map(({ data: pixels }) => {
        const greens = pixels.filter((_, i) => i % 4 === 1).sort();
        return greens[greens.length >> 1] ?? 0;
      });
      return ground - last;
    },
    [png, fromRight] as const,
  );
}
