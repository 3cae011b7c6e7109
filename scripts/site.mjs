/**
 * `npm run site`: the static course in site/_build/html, from the stored outputs. Executes no notebook and asks
 * nothing of the network once its packages are installed.
 *
 * | option | what it does |
 * |---|---|
 * | `--serve`, `--port N` | shows the pages on this machine, and rebuilds them on changes |
 * | `--check` | looks at every page and demo in headless Chromium |
 * | `--pdf` | prints the whole course, or the chapters named, into site/_build/deep-learning-in-typescript.pdf |
 * | `--stills` | takes the pictures in site/stills that stand in for the demos |
 * | `--weights` | pages carry the data and weights that chapters fetch, too: 300 MB more, fetched if the cache lacks them |
 * | `--times` | measures what cells of all chapters, or of those named (`--times 05 12`), cost in the pages, which say it |
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findChromium } from './figures/chromium.mjs';
import { runMain, setup } from './setup.mjs';
import { at, root, venv, venvPython } from './setup/paths.mjs';
import { run, SetupError } from './setup/process.mjs';
import { pip } from './setup/python.mjs';
import { digest, readStamp, writeStamp } from './setup/stamp.mjs';
import { layOutAppendices } from './site/appendices.mjs';
import { makeBook } from './site/book.mjs';
import { costTable } from './site/cell-costs.mjs';
import { buildCells } from './site/cells.mjs';
import { buildPackages, packageScripts, placePackages } from './site/cells-packages.mjs';
import { buildDemos, buildTheme, demoBlock, demoOf, demos, pageOf } from './site/demos.mjs';
import { buildFonts, PRELOADED } from './site/fonts.mjs';
import { landingPage, showcase } from './site/landing.mjs';
import { minifyScript, minifyStyles } from './site/minify.mjs';
import {
  buildReference,
  copySources,
  layOutReference,
  referenceRooms,
  removeOldPages,
} from './site/reference.mjs';
import { buildSearch, buildSearchScript } from './site/search.mjs';
import { startServer } from './site/server.mjs';
import { takeStills } from './site/stills.mjs';
import { measureTimes } from './site/times.mjs';

const build = at('site', '_build');
const source = path.join(build, 'source');
const html = path.join(build, 'html');
const packages = path.join(build, 'packages');

/** @typedef {import('./notebooks/project.mjs').Chapter} Chapter */

/**
 * Builds the whole site.
 *
 * @param {{ weights?: boolean }} options weights: with the data and weights that chapters fetch
 * @returns {Promise<number>} seconds that it took
 */
export async function buildSite({ weights = false } = {}) {
  const started = Date.now();
  await setup();
  await installSphinx();
  if (weights) await buildPackages(packages);
  const reference = await buildReference(build);
  await layOutSource(reference, weights);
  await sphinx();
  await minifyStyles(path.join(html, '_static'));
  for (const name of ['copybutton.js', 'doctools.js'])
    await minifyScript(path.join(html, '_static', name), path.join(html, '_static', name));
  removeOldPages(reference, html);
  copySources(reference, html);
  await buildSearch(path.join(build, 'sections.json'), html);
  placePackages(weights && packages, path.join(html, '_static', 'cells', 'data'));
  for (const leftover of ['.buildinfo', 'objects.inv'])
    fs.rmSync(path.join(html, leftover), { force: true });
  return (Date.now() - started) / 1000;
}

/** Sphinx and its parts, into .venv, when they are not there yet. */
async function installSphinx() {
  const requirements = at('site', 'requirements.txt');
  const stamp = path.join(venv, '.dlts-site-stamp');
  const wanted = digest(
    fs.readFileSync(requirements),
    String(readStamp(path.join(venv, '.dlts-stamp'))),
  );
  if (readStamp(stamp) === wanted) return;
  console.log('Installing the site builder …');
  await pip(['install', '-r', requirements], 'Installing the site builder');
  writeStamp(stamp, wanted);
}

/**
 * Everything that Sphinx reads, in one folder: notebooks, pages, scripts, fonts.
 *
 * @param {string} reference pages of the library @param {boolean} weights
 */
