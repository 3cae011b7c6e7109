/** What a reader does with a built page: searches, moves figures by finger, prints. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { FINGER, playWithSlider, scrollOver } from '../../finger';
import {
  isChapter,
  lookAt,
  openSite,
  overflow,
  pageNames,
  PHONE,
  watchedPage,
  type Site,
} from './browser';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site?.close());

const CHAPTERS = pageNames().filter(isChapter);

test('searching for "convolution" finds its chapter, on a phone', () =>
  lookAt(site, 'search.html?q=convolution', PHONE, async (page) => {
    const result = page.locator('.search-item a[href*="03-convolutional-networks.html"]').first();
    const isShown = await result.waitFor({ timeout: 15_000 }).then(
      () => true,
      () => false,
    );
    await page.waitForTimeout(500);
    return [...(isShown ? [] : ['it is not among the results']), ...(await overflow(page))];
  }));

test('a finger moves the slider of a figure, presses its button, and scrolls the page over figures', async () => {
  const context = await site.browser.newContext(FINGER);
  const found: string[] = [];
  try {
    const page = await watchedPage(context, site.url, found);
    await page.goto(`${site.url}02-multilayer-perceptron.html`);
    const figures = page.locator('.figure-box');
    const sliding = figures.filter({ has: page.locator('.slider-group') });
    for (let i = 0; (await sliding.count()) === 0; i++) await drawn(figures.nth(i));
    found.push(...(await playWithSlider(await drawn(sliding.first()))));
    for (const figure of [sliding.first(), figures.first()]) {
      const way = await scrollOver(await drawn(figure));
      if (way < 80) found.push(`over a figure the page scrolls by ${way} pixels`);
    }
  } finally {
    await context.close();
  }
  assert.deepEqual(found, []);
});

/** Brings a figure into view, and waits until it is drawn. */
async function drawn(figure: Locator): Promise<Locator> {
  await figure.evaluate((box) => box.scrollIntoView({ block: 'center', behavior: 'instant' }));
  await figure.locator('.figure-live .main-svg').first().waitFor({ timeout: 15_000 });
  await figure.page().waitForTimeout(400);
  return figure;
}

describe('print has page numbers, and nothing to click', () => {
  for (const name of [...CHAPTERS.slice(2, 3), 'demos/digits.html'])
    test(name, () => lookAt(site, name, { width: 1280, height: 900 }, clickablesInPrint));
});

async function clickablesInPrint(page: Page): Promise<string[]> {
  await page.emulateMedia({ media: 'print' });
  const clickable = await page.evaluate(() => {
    const all = document.querySelectorAll('button, .headerlink, .prev-next-area, [role="search"]');
    return [...all]
      .filter((each) => each.checkVisibility())
      .map((each) => each.outerHTML.slice(0, 90));
  });
  const pdf = (await page.pdf()).length;
  await page.addStyleTag({ content: '@page { @bottom-center { content: none } }' });
  const without = (await page.pdf()).length;
  assert.ok(pdf > without, 'the numbers of the pages take room in the PDF');
  return clickable.map((html) => `can be clicked: ${html}`);
}

test('the bar says what is read, once its heading is out of sight, in one line', () =>
  lookAt(site, '09b-diffusion-and-gans.html', PHONE, async (page) => {
    const title = page.locator('.bar-title');
    const found = (await title.isVisible()) ? ['shown beside the heading'] : [];
    await page.evaluate(() => window.scrollTo({ top: 3000, behavior: 'instant' }));
    await title.waitFor({ state: 'visible' });
    const heading = (await page.locator('article h1').textContent())?.replace(/#$/, '').trim();
    const [text, box] = [await title.textContent(), await title.boundingBox()];
    if (text?.trim() !== heading) found.push(`${text} instead of ${heading}`);
    if (!box || box.height > 30 || box.y < 0 || box.y > 50) found.push(JSON.stringify(box));
    return found;
  }));
