// @ts-check
/**
 * `npm run site`: the static course in site/_build/html, from the stored outputs. Executes no notebook and asks
 * nothing of the network once its packages are installed. `--serve` shows it and rebuilds on changes.
 */
import { createRequire } from 'node:module';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runMain, setup } from './setup.mjs';
import { at, venv, venvPython } from './setup/paths.mjs';
import { run, SetupError } from './setup/process.mjs';
import { pip } from './setup/python.mjs';
import { digest, readStamp, writeStamp } from './setup/stamp.mjs';
import { landingPage } from './site/landing.mjs';

const build = at('site', '_build');
const source = path.join(build, 'source');
const html = path.join(build, 'html');

/** @typedef {{ id: string, slug: string, title: string, summary: string, readMinutes: number, runMinutes: number }} Chapter */

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
    if (file.endsWith('.md')) linkAsHtml(path.join(out, file));
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

/** Markdown of a link's label, `code` and backslashes, as HTML. */
function inlineHtml(/** @type {string} */ label) {
  return label.replace(/`([^`]+)`/g, '<code>$1</code>').replace(/\\(.)/g, '$1');
}

/** Everything that Sphinx reads, in one folder: notebooks, pages, scripts, fonts. */
async function layOutSource(/** @type {string} */ api) {
  fs.rmSync(source, { recursive: true, force: true });
  fs.cpSync(at('site', '_static'), path.join(source, '_static'), { recursive: true });
  fs.cpSync(at('site', 'pages'), source, { recursive: true });
  fs.cpSync(api, path.join(source, 'api'), { recursive: true });
  vendor('plotly.js-dist/plotly.js', 'plotly.js');
  await minify(path.join(source, '_static', 'vendor', 'plotly.js'), 'plotly.min.js');
  vendor('katex/dist/katex.min.js', 'katex/katex.min.js');
  vendor('katex/dist/katex.min.css', 'katex/katex.min.css');
  vendor('katex/dist/fonts', 'katex/fonts');
  const chapters = storedChapters();
  for (const { slug } of chapters)
    fs.copyFileSync(at('notebooks', `${slug}.ipynb`), path.join(source, `${slug}.ipynb`));
  const results = JSON.parse(readStamp(at('notebooks', 'results.json')) ?? '[]');
  fs.writeFileSync(path.join(source, 'index.md'), landingPage(chapters, results));
  fs.writeFileSync(path.join(source, 'exercises.json'), JSON.stringify(exerciseHelp()));
}

/** @returns {Chapter[]} the chapters whose notebook is there */
function storedChapters() {
  /** @type {Chapter[]} */
  const chapters = JSON.parse(fs.readFileSync(at('notebooks', 'chapters.json'), 'utf8'));
  return chapters.filter(({ slug }) => fs.existsSync(at('notebooks', `${slug}.ipynb`)));
}

/** Hints and solutions by exercise, from the library's own definitions. */
function exerciseHelp() {
  const folder = at('src', 'dist', 'learn', 'chapters');
  process.env['DLTS_ENGINE'] = 'js'; // only texts are read: no need to start TensorFlow
  const require = createRequire(import.meta.url);
  const files = fs.readdirSync(folder).filter((file) => /^ch\d\d\.js$/.test(file));
  const all = files.flatMap((file) => require(path.join(folder, file)).chapter.exercises);
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

/** Serves the built pages on this machine only. */
function serve(/** @type {number} */ port) {
  const types = {
    html: 'text/html',
    js: 'text/javascript',
    css: 'text/css',
    svg: 'image/svg+xml',
    json: 'application/json',
  };
  const server = http.createServer((request, response) => {
    const url = decodeURIComponent(new URL(request.url ?? '/', 'http://site').pathname);
    const file = path.join(html, url.endsWith('/') ? `${url}index.html` : url);
    if (!file.startsWith(html) || !fs.existsSync(file))
      return void response.writeHead(404).end('not found');
    const type =
      types[/** @type {keyof typeof types} */ (path.extname(file).slice(1))] ??
      'application/octet-stream';
    response
      .writeHead(200, { 'content-type': type, 'cache-control': 'no-store' })
      .end(fs.readFileSync(file));
  });
  server.on('error', () => {
    console.error(
      `Port ${port} is in use. Choose another one: npm run site -- --serve --port ${port + 1}`,
    );
    process.exit(1);
  });
  server.listen(port, '127.0.0.1', () =>
    console.log(`http://127.0.0.1:${port}/  (Ctrl-C ends it)`),
  );
}

/** Rebuilds when a notebook, a page or a style changes. */
function watch() {
  let timer = setTimeout(() => {}, 0);
  const rebuild = () =>
    buildSite().then(
      (seconds) => console.log(`rebuilt in ${seconds.toFixed(0)} s; reload the page`),
      (error) => console.error(error instanceof SetupError ? error.message : error),
    );
  for (const folder of [at('notebooks'), at('site', '_static'), at('site', 'pages')])
    fs.watch(folder, () => {
      clearTimeout(timer);
      timer = setTimeout(rebuild, 500);
    });
}

runMain(import.meta.url, async () => {
  const { values } = parseArgs({
    options: { serve: { type: 'boolean' }, port: { type: 'string', default: '8000' } },
  });
  const seconds = await buildSite();
  console.log(`site/_build/html is ready (${seconds.toFixed(0)} s).`);
  if (!values.serve) return;
  serve(Number(values.port));
  watch();
  await new Promise(() => {});
});
