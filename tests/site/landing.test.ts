/** The landing page shows of each chapter a figure and a number that the executed notebook has. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const ROOT = path.join(__dirname, '..', '..');
const read = (file: string): unknown =>
  JSON.parse(fs.readFileSync(path.join(ROOT, 'notebooks', file), 'utf8'));

interface Shown {
  id: string;
  slug: string;
  row?: { name: string; value: number };
  says?: string;
  figure?: { file: string; alt: string };
}

/** What README and landing page say before the first command. */
const BEFORE_START = {
  'README.md': /\ngit clone <[^>]+> [\w-]+ && cd [\w-]+\nnpm start/,
  'scripts/site/landing.mjs':
    /In the folder of the course, a clone [^:]+:\s+\\`\\`\\`sh\nnpm start/,
};

for (const [file, how] of Object.entries(BEFORE_START))
  test(`${file} says how to get the course before the first command`, () =>
    assert.match(fs.readFileSync(path.join(ROOT, file), 'utf8'), how));

test('each stored chapter has its figure and its result on the landing page', async () => {
  const address = pathToFileURL(path.join(ROOT, 'scripts', 'site', 'landing.mjs')).href;
  const { showcase } = (await import(address)) as {
    showcase: (chapter: Shown, results: unknown, folder: string) => Shown;
  };
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts landing '));
  try {
    for (const chapter of read('chapters.json') as Shown[]) {
      if (!fs.existsSync(path.join(ROOT, 'notebooks', `${chapter.slug}.ipynb`))) continue;
      const { row, says, figure } = showcase(chapter, read('results.json'), folder);
      assert.ok(
        row && says,
        `chapter ${chapter.id}: the result in landing.mjs is not in results.json`,
      );
      assert.ok(
        figure?.alt,
        `chapter ${chapter.id}: the figure in landing.mjs is not in the notebook`,
      );
      assert.ok(fs.statSync(path.join(folder, `${chapter.id}.png`)).size > 1000);
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
