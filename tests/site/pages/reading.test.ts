/** What a reader does with a built page: reads formulas, jumps, searches, prints. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { lookAt, openSite, overflow, pageNames, PHONE, type Site } from './browser';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site?.close());

const CHAPTERS = pageNames().filter((name) => /^\d\d/.test(name));

describe('formulas stand in the middle; wide ones begin at the left and scroll to their end', () => {
  for (const name of CHAPTERS)
    for (const width of [390, 1280])
      test(`${name}, ${width} pixels`, () =>
        lookAt(site, name, { width, height: 844 }, misplacedFormulas));
});

/** Formulas whose drawn parts are neither in the middle of their place nor, when too wide, at its beginning. */
function misplacedFormulas(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('div.math')].flatMap((place, i) => {
      const outer = place.getBoundingClientRect();
      const parts = [...place.querySelectorAll('.katex-html *')]
        .filter(
          (part) =>
            part.matches('.mopen, .mclose') || // tall brackets are drawings without text
            (part.childElementCount === 0 && part.textContent?.trim()),
        )
        .map((part) => part.getBoundingClientRect())
        .filter((part) => part.width > 0);
      const left = Math.min(...parts.map((part) => part.left)) - outer.left;
      const right = outer.left + place.clientWidth - Math.max(...parts.map((part) => part.right));
      const isWide = place.scrollWidth > place.clientWidth;
      const isRight = isWide
        ? left >= -1 && left < 12 && place.scrollLeft === 0
        : Math.abs(left - right) < 12;
      const where = `${Math.round(left)} pixels at its left, ${Math.round(right)} at its right`;
      return isRight ? [] : [`formula ${i + 1}: ${where}`];
    }),
  );
}

describe('the list of contents follows jumps and keeps its mark in sight', () => {
  for (const name of CHAPTERS)
    test(name, () => lookAt(site, name, { width: 1400, height: 900 }, followedJumps));
});

async function followedJumps(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const share of [1, 0.1, 0.8, 0.3, 0.6]) {
    await page.evaluate((to) => {
      window.scrollTo({ top: to * document.body.scrollHeight, behavior: 'instant' });
    }, share);
    await page.waitForTimeout(250);
    const { marked, read, isInSight } = await page.evaluate(() => {
      const links = [...document.querySelectorAll<HTMLAnchorElement>('#pst-page-toc-nav a')];
      const link = links.filter((each) => each.classList.contains('active')).at(-1);
      const box = link?.getBoundingClientRect();
      const passed = links.filter((each) => {
        const section = document.getElementById(decodeURIComponent(each.hash.slice(1)));
        // Its heading, which a margin sets apart from the section's top.
        const heading = section?.querySelector(':is(h1, h2, h3, h4, h5, h6)') ?? section;
        return (heading?.getBoundingClientRect().top ?? Infinity) <= 0.3 * innerHeight;
      });
      const isInSight = !box || (box.top >= 0 && box.bottom <= innerHeight);
      return { marked: link?.hash, read: passed.at(-1)?.hash, isInSight };
    });
    if (marked !== read) found.push(`at ${share}: expected ${read} to be marked; got ${marked}`);
    if (!isInSight) found.push(`at ${share}: ${marked} is out of sight`);
  }
  return found;
}

test('searching for "convolution" finds its chapter, on a phone', () =>
  lookAt(site, 'search.html?q=convolution', PHONE, async (page) => {
    const result = page.locator('ul.search a', { hasText: 'Convolutional networks' }).first();
    const isShown = await result.waitFor({ timeout: 15_000 }).then(
      () => true,
      () => false,
    );
    await page.waitForTimeout(500);
    return [...(isShown ? [] : ['it is not among the results']), ...(await overflow(page))];
  }));

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
