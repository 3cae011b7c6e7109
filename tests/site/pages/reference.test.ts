/** The reference: a section for every function, links that lead somewhere, pictures that are drawn, a filter. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { readApi } from '../../../site/reference/api';
import { SOURCES } from '../../../site/reference/program';
import { anchorOf, pageOf } from '../../../site/reference/rooms';
import { DESK, fitsLightAndDark, HTML, lookAt, openSite, PHONE, type Site } from './browser';

const FOLDER = path.join(HTML, 'api');
const pages = fs.existsSync(FOLDER)
  ? fs.readdirSync(FOLDER).filter((file) => file.endsWith('.html'))
  : [];
const textOf = (file: string): string => fs.readFileSync(path.join(FOLDER, file), 'utf8');

let site: Site;
let functions: { name: string; page: string; anchor: string }[] = [];
before(async () => {
  functions = readApi().functions.map(({ name, declaration }) => {
    const file = path.posix.relative(SOURCES, declaration.getSourceFile().fileName);
    return { name, page: `${pageOf(name, file)}.html`, anchor: anchorOf(name) };
  });
  site = await openSite();
});
after(() => site?.close());

test('every exported function has its section, with how it is called and an example', () => {
  assert.ok(functions.length > 150, `${functions.length} functions were found`);
  const lacking = functions.filter(({ page, anchor, name }) => {
    const [, section = ''] = textOf(page).split(`<section id="${anchor}">`);
    const [own = ''] = section.split('<section id=');
    return !(own.includes(`<h2>${name}`) && (own.match(/class="highlight/g)?.length ?? 0) >= 2);
  });
  assert.deepEqual(lacking.map(({ name }) => name), []); // prettier-ignore
});

test('the overview lists every function with a sentence', () => {
  const rows = [...textOf('index.html').matchAll(/<tr><th scope="row"><a href="([^"]+)"><code>([\w.]+)<\/code><\/a><\/th><td[^>]*>(.*?)<\/td>/g)]; // prettier-ignore
  const listed = new Map(rows.map(([, href, name = '', said = '']) => [name, { href, said }]));
  for (const { name, page, anchor } of functions) {
    assert.equal(listed.get(name)?.href, `${page}#${anchor}`, name);
    assert.match(listed.get(name)?.said ?? '', /\w.*[.:]$/, name);
  }
});

test('functions come before types, and train before everything else in training', () => {
  const headings = (file: string): string[] =>
    [...textOf(file).matchAll(/<h2>([\w. ]+)<a class="headerlink"/g)].map(
      ([, title = '']) => title,
    );
  assert.equal(headings('training.html')[0], 'train');
  for (const file of pages.filter((name) => name !== 'index.html')) {
    const titles = headings(file);
    const first = titles.findIndex((title) => /^(Constants|Types)/.test(title));
    assert.ok(titles.length > 0, `${file} has no section`);
    assert.ok(first < 0 || titles.slice(first).every((title) => /^(Constants|Types)/.test(title)), file); // prettier-ignore
  }
});

test('options stand with their types and defaults in the section of their function', () => {
  const [, train = ''] = textOf('training.html').split('<section id="train">');
  assert.match(train, /<code>batchSize<\/code><\/th><td data-label="type"><code>number<\/code><\/td><td data-label="default">32<\/td>/); // prettier-ignore
  assert.match(train, /<code>earlyStopping\.<wbr>patience<\/code>/);
  assert.match(train, /<dt>Used in chapters<\/dt><dd><a href="\.\.\/00-start-here\.html"/);
});

test('no link on the reference pages is dead', () => {
  const idsOf = new Map<string, Set<string>>();
  const ids = (file: string): Set<string> => {
    const known = idsOf.get(file);
    if (known) return known;
    const found = new Set([...fs.readFileSync(file, 'utf8').matchAll(/\bid="([^"]+)"/g)].map(([, id = '']) => id)); // prettier-ignore
    idsOf.set(file, found);
    return found;
  };
  let looked = 0;
  const dead = pages.flatMap((page) => {
    const [, article = ''] = textOf(page).split('<article');
    const links = [...article.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, href = '']) => href);
    return links.flatMap((href) => {
      if (/^(https?:|mailto:)/.test(href)) return [];
      looked++;
      const [target = '', hash] = href.split('#');
      const file = target ? path.join(FOLDER, decodeURI(target)) : path.join(FOLDER, page);
      const isThere = fs.existsSync(file) && (!hash || ids(file).has(decodeURIComponent(hash)));
      return isThere ? [] : [`${page}: ${href}`];
    });
  });
  assert.ok(looked > 500, `${looked} links were looked at`);
  assert.deepEqual([...new Set(dead)], []);
});

test('each function of plot has a picture, with an alternative text, that is drawn', () =>
  lookAt(site, 'api/plot.html', DESK, async (page) => {
    const names = functions.filter(({ name }) => name.startsWith('plot.')).map(({ anchor }) => anchor); // prettier-ignore
    const found: string[] = [];
    for (const name of names) found.push(...(await faultsOfPicture(page, name)));
    return found;
  }));

async function faultsOfPicture(page: Page, name: string): Promise<string[]> {
  const section = page.locator(`section#${name}`);
  const drawing = section.locator('.gallery-drawing > svg[aria-label] > desc');
  if ((await drawing.count()) === 1) return [];
  const box = section.locator('.gallery-picture');
  if ((await box.count()) !== 1) return [`${name} has ${await box.count()} pictures`];
  await box.scrollIntoViewIfNeeded();
  const live = box.locator('.figure-live .main-svg').first();
  const isDrawn = await live.waitFor({ state: 'attached', timeout: 15_000 }).then(
    () => true,
    () => false,
  );
  const alt = await box.locator('img').getAttribute('alt');
  const isStored = await box.locator('img').evaluate(async (image: HTMLImageElement) => {
    image.loading = 'eager';
    await image.decode().catch(() => undefined);
    return image.naturalWidth > 300;
  });
  return [
    ...(isDrawn ? [] : [`${name} is not drawn`]),
    ...(isStored ? [] : [`${name} has no stored picture`]),
    ...((alt ?? '').length > 10 ? [] : [`${name} has no alternative text`]),
  ];
}

test('typing filters the overview, and says how many are left', () =>
  lookAt(site, 'api/index.html', DESK, async (page) => {
    await page.getByLabel('Filter by name or purpose').fill('confusion');
    const names = await page.locator('.reference-overview tbody tr:not(.reference-group):visible th').allTextContents(); // prettier-ignore
    assert.deepEqual(names.sort(), ['metrics.confusionMatrix', 'plot.confusionMatrix']);
    assert.match((await page.locator('.reference-filter [role="status"]').textContent()) ?? '', /^2 of \d+ functions$/); // prettier-ignore
    await page.getByLabel('Filter by name or purpose').fill('');
    const all = await page
      .locator('.reference-overview tbody tr:not(.reference-group):visible')
      .count();
    assert.equal(all, functions.length);
    return [];
  }));

describe('pages of the reference fit a phone and can be used without seeing', () => {
  for (const name of ['index', 'training', 'plot', 'layers'])
    test(`${name}, light and dark`, () =>
      lookAt(site, `api/${name}.html`, { ...PHONE, width: 390 }, fitsLightAndDark));
});
