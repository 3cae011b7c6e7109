/**
 * `npm run site -- --check`: every page in headless Chromium, and every demo on an input whose answer is known.
 *
 * Pages must ask no other host, print no error, fit a phone, stay light, and be usable without seeing or pointing.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { CHROMIUM_ARGUMENTS, findChromium } from '../figures/chromium.mjs';
import { SetupError } from '../setup/process.mjs';
import { checkDemos } from './check-demos.mjs';
import { checkNbconvert } from './check-nbconvert.mjs';
import { startServer } from './server.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Browser} Browser */
/** @typedef {{ page: string, message: string }} Problem */
/** @typedef {{ ids: Set<string>, links: string[] }} Anchors */

const require = createRequire(import.meta.url);

/** Bytes that a page may have loaded when it can be used. */
const MAX_BYTES = 1_200_000;
const PHONE = { width: 360, height: 780 };
const DESK = { width: 1280, height: 900 };
/** Pages that Sphinx and the theme make, without text of ours. */
const GENERATED = /^(genindex|search)\.html$/;

/** @returns {Promise<Browser>} */
export async function launch() {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new SetupError(
      'The checks of the site need Chromium. On Debian and Ubuntu: sudo apt-get install chromium; ' +
        'or name one: CHROMIUM_PATH=/path/to/chromium.',
    );
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS });
}

/**
 * @param {string} html folder of the built pages
 * @returns {Promise<Problem[]>}
 */
export async function checkSite(html) {
  const server = await startServer(html, 0);
  const browser = await launch();
  /** @type {Problem[]} */
  const problems = [];
  /** @type {Map<string, Anchors>} */
  const anchors = new Map();
  const files = fs.readdirSync(html, { recursive: true, encoding: 'utf8' });
  const pages = files.filter((file) => file.endsWith('.html') && !file.startsWith('_')).sort();
  try {
    const queue = [...pages];
    const worker = async () => {
      for (let page = queue.shift(); page !== undefined; page = queue.shift())
        problems.push(...(await checkPage(browser, server.url, page, anchors)));
    };
    await Promise.all([worker(), worker()]);
    problems.push(...checkLinks(html, anchors));
    problems.push(...(await checkSearch(browser, server.url)));
    problems.push(...(await checkDemos(browser, html)));
    problems.push(...(await checkNbconvert()));
  } finally {
    await browser.close();
    server.close();
  }
  console.log(`${pages.length} pages checked.`);
  return problems;
}

/**
 * One page on a phone in light and on a desk in dark.
 *
 * @param {Browser} browser
 * @param {string} site
 * @param {string} name
 * @param {Map<string, Anchors>} anchors gets the page's own
 * @returns {Promise<Problem[]>}
 */
async function checkPage(browser, site, name, anchors) {
  const context = await browser.newContext({ viewport: PHONE });
  /** @type {string[]} */
  const found = [];
  const page = await watchedPage(context, site, found);
  try {
    await page.goto(site + name, { waitUntil: 'load' });
    await page.waitForTimeout(150);
    const load = await loadFigures(page);
    if (load.bytes > MAX_BYTES)
      found.push(`${load.bytes} bytes at load; the limit is ${MAX_BYTES}. Load less at first.`);
    found.push(...(await page.evaluate(overflow)));
    if (!GENERATED.test(name)) found.push(...(await axe(page, 'phone, light')));
    anchors.set(name, await anchorsOf(page));
    await page.setViewportSize(DESK);
    await page.evaluate(() => (document.documentElement.dataset.theme = 'dark'));
    await page.waitForTimeout(400); // colors change gradually
    found.push(...(await drawFigures(page)));
    found.push(...(await page.evaluate(badPictures)));
    if (!name.startsWith('api/') && !GENERATED.test(name))
      found.push(...(await axe(page, 'desk, dark')));
    if ((await page.locator('.figure-live').count()) > 0) {
      await page.setViewportSize(PHONE);
      await page.waitForTimeout(800); // figures follow the screen after a moment
      found.push(...(await page.evaluate(overflow)).map((text) => `with figures drawn: ${text}`));
    }
    if (!name.startsWith('api/'))
      console.log(`  ${name}: ${Math.round(load.bytes / 1000)} kB, ready in ${load.ready} ms, largest paint at ${load.paint} ms`); // prettier-ignore
  } catch (error) {
    found.push(/** @type {Error} */ (error).message);
  }
  await context.close();
  return [...new Set(found)].map((message) => ({ page: name, message }));
}

/** The search finds the chapter on convolutions. @returns {Promise<Problem[]>} */
async function checkSearch(/** @type {Browser} */ browser, /** @type {string} */ site) {
  const context = await browser.newContext({ viewport: PHONE });
  /** @type {string[]} */
  const found = [];
  const page = await watchedPage(context, site, found);
  await page.goto(`${site}search.html?q=convolution`);
  const result = page.locator('ul.search a', { hasText: 'Convolutional networks' }).first();
  const shown = await result.waitFor({ timeout: 15_000 }).then(
    () => true,
    () => false,
  );
  if (!shown) found.push('searching for "convolution" does not find its chapter');
  await page.waitForTimeout(500);
  found.push(...(await page.evaluate(overflow)));
  await context.close();
  return found.map((message) => ({ page: 'search.html?q=convolution', message }));
}

/**
 * A page whose errors and foreign requests are collected; foreign requests are not made.
 *
 * @param {import('playwright-core').BrowserContext} context
 * @param {string} site only addresses that begin so are allowed
 * @param {string[]} found
 */
