/**
 * Bundles what runs cells in the pages: the worker with the library and the compiler, the page's own script, the editor,
 * and data. All are classic scripts: a page opened as a file may load nothing else.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { at } from '../setup/paths.mjs';
import { bundlePage, DANFO, dataFrames, wasm, webGpu, worker } from './cells-bundles.mjs';
import { courseData, courseFile, setsByFile, writeDataSet } from './cells-data.mjs';
import { packageSets } from './cells-packages.mjs';

/** Modules that come as a data set of their own, by the words in a cell that need them. */
const WORDS = { toFrame: 'danfo', 'danfojs-node': 'danfo' };

/** By these the library finds the course's folder, and verifies its files. */
const ALWAYS = ['notebooks/chapters.json', 'data/checksums.json'];

/**
 * Writes everything into `folder`.
 *
 * @param {string} folder
 * @param {import('../notebooks/project.mjs').Chapter[]} chapters
 * @param {{ name: string, bytes: number, parts: number }[]} packages sets that are put beside the others later
 */
export async function buildCells(folder, chapters, packages) {
  for (const name of ['data', 'notebooks'])
    fs.mkdirSync(path.join(folder, name), { recursive: true });
  const slugs = chapters.map(({ slug }) => slug);
  const danfo = [{ path: DANFO, bytes: Buffer.from(await dataFrames()) }];
  const sets = { ...courseData(slugs), danfo: { loaders: [], files: danfo } };
  const sizes = [...writeData(folder, chapters, sets), ...packages];
  for (const { slug } of chapters)
    fs.writeFileSync(path.join(folder, 'notebooks', `${slug}.js`), notebookScript(slug));
  const names = {
    loaders: { ...loadersOf(sets), ...loadersOf(only(packages)) },
    files: setsByFile(slugs),
    words: WORDS,
    absent: absentFrom(packages),
  };
  const globals = {
    'worker.js': { dltsWorker: await worker(names) },
    'webgpu.js': { dltsWebGpu: await webGpu() },
    'engine.js': {
      dltsWasm: wasm(),
      dltsDataSets: Object.fromEntries(sizes.map(({ name, ...size }) => [name, size])),
    },
  };
  for (const [file, values] of Object.entries(globals)) {
    const lines = Object.entries(values).map(([name, value]) => `window.${name} = ${JSON.stringify(value)};\n`); // prettier-ignore
    fs.writeFileSync(path.join(folder, file), lines.join(''));
  }
  await bundlePage(folder);
}

/**
 * Writes the data sets and what each chapter needs.
 *
 * @param {string} folder @param {import('../notebooks/project.mjs').Chapter[]} chapters
 * @param {import('./cells-data.mjs').DataSets} sets
 */
function writeData(folder, chapters, sets) {
  const data = path.join(folder, 'data');
  const write = (/** @type {string} */ name, /** @type {import('./cells-data.mjs').CourseFile[]} */ files) => writeDataSet(data, name, files); // prettier-ignore
  return [
    ...Object.entries(sets).map(([name, { files }]) => write(name, files)),
    ...chapters.map(({ id, slug }) => write(`chapter-${id}`, chapterFiles(id, slug))),
    write('types', declarations()),
    write('chapter-playground', ALWAYS.map(courseFile)),
  ];
}

/** Data sets by the loader that asks for them. @param {Record<string, { loaders: string[] }>} sets */
const loadersOf = (sets) =>
  Object.fromEntries(
    Object.entries(sets).flatMap(([name, { loaders }]) => loaders.map((loader) => [loader, name])),
  );

/** @param {{ name: string }[]} packages @returns {Record<string, { loaders: string[] }>} */
const only = (packages) =>
  Object.fromEntries(packages.map(({ name }) => [name, packageSets[name] ?? { loaders: [] }]));

/** What this site lacks, by the loader that needs it. @param {{ name: string }[]} packages */
function absentFrom(packages) {
  const here = new Set(packages.map(({ name }) => name));
  const absent = Object.entries(packageSets).filter(([name]) => !here.has(name));
  return Object.fromEntries(
    absent.flatMap(([, { loaders, what }]) => loaders.map((loader) => [loader, what])),
  );
}

/** What a chapter needs from its first cell on. @param {string} id @param {string} slug @returns {import('./cells-data.mjs').CourseFile[]} */
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
 * @returns {import('./cells-data.mjs').CourseFile[]}
 */
function declarations() {
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
