/** The search of the built pages: sections, misspellings, from a folder, by keyboard, and said aloud. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { axe, DESK, fitsLightAndDark, HTML, lookAt, openSite, overflow, PHONE, type Site } from './browser'; // prettier-ignore

/** Bytes of the index, compressed. */
const MAX_INDEX = 1_500_000;

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site?.close());

const titles = (page: Page): Promise<string[]> => page.locator('.search-title').allTextContents();

/** Waits until a query is answered. */
async function answered(page: Page, query: string): Promise<void> {
  await page.locator('.search-status:visible', { hasText: `“${query}”` }).waitFor();
}

const searchFor = (query: string): string => `search.html?q=${encodeURIComponent(query)}`;

test('the index is small enough', (t) => {
  const script = fs.readFileSync(path.join(HTML, '_static', 'search', 'index.js'));
  const compressed = gzipSync(script).length;
  t.diagnostic(`${script.length} bytes, ${compressed} compressed`);
  assert.ok(compressed <= MAX_INDEX, `${compressed} bytes`);
  assert.ok(!fs.existsSync(path.join(HTML, 'searchindex.js')), 'the index of Sphinx is not made');
});

test('texts of the reference are sentences: no heads of tables, no names in pieces', () => {
  const script = fs.readFileSync(path.join(HTML, '_static', 'search', 'index.js'), 'utf8');
  assert.match(script, /options Omit<SplitOptions, /);
  assert.doesNotMatch(script, /name type default what it does/);
});

describe('what a reader looks for is found in its section', () => {
  /** Query, and what the title or the path of one of the first three results says. */
  const queries: [string, RegExp][] = [
    ['learning rate', /learning rate/i],
    ['trian', /train/i],
    ['convolutoin', /convolution/i],
    ['confusion matrix', /confusion/i],
    ['early stopping', /early stopping/i],
    ['warmupCosine', /warmupCosine/],
    ['attention', /attention/i],
    ['standardScaler', /standardScaler/],
    ['broadcast', /broadcast/i],
  ];
  for (const [query, expected] of queries)
    test(query, () =>
      lookAt(site, searchFor(query), DESK, async (page) => {
        await answered(page, query);
        const first = (await titles(page)).slice(0, 3);
        assert.ok(first.some((title) => expected.test(title)), `${query}: ${first.join(' | ')}`); // prettier-ignore
        return [];
      }),
    );
});

test('"learning rate" leads to the section that explains it, not to the landing page', () =>
  lookAt(site, searchFor('learning rate'), DESK, async (page) => {
    await answered(page, 'learning rate');
    const hrefs = await page.locator('.search-title').evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href)); // prettier-ignore
    assert.match(hrefs[0] ?? '', /\.html\?words=[^#]*#./);
    assert.doesNotMatch(hrefs.slice(0, 5).join(' '), /\/index\.html\?[^ ]*#?(?: |$)/);
    const marks = await page.locator('.search-item').first().locator('mark').allTextContents();
    assert.ok(marks.length > 0, 'the words are marked');
    await page.locator('.search-title').first().click();
    await page.waitForLoadState();
    const marked = await page.evaluate(() => {
      const { highlights } = CSS as unknown as { highlights: Map<string, Set<unknown>> };
      return highlights.get('found-words')?.size ?? 0;
    });
    assert.ok(marked > 0, 'the words are marked on the page');
    assert.doesNotMatch(page.url(), /words=/);
    return [];
  }));

test('a misspelled word is corrected, and that is said to screen readers', () =>
  lookAt(site, searchFor('trian'), DESK, async (page) => {
    await answered(page, 'trian');
    const status = page.locator('.search-status');
    assert.equal(await status.getAttribute('role'), 'status');
    assert.match((await status.textContent()) ?? '', /^\d+ sections .*“train”/);
    return [];
  }));

test('nothing found is said, too', () =>
  lookAt(site, searchFor('qqqqzzzz'), DESK, async (page) => {
    await answered(page, 'qqqqzzzz');
    assert.match((await page.locator('.search-status').textContent()) ?? '', /^Nothing for/);
    assert.equal(await page.locator('.search-item').count(), 0);
    return [];
  }));

test('from a folder no request fails, and nothing is loaded before the first search', async () => {
  const page = await site.browser.newPage({ viewport: DESK });
  const failed: string[] = [];
  const asked: string[] = [];
  page.on('requestfailed', (request) => failed.push(request.url()));
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => message.type() === 'error' && failed.push(message.text()));
  page.on('pageerror', (error) => failed.push(error.message));
  try {
    await page.goto(pathToFileURL(path.join(HTML, '03-convolutional-networks.html')).href);
    assert.deepEqual(asked.filter((url) => /search/.test(url) && !/\.css(\?|$)/.test(url)), []); // prettier-ignore
    await page.keyboard.press('Control+k');
    await page.keyboard.type('trian');
    await answered(page, 'trian');
    assert.match((await titles(page)).slice(0, 5).join(), /train/i);
    await page.keyboard.press('Enter');
    await page.waitForURL(/search\.html\?q=trian/);
    await answered(page, 'trian');
    assert.ok((await titles(page)).length > 5);
    assert.deepEqual(failed, []);
  } finally {
    await page.close();
  }
});

test('a keyboard is enough: open, type, go down, follow, close', () =>
  lookAt(site, 'index.html', DESK, async (page) => {
    const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.className ?? ''); // prettier-ignore
    await page.keyboard.press('Control+k');
    await page.keyboard.type('dropout');
    await answered(page, 'dropout');
    await page.keyboard.press('ArrowDown');
    assert.match(await focused(), /search-title/);
    await page.keyboard.press('ArrowUp');
    assert.match(await focused(), /form-control/);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('#pst-search-dialog').isVisible(), false);
    await page.keyboard.press('Control+k');
    await page.keyboard.press('ArrowDown');
    const goal = await page.evaluate(() => (document.activeElement as HTMLAnchorElement).hash);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.hash === goal);
    return [];
  }));

describe('results fit the screen and can be read by everybody', () => {
  for (const viewport of [{ ...PHONE, width: 390 }, DESK])
    test(`${viewport.width} pixels, light and dark`, () =>
      lookAt(site, searchFor('gradient'), viewport, async (page) => {
        await answered(page, 'gradient');
        return fitsLightAndDark(page);
      }));
});

test('the dialog fits a phone', () =>
  lookAt(site, 'index.html', { ...PHONE, width: 390 }, async (page) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('learning rate');
    await answered(page, 'learning rate');
    return [...(await overflow(page)), ...(await axe(page, 'dialog'))];
  }));
