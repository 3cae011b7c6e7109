/** Links of the appendices on the site. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

interface Chapter {
  id: string;
  slug: string;
}

let siteLinks: (text: string, chapters: Chapter[], placesOf: (slug: string) => Set<string>) => string; // prettier-ignore

before(async () => {
  const file = path.join(__dirname, '..', '..', 'scripts', 'site', 'appendices.mjs');
  ({ siteLinks } = (await import(pathToFileURL(file).href)) as { siteLinks: typeof siteLinks });
});

const onSite = (text: string): string =>
  siteLinks(text, [{ id: '07', slug: '07b-rivers' }], () => new Set(['3-gates-r²-and-ports']));

test('a section is named as JupyterLab does in the text, and as Sphinx does on the site', () => {
  assert.equal(
    onSite('[07b](../07b-rivers.ipynb#3.-Gates,-R²-and-ports), [here](#L1-and-ReLU)'),
    '[07b](../07b-rivers.ipynb#3-gates-r²-and-ports), [here](#l1-and-relu)',
  );
});

test('a section that the stored notebook lacks becomes its chapter, a chapter that is not there plain text', () => {
  assert.equal(onSite('[x](../07b-rivers.ipynb#Gone)'), '[x](../07b-rivers.ipynb)');
  assert.equal(onSite('[x](../08-seas.ipynb#Tides)'), 'x');
});

test("the data's README is the page of cards", () => {
  assert.equal(onSite('[d](../../data/README.md#Two-tables)'), '[d](data-sets.md#two-tables)');
  assert.equal(onSite('[d](../../data/README.md)'), '[d](data-sets.md)');
});
