/**
 * Step: the extension that draws figures in JupyterLab (folder `lab`), bundled and placed where the JupyterLab of
 * `.venv` looks for prebuilt ones.
 *
 * @see https://jupyterlab.readthedocs.io/en/stable/extension/extension_dev.html#prebuilt-extensions
 */
import fs from 'node:fs';
import path from 'node:path';
import { at, venv } from './paths.mjs';
import { digest, readStamp, treeDigest, writeStamp } from './stamp.mjs';

const NAME = 'dlts-figures';
const folder = path.join(venv, 'share', 'jupyter', 'labextensions', NAME);
const stamp = path.join(folder, '.dlts-stamp');
const manifest = path.join(folder, 'package.json');
const wanted = () =>
  digest(
    treeDigest([at('lab'), at('site', 'theme', 'figure')], /\.ts$/),
    fs.readFileSync(at('package-lock.json')),
    fs.readFileSync(at('scripts', 'setup', 'lab-extension.mjs')),
  );

export const labExtension = {
  name: 'figures in JupyterLab',
  needs: ['npm packages', 'Python environment (.venv)'],
  check() {
    const state = { detail: `extension ${NAME} in .venv`, remedy: undefined };
    if (readStamp(stamp) === wanted() && fs.existsSync(manifest)) return { ok: true, ...state };
    const detail = `the extension ${NAME} is missing or out of date`;
    return { ok: false, detail, remedy: 'npm start, then reload the page of JupyterLab' };
  },
  async run() {
    fs.rmSync(folder, { recursive: true, force: true });
    const load = await bundle(path.join(folder, 'static'));
    writeStamp(manifest, `${JSON.stringify(describe(`static/${load}`), null, 2)}\n`);
    writeStamp(stamp, wanted());
  },
};

/** What JupyterLab reads of an extension. @param {string} load its first script */
function describe(load) {
  const { version, license } = JSON.parse(fs.readFileSync(at('package.json'), 'utf8'));
  return {
    name: NAME,
    version,
    license,
    description: 'Draws the figures of Deep Learning in TypeScript',
    jupyterlab: {
      extension: true,
      mimeExtension: true,
      // Two renderers of one MIME type would take turns: Plotly's own, if a Python environment brings it, rests.
      disabledExtensions: ['@jupyterlab/plotly-extension'],
      _build: { load, extension: './extension', mimeExtension: './mimeExtension' },
    },
  };
}

/**
 * The extension as modules, with Plotly in one of its own that is loaded with the first figure; and the classic script
 * that JupyterLab begins with. Names carry a digest, so that no browser keeps an old one.
 *
 * @param {string} outdir @returns {Promise<string>} name of the first script
 */
async function bundle(outdir) {
  const { build } = await import('esbuild'); // there only once the npm packages are
  const shared = /** @type {const} */ ({
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    logLevel: 'warning',
    metafile: true,
    outdir,
    entryNames: '[name].[hash]',
    chunkNames: '[name].[hash]',
  });
  const modules = await build({
    ...shared,
    entryPoints: [at('lab', 'extension.ts')],
    format: 'esm',
    splitting: true,
    legalComments: 'inline',
  });
  const define = { EXTENSION: JSON.stringify(`./${entryOf(modules.metafile)}`) };
  const first = await build({
    ...shared,
    entryPoints: [{ in: at('lab', 'remote-entry.ts'), out: 'remoteEntry' }],
    // esbuild's own format for scripts would turn `import()` into `require()`.
    format: 'esm',
    banner: { js: '(() => {' },
    footer: { js: '})();' },
    external: ['./extension.*.js'],
    define,
  });
  return entryOf(first.metafile);
}

/** @param {import('esbuild').Metafile} metafile of a build with one entry point @returns {string} its file */
function entryOf({ outputs }) {
  const [file] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint) ?? [];
  if (!file) throw new Error('esbuild: expected one output with an entry point; got none.');
  return path.basename(file);
}
