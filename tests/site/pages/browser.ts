/** The built pages in headless Chromium: what the tests of the site share. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';

export const ROOT = path.join(__dirname, '..', '..', '..');
export const HTML = path.join(ROOT, 'site', '_build', 'html');
export const PHONE = { width: 360, height: 780 };
/** After that no color changes anymore, in milliseconds; some changes of hidden elements never end. */
const LONGEST_CHANGE = 400;
export const DESK = { width: 1280, height: 900 };

/** A browser, and the site at an address that ends with a slash. */
export interface Site {
  browser: Browser;
  url: string;
  close(): Promise<void>;
}

/** Serves the built pages to a browser. @throws AssertionError when they are not built. */
export async function openSite(): Promise<Site> {
  assert.ok(fs.existsSync(HTML), 'expected the built site; got none; run npm run site first.');
  const { launch } = await import('../../../scripts/site/browser.mjs');
  const { startServer } = await import('../../../scripts/site/server.mjs');
  const server = await startServer(HTML, 0);
  const browser = await launch();
  const close = async (): Promise<void> => {
    await browser.close();
    server.close();
  };
  return { browser, url: server.url, close };
}

/** Whether a page is a chapter. */
export const isChapter = (name: string): boolean => /^\d\d/.test(name);

/** Names of all pages with text of ours or of the theme, below the site's folder. */
export function pageNames(): string[] {
  const files = fs.existsSync(HTML)
    ? fs.readdirSync(HTML, { recursive: true, encoding: 'utf8' })
    : [];
  return files.filter((file) => file.endsWith('.html') && !file.startsWith('_')).sort();
}

/**
 * A page whose errors and foreign requests are collected; foreign requests are not made.
 *
 * @param site only addresses that begin so are allowed
 * @param found gets what is wrong
 */
export async function watchedPage(
  context: BrowserContext,
  site: string,
  found: string[],
): Promise<Page> {
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') found.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => found.push(`error: ${error.stack ?? error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) found.push(`${response.status()} for ${response.url()}`);
  });
  await context.route(/.*/, (route) => {
    const url = route.request().url();
    if (url.startsWith(site) || /^(data|blob):/.test(url)) return route.continue();
    found.push(`asks for ${url}`);
    return route.abort();
  });
  return page;
}

/** Opens a page in a window of its own, lets `look` say what is wrong, and demands that nothing is. */
export async function lookAt(
  { browser, url }: Site,
  name: string,
  viewport: { width: number; height: number },
  look: (page: Page) => Promise<string[]>,
): Promise<void> {
  const context = await browser.newContext({ viewport });
  const found: string[] = [];
  try {
    const page = await watchedPage(context, url, found);
    await page.goto(url + name, { waitUntil: 'load' });
    found.push(...(await look(page)));
  } finally {
    await context.close();
  }
  assert.deepEqual([...new Set(found)], []);
}

/** Waits until fonts are there and two frames were drawn: what follows the screen has followed. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  });
}

/** Turns a page light or dark, and waits for colors that change gradually. */
export async function turn(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.evaluate((value) => (document.documentElement.dataset['theme'] = value), theme);
  await settle(page);
  await page.evaluate(async (longest) => {
    const changes = document.getAnimations().filter((each) => each instanceof CSSTransition);
    const ended = Promise.allSettled(changes.map(({ finished }) => finished));
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, longest))]);
  }, LONGEST_CHANGE);
}

/** Whether a page is wider than the screen, and because of what. */
export function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const wide = document.documentElement.scrollWidth;
    if (wide <= width) return [];
    // No function with a name: what compiles this file would give it a helper that the page lacks.
    const widest = [...document.body.querySelectorAll('*')].find((element) => {
      if (element.getBoundingClientRect().right <= width + 1) return false;
      for (let at = element.parentElement; at; at = at.parentElement)
        if (getComputedStyle(at).overflowX !== 'visible') return false;
      return true;
    });
    const what = widest ? `${widest.tagName.toLowerCase()}.${widest.className}` : 'something';
    return [`${wide} pixels wide on a screen of ${width}: ${what}`];
  });
}

interface Violation {
  id: string;
  impact?: string | null;
  nodes: { target: unknown[] }[];
}

/**
 * Serious and critical findings of axe. Left out: formulas, whose visible half is hidden from screen readers; the inside
 * of Plotly's figures, which have a name as a whole; and a button of the theme that is shown while scrolling only.
 *
 * @param where completes each finding
 */
export async function axe(page: Page, where: string): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window)))
    await page.evaluate(fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  await tabStops(page);
  const violations = await withPlainFormulas(page, () =>
    page.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: { run(context: object, options: object): Promise<{ violations: Violation[] }> };
      };
      const context = { exclude: [['.katex'], ['.js-plotly-plot'], ['#pst-back-to-top']] };
      const rules = { 'color-contrast-enhanced': { enabled: false } };
      const { violations } = await axe.run(context, {
        ...{ resultTypes: ['violations'], preload: false, rules },
      });
      return violations;
    }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) => `axe, ${where}: ${id} (${nodes.length}×): ${nodes[0]?.target.join(' ')}`,
    );
}

/** Waits for the theme, which gives what scrolls a tab stop only when nothing has changed for a while. */
async function tabStops(page: Page): Promise<void> {
  const areThere = (): boolean =>
    [...document.querySelectorAll('pre')].every((it) => it.tabIndex === 0 || it.scrollWidth <= it.clientWidth); // prettier-ignore
  await page.waitForFunction(areThere, undefined, { timeout: 3000 }).catch(() => undefined);
}

/**
 * Does something while each formula is its text in a box of its size: half the elements of a chapter belong to formulas,
 * and axe, which is to leave them out, goes through them all the same.
 */
async function withPlainFormulas<T>(page: Page, what: () => Promise<T>): Promise<T> {
  const formulas = await page.evaluateHandle(() =>
    [...document.querySelectorAll<HTMLElement>('.katex')].map((formula) => ({
      ...{ formula, style: formula.getAttribute('style') ?? '', inside: [...formula.childNodes] },
      text: formula.querySelector('.katex-mathml')?.textContent ?? '',
      box: formula.getBoundingClientRect(),
    })),
  );
  await formulas.evaluate((all) => {
    for (const { formula, text, box } of all) {
      formula.textContent = text;
      formula.style.cssText += `;display:inline-block;overflow:hidden;width:${box.width}px;height:${box.height}px`;
    }
  });
  try {
    return await what();
  } finally {
    await formulas.evaluate((all) => {
      for (const { formula, style, inside } of all) {
        formula.replaceChildren(...inside);
        formula.setAttribute('style', style);
      }
    });
    await formulas.dispose();
  }
}

/** What is wrong with a page in each of both themes. */
export async function fitsLightAndDark(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await turn(page, theme);
    for (const fault of await overflow(page)) found.push(`${theme}: ${fault}`);
    found.push(...(await axe(page, theme)));
  }
  return found;
}
