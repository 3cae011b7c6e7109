/** Scripts that run cells in pages: the worker, modules that it loads later, and the page's own. */
import fs from 'node:fs';
import path from 'node:path';
import { at } from '../setup/paths.mjs';
import { IMAGES } from './cells-data.mjs';
import { FOR_PAGES } from './demos.mjs';

/** WebAssembly of TensorFlow.js, base 64. */
export function wasm() {
  const file = at('node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist', 'tfjs-backend-wasm-simd.wasm'); // prettier-ignore
  return fs.readFileSync(file).toString('base64');
}

/** @param {object} sets see {@link askers} @returns {Promise<string>} the worker's script */
export async function worker(sets) {
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
      IMAGES: JSON.stringify(IMAGES),
      global: 'globalThis',
      __dirname: '"/course/src/dist"',
      __filename: '"/course/src/dist/index.js"',
    },
    plugins: [inTheirOwnTime, inThePlaceOf(cells)],
  });
  return outputFiles?.[0]?.text ?? '';
}

/**
 * What most cells do without: data frames are loaded when a cell needs them, and graph models of others would need a
 * server.
 *
 * @type {import('esbuild').Plugin}
 */
const inTheirOwnTime = {
  name: 'in-their-own-time',
  setup: (bundler) => {
    bundler.onResolve({ filter: /^(danfojs-node|@tensorflow\/tfjs-converter)$/ }, ({ path: id }) => ({ path: id, namespace: 'later' })); // prettier-ignore
    bundler.onLoad({ filter: /danfojs/, namespace: 'later' }, () => ({
      contents: "module.exports = globalThis.dltsModule('danfojs-node');",
    }));
    bundler.onLoad({ filter: /converter/, namespace: 'later' }, () => ({
      contents: 'module.exports = {};',
    }));
  },
};

/** Where the worker finds the module of data frames once it is there: site/cells/worker/library.ts. */
export const DANFO = 'site/danfojs-node.js';

/** danfo.js over the worker's own TensorFlow.js, a megabyte with its mathematics. @returns {Promise<string>} a module */
export async function dataFrames() {
  const { build } = await import('esbuild'); // there only once the npm packages are
  const cells = at('site', 'cells');
  const { outputFiles } = await build({
    ...FOR_PAGES,
    format: 'cjs',
    stdin: { contents: "module.exports = require('danfojs-node')", resolveDir: at() },
    write: false,
    mainFields: ['main'],
    inject: [path.join(cells, 'node', 'process.ts')],
    define: { global: 'globalThis' },
    external: ['@tensorflow/*'],
    plugins: [inThePlaceOf(cells)],
  });
  return outputFiles?.[0]?.text ?? '';
}

/** The backend for WebGPU over the worker's own TensorFlow.js. @returns {Promise<string>} its script */
export async function webGpu() {
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
export function inThePlaceOf(cells) {
  const node = (/** @type {string} */ name) => path.join(cells, 'node', `${name}.ts`);
  const packages = (/** @type {string[]} */ ...names) => at('node_modules', ...names);
  /** @type {Record<string, string>} */
  const modules = {
    ...{ fs: node('files'), crypto: node('crypto'), zlib: node('zlib'), util: node('util') },
    ...{
      os: node('os'),
      module: node('module'),
      stream: node('stream'),
      child_process: node('absent'),
    },
    path: packages('path-browserify', 'index.js'),
    buffer: packages('buffer', 'index.js'),
  };
  const absent =
    /^(node-fetch|request|stream-json.*|xlsx|plotly\.js-dist.*|perf_hooks|inspector|worker_threads|https?|url|net|tty|assert|events|constants|table)$/;
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
export async function bundlePage(folder) {
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
