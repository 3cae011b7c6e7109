/** The glossary's page: entries lead to the chapters, and the navigation to all appendices. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESK, lookAt, openSite, type Site } from './browser';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site?.close());

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
      [
        'Glossary',
        'Notation',
        'Data sets',
        'Further reading',
        'Licenses and law',
        'State of the tools',
      ],
    );
    return [];
  }));
