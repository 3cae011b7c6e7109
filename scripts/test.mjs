// @ts-check
/**
 * `npm test`: set-up, types, format, lint, unit tests, kernel tests, the notebooks in quick mode, JupyterLab and the
 * static site in a browser.
 *
 * `npm test -- lint unit` runs some stages only; `npm test -- unit tests/data` some files only.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { findChromium } from './figures/chromium.mjs';
import { runMain, setup } from './setup.mjs';
import { at, root } from './setup/paths.mjs';
import { SetupError } from './setup/process.mjs';

const bin = (/** @type {string} */ file) => at('node_modules', ...file.split('/'));
const node = process.execPath;

/** @type {Record<string, { what: string, run: (paths: string[]) => Promise<boolean> }>} */
const stages = {
  types: {
    what: 'strict types of library, kernel, exercises, tests and demos',
    run: async () =>
      (await command([bin('typescript/lib/tsc.js'), '-b', root])) &&
      (await command([bin('typescript/lib/tsc.js'), '-p', at('tests')])) &&
      (await command([bin('typescript/lib/tsc.js'), '-p', at('tests', 'learn', 'answers')])) &&
      command([bin('typescript/lib/tsc.js'), '-p', at('site', 'demos')]),
  },
  format: {
    what: 'format (prettier)',
    run: () =>
      command([bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', ...sources()]),
  },
  lint: {
    what: 'lint (eslint)',
    run: () =>
      command([
        bin('eslint/bin/eslint.js'),
        '--max-warnings=0',
        'src',
        'kernel',
        'notebooks/exercises',
        'scripts',
        'tests',
        'site/demos',
      ]),
  },
  unit: {
    what: 'unit tests',
    run: (paths) => testFiles((file) => !/^tests\/(kernel|e2e)\//.test(file), paths),
  },
  kernel: {
    what: 'kernel tests',
    run: (paths) => testFiles((file) => /^tests\/kernel\//.test(file), paths),
  },
  twins: {
    what: 'notebooks: twins agree, cells type-check, format, stored outputs sound',
    run: () => command([at('scripts', 'notebooks.mjs'), '--check-only']),
  },
  notebooks: {
    what: 'notebooks executed in quick mode',
    run: () => command([at('scripts', 'notebooks.mjs'), '--quick']),
  },
  e2e: {
    what: 'JupyterLab in a browser',
    run: (paths) => testFiles((file) => /^tests\/e2e\//.test(file), paths),
  },
  site: {
    what: 'static site, every page and live demo in a browser',
    run: () => {
      if (findChromium()) return command([at('scripts', 'site.mjs'), '--check']);
      console.log('No Chromium here: the site is built, and its pages are not looked at.');
      return command([at('scripts', 'site.mjs')]);
    },
  },
};

runMain(import.meta.url, async () => {
  const words = process.argv.slice(2);
  const paths = words.filter((word) => !(word in stages));
  for (const path of paths)
    if (!fs.existsSync(at(path)))
      throw new SetupError(
        `npm test: expected stages (${Object.keys(stages).join(', ')}) or test files; got ${path}.`,
      );
  const chosen = Object.keys(stages).filter(
    (name) => words.length === paths.length || words.includes(name),
  );
  await setup();
  /** @type {string[]} */
  const failed = [];
  for (const name of chosen) {
    const started = Date.now();
    console.log(`\n── ${name}: ${stages[name].what}`);
    const ok = await stages[name].run(paths);
    console.log(
      `── ${name}: ${ok ? 'passed' : 'FAILED'} in ${Math.round((Date.now() - started) / 1000)} s`,
    );
    if (!ok) failed.push(name);
  }
  console.log(failed.length ? `\nFailed: ${failed.join(', ')}` : '\nEverything passed.');
  console.log(`${chosen.length - failed.length} passed, ${failed.length} failed`);
  return failed.length ? 1 : 0;
});

/** @param {string[]} args @returns {Promise<boolean>} whether it exited with 0 */
function command(args) {
  return new Promise((resolve) => {
    const child = spawn(node, args, { cwd: root, stdio: 'inherit' });
    child.on('close', (code) => resolve(code === 0));
  });
}

const sources = () =>
  [
    'src',
    'kernel',
    'notebooks/exercises',
    'scripts',
    'tests',
    'bench',
    'site/demos',
    '*.mjs',
  ].filter((name) => name.includes('*') || fs.existsSync(at(name)));

/** @param {(file: string) => boolean} wanted @param {string[]} paths only files below these, when given */
function testFiles(wanted, paths) {
  const files = fs
    .readdirSync(at('tests'), { recursive: true, encoding: 'utf8' })
    .map((file) => `tests/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.test.ts') && wanted(file))
    .filter((file) => paths.length === 0 || paths.some((path) => file.startsWith(path)));
  if (files.length === 0) return Promise.resolve(paths.length > 0);
  return command([
    '--import',
    'tsx',
    '--test',
    '--test-reporter=dot',
    '--test-concurrency=2',
    ...files.sort(),
  ]);
}
