/** The editor of cells has the colors of the code that it replaces. */
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { DESK, lookAt, openSite, turn, type Site } from './browser';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site?.close());

test('the editor has the colors of the code that it replaces, light and dark', () =>
  lookAt(site, '03-convolutional-networks.html', DESK, async (page) => {
    const found: string[] = [];
    const cell = page.locator('div.cell[data-cell="2"]');
    const read: Record<string, string[]> = {};
    for (const theme of ['light', 'dark'] as const) {
      await turn(page, theme);
      read[theme] = await colorsOf(page, '[data-cell="2"] .highlight pre');
    }
    await cell.getByRole('button', { name: 'Edit cell 2' }).click();
    await cell.locator('.cm-content').waitFor();
    for (const theme of ['light', 'dark'] as const) {
      await turn(page, theme);
      const written = await colorsOf(page, '[data-cell="2"] .cm-content');
      const kinds = new Set(written.map((letter) => letter.slice(1)));
      if (kinds.size < 5) found.push(`${theme}: only ${kinds.size} colors`);
      const at = written.findIndex((letter, i) => letter !== read[theme]?.[i]);
      if (at >= 0 || written.length !== read[theme]?.length)
        found.push(`${theme}, letter ${at}: ${written[at]} in the editor, ${read[theme]?.[at]} in the page`); // prettier-ignore
    }
    return found;
  }));

/** Each letter below an element that is not white space, with its color. */
function colorsOf(page: Page, selector: string): Promise<string[]> {
  return page.evaluate((place) => {
    const root = document.querySelector(place);
    if (!root) return [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const letters: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const color = node.parentElement ? getComputedStyle(node.parentElement).color : '';
      for (const letter of (node.textContent ?? '').replace(/\s/g, ''))
        letters.push(letter + color);
    }
    return letters;
  }, selector);
}
