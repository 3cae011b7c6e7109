/** Every built page in headless Chromium, visited once and asked everything in `questions`. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openSite, pageNames, type Site } from './browser';
import { code } from './questions/code';
import { glossary } from './questions/glossary';
import { reading } from './questions/reading';
import { brokenLinks, soundness } from './questions/sound';
import { type } from './questions/type';
import { visitPages } from './visit';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site?.close());

visitPages(() => site, pageNames(), [...soundness, ...code, ...reading, ...type, ...glossary]);

test('every link inside the site leads to a file, and every anchor to a place', () => {
  assert.deepEqual(brokenLinks(), []);
});
