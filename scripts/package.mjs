/**
 * `npm run package`: the library as a package for other projects, `dlts-….tgz`. `npm run package -- --pack-destination X`
 * writes it elsewhere.
 *
 * For web pages it holds `dist/browser.js`, which bundlers take in place of `dist/index.js`. Modules of Node are those of
 * the course's own pages; WebAssembly is in it. TensorFlow.js and the other dependencies stay outside, for the project's
 * bundler.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { runMain } from './setup.mjs';
import { at } from './setup/paths.mjs';
import { inThePlaceOf, wasm } from './site/cells-bundles.mjs';
import { FOR_PAGES } from './site/demos.mjs';

/** `src/engine/browser/worker-backend.ts` reads what the first line sets, `src/engine/step-random.ts` the second. */
const ENTRY = `
globalThis.dltsEngine ??= { engine: 'wasm', wasm: WASM };
require('./site/cells/node/module').provide('@tensorflow/tfjs-core', () => require('@tensorflow/tfjs-core'));
module.exports = require('./src/index.ts');
`;

/** Named here, and loaded only where a function needs one: neither is for pages. @type {import('esbuild').Plugin} */
const notForPages = {
  name: 'not-for-pages',
  setup: (bundler) => {
    bundler.onResolve({ filter: /^(danfojs-node|fastify)$/ }, ({ path: id }) => ({
      path: id,
      namespace: 'not-for-pages',
    }));
    bundler.onLoad({ filter: /.*/, namespace: 'not-for-pages' }, ({ path: id }) => ({
      contents: `throw new Error("${id}: expected Node.js; got a web page; do this part there.");`,
    }));
  },
};

/** What other projects have, so that their copy of TensorFlow.js is the library's, too. */
function dependencies() {
  const { dependencies: own } = JSON.parse(fs.readFileSync(at('src', 'package.json'), 'utf8'));
  return Object.keys(own);
}

async function bundle() {
  const { build } = await import('esbuild'); // there only once the npm packages are
  const cells = at('site', 'cells');
  await build({
    ...FOR_PAGES,
    format: 'cjs',
    stdin: { contents: ENTRY, resolveDir: at(), sourcefile: 'browser.cjs' },
    outfile: at('src', 'dist', 'browser.js'),
    mainFields: ['main'],
    inject: [path.join(cells, 'node', 'process.ts')],
    define: {
      WASM: JSON.stringify(wasm()),
      global: 'globalThis',
      __dirname: '"/course/src/dist"',
      __filename: '"/course/src/dist/index.js"',
    },
    external: [...dependencies(), '@tensorflow/tfjs-core'],
    plugins: [notForPages, inThePlaceOf(cells)],
  });
}

runMain(import.meta.url, async () => {
  execFileSync(process.execPath, [at('node_modules', 'typescript', 'lib', 'tsc.js'), '-b', at()], { stdio: 'inherit' }); // prettier-ignore
  await bundle();
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, ['pack', '--silent', ...process.argv.slice(2), at('src')], {
    stdio: 'inherit',
  });
  return 0;
});