async function layOutSource(reference, weights) {
  fs.rmSync(source, { recursive: true, force: true });
  fs.cpSync(at('site', '_static'), path.join(source, '_static'), { recursive: true });
  fs.cpSync(at('site', 'pages'), source, { recursive: true });
  fs.cpSync(at('site', 'stills'), path.join(source, '_static', 'stills'), { recursive: true });
  layOutReference(reference, source);
  vendor('plotly.js-dist/plotly.js', 'plotly.js');
  const plotly = path.join(source, '_static', 'vendor', 'plotly.js');
  await minifyScript(plotly, plotly.replace(/js$/, 'min.js'));
  vendor('katex/dist/katex.min.js', 'katex/katex.min.js');
  vendor('katex/dist/katex.min.css', 'katex/katex.min.css');
  vendor('katex/dist/fonts', 'katex/fonts');
  buildFonts(path.join(source, '_static'));
  fs.writeFileSync(path.join(source, 'fonts.json'), JSON.stringify(PRELOADED));
  await buildTheme(path.join(source, '_static'));
  await buildSearchScript(path.join(source, '_static'));
  const chapters = storedChapters();
  await buildCells(path.join(source, '_static', 'cells'), chapters, weights ? packageScripts(packages) : []); // prettier-ignore
  for (const { slug } of chapters)
    fs.copyFileSync(at('notebooks', `${slug}.ipynb`), path.join(source, `${slug}.ipynb`));
  const results = JSON.parse(readStamp(at('notebooks', 'results.json')) ?? '[]');
  const built = await layOutDemos(chapters.map(({ slug }) => slug));
  const shown = chapters.map((chapter) => showcase(chapter, results, path.join(source, '_static', 'landing'))); // prettier-ignore
  fs.writeFileSync(
    path.join(source, 'index.md'),
    landingPage(shown, built, referenceRooms(reference)),
  );
  const facts = chapters.map((chapter) => {
    const own = Object.keys(built).filter((name) => demoOf(name).chapter === chapter.id && pageOf(name) !== 'index'); // prettier-ignore
    return {
      ...chapter,
      demos: own.map((name) => ({ page: pageOf(name), title: demoOf(name).title })),
    };
  });
  fs.writeFileSync(path.join(source, 'chapters.json'), JSON.stringify(facts));
  fs.writeFileSync(path.join(source, 'exercises.json'), JSON.stringify(exerciseHelp()));
  layOutAppendices(source, chapters);
  const cells = path.join(source, 'cells.md');
  fs.writeFileSync(cells, fs.readFileSync(cells, 'utf8').replace('<!-- costs -->', costTable(chapters))); // prettier-ignore
}

/**
 * Scripts of the live demos, and their pages; a demo whose models no chapter has published is left out, and said.
 *
 * @returns {Promise<Awaited<ReturnType<typeof buildDemos>>>} those that are there
 */
async function layOutDemos(/** @type {string[]} */ slugs) {
  const built = await buildDemos(path.join(source, '_static', 'demos'));
  for (const [name, { title, chapter, models, page: host }] of Object.entries(demos)) {
    const page = path.join(source, `${pageOf(name)}.md`);
    if (built[name] !== undefined) {
      if (fs.existsSync(page)) placeDemo(page, name, demoBlock(name, built[name]), slugs);
      continue;
    }
    if (host === undefined) fs.rmSync(page, { force: true });
    console.log(
      `Demo "${title}" is left out: notebooks/models has no ${models.join(' and ')}; ` +
        `npm run notebooks -- ${chapter} makes them.`,
    );
  }
  return built;
}

/** @param {string} page @param {string} name @param {string} block @param {string[]} slugs chapters that may be linked */
function placeDemo(page, name, block, slugs) {
  const text = fs
    .readFileSync(page, 'utf8')
    .replace(/\[([^\]]+)\]\(\.\.\/([\w-]+)\.ipynb\)/g, (link, label, slug) =>
      slugs.includes(slug) ? link : label,
    );
  fs.writeFileSync(page, text.replace(`<div data-demo="${name}"></div>`, block));
}

/** @returns {Chapter[]} the chapters whose notebook is there */
function storedChapters() {
  /** @type {Chapter[]} */
  const chapters = JSON.parse(fs.readFileSync(at('notebooks', 'chapters.json'), 'utf8'));
  return chapters.filter(({ slug }) => fs.existsSync(at('notebooks', `${slug}.ipynb`)));
}

