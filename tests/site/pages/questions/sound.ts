/**
 * Every page asks no other host, prints no error, fits a phone, stays light, and can be used without seeing or pointing;
 * its links lead somewhere.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { axe, HTML, overflow } from '../browser';
import type { Question } from '../visit';

/** Bytes that a page may have loaded when it can be used. */
const MAX_BYTES = 1_000_000;
/** How long a figure may take until it is drawn, in milliseconds. */
const PATIENCE = 15_000;

/** Places on a page that can be linked to, and the links on it. */
interface Anchors {
  ids: Set<string>;
  links: string[];
}

/** Of the pages that were visited. */
const anchors = new Map<string, Anchors>();

export const soundness: readonly Question[] = [
  {
    claim: 'it is light',
    on: 'phone',
    async ask(page, _name, t) {
      const { bytes, ready, paint } = await loadFigures(page);
      t.diagnostic(`${Math.round(bytes / 1000)} kB, ready in ${ready} ms, largest paint at ${paint} ms`); // prettier-ignore
      if (bytes <= MAX_BYTES) return [];
      return [`${bytes} bytes at load; the limit is ${MAX_BYTES}; load less at first`];
    },
  },
  {
    claim: 'it has links',
    on: 'phone',
    async ask(page, name) {
      const own = await anchorsOf(page);
      anchors.set(name, own);
      return own.links.length > 0 ? [] : ['no link leads on'];
    },
  },
  { claim: 'it fits the screen', on: 'phone', ask: overflow },
  { claim: 'its figures are drawn over pictures', on: 'dark', ask: drawFigures },
  { claim: 'its pictures are there, and in words', on: 'dark', ask: badPictures },
  {
    claim: 'it can be used without seeing',
    on: ['phone', 'dark'],
    ask: (page) => axe(page, page.url()),
  },
  { claim: 'it fits the screen with its figures', on: 'drawn', ask: overflowWithFigures },
];

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
function drawFigures(page: Page): Promise<string[]> {
  return page.evaluate(async (patience) => {
    const boxes = [...document.querySelectorAll('.figure-box')];
    const found: string[] = [];
    for (const [i, box] of boxes.entries()) {
      box.scrollIntoView({ block: 'center', behavior: 'instant' });
      const end = Date.now() + patience;
      while (!box.querySelector('.figure-live .main-svg') && Date.now() < end)
        await new Promise((resolve) => setTimeout(resolve, 20));
      if (!box.querySelector('.figure-live .main-svg'))
        found.push(`figure ${i + 1} of ${boxes.length} is not drawn`);
      if (!box.querySelector('img'))
        found.push(`figure ${i + 1} of ${boxes.length} has no picture`);
    }
    return found;
  }, PATIENCE);
}

/** Figures follow the screen after a moment, which is longer on a loaded machine. */
async function overflowWithFigures(page: Page): Promise<string[]> {
  const tooWide = await page.evaluate(async (patience) => {
    const end = Date.now() + patience;
    for (;;) {
      const wide = [...document.querySelectorAll('.figure-live .main-svg')].filter(
        (svg) => svg.clientWidth > document.documentElement.clientWidth,
      );
      if (wide.length === 0 || Date.now() > end)
        return wide.map((svg) => svg.closest('.figure-live')?.getAttribute('aria-label'));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }, PATIENCE);
  return [...tooWide.map((label) => `wider than the screen: ${label}`), ...(await overflow(page))];
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

/** Links of the visited pages that lead to no file, or to no place in one. */
export function brokenLinks(): string[] {
  assert.ok(anchors.size > 10, 'the pages were visited before');
  return [...anchors].flatMap(([page, { links }]) =>
    [...new Set(links)].flatMap((link) => faultOf(link, page)),
  );
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