export async function watchedPage(context, site, found) {
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

/** What the browser measured of the load: bytes, milliseconds until usable and until the largest paint. */
async function loadFigures(/** @type {Page} */ page) {
  return page.evaluate(async () => {
    const [document] = /** @type {PerformanceNavigationTiming[]} */ (
      performance.getEntriesByType('navigation')
    );
    const resources = /** @type {PerformanceResourceTiming[]} */ (
      performance.getEntriesByType('resource')
    );
    const bytes = [document, ...resources].reduce((sum, each) => sum + each.decodedBodySize, 0);
    const paint = await new Promise((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? 0)).observe({
        type: 'largest-contentful-paint',
        buffered: true,
      });
      setTimeout(() => resolve(0), 1000);
    });
    return {
      bytes,
      ready: Math.round(document.domContentLoadedEventEnd),
      paint: Math.round(paint),
    };
  });
}

/** Runs in the page: whether it is wider than the screen, and because of what. @returns {string[]} */
function overflow() {
  const width = document.documentElement.clientWidth;
  const wide = document.documentElement.scrollWidth;
  if (wide <= width) return [];
  const clipped = (/** @type {Element | null} */ element) => {
    for (let at = element?.parentElement; at; at = at.parentElement)
      if (getComputedStyle(at).overflowX !== 'visible') return true;
    return false;
  };
  const widest = [...document.body.querySelectorAll('*')].find(
    (element) => element.getBoundingClientRect().right > width + 1 && !clipped(element),
  );
  const what = widest ? `${widest.tagName.toLowerCase()}.${widest.className}` : 'something';
  return [`${wide} pixels wide on a screen of ${width}: ${what}`];
}

/** Runs in the page: pictures without alternative text, or that did not load. @returns {string[]} */
function badPictures() {
  return [...document.images].flatMap((image) => {
    const name = image.getAttribute('src')?.slice(0, 80);
    if (!image.alt.trim()) return [`picture without alternative text: ${name}`];
    const shown = image.offsetParent !== null;
    return shown && image.complete && image.naturalWidth === 0
      ? [`picture not loaded: ${name}`]
      : [];
  });
}

/** Brings every figure into view, and waits until it is drawn. @returns {Promise<string[]>} */
async function drawFigures(/** @type {Page} */ page) {
  const boxes = await page.locator('.figure-box').all();
  /** @type {string[]} */
  const found = [];
  for (const [i, box] of boxes.entries()) {
    await box.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const drawn = box.locator('.figure-live .main-svg').first();
    const shown = await drawn.waitFor({ state: 'attached', timeout: 15_000 }).then(
      () => box.evaluate((element) => element.classList.contains('is-live') || element.querySelector('.figure-live svg') !== null), // prettier-ignore
      () => false,
    );
    if (!shown) found.push(`figure ${i + 1} of ${boxes.length} is not drawn`);
    if ((await box.locator('img').count()) === 0)
      found.push(`figure ${i + 1} of ${boxes.length} has no picture`);
  }
  return found;
}

/** @type {string | undefined} */
let axeSource;

/**
 * Serious and critical findings of axe. Left out: formulas, whose visible half is hidden from screen readers; the inside
 * of Plotly's figures, which have a name as a whole; and a button of the theme that is shown while scrolling only.
 *
 * @param {Page} page
 * @param {string} where
 * @returns {Promise<string[]>}
 */
export async function axe(page, where) {
  axeSource ??= fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate((code) => {
    if (!('axe' in window)) (0, eval)(code);
  }, axeSource);
  const violations = await page.evaluate(async () => {
    const { axe } = /** @type {any} */ (window);
    const context = { exclude: [['.katex'], ['.js-plotly-plot'], ['#pst-back-to-top']] };
    const options = { resultTypes: ['violations'], preload: false, rules: { 'color-contrast-enhanced': { enabled: false } } }; // prettier-ignore
    const { violations } = await axe.run(context, options);
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id} (${nodes.length}×): ${nodes[0].target.join(' ')}`);
  });
  return violations.map((/** @type {string} */ text) => `axe, ${where}: ${text}`);
}

/** @returns {Promise<Anchors>} */
async function anchorsOf(/** @type {Page} */ page) {
  const { ids, links } = await page.evaluate(() => ({
    ids: [...document.querySelectorAll('[id], a[name]')].map(
      (element) => element.id || element.getAttribute('name') || '',
    ),
    links: [...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href') ?? ''),
  }));
  return { ids: new Set(ids), links };
}

/** Every link inside the site leads to a file, every anchor to a place. @returns {Problem[]} */
function checkLinks(/** @type {string} */ html, /** @type {Map<string, Anchors>} */ anchors) {
  /** @type {Problem[]} */
  const problems = [];
  for (const [page, { links }] of anchors)
    for (const link of new Set(links)) {
      if (/^(https?:|mailto:|javascript:)/.test(link)) continue;
      const [target, hash] = link.split('#');
      const file = target ? path.posix.join(path.posix.dirname(page), target.split('?')[0]) : page;
      const known = anchors.get(file);
      if (!known && !fs.existsSync(path.join(html, file)))
        problems.push({ page, message: `link to ${link}: no such file` });
      else if (hash && known && !known.ids.has(decodeURIComponent(hash)))
        problems.push({ page, message: `link to ${link}: no such place` });
    }
  return problems;
}
