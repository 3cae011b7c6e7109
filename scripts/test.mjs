/**
 * `npm test`: set-up, types, format, lint, unit tests, kernel tests, the notebooks in quick mode, JupyterLab and the
 * static site in a browser, pretrained models.
 *
 * `npm test -- lint unit` runs some stages only; `npm test -- unit tests/data` some files only.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { runMain, setup } from './setup.mjs';
import { at, root } from './setup/paths.mjs';
import { SetupError } from './setup/process.mjs';

const bin = (/** @type {string} */ file) => at('node_modules', ...file.split('/'));
const node = process.execPath;
/** What prettier and eslint look at. */
const SOURCES = [
  'src',
  'kernel',
  'notebooks/exercises',
  'scripts',
  'tests',
  'bench',
  'site',
  'lab',
  '*.mjs',
];

/** Tests that are skipped without Keras. */
const KERAS = /^tests\/(models\/keras\/exchange|bench\/parallel)\.test\.ts$/;

/** @typedef {{ what: string, run: (paths: string[]) => Promise<boolean> }} Stage */

/** @type {Record<string, Stage>} */
const stages = {
  types: {
    what: 'strict types of library, kernel, exercises, tests, scripts, bench, site and JupyterLab extension',
    run: checkTypes,
  },
  format: {
    what: 'format (prettier)',
    run: () =>
      command([bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', ...SOURCES]),
  },
  lint: {
    what: 'lint (eslint)',
    run: () => command([bin('eslint/bin/eslint.js'), '--max-warnings=0', ...SOURCES]),
  },
  unit: {
    what: 'unit tests',
    run: (paths) =>
      testFiles(
        (file) => !/^tests\/(kernel|e2e|pretrained|site\/pages)\//.test(file) && !KERAS.test(file),
        paths,
      ),
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
    what: 'static site with all data, every page, live demo and cell in a browser',
    run: () => command([at('scripts', 'site.mjs'), '--weights', '--check']),
  },
  pretrained: {
    what: 'pretrained networks, fetched if the cache lacks them (194 MB)',
    run: (paths) => testFiles((file) => /^tests\/pretrained\//.test(file), paths),
  },
  keras: {
    what: 'exchange with Keras on three backends, where npm run bench -- --install has put them',
    run: (paths) => testFiles((file) => KERAS.test(file), paths),
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
  const chosen = Object.entries(stages).filter(
    ([name]) => words.length === paths.length || words.includes(name),
  );
  await setup();
  /** @type {string[]} */
  const failed = [];
  for (const [name, stage] of chosen) {
    if (!(await runStage(name, stage, paths))) failed.push(name);
  }
  console.log(failed.length ? `\nFailed: ${failed.join(', ')}` : '\nEverything passed.');
  console.log(`${chosen.length - failed.length} passed, ${failed.length} failed`);
  return failed.length ? 1 : 0;
});

/** @param {string} name @param {Stage} stage @param {string[]} paths */
async function runStage(name, { what, run }, paths) {
  const started = Date.now();
  console.log(`\n── ${name}: ${what}`);
  const ok = await run(paths);
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`── ${name}: ${ok ? 'passed' : 'FAILED'} in ${seconds} s`);
  return ok;
}

/** @param {string[]} args @returns {Promise<boolean>} whether it exited with 0 */
function command(args) {
  return new Promise((resolve) => {
    const child = spawn(node, args, { cwd: root, stdio: 'inherit' });
    child.on('close', (code) => resolve(code === 0));
  });
}

/** The compiled projects first: the others use their declarations. @returns {Promise<boolean>} */
async function checkTypes() {
  const tsc = bin('typescript/lib/tsc.js');
  if (!(await command([tsc, '-b', root]))) return false;
  let ok = true;
  const pages = ['tests/site/pages', 'tests/e2e'];
  for (const project of ['tests', 'tests/learn/answers', ...pages, 'scripts', 'site', 'lab'])
    ok = (await command([tsc, '-p', at(project)])) && ok;
  return ok;
}

/** @param {(file: string) => boolean} wanted @param {string[]} paths only files below these, when given */
function testFiles(wanted, paths) {
  const files = fs
    .readdirSync(at('tests'), { recursive: true, encoding: 'utf8' })
    .map((file) => `tests/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.test.ts') && wanted(file))
    .filter((file) => paths.length === 0 || paths.some((path) => file.startsWith(path)));
  if (files.length === 0) return Promise.resolve(paths.length > 0);
  const options = ['--test-reporter=dot', '--test-concurrency=2'];
  return command(['--import', 'tsx', '--test', ...options, ...files.sort()]);
}