/** @param {string[]} ids all of them, when none is named @returns {Chapter[]} */
function chaptersNamed(ids) {
  const all = storedChapters();
  for (const id of ids)
    if (!all.some((chapter) => chapter.id === id))
      throw new SetupError(
        `npm run site: expected numbers of chapters (${all.map((chapter) => chapter.id).join(', ')}); got ${id}.`,
      );
  return ids.length === 0 ? all : all.filter(({ id }) => ids.includes(id));
}

/** Hints and solutions by exercise, as the library finds them in notebooks/exercises. */
function exerciseHelp() {
  process.env['DLTS_ENGINE'] = 'js'; // only texts are read: no need to start TensorFlow
  const require = createRequire(import.meta.url);
  /** @type {typeof import('../src/dist/learn/registry.js')} */
  const { chapterDefinition, chapterIds } = require(at('src', 'dist', 'learn', 'registry.js'));
  const all = chapterIds().flatMap((id) => chapterDefinition(id).exercises);
  return Object.fromEntries(all.map(({ id, hints, solution }) => [id, { hints, solution }]));
}

function vendor(/** @type {string} */ from, /** @type {string} */ to) {
  fs.cpSync(at('node_modules', ...from.split('/')), path.join(source, '_static', 'vendor', to), {
    recursive: true,
  });
}

/** Warnings are failures: a broken link, a formula that cannot be read, a page that nothing leads to. */
async function sphinx() {
  const work = path.join(build, 'doctrees');
  const args = [
    '-m',
    'sphinx',
    '-b',
    'html',
    '-W',
    '--keep-going',
    '-q',
    '-d',
    work,
    '-c',
    at('site'),
    source,
    html,
  ];
  await run(venvPython, args, { log: 'sphinx', what: 'Building the site' });
}

/** Rebuilds when a notebook, a page, a style or a demo changes. */
function watch(/** @type {boolean} */ weights) {
  let timer = setTimeout(() => {}, 0);
  const rebuild = () =>
    buildSite({ weights }).then(
      (seconds) => console.log(`rebuilt in ${seconds.toFixed(0)} s; reload the page`),
      (error) => console.error(error instanceof SetupError ? error.message : error),
    );
  const folders = ['_static', 'pages', 'demos', 'theme', 'reference', 'search'].map((name) =>
    at('site', name),
  );
  for (const folder of [at('notebooks'), ...folders])
    fs.watch(folder, { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(rebuild, 500);
    });
}

async function serve(/** @type {number} */ port) {
  try {
    const { url } = await startServer(html, port);
    console.log(`${url}  (Ctrl-C ends it)`);
  } catch {
    throw new SetupError(
      `Port ${port} is in use. Choose another one: npm run site -- --serve --port ${port + 1}`,
    );
  }
}

runMain(import.meta.url, async () => {
  const flag = /** @type {const} */ ({ type: 'boolean', default: false });
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      serve: flag,
      check: flag,
      pdf: flag,
      stills: flag,
      times: flag,
      weights: flag,
      port: { type: 'string', default: '8000' },
    },
  });
  const chosen = chaptersNamed(positionals);
  const seconds = await buildSite({ weights: values.weights });
  console.log(`site/_build/html is ready (${seconds.toFixed(0)} s).`);
  if (values.pdf) await printBook(chosen);
  if (values.stills) await takeStills(html, at('site', 'stills'));
  if (values.times) await measureTimes(html, chosen);
  if (values.check) return checkPages();
  if (!values.serve) return 0;
  await serve(Number(values.port));
  watch(values.weights);
  return new Promise(() => {});
});

async function printBook(/** @type {Chapter[]} */ chapters) {
  const file = path.join(build, 'deep-learning-in-typescript.pdf');
  const { pages, bytes } = await makeBook(html, chapters, file);
  console.log(
    `${path.relative(root, file)} is ready: ${pages} pages, ${(bytes / 1e6).toFixed(0)} MB.`,
  );
}

/** The tests of the built pages. @returns {number} exit code */
function checkPages() {
  if (!findChromium()) {
    console.log('No Chromium here: the site is built, and its pages are not looked at.');
    return 0;
  }
  const tests = at('tests', 'site', 'pages');
  const files = fs.readdirSync(tests).filter((file) => file.endsWith('.test.ts'));
  const options = ['--import', 'tsx', '--test', '--test-reporter=spec', '--test-concurrency=2'];
  const args = [...options, ...files.map((file) => path.join(tests, file))];
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
}
