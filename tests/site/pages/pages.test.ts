/**
 * Every built page in headless Chromium: it asks no other host, prints no error, fits a phone, stays light, and can be
 * used without seeing or pointing.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import {
  axe,
  DESK,
  HTML,
  lookAt,
  openSite,
  overflow,
  pageNames,
  PHONE,
  turn,
  type Site,
} from './browser';

/** Bytes that a page may have loaded when it can be used. */
const MAX_BYTES = 1_200_000;
/** Pages that Sphinx and the theme make, without text of ours. */
const GENERATED = /^(genindex|search)\.html$/;

/** Places on a page that can be linked to, and the links on it. */
interface Anchors {
  ids: Set<string>;
  links: string[];
}

let site: Site;
const anchors = new Map<string, Anchors>();
before(async () => {
  site = await openSite();
});
after(() => site?.close());

describe('sound on a phone in light and on a desk in dark', { concurrency: 2 }, () => {
  for (const name of pageNames())
    test(name, (t) =>
      lookAt(site, name, PHONE, async (page) => {
        await page.waitForTimeout(150);
        const load = await loadFigures(page);
        t.diagnostic(`${Math.round(load.bytes / 1000)} kB, ready in ${load.ready} ms, largest paint at ${load.paint} ms`); // prettier-ignore
        anchors.set(name, await anchorsOf(page));
        return [
          ...(load.bytes <= MAX_BYTES
            ? []
            : [`${load.bytes} bytes at load; the limit is ${MAX_BYTES}; load less at first`]),
          ...(await onPhone(page, name)),
          ...(await onDesk(page, name)),
          ...(await withFigures(page)),
        ];
      }),
    );
});

test('every link inside the site leads to a file, and every anchor to a place', () => {
  assert.ok(anchors.size > 10, 'the pages were looked at before');
  const broken = [...anchors].flatMap(([page, { links }]) =>
    [...new Set(links)].flatMap((link) => faultOf(link, page)),
  );
  assert.deepEqual(broken, []);
});

async function onPhone(page: Page, name: string): Promise<string[]> {
  return [
    ...(await overflow(page)),
    ...(GENERATED.test(name) ? [] : await axe(page, 'phone, light')),
  ];
}

async function onDesk(page: Page, name: string): Promise<string[]> {
  await page.setViewportSize(DESK);
  await turn(page, 'dark');
  const isOurs = !name.startsWith('api/') && !GENERATED.test(name);
  return [
    ...(await drawFigures(page)),
    ...(await badPictures(page)),
    ...(isOurs ? await axe(page, 'desk, dark') : []),
  ];
}

async function withFigures(page: Page): Promise<string[]> {
  if ((await page.locator('.figure-live').count()) === 0) return [];
  await page.setViewportSize(PHONE);
  let found: string[] = [];
  // Figures follow the screen after a moment, which is longer on a loaded machine.
  for (let attempt = 0; attempt < 8; attempt++) {
    await page.waitForTimeout(800);
    found = await overflow(page);
    if (found.length === 0) break;
  }
  return found.map((text) => `with figures drawn: ${text}`);
}

/** What the browser measured of the load: bytes, milliseconds until usable and until the largest paint. */
async function loadFigures(page: Page): Promise<{ bytes: number; ready: number; paint: number }> {
  return page.evaluate(async () => {
    const entries = [
      ...performance.getEntriesByType('navigation'),
      ...performance.getEntriesByType('resource'),
    ] as PerformanceResourceTiming[];
    const [document] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const paint = await new Promise<number>((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? 0)).observe({
        type: 'largest-contentful-paint',
        buffered: true,
      });
      setTimeout(() => resolve(0), 1000);
    });
    return {
      bytes: entries.reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0),
      ready: Math.round(document?.domContentLoadedEventEnd ?? 0),
      paint: Math.round(paint),
    };
  });
}

/** Pictures without alternative text, or that did not load. */
function badPictures(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.images].flatMap((image) => {
      const name = image.getAttribute('src')?.slice(0, 80);
      if (!image.alt.trim()) return [`picture without alternative text: ${name}`];
      const shown = image.offsetParent !== null;
      return shown && image.complete && image.naturalWidth === 0
        ? [`picture not loaded: ${name}`]
        : [];
    }),
  );
}

/** Brings every figure into view, and waits until it is drawn. */
async function drawFigures(page: Page): Promise<string[]> {
  const boxes = await page.locator('.figure-box').all();
  const found: string[] = [];
  for (const [i, box] of boxes.entries()) {
    await box.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const drawn = box.locator('.figure-live .main-svg').first();
    const isDrawn = await drawn.waitFor({ state: 'attached', timeout: 15_000 }).then(
      () => true,
      () => false,
    );
    if (!isDrawn) found.push(`figure ${i + 1} of ${boxes.length} is not drawn`);
    if ((await box.locator('img').count()) === 0)
      found.push(`figure ${i + 1} of ${boxes.length} has no picture`);
  }
  return found;
}

async function anchorsOf(page: Page): Promise<Anchors> {
  const { ids, links } = await page.evaluate(() => ({
    ids: [...document.querySelectorAll('[id], a[name]')].map(
      (element) => element.id || element.getAttribute('name') || '',
    ),
    links: [...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href') ?? ''),
  }));
  return { ids: new Set(ids), links };
}

function faultOf(link: string, page: string): string[] {
  if (/^(https?:|mailto:|javascript:)/.test(link)) return [];
  const [target = '', hash] = link.split('#');
  const file = target
    ? path.posix.join(path.posix.dirname(page), target.replace(/\?.*$/, ''))
    : page;
  const known = anchors.get(file);
  if (!known && !fs.existsSync(path.join(HTML, file))) return [`${page}: ${link}: no such file`];
  const isThere = !hash || !known || known.ids.has(decodeURIComponent(hash));
  return isThere ? [] : [`${page}: ${link}: no such place`];
}
