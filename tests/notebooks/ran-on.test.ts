/** What a stored execution ran on: a change that a notebook can feel changes its digest, another does not. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ROOT } from './course';

interface RanOn {
  cells: string;
  library: string;
  content: string;
  data: string;
  versions: string;
}

interface RanOnModule {
  Digests: new (project: object) => { of(chapter: object): RanOn };
  changedSince(then: RanOn | undefined, now: RanOn): string[];
}

const load = async () =>
  (await import(
    pathToFileURL(path.join(ROOT, 'scripts/notebooks/ran-on.mjs')).href
  )) as RanOnModule;

/** A lock file. */
const lock = (packages: object): string => JSON.stringify({ packages });

/** A course of one notebook that imports `a`, whose file imports `b`; `c` stands beside. */
function course() {
  const top = fs.mkdtempSync(path.join(os.tmpdir(), 'ran-on-'));
  const write = (file: string, text: string): void => {
    fs.mkdirSync(path.dirname(path.join(top, file)), { recursive: true });
    fs.writeFileSync(path.join(top, file), text);
  };
  write(
    'src/index.ts',
    `export * from './room';\nexport { c } from './other/c';\nexport * as plot from './plot';\n`,
  );
  write('src/plot/index.ts', `export { line } from './line';\nexport { bars } from './bars';\n`);
  write('src/plot/line.ts', `export const line = 'dots.csv';\n`);
  write('src/plot/bars.ts', 'export const bars = 1;\n');
  write('data/dots.csv', '1,2\n');
  write('src/room/index.ts', `export { a as renamed } from './a';\n`);
  write('src/room/a.ts', `import { b } from './b';\nexport const a = b;\n`);
  write('src/room/b.ts', 'export const b = 1;\n');
  write('src/other/c.ts', 'export const c = 1;\n');
  write('data/cars.csv', 'a,b\n');
  write('kernel/main.ts', 'export {};\n');
  write('package-lock.json', '{}');
  write('notebooks/exercises/07/07.1.ts', 'export {};\n');
  write('notebooks/text/07.md', "# T\n\n```typescript\nimport { renamed } from 'dlts';\n```\n");
  const project = {
    top,
    notebooks: path.join(top, 'notebooks'),
    twin: () => path.join(top, 'notebooks/text/07.md'),
  };
  return { top, write, project, chapter: { id: '07', slug: '07' } };
}

test('a notebook feels the files that its imports reach, and no others', async () => {
  const { Digests, changedSince } = await load();
  const { top, write, project, chapter } = course();
  const now = (): RanOn => new Digests(project).of(chapter);
  const before = now();
  assert.deepEqual(changedSince(before, now()), []);
  assert.deepEqual(changedSince(undefined, now()), ['never recorded']);
  write('src/other/c.ts', 'export const c = 2;\n');
  assert.deepEqual(changedSince(before, now()), [], 'c is not imported');
  write('src/room/b.ts', 'export const b = 2;\n');
  assert.deepEqual(changedSince(before, now()), ['library'], 'b is reached through a');
  fs.rmSync(top, { recursive: true });
});

test('cells, exercises, data and versions are told apart; prose does not count', async () => {
  const { Digests, changedSince } = await load();
  const { top, write, project, chapter } = course();
  const now = (): RanOn => new Digests(project).of(chapter);
  const before = now();
  const twin = fs.readFileSync(project.twin(), 'utf8');
  write('notebooks/text/07.md', twin.replace('# T', '# Another title'));
  assert.deepEqual(changedSince(before, now()), []);
  write('notebooks/text/07.md', twin.replace("'dlts';", "'dlts';\nrenamed;"));
  assert.deepEqual(changedSince(before, now()), ['cells']);
  write('notebooks/exercises/07/07.1.ts', 'export const x = 1;\n');
  write('data/cars.csv', 'a;b\n');
  write('package-lock.json', lock({ 'node_modules/used': { version: '2' } }));
  assert.deepEqual(changedSince(before, now()), ['cells', 'content', 'data', 'versions']);
  fs.rmSync(top, { recursive: true });
});

test('what only tests, pages and other engines need does not count', async () => {
  const { Digests, changedSince } = await load();
  const { top, write, project, chapter } = course();
  const now = (): RanOn => new Digests(project).of(chapter);
  write('src/room/b.ts', `import '../engine/wasm-kernels';\nexport const b = 1;\n`);
  write('src/engine/wasm-kernels.ts', 'export const fast = 1;\n');
  write('package-lock.json', lock({ 'node_modules/tool': { version: '1', dev: true } }));
  const before = now();
  write('src/engine/wasm-kernels.ts', 'export const fast = 2;\n');
  write('package-lock.json', lock({ 'node_modules/tool': { version: '2', dev: true } }));
  assert.deepEqual(changedSince(before, now()), []);
  write('src/engine/native.ts', 'export const native = 1;\n');
  write('src/room/b.ts', `import '../engine/native';\nexport const b = 1;\n`);
  write('package-lock.json', lock({ 'node_modules/tool': { version: '2' } }));
  assert.deepEqual(changedSince(before, now()), ['library', 'versions']);
  fs.rmSync(top, { recursive: true });
});

test('every namespace of the library is known', async () => {
  const text = fs.readFileSync(path.join(ROOT, 'scripts/notebooks/ran-on.mjs'), 'utf8');
  const [, list = ''] = /NAMESPACES = \[([^\]]*)\]/.exec(text) ?? [];
  const known = [...list.matchAll(/'(\w+)'/g)].map(([, name]) => name);
  const exported = ['src/plot/index.ts', 'src/training/index.ts'].flatMap(
    (file) =>
    [...fs.readFileSync(path.join(ROOT, file), 'utf8').matchAll(/export \* as (\w+)/g)].map(([, name]) => name), // prettier-ignore
  );
  assert.deepEqual(known, exported.sort());
});

test('of `plot` only the members that are used count, and of the data what they name', async () => {
  const { Digests, changedSince } = await load();
  const { top, write, project, chapter } = course();
  const now = (): RanOn => new Digests(project).of(chapter);
  write('notebooks/text/07.md', "```typescript\nimport { plot } from 'dlts';\nplot.bars;\n```\n");
  const bars = now();
  write('src/plot/line.ts', `export const line = 'dots.csv'; // changed\n`);
  write('data/dots.csv', '3,4\n');
  assert.deepEqual(changedSince(bars, now()), []);
  write('src/plot/bars.ts', 'export const bars = 2;\n');
  assert.deepEqual(changedSince(bars, now()), ['library']);
  write('notebooks/text/07.md', "```typescript\nimport { plot } from 'dlts';\nplot.line;\n```\n");
  const line = now();
  write('data/dots.csv', '5,6\n');
  assert.deepEqual(changedSince(line, now()), ['data']);
  write('data/cars.csv', 'c,d\n');
  assert.deepEqual(changedSince(line, now()), ['data'], 'a file that nothing names counts always');
  write(
    'notebooks/text/07.md',
    "```typescript\nimport { plot } from 'dlts';\nconst { bars } = plot;\n```\n",
  );
  const whole = now();
  write('src/plot/line.ts', `export const line = 'dots.csv'; // again\n`);
  assert.deepEqual(changedSince(whole, now()), ['library']);
  fs.rmSync(top, { recursive: true });
});
