/** Terms in the chapters' pages lead to the glossary: once, in running text, never where a link would disturb. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { DESK, HTML, lookAt, openSite, pageNames, type Site } from './browser';

let site: Site;
/** Ids on the glossary's page. */
let places: string[] = [];
before(async () => {
  site = await openSite();
  const glossary = fs.readFileSync(path.join(HTML, 'appendix', 'glossary.html'), 'utf8');
  places = [...glossary.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id);
});
after(() => site?.close());

const CHAPTERS = pageNames().filter((name) => /^\d\d/.test(name));

describe('the first use of a term leads to its entry, and no later one', () => {
  for (const name of CHAPTERS) test(name, () => lookAt(site, name, DESK, misplacedTerms));
});

/** Links to the glossary that stand twice, lead to no entry, or disturb code, formulas, headings, outputs, tables. */
function misplacedTerms(page: Page): Promise<string[]> {
  return page.evaluate((entries) => {
    const links = [...document.querySelectorAll<HTMLAnchorElement>('article a.term')];
    const running = links.filter((link) => !link.closest('table'));
    const targets = running.map((link) => link.hash);
    const found = targets
      .filter((hash, i) => targets.indexOf(hash) !== i)
      .map((hash) => `twice: ${hash}`);
    const where = 'pre, code, .math, .katex, h1, h2, h3, h4, .cell_output, .cell_input, a a';
    for (const link of links) {
      if (link.closest(where)) found.push(`in ${link.parentElement?.outerHTML.slice(0, 80)}`);
      const section = link.closest('section')?.querySelector('h2')?.textContent ?? '';
      if (link.closest('table') && !/Words (to keep|you will meet)/.test(section))
        found.push(`in a table: ${link.textContent}`);
      const isEntry = entries.includes(decodeURIComponent(link.hash.slice(1)));
      if (!/\/appendix\/glossary\.html$/.test(link.pathname) || !isEntry)
        found.push(`leads to ${link.href}`);
    }
    if (running.length < 10) found.push(`only ${running.length} terms are linked`);
    return found;
  }, places);
}

test('an entry leads to the section that builds it', () =>
  lookAt(site, 'appendix/glossary.html#attention', DESK, async (page) => {
    const entry = page.locator('section#attention');
    await entry.locator('a[href*="05-transformer.html#"]').last().click();
    await page.waitForURL(/05-transformer\.html#/);
    const isThere = await page.evaluate(() => document.getElementById(location.hash.slice(1)) !== null); // prettier-ignore
    return isThere ? [] : [`${page.url()}: no such place`];
  }));

test('the navigation lists the appendices', () =>
  lookAt(site, 'index.html', DESK, async (page) => {
    const listed = await page.locator('nav.bd-links a[href*="appendix/"]').allTextContents();
    assert.deepEqual(
      listed.map((text) => text.trim()),
      ['Glossary', 'Notation', 'Data sets', 'Further reading', 'State of the tools'],
    );
    return [];
  }));
