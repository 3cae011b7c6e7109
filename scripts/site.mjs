/**
 * `npm run site`: the static course in site/_build/html, from the stored outputs. Executes no notebook and asks
 * nothing of the network once its packages are installed.
 *
 * | option | what it does |
 * |---|---|
 * | `--serve`, `--port N` | shows the pages on this machine, and rebuilds them on changes |
 * | `--check` | looks at every page and demo in headless Chromium |
 * | `--stills` | takes the pictures in site/stills that stand in for the demos |
 * | `--times` | measures how long cells run in the pages, for them to say it before a long one |
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
import { buildCells } from './site/cells.mjs';
import { buildDemos, buildTheme, demoBlock, demoOf, demos } from './site/demos.mjs';
import { landingPage, showcase } from './site/landing.mjs';
import { startServer } from './site/server.mjs';
import { takeStills } from './site/stills.mjs';
import { measureTimes, timesFile } from './site/times.mjs';

const build = at('site', '_build');
const source = path.join(build, 'source');
const html = path.join(build, 'html');

/** @typedef {import('./notebooks/project.mjs').Chapter} Chapter */

/** Builds the whole site. @returns {Promise<number>} seconds that it took */
export async function buildSite() {
  const started = Date.now();
  await setup();
  await installSphinx();
  await layOutSource(await apiPages());
  await sphinx();
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

/** One Markdown page per room of the library, from its docstrings. @returns {Promise<string>} their folder */
async function apiPages() {
  const out = path.join(build, 'api');
  const stamp = path.join(build, 'api-stamp');
  const wanted = String(readStamp(at('.cache', 'library-stamp')));
  if (readStamp(stamp) === wanted && fs.existsSync(out)) return out;
  const typedoc = at('node_modules', 'typedoc', 'bin', 'typedoc');
  await run(process.execPath, [typedoc, '--options', at('site', 'typedoc.json'), '--out', out], {
    log: 'typedoc',
    what: 'Writing the API reference',
  });
  for (const file of fs.readdirSync(out, { recursive: true, encoding: 'utf8' }))
    if (file.endsWith('.md')) {
      linkAsHtml(path.join(out, file));
      withoutTwinAnchors(path.join(out, file));
      if (/namespaces/.test(file)) withoutToctree(path.join(out, file));
    }
  writeStamp(stamp, wanted);
  return out;
}

/** TypeDoc's anchors are HTML, which Sphinx's own cross-references do not see: its links become HTML too. */
function linkAsHtml(/** @type {string} */ file) {
  const text = fs.readFileSync(file, 'utf8');
  const linked = text.replace(
    /\[([^\]\n]+)\]\((?!https?:)([^)\s#]*?)(?:\.md)?(#[^)\s]+)\)/g,
    (_, label, page, anchor) =>
      `<a href="${page && `${page}.html`}${anchor}">${inlineHtml(label)}</a>`,
  );
  fs.writeFileSync(file, linked);
}

/** An anchor that its heading, which gets the same id, makes needless: search would find the empty one of the two. */
function withoutTwinAnchors(/** @type {string} */ file) {
  const text = fs.readFileSync(file, 'utf8');
  const single = text.replace(/^<a id="([\w-]+)"><\/a>\n+(?=#+ (.*)$)/gm, (anchor, id, heading) =>
    headingId(heading) === id ? '' : anchor,
  );
  fs.writeFileSync(file, single);
}

/** The id that Sphinx gives a heading, for headings that are names. */
function headingId(/** @type {string} */ heading) {
  return heading.replace(/\W+/g, ' ').trim().replace(/ /g, '-').toLowerCase();
}

/** A page that its room's page leads to: one line for each room is enough in the navigation. */
function withoutToctree(/** @type {string} */ file) {
  fs.writeFileSync(file, `---\norphan: true\n---\n\n${fs.readFileSync(file, 'utf8')}`);
}

/** Markdown of a link's label, `code` and backslashes, as HTML. */
function inlineHtml(/** @type {string} */ label) {
  return label.replace(/`([^`]+)`/g, '<code>$1</code>').replace(/\\(.)/g, '$1');
}

/** Everything that Sphinx reads, in one folder: notebooks, pages, scripts, fonts. */
async function layOutSource(/** @type {string} */ api) {
  fs.rmSync(source, { recursive: true, force: true });
  fs.cpSync(at('site', '_static'), path.join(source, '_static'), { recursive: true });
  fs.cpSync(at('site', 'pages'), source, { recursive: true });
  fs.cpSync(at('site', 'stills'), path.join(source, '_static', 'stills'), { recursive: true });
  fs.cpSync(api, path.join(source, 'api'), { recursive: true });
  vendor('plotly.js-dist/plotly.js', 'plotly.js');
  await minify(path.join(source, '_static', 'vendor', 'plotly.js'), 'plotly.min.js');
  vendor('katex/dist/katex.min.js', 'katex/katex.min.js');
  vendor('katex/dist/katex.min.css', 'katex/katex.min.css');
  vendor('katex/dist/fonts', 'katex/fonts');
  await buildTheme(path.join(source, '_static'));
  const chapters = storedChapters();
  await buildCells(path.join(source, '_static', 'cells'), chapters);
  for (const { slug } of chapters)
    fs.copyFileSync(at('notebooks', `${slug}.ipynb`), path.join(source, `${slug}.ipynb`));
  const results = JSON.parse(readStamp(at('notebooks', 'results.json')) ?? '[]');
  const built = await layOutDemos(chapters.map(({ slug }) => slug));
  const shown = chapters.map((chapter) => showcase(chapter, results, path.join(source, '_static', 'landing'))); // prettier-ignore
  fs.writeFileSync(path.join(source, 'index.md'), landingPage(shown, built));
  const facts = chapters.map((chapter) => {
    const own = built.filter((name) => demoOf(name).chapter === chapter.id);
    return { ...chapter, demos: own.map((name) => ({ name, title: demoOf(name).title })) };
  });
  fs.writeFileSync(path.join(source, 'chapters.json'), JSON.stringify(facts));
  fs.writeFileSync(path.join(source, 'exercises.json'), JSON.stringify(exerciseHelp()));
  layOutAppendices(source, chapters);
}

/**
 * Scripts of the live demos, and their pages; a demo whose models no chapter has published is left out, and said.
 *
 * @returns {Promise<string[]>} the names of those that are there
 */
async function layOutDemos(/** @type {string[]} */ slugs) {
  const built = await buildDemos(path.join(source, '_static', 'demos'));
  for (const [name, { title, chapter, models }] of Object.entries(demos)) {
    const page = path.join(source, 'demos', `${name}.md`);
    if (built[name] !== undefined) {
      const text = fs
        .readFileSync(page, 'utf8')
        .replace(/\[([^\]]+)\]\(\.\.\/([\w-]+)\.ipynb\)/g, (link, label, slug) =>
          slugs.includes(slug) ? link : label,
        );
      const place = `<div data-demo="${name}"></div>`;
      fs.writeFileSync(page, text.replace(place, demoBlock(name, built[name])));
      continue;
    }
    fs.rmSync(page, { force: true });
    console.log(
      `Demo "${title}" is left out: notebooks/models has no ${models.join(' and ')}; ` +
        `npm run notebooks -- ${chapter} makes them.`,
    );
  }
  return Object.keys(built);
}

/** @returns {Chapter[]} the chapters whose notebook is there */
function storedChapters() {
  /** @type {Chapter[]} */
  const chapters = JSON.parse(fs.readFileSync(at('notebooks', 'chapters.json'), 'utf8'));
  return chapters.filter(({ slug }) => fs.existsSync(at('notebooks', `${slug}.ipynb`)));
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

/** plotly.js-dist holds the readable file only; pages load it in a third of the size. */
async function minify(/** @type {string} */ file, /** @type {string} */ name) {
  const { transformSync } = await import('esbuild'); // there only once the npm packages are
  const { code } = transformSync(fs.readFileSync(file, 'utf8'), {
    minify: true,
    legalComments: 'inline',
  });
  fs.writeFileSync(path.join(path.dirname(file), name), code);
  fs.rmSync(file);
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
function watch() {
  let timer = setTimeout(() => {}, 0);
  const rebuild = () =>
    buildSite().then(
      (seconds) => console.log(`rebuilt in ${seconds.toFixed(0)} s; reload the page`),
      (error) => console.error(error instanceof SetupError ? error.message : error),
    );
  const folders = ['_static', 'pages', 'demos', 'theme'].map((name) => at('site', name));
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
  const { values } = parseArgs({
    options: {
      serve: flag,
      check: flag,
      stills: flag,
      times: flag,
      port: { type: 'string', default: '8000' },
    },
  });
  const seconds = await buildSite();
  console.log(`site/_build/html is ready (${seconds.toFixed(0)} s).`);
  if (values.stills) await takeStills(html, at('site', 'stills'));
  if (values.times)
    await measureTimes(
      html,
      storedChapters().map(({ slug }) => slug),
      timesFile,
    );
  if (values.check) return checkPages();
  if (!values.serve) return 0;
  await serve(Number(values.port));
  watch();
  return new Promise(() => {});
});

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
