/** Pages with cells, opened from a file, and what a reader does with a cell. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { DESK, HTML, PHONE, watchedPage, type Site } from './browser';

/** Longest that one cell may take on a loaded machine, in milliseconds. */
export const PATIENCE = 400_000;

/** Opens a page from its file, lets `look` use it, and demands that nothing went wrong. */
export async function onPage(
  site: Site,
  name: string,
  look: (page: Page, requests: string[]) => Promise<void>,
  viewport = DESK,
): Promise<void> {
  const phone = viewport === PHONE && { hasTouch: true, isMobile: true, screen: PHONE };
  const context = await site.browser.newContext({ viewport, acceptDownloads: true, ...phone });
  const found: string[] = [];
  const requests: string[] = [];
  try {
    const page = await watchedPage(context, `${pathToFileURL(HTML).href}/`, found);
    page.on('request', (request) => requests.push(request.url()));
    page.on('dialog', (dialog) => found.push(`asks "${dialog.message()}"`));
    await page.goto(pathToFileURL(path.join(HTML, `${name}.html`)).href);
    await look(page, requests);
  } finally {
    await context.close();
  }
  assert.deepEqual([...new Set(found)], []);
}

export const cellAt = (page: Page, number: number): Locator =>
  page.locator(`div.cell[data-cell="${number}"]`);

/** Waits for a cell's end. Returns whether it ran through. */
export async function ended(page: Page, number: number): Promise<boolean> {
  const cell = cellAt(page, number);
  await page.waitForFunction(
    (at) => {
      const asked = '.cells-bar [aria-label^="Load "], .cells-bar [aria-label^="Run all the same"]';
      document.querySelector<HTMLElement>(asked)?.click(); // a larger data set, a small screen: leave is given
      const { state } = document.querySelector<HTMLElement>(`div.cell[data-cell="${at}"]`)?.dataset ?? {}; // prettier-ignore
      return state === 'ok' || state === 'failed';
    },
    number,
    { timeout: PATIENCE, polling: 50 },
  );
  return (await cell.getAttribute('data-state')) === 'ok';
}

export async function run(page: Page, number: number): Promise<boolean> {
  await cellAt(page, number)
    .getByRole('button', { name: `Run cell ${number}` })
    .click();
  return ended(page, number);
}

export const shown = async (page: Page, number: number): Promise<string> =>
  (await cellAt(page, number).locator('.cell-own-outputs').textContent()) ?? '';

/** Replaces a cell's code by the editor. */
export async function write(page: Page, number: number, code: string): Promise<void> {
  const cell = cellAt(page, number);
  await cell.getByRole('button', { name: `Edit cell ${number}` }).click();
  await cell.locator('.cm-content').fill(code);
}
