/** `jupyter nbconvert --to html`, for who would rather have one file, shows every figure as a picture. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ROOT } from './browser';

const NOTEBOOKS = path.join(ROOT, 'notebooks');
const names = fs.readdirSync(NOTEBOOKS).filter((file) => file.endsWith('.ipynb'));
let folder: string;

before(async () => {
  const { venvPython } = await import('../../../scripts/setup/paths.mjs');
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts-nbconvert-'));
  const files = names.map((name) => path.join(NOTEBOOKS, name));
  const args = ['-m', 'nbconvert', '--to', 'html', '--output-dir', folder, ...files];
  execFileSync(venvPython, args, { stdio: ['ignore', 'ignore', 'pipe'] });
});
after(() => fs.rmSync(folder, { recursive: true, force: true }));

interface Notebook {
  cells: { outputs?: { data?: Record<string, unknown> }[] }[];
}

for (const name of names)
  test(`${name}: as many pictures as figures`, () => {
    const html = fs.readFileSync(path.join(folder, name.replace('.ipynb', '.html')), 'utf8');
    const notebook = JSON.parse(fs.readFileSync(path.join(NOTEBOOKS, name), 'utf8')) as Notebook;
    const figures = notebook.cells
      .flatMap(({ outputs }) => outputs ?? [])
      .filter(({ data }) => data?.['application/vnd.plotly.v1+json'] || data?.['image/png']);
    assert.equal(html.split('src="data:image/png;base64,').length - 1, figures.length);
  });

test('its formulas need a network, which the README says beside the way that needs none', () => {
  const html = fs.readFileSync(path.join(folder, '01-linear-regression.html'), 'utf8');
  assert.match(html, /<script[^>]+src="https:[^"]+mathjax/i);
  const readme = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8');
  assert.match(
    readme,
    /Export Notebook As → HTML\*.* formulas only with a network; .*npm run site/,
  );
});
